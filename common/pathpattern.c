#include "pathpattern.h"

#include <stddef.h>
#include <string.h>

/* The length of the part at `s`. */
static size_t
part(const char *s)
{
	return strcspn(s, "/");
}

/* The part after this one; NULL after the last. */
static const char *
next(const char *s)
{
	s += part(s);
	return *s == '/' ? s + 1 : NULL;
}

static bool
is_any(const char *s)
{
	return part(s) == 2 && s[0] == '*' && s[1] == '*';
}

/* One part against another. After a mismatch the last star takes one byte more; no earlier star
 * need be tried again. */
static bool
match_part(const char *p, size_t plen, const char *s, size_t slen)
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

bool
pathpattern_match(const char *pattern, const char *path)
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

const char *
pathpattern_wrong(const char *pattern)
{
	if (*pattern == '\0')
		return "is empty";
	if (*pattern == '/')
		return "starts with a slash: paths are those of the repository";
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
