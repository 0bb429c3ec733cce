/* What leaves for people may be shown, whatever came in; names stay as they are written. */
#include "fixture.h"
#include "base/escape.h"
#include "base/utf8.h"

SETUP(struct arena, 1);

static void strings(void **state)
{
	static const struct {
		const char *in, *out;
	} table[] = {
		{ "", "" },
		{ "refs/heads/a", "refs/heads/a" },
		{ " ~ '\"`$%", " ~ '\"`$%" },
		{ "a\nb", "a\\x0ab" },
		{ "a\tb\r", "a\\x09b\\x0d" },
		{ "\033[2J", "\\x1b[2J" },
		{ "\x7f", "\\x7f" },
		{ "\\", "\\\\" },
		{ "\\x1b", "\\\\x1b" },
		{ "Zo\xc3\xab", "Zo\xc3\xab" },
		{ "\xc5\x81ukasz", "\xc5\x81ukasz" },
		{ "\xe6\xa0\xa1 \xf0\x9f\x98\x80", "\xe6\xa0\xa1 \xf0\x9f\x98\x80" },
		{ "Jose\xcc\x81", "Jose\xcc\x81" },
		/* A mark would join what is not its own; a pile of them hides other lines. */
		{ "\xcc\x81x", "\\xcc\\x81x" },
		{ "a \xcc\x81", "a \\xcc\\x81" },
		{ "a\\\xcc\x81", "a\\\\\\xcc\\x81" },
		{ "a\n\xcc\x81", "a\\x0a\\xcc\\x81" },
		{ "a\xcc\x81\xcc\x81\xcc\x81\xcc\x81\xcc\x81",
		    "a\xcc\x81\xcc\x81\xcc\x81\xcc\x81\\xcc\\x81" },
		/* Ends of lines, what has no width, what is anybody's own. */
		{ "a\xc2\x85"
		  "b",
		    "a\\xc2\\x85"
		    "b" },
		{ "\xe2\x80\xa8\xe2\x80\xa9", "\\xe2\\x80\\xa8\\xe2\\x80\\xa9" },
		{ "a\xe2\x80\x8d", "a\\xe2\\x80\\x8d" },
		{ "\xee\x80\x80\xf3\xb0\x80\x80", "\\xee\\x80\\x80\\xf3\\xb0\\x80\\x80" },
		{ "\xef\xbf\xbe\xf0\x9f\xbf\xbf", "\\xef\\xbf\\xbe\\xf0\\x9f\\xbf\\xbf" },
		{ "\xc3", "\\xc3" },
		{ "\xc0\xaf\xed\xa0\x80", "\\xc0\\xaf\\xed\\xa0\\x80" },
		{ "\xff\x80", "\\xff\\x80" },
		{ "\xe2\x80\xae", "\\xe2\\x80\\xae" },
		{ "\xc2\x9b"
		  "31m",
		    "\\xc2\\x9b31m" },
	};

	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++)
		assert_string_equal(escape(*state, table[i].in), table[i].out);
	assert_string_equal(escape(*state, NULL), "(none)");
	assert_string_equal(escape_bytes(*state, "a\0b\n", 4), "a\\x00b\\x0a");
	assert_string_equal(escape_bytes(*state, "abc", 2), "ab");
	assert_string_equal(escape_bytes(*state, "", 0), "");
}

/* Every byte: printable, and no two of them look the same. */
static void every_byte(void **state)
{
	char seen[256][8];

	for (unsigned i = 0; i < 256; i++) {
		char c = (char)i;
		const char *out = escape_bytes(*state, &c, 1);

		for (const char *p = out; *p != '\0'; p++)
			assert_in_range(*p, ' ', '~');
		snprintf(seen[i], sizeof(seen[i]), "%s", out);
		for (unsigned j = 0; j < i; j++)
			assert_string_not_equal(seen[i], seen[j]);
	}
}

static void cut(void **state)
{
	char in[ESCAPE_MAX + 2], want[4 * ESCAPE_MAX + 8] = "";

	memset(in, '\n', sizeof(in));
	for (size_t i = 0; i < ESCAPE_MAX; i++)
		strcpy(want + 4 * i, "\\x0a");
	assert_string_equal(escape_bytes(*state, in, ESCAPE_MAX), want);
	strcat(want, "...");
	assert_string_equal(escape_bytes(*state, in, ESCAPE_MAX + 1), want);
	memset(in, 'a', sizeof(in));
	in[ESCAPE_MAX] = '\0';
	assert_string_equal(escape(*state, in), in);
	in[ESCAPE_MAX] = 'a';
	in[ESCAPE_MAX + 1] = '\0';
	assert_int_equal(strlen(escape(*state, in)), ESCAPE_MAX + 3);
	/* Not inside a character. */
	assert_string_equal(escape_upto(*state, "a\xc3\xa9z", 4, 2), "a...");
	assert_string_equal(escape_upto(*state, "a\xc3\xa9z", 4, 3), "a\xc3\xa9...");
	assert_string_equal(escape_upto(*state, "\xe6\xa0\xa1z", 4, 2), "...");
	assert_string_equal(
	    escape_upto(*state, "\xa0\xa0\xa0\xa0z", 5, 4), "\\xa0\\xa0\\xa0\\xa0...");
}

/* In the audit a name is ASCII for ever. */
static void whole(void **state)
{
	assert_string_equal(escape_whole(*state, "caf\xc3\xa9\n\\"), "caf\\xc3\\xa9\\x0a\\\\");
	assert_string_equal(escape_undo(*state, "caf\\xc3\\xa9\\x0a\\\\"), "caf\xc3\xa9\n\\");
	assert_string_equal(escape_undo(*state, "caf\xc3\xa9"), "caf\xc3\xa9");
}

static void lines(void **state)
{
	(void)state;
	assert_true(utf8_lines(""));
	assert_true(utf8_lines("Zo\xc3\xab\n\nb\n"));
	assert_false(utf8_lines("a\n\xcc\x81\n"));
	assert_false(utf8_lines("a\n\xc3"));
	assert_false(utf8_lines("a\r\n"));
}

static void no_memory(void **state)
{
	struct arena tiny;

	(void)state;
	arena_init(&tiny, 1);
	assert_string_equal(escape(&tiny, "abc"), "(out of memory)");
	assert_string_equal(escape_bytes(&tiny, "abc", 3), "(out of memory)");
	assert_true(tiny.exhausted);
	arena_release(&tiny);
}

TESTS(T(strings), T(every_byte), T(cut), T(whole), T(lines), T(no_memory));
