/* Words for a shell: harmless ones stay, all others come back from a real shell as they were. */
#include "fixture.h"

SETUP(struct arena, 1);

static void words(void **state)
{
	static const struct {
		const char *in, *out;
	} table[] = {
		{ "2026.11", "2026.11" },
		{ "refs/heads/a_b-c", "refs/heads/a_b-c" },
		{ "/srv/a:b", "/srv/a:b" },
		{ "", "''" },
		{ "a b", "'a b'" },
		{ "$(id)", "'$(id)'" },
		{ "`id`", "'`id`'" },
		{ "a;b", "'a;b'" },
		{ "~els", "'~els'" },
		{ "a*", "'a*'" },
		{ "#a", "'#a'" },
		{ "!a", "'!a'" },
		{ "\"", "'\"'" },
		{ "A=b", "'A=b'" },
		{ "it's", "'it'\\''s'" },
		{ "'", "''\\'''" },
		{ "a\\b", "'a\\b'" },
		{ "a\nb", "$'a\\x0ab'" },
		{ "\033[2J", "$'\\x1b[2J'" },
		{ "\xc3\xa9"
		  "a",
		    "'\xc3\xa9"
		    "a'" },
		{ "it's\t", "$'it\\'s\\x09'" },
		{ "\\\x7f", "$'\\x5c\\x7f'" },
		{ "\xe2\x80\xae", "$'\\xe2\\x80\\xae'" },
	};

	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++)
		assert_string_equal(shellword(*state, table[i].in), table[i].out);
}

/* What the shell makes of `printf '%s' WORD`. */
static void assert_shell(struct arena *a, const char *shell, const char *word)
{
	char script[] = "/tmp/sluis-shellword-XXXXXX", got[2048] = "";
	int fd = mkstemp(script);
	FILE *f = fdopen(fd, "w"), *out;

	assert_non_null(f);
	fprintf(f, "printf '%%s' %s\n", shellword(a, word));
	fclose(f);
	out = popen(arena_printf(a, "%s %s", shell, script), "r");
	assert_non_null(out);
	got[fread(got, 1, sizeof(got) - 1, out)] = '\0';
	assert_int_equal(pclose(out), 0);
	unlink(script);
	assert_string_equal(got, word);
}

static void real_shells(void **state)
{
	static const char *const more[] = {
		"$(id)`id`$HOME\\$\\\\'\"'; id #",
		"''",
		"'\n'",
		"\\n\n",
		"\\'\n",
		"\\\\'\xff",
		"-x",
		"$'a'",
		"a\303\2510\377g",
		"\xc5\x81ukasz's \xe6\xa0\xa1",
	};
	char every[256], ascii[96];

	for (unsigned i = 1; i < 256; i++)
		every[i - 1] = (char)i;
	every[255] = '\0';
	assert_shell(*state, "bash", every);
	memcpy(ascii, &every[' ' - 1], '~' - ' ' + 1);
	ascii['~' - ' ' + 1] = '\0';
	assert_shell(*state, "sh", ascii);
	assert_shell(*state, "bash", ascii);
	for (size_t i = 0; i < sizeof(more) / sizeof(more[0]); i++)
		assert_shell(*state, "bash", more[i]);
}

/* It is shown on a terminal before it is pasted. */
static void shown(void **state)
{
	for (unsigned i = 1; i < 256; i++) {
		char word[] = { 'a', (char)i, '\0' };

		for (const char *p = shellword(*state, word); *p != '\0'; p++)
			assert_in_range(*p, ' ', '~');
	}
	assert_string_equal(
	    shellword(*state, "Jos\xc3\xa9 \xe2\x80\xae"), "$'Jos\\xc3\\xa9 \\xe2\\x80\\xae'");
}

static void no_memory(void **state)
{
	struct arena tiny;

	(void)state;
	arena_init(&tiny, 1);
	assert_string_equal(shellword(&tiny, "a b"), "(out of memory)");
	assert_true(tiny.exhausted);
	arena_release(&tiny);
}

TESTS(T(words), T(real_shells), T(shown), T(no_memory));
