/* Path patterns of impact levels: what they match, what they must not, and which are refused. */
#include "unit.h"
#include "base/pattern.h"

#define NO_PART \
	"has an empty, '.' or '..' part, and no path in git has: write db/** for all of a folder"

static void matches(void **state)
{
	static const char *const table[][2] = {
		{ "README", "README" },
		{ "*", "README" },
		{ "db/**", "db/a" },
		{ "db/**", "db/a/b/c.sql" },
		{ "db/**", "db" },
		{ "**", "a" },
		{ "**", "a/b/c" },
		{ "**/x", "x" },
		{ "**/x", "a/b/x" },
		{ "**/*.sql", "a.sql" },
		{ "**/*.sql", "db/2026/a.sql" },
		{ "a/**/z", "a/z" },
		{ "a/**/z", "a/b/c/z" },
		{ "a/**/b/**/z", "a/b/b/b/z" },
		{ "src/*.c", "src/.c" },
		{ "src/*.c", "src/pay.c" },
		{ "src/?ay.c", "src/pay.c" },
		{ "a*b*c", "axxbxbxc" },
		{ "**/**/a", "a" },
		{ "a/**/**", "a" },
		{ "\xc3\xa9*", "\xc3\xa9t\xc3\xa9" },
		{ "[a]", "[a]" },
		{ "**/m", "m/m/m" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++)
		if (!pathpattern_match(table[i][0], table[i][1]))
			fail_msg("%s does not match %s", table[i][0], table[i][1]);
}

static void does_not_match(void **state)
{
	static const char *const table[][2] = {
		{ "README", "README.md" },
		{ "README", "doc/README" },
		{ "*", "a/b" },
		{ "db/*", "db/a/b" },
		{ "db/**", "db2/a" },
		{ "db/**", "a/db/b" },
		{ "**/x", "a/xx" },
		{ "**/x", "x/a" },
		{ "a/**/z", "a/zz" },
		{ "a/**/z", "b/a/z" },
		{ "src/*.c", "src/a/b.c" },
		{ "src/?.c", "src/.c" },
		{ "src/?.c", "src/ab.c" },
		{ "a?b", "a/b" },
		{ "DB/**", "db/a" },
		{ "[ab]", "a" },
		{ "a/**/b", "a" },
		{ "a*b*c", "axxbxb" },
		{ "**x", "a/x" },
		{ "db/a", "db" },
		{ "db", "db/a" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++)
		if (pathpattern_match(table[i][0], table[i][1]))
			fail_msg("%s matches %s", table[i][0], table[i][1]);
}

static void wrong(void **state)
{
	static const char *const table[][2] = {
		{ "", "is empty" },
		{ "/db", "starts with a slash: paths are those of the repository" },
		{ "!docs/**", "starts with '!', which leaves nothing out: write except = PATTERN" },
		{ "db/", NO_PART },
		{ "a//b", NO_PART },
		{ "./a", NO_PART },
		{ "a/../b", NO_PART },
		{ "a\033", "has a control character or a backslash" },
		{ "a\\b", "has a control character or a backslash" },
		{ "a/***", "has a part of more than two stars" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
		assert_non_null(pathpattern_wrong(table[i][0]));
		assert_string_equal(pathpattern_wrong(table[i][0]), table[i][1]);
	}
	assert_null(pathpattern_wrong("db/**"));
	assert_null(pathpattern_wrong("**/*.sql"));
	assert_null(pathpattern_wrong("..."));
}

/* What takes other matchers years is answered at once. */
static void hostile(void **state)
{
	size_t n = 60000;
	char *path = calloc(1, n + 1), *pattern = calloc(1, 2001);

	(void)state;
	for (size_t i = 0; i < n; i++)
		path[i] = i % 2 == 0 ? 'a' : '/';
	path[n - 1] = 'b';
	for (size_t i = 0; i + 4 < 2000; i += 5)
		memcpy(pattern + i, "**/a/", 5);
	strcpy(pattern + 1995, "zz");
	assert_false(pathpattern_match(pattern, path));
	memset(path, 'a', n);
	memset(pattern, 0, 2001);
	for (size_t i = 0; i + 2 < 2000; i += 2)
		memcpy(pattern + i, "a*", 2);
	strcat(pattern, "b");
	assert_false(pathpattern_match(pattern, path));
	free(path);
	free(pattern);
}

TESTS(T(matches), T(does_not_match), T(wrong), T(hostile));
