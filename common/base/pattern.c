#include "base/pattern.h"

static size_t shorter(size_t a, size_t b)
{
	return a < b ? a : b;
}

bool pattern_exact(const char *pattern)
{
	return strchr(pattern, '*') == NULL;
}

/* A second `*` stands for itself, and no ref name holds one: such a pattern matches nothing. */
bool pattern_match(const char *pattern, const char *ref)
{
	size_t before = strcspn(pattern, "*"), after, len = strlen(ref);

	if (pattern[before] == '\0')
		return strcmp(pattern, ref) == 0;
	after = strlen(pattern) - before - 1;
	return len > before + after && memcmp(pattern, ref, before) == 0 &&
	    memcmp(pattern + before + 1, ref + len - after, after) == 0;
}

/* With a `*` in both, what is between can be as long as it takes: only the ends can differ. */
bool pattern_overlap(const char *a, const char *b)
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

/* The length of the part at `s`. */
static size_t part(const char *s)
{
	return strcspn(s, "/");
}

/* The part after this one; NULL after the last. */
static const char *next(const char *s)
{
	s += part(s);
	return *s == '/' ? s + 1 : NULL;
}

static bool is_any(const char *s)
{
	return part(s) == 2 && s[0] == '*' && s[1] == '*';
}

/* One part against another. After a mismatch the last star takes one byte more; no earlier star
 * need be tried again. */
static bool match_part(const char *p, size_t plen, const char *s, size_t slen)
{
	size_t i = 0, k = 0, star = plen, mark = 0;

	while (k < slen) {
		if (i < plen && p[i] == '*') {
			star = i++;
			mark = k;
		} else if (i < plen && (p[i] == '?' || p[i] == s[k])) {
			i++;
			k++;
		} else if (star < plen) {
			i = star + 1;
			k = ++mark;
		} else {
			return false;
		}
	}
	while (i < plen && p[i] == '*')
		i++;
	return i == plen;
}

bool pathpattern_match(const char *pattern, const char *path)
{
	const char *p = pattern, *s = path, *any = NULL, *mark = NULL;

	while (s != NULL) {
		if (p != NULL && is_any(p)) {
			any = p = next(p);
			mark = s;
			if (p == NULL)
				return true;
		} else if (p != NULL && match_part(p, part(p), s, part(s))) {
			p = next(p);
			s = next(s);
		} else if (any != NULL) {
			p = any;
			s = mark = next(mark);
		} else {
			return false;
		}
	}
	while (p != NULL && is_any(p))
		p = next(p);
	return p == NULL;
}

const char *pathpattern_wrong(const char *pattern)
{
	if (*pattern == '\0')
		return "is empty";
	if (*pattern == '/')
		return "starts with a slash: paths are those of the repository";
	if (*pattern == '!')
		return "starts with '!', which leaves nothing out: write except = PATTERN";
	for (const char *p = pattern; *p != '\0'; p++)
		if ((unsigned char)*p < ' ' || *p == 0x7f || *p == '\\')
			return "has a control character or a backslash";
	for (const char *p = pattern; p != NULL; p = next(p)) {
		size_t n = part(p);

		if (n == 0 || (n <= 2 && memcmp(p, "..", n) == 0))
			return "has an empty, '.' or '..' part, and no path in git has: write "
			       "db/** for all of a folder";
		if (n > 2 && strncmp(p, "**", 2) == 0 && strspn(p, "*") >= n)
			return "has a part of more than two stars";
	}
	return NULL;
}
