/* reference-transaction's input, as git 2.39 and later write it. */
#include "fixture.h"
#include "gate/transaction.h"

#define ZERO "0000000000000000000000000000000000000000"
#define OLD "4be91c0aa1b2c3d4e5f60718293a4b5c6d7e8f90"
#define NEW "8c1f2aaaa1b2c3d4e5f60718293a4b5c6d7e8f91"
#define REF "refs/heads/production"

struct fixture {
	struct arena arena;
	struct transaction t;
	struct error error;
};

SETUP(struct fixture, 64);

/* A copy of exactly these bytes, so that a reader that goes past them is caught. */
static int read_text(struct fixture *f, const char *text)
{
	size_t len = strlen(text);
	char *copy = malloc(len != 0 ? len : 1);
	int rc;

	memcpy(copy, text, len);
	memset(&f->error, 0, sizeof(f->error));
	rc = transaction_read(&f->arena, copy, len, &f->t, &f->error);
	free(copy);
	return rc;
}

static void sound(void **state)
{
	struct fixture *f = *state;

	assert_int_equal(read_text(f, ""), 0);
	assert_int_equal(f->t.n, 0);
	assert_int_equal(read_text(f, OLD " " NEW " " REF "\n" ZERO " " ZERO " refs/tags/v1\n"), 0);
	assert_int_equal(f->t.n, 2);
	assert_string_equal(f->t.list[0].ref, REF);
	assert_int_equal(f->t.list[0].old.id[0], 0x4b);
	assert_int_equal(f->t.list[0].new.id[19], 0x91);
	assert_false(f->t.list[0].symbolic);
	assert_string_equal(f->t.list[1].ref, "refs/tags/v1");
	assert_true(git_oid_is_zero(&f->t.list[1].new));
}

/* Since git 2.46 either value may be that of a symbolic ref. */
static void symbolic(void **state)
{
	static const struct {
		const char *line;
		bool becomes;
	} lines[] = {
		{ ZERO " ref:refs/heads/topic " REF "\n", true },
		{ "ref:refs/heads/topic " NEW " " REF "\n", false },
		{ "ref:refs/heads/topic ref:refs/heads/other " REF "\n", true },
		{ "ref:refs/heads/topic " ZERO " " REF "\n", false },
	};
	struct fixture *f = *state;

	for (size_t i = 0; i < sizeof(lines) / sizeof(lines[0]); i++) {
		assert_int_equal(read_text(f, lines[i].line), 0);
		assert_int_equal(f->t.n, 1);
		assert_int_equal(f->t.list[0].symbolic, lines[i].becomes);
		assert_string_equal(f->t.list[0].ref, REF);
	}
}

static void refused(void **state)
{
	static const char *const lines[] = {
		OLD " " NEW " " REF,
		OLD " " NEW "\n",
		OLD " " NEW " \n",
		"\n",
		"ref: " NEW " " REF "\n",
		OLD " ref: " REF "\n",
		OLD " Ref:refs/heads/topic " REF "\n",
		OLD "0 " NEW " " REF "\n",
		OLD " " OLD NEW " " REF "\n",
		OLD " " NEW " " REF "\n\n",
	};
	struct fixture *f = *state;

	for (size_t i = 0; i < sizeof(lines) / sizeof(lines[0]); i++) {
		assert_int_equal(read_text(f, lines[i]), -1);
		assert_int_equal(f->error.kind, ERROR_MALFORMED);
	}
}

TESTS(T(sound), T(symbolic), T(refused));
