/* What leaves for people is printable ASCII, whatever came in. */
#include <stdio.h>
#include <string.h>

#include "fixture.h"
#include "base/escape.h"

static int setup(void **state)
{
	return fixture_make(state, sizeof(struct arena), (size_t)1 << 20);
}

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
		{ "Zo\xc3\xab", "Zo\\xc3\\xab" },
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

int main(void)
{
	const struct CMUnitTest tests[] = { T(strings), T(every_byte), T(cut), T(no_memory) };

	return cmocka_run_group_tests_name("escape", tests, NULL, NULL);
}
