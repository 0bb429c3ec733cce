#include "escape.h"

#include <string.h>

static const char hex[] = "0123456789abcdef";

const char *
escape_bytes(struct arena *a, const char *s, size_t n)
{
	size_t shown = n > ESCAPE_MAX ? ESCAPE_MAX : n;
	char *out = arena_alloc(a, 4 * shown + sizeof("...")), *p = out;

	if (out == NULL)
		return "(out of memory)";
	for (size_t i = 0; i < shown; i++) {
		unsigned char c = (unsigned char)s[i];

		if (c == '\\') {
			*p++ = '\\';
			*p++ = '\\';
		} else if (c >= ' ' && c <= '~') {
			*p++ = (char)c;
		} else {
			*p++ = '\\';
			*p++ = 'x';
			*p++ = hex[c >> 4];
			*p++ = hex[c & 15];
		}
	}
	if (shown < n)
		memcpy(p, "...", 3);
	return out;
}

const char *
escape(struct arena *a, const char *s)
{
	return s != NULL ? escape_bytes(a, s, strlen(s)) : "(none)";
}
