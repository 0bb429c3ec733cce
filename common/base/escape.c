#include "base/escape.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

static const char hex[] = "0123456789abcdef";

/* The first `shown` of `n` bytes. */
static const char *escape_some(struct arena *a, const char *s, size_t shown, size_t n)
{
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

const char *escape_bytes(struct arena *a, const char *s, size_t n)
{
	return escape_some(a, s, n > ESCAPE_MAX ? ESCAPE_MAX : n, n);
}

const char *escape(struct arena *a, const char *s)
{
	return s != NULL ? escape_bytes(a, s, strlen(s)) : "(none)";
}

const char *escape_whole(struct arena *a, const char *s)
{
	return escape_some(a, s, strlen(s), strlen(s));
}

static int digit(char c)
{
	return c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

const char *escape_undo(struct arena *a, const char *s)
{
	char *out = arena_alloc(a, strlen(s) + 1), *p = out;

	while (out != NULL && *s != '\0') {
		if (s[0] != '\\' || s[1] != 'x' || digit(s[2]) < 0 || digit(s[3]) < 0) {
			s += s[0] == '\\' && s[1] == '\\';
			*p++ = *s++;
			continue;
		}
		*p = (char)(digit(s[2]) << 4 | digit(s[3]));
		if (*p == '\0') {
			*p++ = '\xc0';
			*p = '\x80';
		}
		p++;
		s += 4;
	}
	return out;
}

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
