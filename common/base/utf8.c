#include "base/utf8.h"

#include <string.h>

struct span {
	uint32_t first, last;
};

#define WITHIN(c, spans) within(c, spans, sizeof(spans) / sizeof((spans)[0]))

static bool within(uint32_t c, const struct span *spans, size_t n)
{
	for (size_t i = 0; i < n && c >= spans[i].first; i++)
		if (c <= spans[i].last)
			return true;
	return false;
}

size_t utf8_char(const char *s, size_t room, uint32_t *c)
{
	static const uint32_t least[] = { 0, 0, 0x80, 0x800, 0x10000 };
	const unsigned char *p = (const unsigned char *)s;
	size_t n = room == 0 ? 0 :
	    p[0] < 0x80      ? 1 :
	    p[0] >> 5 == 6   ? 2 :
	    p[0] >> 4 == 14  ? 3 :
	    p[0] >> 3 == 30  ? 4 :
	                       0;

	if (n == 0 || n > room)
		return 0;
	*c = n == 1 ? p[0] : p[0] & (0x7fu >> n);
	for (size_t i = 1; i < n; i++) {
		if (p[i] >> 6 != 2)
			return 0;
		*c = *c << 6 | (p[i] & 0x3f);
	}
	return *c >= least[n] && *c <= 0x10ffff && *c >> 11 != 0x1b ? n : 0;
}

static bool harmless(uint32_t c)
{
	static const struct span hidden[] = { { 0x00, 0x1f }, { 0x7f, 0x9f }, { 0xad, 0xad },
		{ 0x34f, 0x34f }, { 0x61c, 0x61c }, { 0x115f, 0x1160 }, { 0x17b4, 0x17b5 },
		{ 0x180b, 0x180f }, { 0x200b, 0x200f }, { 0x2028, 0x202e }, { 0x2060, 0x206f },
		{ 0x3164, 0x3164 }, { 0xe000, 0xf8ff }, { 0xfdd0, 0xfdef }, { 0xfe00, 0xfe0f },
		{ 0xfe6b, 0xfe6b }, { 0xfeff, 0xfeff }, { 0xff20, 0xff20 }, { 0xffa0, 0xffa0 },
		{ 0xfff0, 0xfffb }, { 0x40000, 0x10ffff } };

	return !WITHIN(c, hidden) && (c & 0xfffe) != 0xfffe;
}

/* The marks of the scripts in which names here are written; one that is missing takes a column of
 * its own and may stand alone. */
static bool is_mark(uint32_t c)
{
	static const struct span marks[] = { { 0x300, 0x36f }, { 0x483, 0x489 }, { 0x591, 0x5bd },
		{ 0x5bf, 0x5bf }, { 0x5c1, 0x5c2 }, { 0x5c4, 0x5c5 }, { 0x5c7, 0x5c7 },
		{ 0x610, 0x61a }, { 0x64b, 0x65f }, { 0x670, 0x670 }, { 0x6d6, 0x6dc },
		{ 0x6df, 0x6e4 }, { 0x6e7, 0x6e8 }, { 0x6ea, 0x6ed }, { 0x900, 0x902 },
		{ 0x93c, 0x93c }, { 0x941, 0x948 }, { 0x94d, 0x94d }, { 0xe31, 0xe31 },
		{ 0xe34, 0xe3a }, { 0xe47, 0xe4e }, { 0x1ab0, 0x1aff }, { 0x1dc0, 0x1dff },
		{ 0x20d0, 0x20ff }, { 0x302a, 0x302d }, { 0x3099, 0x309a }, { 0xfe20, 0xfe2f } };

	return WITHIN(c, marks);
}

static bool is_wide(uint32_t c)
{
	static const struct span wide[] = { { 0x1100, 0x115f }, { 0x2e80, 0x303e },
		{ 0x3041, 0xa4cf }, { 0xa960, 0xa97f }, { 0xac00, 0xd7a3 }, { 0xf900, 0xfaff },
		{ 0xfe30, 0xfe6f }, { 0xff00, 0xff60 }, { 0xffe0, 0xffe6 }, { 0x1f300, 0x1f64f },
		{ 0x1f680, 0x1f6ff }, { 0x1f900, 0x1faff }, { 0x20000, 0x3fffd } };

	return WITHIN(c, wide);
}

size_t utf8_shown(const char *s, size_t n, unsigned *marks)
{
	uint32_t c;
	size_t len;
	bool mark;

	/* Nearly all that is asked, and an audit has a lot of it. */
	if (n > 0 && s[0] >= ' ' && s[0] <= '~') {
		*marks = s[0] == ' ' || s[0] == '\\' ? UTF8_ALONE : 0;
		return 1;
	}
	len = utf8_char(s, n, &c);
	mark = len > 1 && is_mark(c);
	if (len == 0 || !harmless(c) || (mark && *marks >= UTF8_ALONE)) {
		*marks = UTF8_ALONE;
		return 0;
	}
	*marks = mark ? *marks + 1 : 0;
	return len;
}

/* Are these eight bytes printable ASCII? */
static bool is_plain(const char *s)
{
	const uint64_t each = 0x0101010101010101u, high = 0x80 * each;
	uint64_t x;

	memcpy(&x, s, sizeof(x));
	/* None has its high bit, is below a blank, or becomes 0x80 by one more. */
	return ((x | (x - ' ' * each) | (x + each)) & high) == 0;
}

bool utf8_line(const char *s, size_t n)
{
	unsigned marks = UTF8_ALONE;
	size_t len = 0, at = 0;

	while (n - at >= 8 && is_plain(s + at))
		at += 8;
	if (n >= 8 && n - at < 8 && is_plain(s + n - 8))
		at = n;
	if (at > 0)
		utf8_shown(s + at - 1, 1, &marks);
	for (; at < n; at += len) {
		len = utf8_shown(s + at, n - at, &marks);
		if (len == 0)
			return false;
	}
	return true;
}

bool utf8_lines(const char *s)
{
	const char *end = strchrnul(s, '\n');

	for (; utf8_line(s, (size_t)(end - s)) && *end != '\0'; end = strchrnul(s, '\n'))
		s = end + 1;
	return *end == '\0' && utf8_line(s, (size_t)(end - s));
}

size_t utf8_columns(const char *s, size_t n)
{
	size_t columns = 0, at = 0, len;
	uint32_t c;

	while (at < n) {
		len = utf8_char(s + at, n - at, &c);
		columns += len > 1 ? (is_mark(c) ? 0 : is_wide(c) ? 2 : 1) : 1;
		at += len > 0 ? len : 1;
	}
	return columns;
}

size_t utf8_cut(const char *s, size_t n)
{
	size_t cut = n;

	while (cut > 0 && n - cut < 3 && ((unsigned char)s[cut] & 0xc0) == 0x80)
		cut--;
	return ((unsigned char)s[cut] & 0xc0) == 0x80 ? n : cut;
}
