#include "base/shellword.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

static const char plain[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._/@:+-";

static bool is_printable(const char *s)
{
	for (; *s != '\0'; s++)
		if (*s < ' ' || *s > '~')
			return false;
	return true;
}

const char *shellword(struct arena *a, const char *s)
{
	bool simple = is_printable(s);
	char *out, *p;

	if (*s != '\0' && s[strspn(s, plain)] == '\0')
		return s;
	out = arena_alloc(a, 4 * strlen(s) + 4);
	if (out == NULL)
		return "(out of memory)";
	p = out;
	if (!simple)
		*p++ = '$';
	*p++ = '\'';
	for (; *s != '\0'; s++) {
		if (*s == '\'')
			p = stpcpy(p, simple ? "'\\''" : "\\'");
		else if (*s < ' ' || *s > '~' || (!simple && *s == '\\'))
			p += snprintf(p, 5, "\\x%02x", (unsigned char)*s);
		else
			*p++ = *s;
	}
	*p = '\'';
	return out;
}
