/* Commit objects: git's own are read; those that two readers could read differently are refused. */
#include "fixture.h"
#include "git/commit.h"

#define OID_T "8c1f2aaaa1b2c3d4e5f60718293a4b5c6d7e8f91"
#define OID_B "4be91c0aa1b2c3d4e5f60718293a4b5c6d7e8f90"
#define OID_C "5be91c0aa1b2c3d4e5f60718293a4b5c6d7e8f90"
#define TREE "tree " OID_T "\n"
#define PARENT "parent " OID_B "\n"
#define AUTHOR "author Els de Vries <els@example.org> 1795507200 +0100\n"
#define COMMITTER "committer Jan Bakker <jan@example.org> 1795507201 +0100\n"
#define HEAD TREE PARENT AUTHOR COMMITTER

struct fixture {
	struct arena arena;
	struct commit commit;
	struct error error;
};

SETUP(struct fixture, 64);

/* A copy of exactly these bytes, so that a reader that goes past them is caught. */
static int parse_bytes(struct fixture *f, const char *bytes, size_t len)
{
	char *copy = malloc(len != 0 ? len : 1);
	int rc;

	memcpy(copy, bytes, len);
	memset(&f->error, 0, sizeof(f->error));
	rc = commit_parse(&f->arena, copy, len, &f->commit, &f->error);
	free(copy);
	return rc;
}

static int parse(struct fixture *f, const char *text)
{
	return parse_bytes(f, text, strlen(text));
}

static void sound(void **state)
{
	struct fixture *f = *state;
	const struct commit *c = &f->commit;

	assert_int_equal(parse(f,
	                     TREE PARENT "parent " OID_C "\n" AUTHOR COMMITTER
	                                 "\nMerge release\n\nPromotion: 1\n"),
	    0);
	assert_int_equal(c->tree.id[0], 0x8c);
	assert_int_equal(c->nparents, 2);
	assert_int_equal(c->parents[0].id[0], 0x4b);
	assert_int_equal(c->parents[1].id[0], 0x5b);
	assert_string_equal(c->author, "els@example.org");
	assert_string_equal(c->committer, "jan@example.org");
	assert_null(c->encoding);
	assert_false(c->is_signed);
	assert_string_equal(c->message, "Merge release\n\nPromotion: 1\n");
	assert_int_equal(c->message_len, strlen(c->message));
}

static void no_parents(void **state)
{
	struct fixture *f = *state;

	assert_int_equal(parse(f, TREE AUTHOR COMMITTER "\nm"), 0);
	assert_int_equal(f->commit.nparents, 0);
	assert_string_equal(f->commit.message, "m");
}

static void messages(void **state)
{
	struct fixture *f = *state;
	static const char nul[] = HEAD "\na\0b\n";
	static const struct {
		const char *text, *message;
	} table[] = {
		{ HEAD, "" },
		{ HEAD "\n", "" },
		{ HEAD "\n\n", "\n" },
		{ HEAD "\nauthor Mal <mal@x> 1 +0000\n", "author Mal <mal@x> 1 +0000\n" },
		{ HEAD "\n\ntree " OID_B "\n", "\ntree " OID_B "\n" },
	};

	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
		assert_int_equal(parse(f, table[i].text), 0);
		assert_string_equal(f->commit.message, table[i].message);
		assert_int_equal(f->commit.message_len, strlen(table[i].message));
		assert_string_equal(f->commit.author, "els@example.org");
	}
	assert_int_equal(parse_bytes(f, nul, sizeof(nul) - 1), 0);
	assert_int_equal(f->commit.message_len, 4);
	assert_memory_equal(f->commit.message, "a\0b\n", 5);
}

static void other_headers(void **state)
{
	struct fixture *f = *state;

	assert_int_equal(
	    parse(f,
	        HEAD "encoding ISO-8859-1\ngpgsig -----BEGIN SSH SIGNATURE-----\n author Mal "
	             "<mal@x> 1 +0\n"
	             " tree " OID_B "\n -----END SSH SIGNATURE-----\nmergetag object " OID_B
	             "\n type commit\n\nm\n"),
	    0);
	assert_string_equal(f->commit.encoding, "ISO-8859-1");
	assert_true(f->commit.is_signed);
	assert_string_equal(f->commit.author, "els@example.org");
	assert_string_equal(f->commit.message, "m\n");
	assert_int_equal(parse(f, HEAD "treeish x\nauthority y\nparents z\n\nm\n"), 0);
	assert_int_equal(f->commit.nparents, 1);
}

#define NO_TREE "its tree line is missing or broken"
#define NO_PARENT "a parent line is broken"
#define NO_AUTHOR "its author line is missing or out of place"
#define NO_COMMITTER "its committer line is missing or out of place"
#define TWICE "a header line is repeated or out of place"

static const struct refusal {
	const char *text, *why;
} refusals[] = {
	{ "", NO_TREE },
	{ "\n", NO_TREE },
	{ "tree", NO_TREE },
	{ "tree \n", NO_TREE },
	{ "tree " OID_T, NO_TREE },
	{ PARENT TREE AUTHOR COMMITTER "\nm\n", NO_TREE },
	{ AUTHOR TREE COMMITTER "\nm\n", NO_TREE },
	{ "tree  " OID_T "\n" AUTHOR COMMITTER "\nm\n", NO_TREE },
	{ "tree\t" OID_T "\n" AUTHOR COMMITTER "\nm\n", NO_TREE },
	{ "Tree " OID_T "\n" AUTHOR COMMITTER "\nm\n", NO_TREE },
	{ " " TREE AUTHOR COMMITTER "\nm\n", NO_TREE },
	{ "tree " OID_T " \n" AUTHOR COMMITTER "\nm\n", NO_TREE },
	{ "tree 8c1f2aa\n" AUTHOR COMMITTER "\nm\n", NO_TREE },
	{ "tree " OID_T "a1b2c3d4e5f60718293a4b5c\n" AUTHOR COMMITTER "\nm\n", NO_TREE },
	{ "tree xc1f2aaaa1b2c3d4e5f60718293a4b5c6d7e8f91\n" AUTHOR COMMITTER "\nm\n", NO_TREE },
	{ TREE "parent \n" AUTHOR COMMITTER "\nm\n", NO_PARENT },
	{ TREE "parent x\n" AUTHOR COMMITTER "\nm\n", NO_PARENT },
	{ TREE PARENT "parent " OID_B "0\n" AUTHOR COMMITTER "\nm\n", NO_PARENT },
	{ TREE "parent " OID_B " " OID_C "\n" AUTHOR COMMITTER "\nm\n", NO_PARENT },
	{ TREE, NO_AUTHOR },
	{ TREE "\n" AUTHOR COMMITTER, NO_AUTHOR },
	{ TREE PARENT COMMITTER "\nm\n", NO_AUTHOR },
	{ TREE TREE AUTHOR COMMITTER "\nm\n", NO_AUTHOR },
	{ TREE COMMITTER AUTHOR "\nm\n", NO_AUTHOR },
	{ TREE "encoding x\n" AUTHOR COMMITTER "\nm\n", NO_AUTHOR },
	{ TREE "author\n" COMMITTER "\nm\n", NO_AUTHOR },
	{ TREE AUTHOR, NO_COMMITTER },
	{ TREE AUTHOR AUTHOR COMMITTER "\nm\n", NO_COMMITTER },
	{ TREE AUTHOR "\n" COMMITTER, NO_COMMITTER },
	{ TREE AUTHOR PARENT COMMITTER "\nm\n", NO_COMMITTER },
	{ TREE AUTHOR "committer Jan <jan@example.org> 1 +0000", NO_COMMITTER },
	{ HEAD AUTHOR "\nm\n", TWICE },
	{ HEAD COMMITTER "\nm\n", TWICE },
	{ HEAD PARENT "\nm\n", TWICE },
	{ HEAD TREE "\nm\n", TWICE },
	{ HEAD "gpgsig x\n" AUTHOR "\nm\n", TWICE },
	{ HEAD "author \n\nm\n", TWICE },
	{ HEAD "encoding a\nencoding a\n\nm\n", "it names two encodings" },
	{ HEAD "gpgsig x\n y", "its header does not end" },
	{ HEAD "x", "its header does not end" },
};

static void refused(void **state)
{
	struct fixture *f = *state;

	for (size_t i = 0; i < sizeof(refusals) / sizeof(refusals[0]); i++) {
		if (parse(f, refusals[i].text) == 0)
			fail_msg("read: %s", refusals[i].text);
		assert_string_equal(f->error.text, refusals[i].why);
		assert_int_equal(f->error.kind, ERROR_MALFORMED);
	}
}

/* The address of an author line; NULL where no one address is sure. */
static void idents(void **state)
{
	struct fixture *f = *state;
	static const struct {
		const char *ident, *address;
	} table[] = {
		{ "Els <els@example.org> 1 +0000", "els@example.org" },
		{ "<els@example.org> 1 +0000", "els@example.org" },
		{ " <els@example.org> 1 +0000", "els@example.org" },
		{ "Els <els@example.org>", "els@example.org" },
		{ "Els < els@example.org > 1 +0000", " els@example.org " },
		{ "Els <x> 1 +0000", "x" },
		{ "Zo\xc3\xab <z@example.org> 1 +0000", "z@example.org" },
		{ "Els <> 1 +0000", NULL },
		{ "Els 1 +0000", NULL },
		{ "Els <els@example.org 1 +0000", NULL },
		{ "Els els@example.org> 1 +0000", NULL },
		{ "Els >els@example.org< 1 +0000", NULL },
		{ "Els <els@example.org> <mal@x> 1 +0000", NULL },
		{ "Els <els@example.org <mal@x> 1 +0000", NULL },
		{ "Els <els@example.org>> 1 +0000", NULL },
		{ "Els <<els@example.org> 1 +0000", NULL },
		{ "E>ls <els@example.org> 1 +0000", NULL },
		{ "Els <els@example.org> 1> +0000", NULL },
		{ ">", NULL },
		{ "<", NULL },
	};

	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
		const char *ident = table[i].ident;
		const char *text =
		    arena_printf(&f->arena, TREE "author %s\ncommitter %s\n\nm\n", ident, ident);

		assert_int_equal(parse(f, text), 0);
		if (table[i].address == NULL) {
			assert_null(f->commit.author);
			assert_null(f->commit.committer);
		} else {
			assert_string_equal(f->commit.author, table[i].address);
			assert_string_equal(f->commit.committer, table[i].address);
		}
	}
}

/* The committer's own time; INT64_MIN where none is sure. */
static void times(void **state)
{
	struct fixture *f = *state;
	static const struct {
		const char *ident;
		int64_t t;
	} table[] = {
		{ "Jan <j@x> 1795507201 +0100", 1795507201 },
		{ "Jan <j@x> 0 +0000", 0 },
		{ "Jan <j@x> 007 -0130", 7 },
		{ "Jan <j@x> 9223372036854775807 +0000", INT64_MAX },
		{ "Jan <j@x> 9223372036854775808 +0000", INT64_MIN },
		{ "Jan <j@x> 99999999999999999999 +0000", INT64_MIN },
		{ "Jan <j@x> -1 +0000", INT64_MIN },
		{ "Jan <j@x> +1 +0000", INT64_MIN },
		{ "Jan <j@x> 1", INT64_MIN },
		{ "Jan <j@x>1 +0000", INT64_MIN },
		{ "Jan <j@x>  1 +0000", INT64_MIN },
		{ "Jan <j@x> 1x +0000", INT64_MIN },
		{ "Jan <j@x>\t1 +0000", INT64_MIN },
		{ "Jan <j@x> x", INT64_MIN },
		{ "Jan <j@x>", INT64_MIN },
		{ "Jan <j@x> ", INT64_MIN },
		{ "Jan j@x 1 +0000", INT64_MIN },
		{ "1 +0000", INT64_MIN },
	};

	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
		assert_int_equal(
		    parse(f,
		        arena_printf(&f->arena, TREE AUTHOR "committer %s\n\nm\n", table[i].ident)),
		    0);
		assert_true(f->commit.committed == table[i].t);
	}
}

static void nul_bytes(void **state)
{
	struct fixture *f = *state;
	static const char address[] =
	    TREE "author Els <els@example.org\0@x> 1 +0000\n" COMMITTER "\nm\n";
	static const char tree[] =
	    "tree 8c1f\0aaaa1b2c3d4e5f60718293a4b5c6d7e8f91\n" AUTHOR COMMITTER "\nm\n";
	static const char keyword[] =
	    TREE "author\0Els <els@example.org> 1 +0000\n" COMMITTER "\nm\n";

	static const char name[] =
	    TREE "author Els\0 <els@example.org> 1 +0000\n" COMMITTER "\nm\n";
	static const char other[] = HEAD "note a\0b\n\nm\n";

	assert_int_equal(parse_bytes(f, address, sizeof(address) - 1), -1);
	assert_string_equal(f->error.text, "its header holds a NUL byte");
	assert_int_equal(parse_bytes(f, name, sizeof(name) - 1), -1);
	assert_string_equal(f->error.text, "its header holds a NUL byte");
	assert_int_equal(parse_bytes(f, other, sizeof(other) - 1), -1);
	assert_string_equal(f->error.text, "its header holds a NUL byte");
	assert_int_equal(parse_bytes(f, tree, sizeof(tree) - 1), -1);
	assert_string_equal(f->error.text, NO_TREE);
	assert_int_equal(parse_bytes(f, keyword, sizeof(keyword) - 1), -1);
	assert_string_equal(f->error.text, NO_AUTHOR);
}

/* Cut off anywhere: never read past the end, never a part that passes for an author. */
static void truncated(void **state)
{
	struct fixture *f = *state;
	static const char text[] = HEAD "\nm\n";
	const size_t header = strlen(HEAD);

	for (size_t n = 0; n < header; n++) {
		assert_int_equal(parse_bytes(f, text, n), -1);
		assert_int_equal(f->error.kind, ERROR_MALFORMED);
	}
	for (size_t n = header; n < sizeof(text); n++)
		assert_int_equal(parse_bytes(f, text, n), 0);
}

static void many_parents(void **state)
{
	struct fixture *f = *state;
	size_t one = strlen(PARENT), at = strlen(TREE), n = 20000;
	char *text = malloc(at + n * one + sizeof(AUTHOR COMMITTER));

	memcpy(text, TREE, at);
	for (size_t i = 0; i < n; i++, at += one)
		memcpy(text + at, PARENT, one);
	memcpy(text + at, AUTHOR COMMITTER, sizeof(AUTHOR COMMITTER));
	assert_int_equal(parse(f, text), 0);
	assert_int_equal(f->commit.nparents, n);
	assert_int_equal(f->commit.parents[n - 1].id[0], 0x4b);
	free(text);
}

static void address(void **state)
{
	static const struct {
		const char *text, *address;
	} table[] = {
		{ "Els de Vries <els@example.org>", "els@example.org" },
		{ "<els@example.org>", "els@example.org" },
		{ "Els <els@example.org> \t", "els@example.org" },
		{ "Els<e>", "e" },
		{ "Els < e >", " e " },
		{ "", NULL },
		{ "Els", NULL },
		{ "els@example.org", NULL },
		{ "Els <els@example.org", NULL },
		{ "Els els@example.org>", NULL },
		{ "Els <>", NULL },
		{ "><", NULL },
		{ "<", NULL },
		{ ">", NULL },
		{ "Els <a> <b>", NULL },
		{ "Els <<a>", NULL },
		{ "Els <a>>", NULL },
		{ "Els > <a>", NULL },
		{ "Els <a> x", NULL },
		{ "Els <a>\n", NULL },
		{ "Els <a>, Jan <b>", NULL },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
		size_t n = strlen(table[i].text), len = 99;
		char *copy = malloc(n != 0 ? n : 1);
		const char *got;

		memcpy(copy, table[i].text, n);
		got = commit_address(copy, n, &len);
		if (table[i].address == NULL) {
			assert_null(got);
		} else {
			assert_non_null(got);
			assert_int_equal(len, strlen(table[i].address));
			assert_memory_equal(got, table[i].address, len);
		}
		free(copy);
	}
}

static void assert_title(struct fixture *f, const char *message, const char *want)
{
	struct commit c = { .message = message, .message_len = strlen(message) };

	assert_int_equal(git_oid_fromstr(&c.id, OID_B), 0);
	assert_string_equal(commit_title(&f->arena, &c), want);
}

static void titles(void **state)
{
	struct fixture *f = *state;
	struct commit nul = { .message = "a\0b\nc", .message_len = 5 };
	struct arena tiny;

	assert_title(f, "Merge release 2026.11\n\nbody\n", "4be91c0 \"Merge release 2026.11\"");
	assert_title(f, "no line feed", "4be91c0 \"no line feed\"");
	assert_title(f, "", "4be91c0 \"\"");
	assert_title(f, "\nlate", "4be91c0 \"\"");
	assert_title(f, "\033[2J\\ \xc3\xa9\n", "4be91c0 \"\\x1b[2J\\\\ \xc3\xa9\"");
	assert_title(f, "12345678901234567890123456789012345678901234567890\n",
	    "4be91c0 \"12345678901234567890123456789012345678901234567890\"");
	assert_title(f, "123456789012345678901234567890123456789012345678901\n",
	    "4be91c0 \"12345678901234567890123456789012345678901234567890...\"");
	assert_string_equal(commit_title(&f->arena, &nul), "0000000 \"a\\x00b\"");
	arena_init(&tiny, 1);
	assert_string_equal(commit_title(&tiny, &nul), "(out of memory)");
	arena_release(&tiny);
}

static void no_memory(void **state)
{
	struct fixture *f = *state;
	static const char text[] = HEAD "encoding x\n\nm\n";
	int rc = -1;

	for (size_t cap = 1; rc < 0; cap += 16) {
		struct arena tiny;

		arena_init(&tiny, cap);
		rc = commit_parse(&tiny, text, strlen(text), &f->commit, &f->error);
		assert_int_equal(rc < 0, tiny.exhausted);
		if (rc < 0)
			assert_int_equal(f->error.kind, ERROR_MEMORY);
		arena_release(&tiny);
		assert_true(cap < 1 << 16);
	}
}

TESTS(T(sound), T(no_parents), T(messages), T(other_headers), T(refused), T(idents), T(times),
    T(nul_bytes), T(truncated), T(many_parents), T(address), T(titles), T(no_memory));
