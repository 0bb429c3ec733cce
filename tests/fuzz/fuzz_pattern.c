/* Patterns of refs and of paths, the two separated by a line feed: what a pattern matches overlaps
 * with it, and one without wildcards matches itself alone. */
#include "fuzz.h"
#include "base/pattern.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const char *bytes = (const char *)data, *lf = memchr(bytes, '\n', size);
	struct arena a;
	char *pattern, *name;

	if (lf == NULL || size > 1000 || memchr(bytes, '\0', size) != NULL)
		return 0;
	arena_init(&a, (size_t)1 << 20);
	pattern = arena_strndup(&a, bytes, (size_t)(lf - bytes));
	name = arena_strndup(&a, lf + 1, size - (size_t)(lf + 1 - bytes));
	if (pattern_exact(pattern))
		assert(pattern_match(pattern, name) == (strcmp(pattern, name) == 0));
	else if (strchr(strchr(pattern, '*') + 1, '*') == NULL && pattern_exact(name) &&
	    pattern_match(pattern, name))
		assert(strlen(name) >= strlen(pattern) && pattern_overlap(pattern, name));
	if (strchr(pattern, '*') == strrchr(pattern, '*') &&
	    strchr(name, '*') == strrchr(name, '*'))
		assert(pattern_overlap(pattern, name) == pattern_overlap(name, pattern));
	if (pathpattern_wrong(pattern) == NULL && *name != '\0' &&
	    pathpattern_match(pattern, name) != (strcmp(pattern, name) == 0))
		assert(strpbrk(pattern, "*?") != NULL);
	arena_release(&a);
	return 0;
}
