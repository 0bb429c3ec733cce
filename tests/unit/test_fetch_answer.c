/* What sluis-fetch says, read strictly: a push hangs on it. */
#include "unit.h"
#include "fetch/answer.h"

static int read_text(const char *text, struct fetch_answer *out)
{
	return fetch_answer_read(text, strlen(text), out);
}

static void words(void **state)
{
	static const struct {
		const char *line;
		enum fetch_answer_kind kind;
		size_t n;
	} table[] = {
		{ "ready", ANSWER_READY, 0 },
		{ "end", ANSWER_END, 0 },
		{ "size 0", ANSWER_SIZE, 0 },
		{ "size 9999999999", ANSWER_SIZE, 9999999999 },
		{ "data 262144", ANSWER_DATA, 262144 },
	};
	struct fetch_answer got;

	(void)state;
	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
		assert_int_equal(read_text(table[i].line, &got), 0);
		assert_int_equal(got.kind, table[i].kind);
		assert_int_equal(got.n, table[i].n);
		assert_int_equal(got.why.kind, ERROR_NONE);
	}
}

static void reasons(void **state)
{
	static const struct {
		const char *line;
		enum fetch_answer_kind kind;
		enum error_kind why;
		const char *text, *mend;
	} table[] = {
		{ "absent x is not there", ANSWER_NO, ERROR_ABSENT, "x is not there", "" },
		{ "refused a folder\tlink a file", ANSWER_NO, ERROR_MALFORMED, "a folder",
		    "link a file" },
		{ "unread t\t", ANSWER_NO, ERROR_UNREADABLE, "t", "" },
		{ "lost t\tm", ANSWER_LOST, ERROR_UNREADABLE, "t", "m" },
	};
	struct fetch_answer got;

	(void)state;
	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
		assert_int_equal(read_text(table[i].line, &got), 0);
		assert_int_equal(got.kind, table[i].kind);
		assert_int_equal(got.why.kind, table[i].why);
		assert_string_equal(got.why.text, table[i].text);
		assert_string_equal(got.why.mend, table[i].mend);
	}
}

static void refused(void **state)
{
	static const char *const lines[] = {
		"",
		" ",
		"ready ",
		"ready now",
		"READY",
		"end 1",
		"size",
		"size ",
		"size -1",
		"size +1",
		"size 01",
		"size 1 ",
		"size 0x1",
		"size 99999999999",
		"size 1\n",
		"data",
		"data 1 2",
		"absent",
		"absent ",
		"absent \tmend",
		"lost",
		"refused a\x1b[2J",
		"unread a\tb\tc",
		"unread a\tb\x7f",
		"lost caf\xc3",
		"ok",
	};
	struct fetch_answer got;
	static char much[FETCH_ANSWER_MAX + 2];

	(void)state;
	for (size_t i = 0; i < sizeof(lines) / sizeof(lines[0]); i++) {
		memset(&got, 0xff, sizeof(got));
		if (read_text(lines[i], &got) != -1)
			fail_msg("'%s' was read", lines[i]);
		assert_int_equal(got.kind, ANSWER_NONE);
	}
	assert_int_equal(fetch_answer_read("absent a\0b", 10, &got), -1);
	memset(much, 'x', sizeof(much));
	memcpy(much, "lost ", 5);
	assert_int_equal(fetch_answer_read(much, FETCH_ANSWER_MAX + 1, &got), -1);
	assert_int_equal(fetch_answer_read(much, FETCH_ANSWER_MAX, &got), 0);
}

/* The longest error, written by one end and read by the other. */
static void written(void **state)
{
	static const enum error_kind kinds[] = { ERROR_ABSENT, ERROR_MALFORMED, ERROR_UNREADABLE,
		ERROR_MEMORY };
	char line[FETCH_ANSWER_MAX + 1], text[600];
	struct fetch_answer got;
	struct error e = { 0 };
	size_t n;

	(void)state;
	memset(text, 'x', sizeof(text) - 1);
	text[sizeof(text) - 1] = '\0';
	for (size_t i = 0; i < 2 * sizeof(kinds) / sizeof(kinds[0]); i++) {
		int lost = i % 2 != 0;

		error_set(&e, kinds[i / 2], "%s", text);
		error_mend(&e, "%s", text);
		n = fetch_answer_write(&e, lost, line);
		assert_int_equal(line[n - 1], '\n');
		assert_int_equal(fetch_answer_read(line, n - 1, &got), 0);
		assert_int_equal(got.kind, lost ? ANSWER_LOST : ANSWER_NO);
		assert_int_equal(got.why.kind,
		    lost || kinds[i / 2] == ERROR_MEMORY ? ERROR_UNREADABLE : kinds[i / 2]);
		assert_string_equal(got.why.text, e.text);
		assert_string_equal(got.why.mend, e.mend);
	}
}

TESTS(T(words), T(reasons), T(refused), T(written));
