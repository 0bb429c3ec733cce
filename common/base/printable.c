#include "base/printable.h"

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "base/escape.h"

/* The character at `s` and its length in bytes; 0 for what is no well-formed UTF-8 (RFC 3629: no
 * overlong form, no surrogate, nothing above U+10FFFF). */
static size_t decode(const unsigned char *s, uint32_t *c)
{
	static const uint32_t least[] = { 0, 0, 0x80, 0x800, 0x10000 };
	size_t n = s[0] < 0x80 ? 1 :
	    s[0] >> 5 == 6     ? 2 :
	    s[0] >> 4 == 14    ? 3 :
	    s[0] >> 3 == 30    ? 4 :
	                         0;

	*c = n == 1 ? s[0] : n == 0 ? 0 : s[0] & (0x7fu >> n);
	for (size_t i = 1; i < n; i++) {
		if (s[i] >> 6 != 2)
			return 0;
		*c = *c << 6 | (s[i] & 0x3f);
	}
	return n > 0 && *c >= least[n] && *c <= 0x10ffff && *c >> 11 != 0x1b ? n : 0;
}

static bool harmless(uint32_t c)
{
	static const struct {
		uint32_t first, last;
	} hidden[] = {
		{ 0x00, 0x1f },
		{ 0x7f, 0x9f },
		{ 0xad, 0xad },
		{ 0x61c, 0x61c },
		{ 0x115f, 0x1160 },
		{ 0x17b4, 0x17b5 },
		{ 0x180b, 0x180f },
		{ 0x200b, 0x200f },
		{ 0x2028, 0x202e },
		{ 0x2060, 0x206f },
		{ 0x3164, 0x3164 },
		{ 0xfe00, 0xfe0f },
		{ 0xfeff, 0xfeff },
		{ 0xffa0, 0xffa0 },
		{ 0xfff0, 0xfffb },
		{ 0xe0000, 0xe0fff },
	};

	for (size_t i = 0; i < sizeof(hidden) / sizeof(hidden[0]); i++)
		if (c >= hidden[i].first && c <= hidden[i].last)
			return false;
	return true;
}

const char *printable(struct arena *a, const char *s)
{
	static const char hex[] = "0123456789abcdef";
	char *out, *p;

	if (s == NULL)
		return "";
	out = p = arena_alloc(a, 4 * strlen(s) + 1);
	if (out == NULL)
		return "(out of memory)";
	while (*s != '\0') {
		const unsigned char *at = (const unsigned char *)s;
		uint32_t c;
		size_t n = decode(at, &c), left = n > 0 ? n : 1;

		if (n > 0 && harmless(c)) {
			if (c == '\\')
				*p++ = '\\';
			memcpy(p, s, n);
			p += n;
			s += n;
			continue;
		}
		for (; left > 0; left--, s++) {
			*p++ = '\\';
			*p++ = 'x';
			*p++ = hex[(unsigned char)*s >> 4];
			*p++ = hex[*s & 15];
		}
	}
	return out;
}

const char *printable_escaped(struct arena *a, const char *escaped)
{
	const char *raw = escaped != NULL ? escape_undo(a, escaped) : NULL;

	if (escaped != NULL && raw == NULL)
		return "(out of memory)";
	return printable(a, raw);
}

void csv_field(FILE *out, const char *text, const char *end)
{
	fputc('"', out);
	if (*text != '\0' && strchr("=+-@\t\r", *text) != NULL)
		fputc('\'', out);
	for (; *text != '\0'; text++) {
		if (*text == '"')
			fputc('"', out);
		fputc(*text, out);
	}
	fprintf(out, "\"%s", end);
}
