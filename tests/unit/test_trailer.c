/* Trailers: what is read of a message, what is none, and every reason for which a message is
 * refused. */
#include "fixture.h"
#include "git/trailer.h"
#include "git/trailer_block.h"

#define SCISSORS "# ------------------------ >8 ------------------------"
#define DISAGREE "its readers disagree: "
#define CLEAN "let git clean the message"
#define UNDIVIDE "take the line \"---\" out of the message"

SETUP(struct arena, 64);

/* The trailers as one text: each "Key=value|". */
static const char *join(struct arena *a, const struct trailers *ts)
{
	char *text = "";

	for (size_t i = 0; i < ts->n; i++)
		text = arena_printf(a, "%s%s=%s|", text, ts->list[i].key, ts->list[i].value);
	return text;
}

static const struct reading {
	const char *message, *trailers;
} readings[] = {
	{ "", "" },
	{ "title", "" },
	{ "title\n\nKey: v\n", "Key=v|" },
	{ "title\n\nKey: v", "Key=v|" },
	{ "title\nmore\n\ntext\n\nA: 1\nB: 2\nA: 3\n", "A=1|B=2|A=3|" },
	/* the title */
	{ "Key: v\n", "" },
	{ "title\nKey: v\n", "" },
	{ "# c\nKey: v\n\nA: 1\n", "A=1|" },
	{ "title\n \t\r\nKey: v\n", "Key=v|" },
	/* the last paragraph only */
	{ "title\n\nKey: v\n\ntext\n", "" },
	{ "title\n\nA: 1\n\nB: 2\n", "B=2|" },
	{ "title\n\nKey: v\n\n\n", "Key=v|" },
	{ "title\n\nKey: v\n \n\t\n", "Key=v|" },
	{ "title\n\ntext\nKey: v\n", "" },
	{ "title\n\nKey: v\ntext\n", "" },
	/* keys and separators */
	{ "title\n\nKey:v\nkEy-2 : w\n3\t:\tx \t\n-: y\n", "Key=v|kEy-2=w|3=x|-=y|" },
	{ "title\n\nKey:\nB: \n", "Key=|B=|" },
	{ "title\n\nKey: a: b\n", "Key=a: b|" },
	{ "title\n\nTwo words: v\n", "" },
	{ "title\n\nUnder_score: v\n", "" },
	{ "title\n\nKey=v\n", "" },
	{ "title\n\n: v\n", "" },
	{ "title\n\nK\xc3\xa9y: v\n", "" },
	{ "title\n\n\xef\xbb\xbfKey: v\n", "" },
	/* folded lines */
	{ "title\n\nKey: a\n b\n\t c\nB: 2\n", "Key=a b c|B=2|" },
	{ "title\n\nKey:\n a\n", "Key=a|" },
	{ "title\n\nKey: a\n  \n b\n", "" },
	{ "title\n\nKey: a\n B: 2\n", "Key=a B: 2|" },
	{ "title\n\n a\nKey: v\n", "" },
	{ "title\n\nKey: v\n# c\n a\n", "" },
	{ "title\n\nKey: v\n# c\n a\nSigned-off-by: x\n", "Key=v|Signed-off-by=x|" },
	/* comments, scissors and conflicts */
	{ "title\n\nKey: v\n# c\nB: 2\n# d\n\n#\n", "Key=v|B=2|" },
	{ "title\n\nKey: v\n" SCISSORS "\nB: 2\n", "Key=v|" },
	{ "title\n\nKey: v\n" SCISSORS " \n\nB: 2\n", "B=2|" },
	{ "title\n\nKey: v\n\nConflicts:\n\tsrc/a.c\n\n\tsrc/b.c\n", "Key=v|" },
	{ "title\n\nKey: v\n\nConflicts:\n\tsrc/a.c\ntext\n", "" },
	{ "title\n\nConflicts:\n\tsrc/a.c\n\nKey: v\n", "Key=v|" },
	{ "Conflicts:\n \nKey: v\n\n\tsrc/a.c\n", "Key=v|" },
	{ "title\n \nKey: v\n\n\tsrc/a.c\n", "" },
	/* a quarter, when git wrote one */
	{ "title\n\na\nb\nc\nSigned-off-by: x\n", "Signed-off-by=x|" },
	{ "title\n\na\nb\nc\nd\nSigned-off-by: x\n", "" },
	{ "title\n\na\n b\n c\n d\nSigned-off-by: x\n", "" },
	{ "title\n\na\nb\nc\n(cherry picked from commit 01)\n", "" },
	{ "title\n\na\nb\nc\nd\n(cherry picked from commit 01)\nKey: v\n", "Key=v|" },
	{ "title\n\na\nsigned-off-by: x\n", "" },
	{ "title\n\na\nSigned-off-by:x\n", "" },
	/* bytes */
	{ "title\r\n\r\nKey: a\r\n b\r\n", "Key=a\r b|" },
	{ "title\n\nKey: \xff\xfe\n", "Key=\xff\xfe|" },
	{ "title\n\nKey: \x0b\n", "Key=\x0b|" },
	{ "title\n\nKey: \x1b[31m\n", "Key=\x1b[31m|" },
	{ "title\n\x0b\nKey: v\n", "" },
	{ "title\n\nKey: v\n" SCISSORS "\n---\n" SCISSORS "\n", "Key=v|" },
	/* what readers could take differently, and do not here */
	{ "title\n\nKey: v\n----\n", "" },
	{ "title\n---\n\ntext\n", "" },
	{ "title\n\n ---\nKey: v\n", "" },
	{ "\n\ntitle\n\nKey: v\n", "Key=v|" },
	{ "title\n\nKey: v\n\n-----BEGIN PGP SIGNATURE\n\nKey: v\n", "Key=v|" },
};

static void read_as_git_does(void **state)
{
	for (size_t i = 0; i < sizeof(readings) / sizeof(readings[0]); i++) {
		const struct reading *r = &readings[i];
		struct trailers ts;
		struct error e = { 0 };

		if (trailer_read(*state, r->message, strlen(r->message), &ts, &e) != 0)
			fail_msg("%s: %s", r->message, e.text);
		assert_string_equal(join(*state, &ts), r->trailers);
		assert_int_equal(e.kind, ERROR_NONE);
	}
}

static const struct refusal {
	const char *message, *text, *mend;
} refusals[] = {
	{ "title\n\nKey: v\n---\nB: 2\n",
	    DISAGREE
	    "a line \"---\" ends the message for git interpret-trailers and not for git log",
	    UNDIVIDE },
	{ "title\n\nKey: v\n--- a/file\n",
	    DISAGREE
	    "a line \"---\" ends the message for git interpret-trailers and not for git log",
	    UNDIVIDE },
	{ "title\n---\n\nKey: v\n",
	    DISAGREE
	    "a line \"---\" ends the message for git interpret-trailers and not for git log",
	    UNDIVIDE },
	{ "title\n---\ntext\n" SCISSORS "\n",
	    DISAGREE "a scissors line follows a line \"---\", where git interpret-trailers "
	             "before 2.45 comes to no end",
	    UNDIVIDE },
	{ "title\n\nKey: v\n---\n" SCISSORS "\n",
	    DISAGREE "a scissors line follows a line \"---\", where git interpret-trailers "
	             "before 2.45 comes to no end",
	    UNDIVIDE },
	{ "\nKey: v\n",
	    DISAGREE
	    "it starts with a blank line, which git log skips and git interpret-trailers does not",
	    CLEAN },
	{ " \t\n\nKey: v\n",
	    DISAGREE
	    "it starts with a blank line, which git log skips and git interpret-trailers does not",
	    CLEAN },
	{ "title\n\nConflicts:",
	    DISAGREE "its last line has no line feed, which git interpret-trailers adds since "
	             "2.46.2 and git log does not",
	    CLEAN },
	{ "title\n\nKey: v\n---",
	    DISAGREE "its last line has no line feed, which git interpret-trailers adds since "
	             "2.46.2 and git log does not",
	    CLEAN },
	{ "title\n\nKey: v\n-----BEGIN PGP SIGNATURE-----\n",
	    DISAGREE "a line that starts a signature ends the message for git for-each-ref since "
	             "2.47 and not for git log",
	    "take the signature out of the message" },
	{ "title\n\n-----BEGIN SSH SIGNATURE-----\n\nKey: v\n",
	    DISAGREE "a line that starts a signature ends the message for git for-each-ref since "
	             "2.47 and not for git log",
	    "take the signature out of the message" },
};

static void check_refused(
    struct arena *a, const char *message, size_t len, const char *text, const char *mend)
{
	struct trailer left = { "left", "over" };
	struct trailers ts = { &left, 1 };
	struct error e = { 0 };

	assert_int_equal(trailer_read(a, message, len, &ts, &e), -1);
	assert_int_equal(e.kind, ERROR_MALFORMED);
	assert_string_equal(e.text, text);
	assert_string_equal(e.mend, mend);
	assert_null(ts.list);
	assert_int_equal(ts.n, 0);
}

static void refused_where_readers_disagree(void **state)
{
	for (size_t i = 0; i < sizeof(refusals) / sizeof(refusals[0]); i++)
		check_refused(*state, refusals[i].message, strlen(refusals[i].message),
		    refusals[i].text, refusals[i].mend);
}

static void refused_for_a_nul_byte(void **state)
{
	static const char in_value[] = "title\n\nKey: a\0b\n", at_end[] = "title\n\nKey: v\n";
	const char *text = "the message holds a NUL byte, where git log stops reading";
	const char *mend = "write the message again";

	check_refused(*state, in_value, sizeof(in_value) - 1, text, mend);
	check_refused(*state, at_end, sizeof(at_end), text, mend);
}

static void size_of_a_message(void **state)
{
	const char *tail = "\n\nKey: v\n";
	char *message = arena_alloc(*state, TRAILER_MESSAGE_MAX + 1);
	struct trailers ts;
	struct error e = { 0 };

	assert_non_null(message);
	memset(message, 'x', TRAILER_MESSAGE_MAX + 1);
	memcpy(message + TRAILER_MESSAGE_MAX - strlen(tail), tail, strlen(tail));
	assert_int_equal(trailer_read(*state, message, TRAILER_MESSAGE_MAX, &ts, &e), 0);
	assert_string_equal(join(*state, &ts), "Key=v|");
	check_refused(*state, message, TRAILER_MESSAGE_MAX + 1,
	    "the message is longer than 1048576 bytes", "");
}

static void number_of_trailers(void **state)
{
	const char *line = "Key: v\n";
	char message[16 + 8 * (TRAILER_COUNT_MAX + 1)] = "title\n\n";
	size_t len = strlen(message);
	struct trailers ts;
	struct error e = { 0 };

	for (size_t i = 0; i < TRAILER_COUNT_MAX; i++, len += strlen(line))
		memcpy(message + len, line, strlen(line));
	assert_int_equal(trailer_read(*state, message, len, &ts, &e), 0);
	assert_int_equal(ts.n, TRAILER_COUNT_MAX);
	memcpy(message + len, line, strlen(line));
	check_refused(
	    *state, message, len + strlen(line), "the message has more than 1000 trailers", "");
}

static void found_by_key(void **state)
{
	const char *message = "title\n\nKey: 1\nOther: 2\nKEY: 3\nKeys: 4\n";
	struct trailers ts;
	struct error e = { 0 };

	assert_int_equal(trailer_read(*state, message, strlen(message), &ts, &e), 0);
	assert_int_equal(trailer_count(&ts, "key"), 2);
	assert_int_equal(trailer_count(&ts, "Ke"), 0);
	assert_string_equal(trailer_find(&ts, "kEY", 0)->value, "1");
	assert_string_equal(trailer_find(&ts, "Key", 1)->value, "3");
	assert_null(trailer_find(&ts, "Key", 2));
	assert_null(trailer_find(&ts, "Absent", 0));
	assert_true(trailer_is(&ts.list[3], "keys"));
	assert_false(trailer_is(&ts.list[3], "key"));
}

/* Whatever allocation fails: an error of memory, and no trailers. */
static void no_memory(void **state)
{
	const char *message = "title\n\nKey: v\nOther: w\n\nConflicts:";
	const char *fine = "title\n\nKey: v\nOther: w\n";
	size_t cap = 0;
	struct arena a;
	struct trailers ts;
	struct error e;
	int rc;

	(void)state;
	do {
		arena_init(&a, cap++);
		memset(&e, 0, sizeof(e));
		rc = trailer_read(&a, fine, strlen(fine), &ts, &e);
		assert_int_equal(e.kind, rc == 0 ? ERROR_NONE : ERROR_MEMORY);
		assert_int_equal(ts.n, rc == 0 ? 2 : 0);
		arena_release(&a);
	} while (rc != 0);
	assert_true(cap > 64);
	arena_init(&a, 16);
	memset(&e, 0, sizeof(e));
	assert_int_equal(trailer_read(&a, message, strlen(message), &ts, &e), -1);
	assert_int_equal(e.kind, ERROR_MEMORY);
	arena_release(&a);
}

/* Where a trailer stands that git does not read. */
static void unread(void **state)
{
	static const struct {
		const char *message, *key;
		unsigned line;
		enum trailer_astray why;
		unsigned other;
	} table[] = {
		{ "title\n\nKey: v\n", "Key", 0, 0, 0 },
		{ "title\n\nKey: v\n", "Other", 0, 0, 0 },
		{ "", "Key", 0, 0, 0 },
		{ "Key: v\n", "Key", 1, TRAILER_IN_TITLE, 1 },
		{ "title\nkEY : v\n\nA: 1\n", "Key", 2, TRAILER_IN_TITLE, 4 },
		{ "title\n\nKey: v\ntext\n", "Key", 3, TRAILER_BROKEN, 4 },
		{ "title\n\ntext\nmore\nKey: v\n", "Key", 5, TRAILER_BROKEN, 3 },
		{ "title\n\nKey: v\n\nA: 1\n", "Key", 3, TRAILER_EARLIER, 5 },
		{ "title\n\nKey: v\n\n\ntext\n", "Key", 3, TRAILER_EARLIER, 6 },
		{ "title\n\nA: 1\n Key: v\n", "Key", 4, TRAILER_FOLDED, 3 },
		{ "title\n\n Key: v\n", "Key", 3, TRAILER_BROKEN, 3 },
		{ "title\n\nKey-two: v\ntext\n", "Key", 0, 0, 0 },
		{ "title\n\nKeys: v\ntext\n", "Key", 0, 0, 0 },
		{ "title\n\nKey v\ntext\n", "Key", 0, 0, 0 },
		{ "title\n\n- Key: v\n- A: 1\n", "Key", 3, TRAILER_BROKEN, 3 },
		{ "title\n\n> Key: v\n\nA: 1\n", "Key", 3, TRAILER_EARLIER, 5 },
		{ "title\n\n**Key:** v\n", "Key", 3, TRAILER_BROKEN, 3 },
		{ "title\n\nA: 1\n# Key: v\nB: 1\n", "Key", 4, TRAILER_PASSED_OVER, 3 },
		{ "title\n\nA: 1\n# Key: v\n", "Key", 4, TRAILER_PASSED_OVER, 3 },
		{ "title\n\nA: 1\n# ------------------------ >8 ------------------------\nKey: v\n",
		    "Key", 5, TRAILER_PASSED_OVER, 3 },
		{ "title\n\n-Key-two: v\n", "Key", 0, 0, 0 },
		{ "title\n\n# Key: v\n", NULL, 0, 0, 0 },
		{ "title\n\nKey: v\ntext\n", NULL, 3, TRAILER_BROKEN, 4 },
		{ "title\n\nKey: v\n\ntext\n", NULL, 0, 0, 0 },
		{ "title: more\n", NULL, 0, 0, 0 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
		struct trailer_text t = { table[i].message, strlen(table[i].message), false };
		struct trailer_unread got;

		if (trailer_block_unread(&t, table[i].key, &got) != (table[i].line > 0) ||
		    got.line != table[i].line ||
		    (got.line > 0 && (got.why != table[i].why || got.other != table[i].other)))
			fail_msg(
			    "case %zu: line %u, why %u, other %u", i, got.line, got.why, got.other);
	}
}

TESTS(T(read_as_git_does), T(refused_where_readers_disagree), T(refused_for_a_nul_byte),
    T(size_of_a_message), T(number_of_trailers), T(found_by_key), cmocka_unit_test(no_memory),
    cmocka_unit_test(unread));
