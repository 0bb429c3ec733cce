#include "base/escape.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "base/utf8.h"

static const char hex[] = "0123456789abcdef";

/* The length of the word at `s` when it is an address. Letters of other alphabets that look like
 * ours are for names. */
static size_t address(const char *s, size_t n)
{
	size_t len = 0;
	bool at = false;

	for (; len < n && s[len] != '\0' && strchr(" \t\n<>'\"", s[len]) == NULL; len++)
		at = at || s[len] == '@';
	return at ? len : 0;
}

/* Most names and texts are. */
static bool is_plain(const char *s, size_t n)
{
	size_t i = 0;

	while (i < n && s[i] >= ' ' && s[i] <= '~' && s[i] != '\\')
		i++;
	return i == n;
}

/* At most `max` of `n` bytes, cut before a character that does not fit; ASCII only, or what may be
 * shown. Room is there for each byte as \xNN. */
static const char *escape_some(struct arena *a, const char *s, size_t n, size_t max, bool ascii)
{
	size_t shown = n > max ? utf8_cut(s, max) : n, len;
	bool plain = n <= max && is_plain(s, n);
	char *out = plain ? arena_strndup(a, s, n) : arena_alloc(a, 4 * shown + sizeof("...")),
	     *p = out;
	unsigned marks = UTF8_ALONE;
	size_t ascii_to = 0;

	if (out == NULL)
		return "(out of memory)";
	for (size_t i = 0; !plain && i < shown; i += len) {
		size_t as_is = utf8_shown(s + i, shown - i, &marks);

		len = as_is > 0 ? as_is : 1;
		if (i == 0 || strchr(" \t\n<>'\"", s[i - 1]) != NULL)
			ascii_to = i + address(s + i, shown - i);
		if (s[i] == '\\')
			*p++ = '\\';
		if (as_is == 1 || (as_is > 1 && !ascii && i >= ascii_to)) {
			p = mempcpy(p, s + i, len);
			continue;
		}
		for (size_t k = i; k < i + len; k++) {
			*p++ = '\\';
			*p++ = 'x';
			*p++ = hex[(unsigned char)s[k] >> 4];
			*p++ = hex[s[k] & 15];
		}
	}
	if (shown < n)
		memcpy(p, "...", 3);
	return out;
}

const char *escape_upto(struct arena *a, const char *s, size_t n, size_t max)
{
	return escape_some(a, s, n, max, false);
}

const char *escape_bytes(struct arena *a, const char *s, size_t n)
{
	return escape_upto(a, s, n, ESCAPE_MAX);
}

const char *escape(struct arena *a, const char *s)
{
	return s != NULL ? escape_bytes(a, s, strlen(s)) : "(none)";
}

const char *escape_whole(struct arena *a, const char *s)
{
	return escape_some(a, s, strlen(s), SIZE_MAX, true);
}

/* One more than the digit is worth; 0 for what is none. An audit has a lot of them. */
/* clang-format off */
static const unsigned char digits[256] = {
	['0'] = 1, 2, 3, 4, 5, 6, 7, 8, 9, 10,
	['A'] = 11, 12, 13, 14, 15, 16,
	['a'] = 11, 12, 13, 14, 15, 16
};
/* clang-format on */

int hex_read(const char *text, unsigned char *out, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		unsigned high = digits[(unsigned char)text[2 * i]],
		         low = digits[(unsigned char)text[2 * i + 1]];

		if (high == 0 || low == 0)
			return -1;
		out[i] = (unsigned char)((high - 1) << 4 | (low - 1));
	}
	return 0;
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

const char *shellword(struct arena *a, const char *s)
{
	bool simple = utf8_line(s, strlen(s));
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
		else if (!simple && (*s < ' ' || *s > '~' || *s == '\\'))
			p += snprintf(p, 5, "\\x%02x", (unsigned char)*s);
		else
			*p++ = *s;
	}
	*p = '\'';
	return out;
}
