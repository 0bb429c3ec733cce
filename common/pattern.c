#include "pattern.h"

#include <string.h>

static size_t
shorter(size_t a, size_t b)
{
	return a < b ? a : b;
}

bool
pattern_exact(const char *pattern)
{
	return strchr(pattern, '*') == NULL;
}

/* A second `*` stands for itself, and no ref name holds one: such a pattern matches nothing. */
bool
pattern_match(const char *pattern, const char *ref)
{
	size_t before = strcspn(pattern, "*"), after, len = strlen(ref);

	if (pattern[before] == '\0')
		return strcmp(pattern, ref) == 0;
	after = strlen(pattern) - before - 1;
	return len > before + after && memcmp(pattern, ref, before) == 0 &&
	    memcmp(pattern + before + 1, ref + len - after, after) == 0;
}

/* With a `*` in both, what is between can be as long as it takes: only the ends can differ. */
bool
pattern_overlap(const char *a, const char *b)
{
	const char *star_a = strchr(a, '*'), *star_b = strchr(b, '*');
	size_t before, after, len_a, len_b;

	if (star_a == NULL || star_b == NULL)
		return star_a == NULL ? pattern_match(b, a) : pattern_match(a, b);
	len_a = strlen(star_a + 1);
	len_b = strlen(star_b + 1);
	before = shorter((size_t)(star_a - a), (size_t)(star_b - b));
	after = shorter(len_a, len_b);
	return memcmp(a, b, before) == 0 &&
	    memcmp(star_a + 1 + len_a - after, star_b + 1 + len_b - after, after) == 0;
}
