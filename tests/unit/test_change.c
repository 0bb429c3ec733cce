/* pre-receive's input: what git writes is read, and nothing else is. */
#include "fixture.h"
#include "git/change.h"

#define ZERO "0000000000000000000000000000000000000000"
#define OLD "4be91c0aa1b2c3d4e5f60718293a4b5c6d7e8f90"
#define NEW "8c1f2aaaa1b2c3d4e5f60718293a4b5c6d7e8f91"
#define REF "refs/heads/production"

struct fixture {
	struct arena arena;
	struct changes changes;
	struct error error;
};

SETUP(struct fixture, 64);

/* A copy of exactly these bytes, so that a reader that goes past them is caught. */
static int read_bytes(struct fixture *f, const char *bytes, size_t len)
{
	char *copy = malloc(len != 0 ? len : 1);
	int rc;

	memcpy(copy, bytes, len);
	memset(&f->error, 0, sizeof(f->error));
	rc = change_read(&f->arena, copy, len, &f->changes, &f->error);
	free(copy);
	return rc;
}

static void sound(void **state)
{
	struct fixture *f = *state;
	static const char text[] =
	    OLD " " NEW " " REF "\n" ZERO " " NEW " refs/tags/v1\n" OLD " " ZERO
	        " refs/signoffs/a/b/c\n"
	        "4BE91C0AA1B2C3D4E5F60718293A4B5C6D7E8F90 " NEW " refs/heads/\xc3\xa9\n";
	const struct change *c;

	assert_int_equal(read_bytes(f, text, strlen(text)), 0);
	assert_int_equal(f->changes.n, 4);
	c = f->changes.list;
	assert_string_equal(c[0].ref, REF);
	assert_int_equal(c[0].old.id[0], 0x4b);
	assert_int_equal(c[0].new.id[19], 0x91);
	assert_null(c[0].target);
	assert_null(c[0].why);
	assert_false(change_creates(&c[0]));
	assert_false(change_deletes(&c[0]));
	assert_string_equal(c[1].ref, "refs/tags/v1");
	assert_true(change_creates(&c[1]));
	assert_false(change_deletes(&c[1]));
	assert_true(change_deletes(&c[2]));
	assert_false(change_creates(&c[2]));
	assert_int_equal(c[3].old.id[0], 0x4b);
	assert_string_equal(c[3].ref, "refs/heads/\xc3\xa9");
}

#define NO_LIST "git gave no complete list of changes"
#define NO_LINE(shown) "'" shown "' is not \"old new ref\""
#define NO_REF(shown) "'" shown "' is not the name of a ref"

static const struct refusal {
	const char *text, *why;
} refusals[] = {
	{ "", NO_LIST },
	{ OLD " " NEW " " REF, NO_LIST },
	{ OLD " " NEW " " REF "\n" OLD " " NEW " " REF, NO_LIST },
	{ "\n", NO_LINE("") },
	{ OLD " " NEW " " REF "\n\n", NO_LINE("") },
	{ "refs/heads/a\n", NO_LINE("refs/heads/a") },
	{ OLD " " NEW "\n", NO_LINE(OLD " " NEW) },
	{ OLD " " NEW " \n", NO_LINE(OLD " " NEW " ") },
	{ OLD "\t" NEW " " REF "\n", NO_LINE(OLD "\\x09" NEW " " REF) },
	{ OLD " " NEW "\t" REF "\n", NO_LINE(OLD " " NEW "\\x09" REF) },
	{ OLD "  " NEW " " REF "\n", NO_LINE(OLD "  " NEW " " REF) },
	{ " " OLD " " NEW " " REF "\n", NO_LINE(" " OLD " " NEW " " REF) },
	{ "4be91c0 8c1f2aa " REF "\n", NO_LINE("4be91c0 8c1f2aa " REF) },
	{ OLD "0 " NEW " " REF "\n", NO_LINE(OLD "0 " NEW " " REF) },
	{ OLD " " NEW "0 " REF "\n", NO_LINE(OLD " " NEW "0 " REF) },
	{ "xbe91c0aa1b2c3d4e5f60718293a4b5c6d7e8f90 " NEW " " REF "\n",
	    NO_LINE("xbe91c0aa1b2c3d4e5f60718293a4b5c6d7e8f90 " NEW " " REF) },
	{ OLD " -c1f2aaaa1b2c3d4e5f60718293a4b5c6d7e8f91 " REF "\n",
	    NO_LINE(OLD " -c1f2aaaa1b2c3d4e5f60718293a4b5c6d7e8f91 " REF) },
	/* The ids of SHA-256. */
	{ OLD "a1b2c3d4e5f60718293a4b5c " NEW "a1b2c3d4e5f60718293a4b5c r\n",
	    NO_LINE(OLD "a1b2c3d4e5f60718293a4b5c " NEW "a1b2c3d4e5f60718293a4b5c r") },
	{ ZERO " " ZERO " " REF "\n", REF " is to be deleted, and does not exist" },
	{ ZERO " " ZERO " a\033b\n", "a\\x1bb is to be deleted, and does not exist" },
	{ OLD " " NEW "  " REF "\n", NO_REF(" " REF) },
	{ OLD " " NEW " " REF " \n", NO_REF(REF " ") },
	{ OLD " " NEW " " REF "\r\n", NO_REF(REF "\\x0d") },
	{ OLD " " NEW " " REF " " OLD "\n", NO_REF(REF " " OLD) },
	{ OLD " " NEW " HEAD\n", NO_REF("HEAD") },
	{ OLD " " NEW " heads/production\n", NO_REF("heads/production") },
	{ OLD " " NEW " refs\n", NO_REF("refs") },
	{ OLD " " NEW " refs/\n", NO_REF("refs/") },
	{ OLD " " NEW " Refs/heads/a\n", NO_REF("Refs/heads/a") },
	{ OLD " " NEW " /refs/heads/a\n", NO_REF("/refs/heads/a") },
	{ OLD " " NEW " refs/heads/\n", NO_REF("refs/heads/") },
	{ OLD " " NEW " refs//heads/a\n", NO_REF("refs//heads/a") },
	{ OLD " " NEW " refs/heads/../../config\n", NO_REF("refs/heads/../../config") },
	{ OLD " " NEW " refs/heads/.a\n", NO_REF("refs/heads/.a") },
	{ OLD " " NEW " refs/heads/a.\n", NO_REF("refs/heads/a.") },
	{ OLD " " NEW " refs/heads/a.lock\n", NO_REF("refs/heads/a.lock") },
	{ OLD " " NEW " refs/heads/a.lock/b\n", NO_REF("refs/heads/a.lock/b") },
	{ OLD " " NEW " refs/heads/a@{1}\n", NO_REF("refs/heads/a@{1}") },
	{ OLD " " NEW " refs/heads/*\n", NO_REF("refs/heads/*") },
	{ OLD " " NEW " refs/heads/a?\n", NO_REF("refs/heads/a?") },
	{ OLD " " NEW " refs/heads/[a]\n", NO_REF("refs/heads/[a]") },
	{ OLD " " NEW " refs/heads/a:b\n", NO_REF("refs/heads/a:b") },
	{ OLD " " NEW " refs/heads/a~1\n", NO_REF("refs/heads/a~1") },
	{ OLD " " NEW " refs/heads/a^\n", NO_REF("refs/heads/a^") },
	{ OLD " " NEW " refs/heads/a\\b\n", NO_REF("refs/heads/a\\\\b") },
	{ OLD " " NEW " refs/heads/a\033[2Jb\n", NO_REF("refs/heads/a\\x1b[2Jb") },
	{ OLD " " NEW " refs/heads/a\177b\n", NO_REF("refs/heads/a\\x7fb") },
};

static void refused(void **state)
{
	struct fixture *f = *state;

	for (size_t i = 0; i < sizeof(refusals) / sizeof(refusals[0]); i++) {
		if (read_bytes(f, refusals[i].text, strlen(refusals[i].text)) == 0)
			fail_msg("read: %s", refusals[i].text);
		assert_string_equal(f->error.text, refusals[i].why);
		assert_int_equal(f->error.kind, ERROR_MALFORMED);
	}
}

/* A ref name with a line feed reaches pre-receive as two lines; the second is the forger's own. */
static void forged_line(void **state)
{
	struct fixture *f = *state;
	static const char half[] = ZERO " " NEW " refs/heads/a\nrefs/heads/b\n";
	static const char whole[] = ZERO " " NEW " refs/heads/a\n" OLD " " NEW " " REF "\n";

	assert_int_equal(read_bytes(f, half, strlen(half)), -1);
	assert_string_equal(f->error.text, NO_LINE("refs/heads/b"));
	/* Two sound lines cannot be told from a forgery here; each change is judged for what it
	 * says. */
	assert_int_equal(read_bytes(f, whole, strlen(whole)), 0);
	assert_int_equal(f->changes.n, 2);
}

static void nul_bytes(void **state)
{
	struct fixture *f = *state;
	static const char in_ref[] = OLD " " NEW " refs/heads/a\0b\n",
	                  at_end[] = OLD " " NEW " refs/heads/a\0\n";
	static const char in_oid[] = "4be9\0"
	                             "c0aa1b2c3d4e5f60718293a4b5c6d7e8f90 " NEW " " REF "\n";

	assert_int_equal(read_bytes(f, in_ref, sizeof(in_ref) - 1), -1);
	assert_string_equal(f->error.text, NO_REF("refs/heads/a\\x00b"));
	assert_int_equal(read_bytes(f, at_end, sizeof(at_end) - 1), -1);
	assert_string_equal(f->error.text, NO_REF("refs/heads/a\\x00"));
	assert_int_equal(read_bytes(f, in_oid, sizeof(in_oid) - 1), -1);
	assert_int_equal(f->error.kind, ERROR_MALFORMED);
}

static void limits(void **state)
{
	struct fixture *f = *state;
	static const char line[] = OLD " " NEW " refs/heads/a\n";
	size_t one = sizeof(line) - 1, room = CHANGE_BYTES_MAX + 200;
	char *text = malloc(room);

	for (size_t i = 0; i <= CHANGE_COUNT_MAX; i++)
		memcpy(text + i * one, line, one);
	assert_int_equal(read_bytes(f, text, CHANGE_COUNT_MAX * one), 0);
	assert_int_equal(f->changes.n, CHANGE_COUNT_MAX);
	assert_int_equal(read_bytes(f, text, (CHANGE_COUNT_MAX + 1) * one), -1);
	assert_int_equal(f->error.kind, ERROR_MALFORMED);
	assert_string_equal(f->error.text, "more than 200000 changes in one push");
	memset(text, 'a', room);
	text[room - 1] = '\n';
	assert_int_equal(read_bytes(f, text, room), -1);
	assert_int_equal(f->error.kind, ERROR_MALFORMED);
	free(text);
}

/* What `update` gets as three words. */
static void three_words(void **state)
{
	struct fixture *f = *state;
	static const struct {
		const char *old, *new, *ref;
	} bad[] = {
		{ "", NEW, REF },
		{ OLD, "", REF },
		{ OLD, NEW, "" },
		{ OLD " ", NEW, REF },
		{ OLD, NEW " " REF, "" },
		{ OLD, NEW, "HEAD" },
		{ OLD, NEW, REF "\n" },
		{ OLD, NEW, "refs/heads/a\n" OLD " " NEW " " REF },
		{ ZERO, ZERO, REF },
		{ OLD " " NEW, REF, "" },
		{ "refs/heads/a", OLD, NEW },
	};
	struct change c;

	assert_int_equal(change_make(&f->arena, OLD, NEW, REF, &c, &f->error), 0);
	assert_string_equal(c.ref, REF);
	assert_int_equal(c.old.id[0], 0x4b);
	assert_int_equal(c.new.id[0], 0x8c);
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		assert_int_equal(
		    change_make(&f->arena, bad[i].old, bad[i].new, bad[i].ref, &c, &f->error), -1);
		assert_int_equal(f->error.kind, ERROR_MALFORMED);
	}
}

static void no_memory(void **state)
{
	struct fixture *f = *state;
	static const char text[] = OLD " " NEW " " REF "\n" OLD " " NEW " refs/heads/a\n";
	int rc = -1;

	for (size_t cap = 1; rc < 0; cap += 16) {
		struct arena tiny;

		arena_init(&tiny, cap);
		rc = change_read(&tiny, text, strlen(text), &f->changes, &f->error);
		assert_int_equal(rc < 0, tiny.exhausted);
		if (rc < 0)
			assert_int_equal(f->error.kind, ERROR_MEMORY);
		arena_release(&tiny);
		assert_true(cap < 1 << 16);
	}
}

TESTS(T(sound), T(refused), T(forged_line), T(nul_bytes), T(limits), T(three_words), T(no_memory));
