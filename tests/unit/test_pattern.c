/* Ref patterns: what `*` stands for, and which two patterns could want the same ref. */
#include "unit.h"
#include "base/pattern.h"

static void exact(void **state)
{
	(void)state;
	assert_true(pattern_exact("refs/heads/production"));
	assert_true(pattern_exact(""));
	assert_false(pattern_exact("refs/heads/*"));
	assert_false(pattern_exact("*"));
}

static void match(void **state)
{
	static const struct {
		const char *pattern, *ref;
		bool want;
	} table[] = {
		{ "refs/heads/production", "refs/heads/production", true },
		{ "refs/heads/production", "refs/heads/Production", false },
		{ "refs/heads/production", "refs/heads/production2", false },
		{ "refs/heads/production", "refs/heads/productio", false },
		{ "refs/heads/production", "", false },
		{ "refs/heads/*", "refs/heads/a", true },
		{ "refs/heads/*", "refs/heads/a/b/c", true },
		{ "refs/heads/*", "refs/heads/", false },
		{ "refs/heads/*", "refs/heads", false },
		{ "refs/heads/*", "refs/tags/a", false },
		{ "refs/heads/*", "Refs/heads/a", false },
		{ "refs/heads/rel-*", "refs/heads/rel-1", true },
		{ "refs/heads/rel-*", "refs/heads/rel-", false },
		{ "refs/heads/*/test", "refs/heads/a/test", true },
		{ "refs/heads/*/test", "refs/heads/a/b/test", true },
		{ "refs/heads/*/test", "refs/heads/test", false },
		{ "refs/heads/*/test", "refs/heads//test", false },
		{ "refs/heads/*/test", "refs/heads/a/test2", false },
		{ "refs/heads/*/test", "refs/heads/a/best", false },
		{ "ab*ba", "aba", false },
		{ "ab*ba", "abba", false },
		{ "ab*ba", "abxba", true },
		{ "ab*ba", "ababa", true },
		{ "*", "refs/heads/a", true },
		{ "*", "", false },
		/* Only one `*` is a pattern. */
		{ "refs/*/x/*", "refs/heads/x/y", false },
		{ "refs/**", "refs/heads/a", false },
		/* Nothing else is one. */
		{ "refs/heads/?", "refs/heads/a", false },
		{ "refs/heads/[a]", "refs/heads/a", false },
		{ "refs/heads/\\*", "refs/heads/*", false },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++)
		if (pattern_match(table[i].pattern, table[i].ref) != table[i].want)
			fail_msg("'%s' and '%s'", table[i].pattern, table[i].ref);
}

static void overlap(void **state)
{
	static const struct {
		const char *a, *b;
		bool want;
	} table[] = {
		{ "refs/heads/a", "refs/heads/a", true },
		{ "refs/heads/a", "refs/heads/b", false },
		{ "refs/heads/*", "refs/heads/a", true },
		{ "refs/heads/*", "refs/heads/", false },
		{ "refs/heads/*", "refs/tags/a", false },
		{ "refs/heads/*", "refs/heads/*", true },
		{ "refs/heads/*", "refs/heads/a/*", true },
		{ "refs/heads/a*", "refs/heads/ab*", true },
		{ "refs/heads/a*", "refs/heads/b*", false },
		{ "refs/heads/*", "refs/tags/*", false },
		{ "refs/heads/*/test", "refs/heads/*/acceptance", false },
		{ "refs/heads/*/test", "refs/heads/*/a/test", true },
		{ "refs/heads/*/test", "refs/heads/a/*", true },
		{ "refs/heads/*/test", "refs/heads/*test", true },
		{ "refs/heads/*t", "refs/heads/*s", false },
		{ "ab*", "*ab", true },
		{ "*", "refs/heads/a", true },
		{ "*", "*", true },
		{ "ab*ba", "aba", false },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++)
		if (pattern_overlap(table[i].a, table[i].b) != table[i].want ||
		    pattern_overlap(table[i].b, table[i].a) != table[i].want)
			fail_msg("'%s' and '%s'", table[i].a, table[i].b);
}

/* The nth word of up to `max` letters of "ab", or with a `*` in it. */
static bool word(unsigned n, size_t max, const char *letters, char *out)
{
	unsigned base = (unsigned)strlen(letters);
	size_t len = 0;

	for (; n > 0 && len < max; n = (n - 1) / base)
		out[len++] = letters[(n - 1) % base];
	out[len] = '\0';
	return n == 0;
}

static bool both(const char *a, const char *b)
{
	char ref[8];

	for (unsigned n = 0; word(n, 7, "ab", ref); n++)
		if (pattern_match(a, ref) && pattern_match(b, ref))
			return true;
	return false;
}

/* Tried out: two small patterns overlap if and only if some word matches both. */
static void overlap_by_trial(void **state)
{
	char a[4], b[4];

	(void)state;
	for (unsigned i = 0; word(i, 3, "ab*", a); i++) {
		if (strchr(a, '*') != strrchr(a, '*'))
			continue;
		for (unsigned j = 0; word(j, 3, "ab*", b); j++)
			if (strchr(b, '*') == strrchr(b, '*') &&
			    pattern_overlap(a, b) != both(a, b))
				fail_msg("'%s' and '%s'", a, b);
	}
}

TESTS(T(exact), T(match), T(overlap), T(overlap_by_trial));
