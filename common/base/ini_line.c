#include "base/ini_line.h"

#include <string.h>

static const char word_bytes[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

static bool blank(char c)
{
	return c == ' ' || c == '\t';
}

static size_t blanks(const char *p, const char *end)
{
	size_t n = 0;

	while (p + n < end && blank(p[n]))
		n++;
	return n;
}

static size_t word(const char *p, const char *end)
{
	size_t n = 0;

	while (p + n < end && memchr(word_bytes, p[n], sizeof(word_bytes) - 1) != NULL)
		n++;
	return n;
}

/* The `;` after a blank that starts a comment, or `end`. */
static const char *comment(const char *p, const char *end)
{
	for (const char *q = p + 1; q < end; q++)
		if (*q == ';' && blank(q[-1]))
			return q;
	return end;
}

/* Bytes of the UTF-8 character at `p`; 0 when it is none (RFC 3629: no surrogates, shortest form).
 */
static size_t utf8(const unsigned char *p, size_t room)
{
	static const struct {
		unsigned char first, last, low, high;
		size_t n;
	} forms[] = {
		{ 0x00, 0x7f, 0x00, 0x00, 1 },
		{ 0xc2, 0xdf, 0x80, 0xbf, 2 },
		{ 0xe0, 0xe0, 0xa0, 0xbf, 3 },
		{ 0xe1, 0xec, 0x80, 0xbf, 3 },
		{ 0xed, 0xed, 0x80, 0x9f, 3 },
		{ 0xee, 0xef, 0x80, 0xbf, 3 },
		{ 0xf0, 0xf0, 0x90, 0xbf, 4 },
		{ 0xf1, 0xf3, 0x80, 0xbf, 4 },
		{ 0xf4, 0xf4, 0x80, 0x8f, 4 },
	};
	size_t i = 0;

	while (i < sizeof(forms) / sizeof(forms[0]) && (*p < forms[i].first || *p > forms[i].last))
		i++;
	if (i == sizeof(forms) / sizeof(forms[0]) || forms[i].n > room)
		return 0;
	for (size_t j = 1; j < forms[i].n; j++)
		if (p[j] < (j == 1 ? forms[i].low : 0x80) || p[j] > (j == 1 ? forms[i].high : 0xbf))
			return 0;
	return forms[i].n;
}

static const char *bytes_wrong(const char *p, size_t n)
{
	const unsigned char *u = (const unsigned char *)p;

	if (n > INI_LINE_MAX)
		return "the line is longer than 199 bytes";
	for (size_t i = 0, step; i < n; i += step) {
		step = utf8(u + i, n - i);
		if (step == 0)
			return "the line is not UTF-8";
		if (u[i] == 0)
			return "the line holds a NUL byte";
		if ((u[i] < 0x20 && u[i] != '\t') || u[i] == 0x7f ||
		    (u[i] == 0xc2 && u[i + 1] < 0xa0))
			return "the line holds a control character";
	}
	return NULL;
}

/* From the opening quote of a name to the closing one; what is wrong with it. */
static const char *read_name(const char *p, const char *end, struct ini_line *out)
{
	const char *quote = memchr(p + 1, '"', (size_t)(end - p - 1));

	if (quote == NULL)
		return "the name of the section has no closing quote";
	out->name = p + 1;
	out->name_len = (size_t)(quote - p - 1);
	/* inih would end the header there. */
	if (memchr(p, ']', (size_t)(quote - p)) != NULL || comment(p, quote) != quote)
		return "the name of the section holds a ']', or a ';' after a blank";
	if (out->name_len > 0 && (blank(p[1]) || blank(quote[-1])))
		return "the name of the section starts or ends with a blank";
	return NULL;
}

static const char *read_section(const char *p, const char *end, struct ini_line *out)
{
	const char *close, *wrong;
	size_t gap;

	out->text = out->word = p + 1;
	out->word_len = word(p + 1, end);
	close = out->word + out->word_len;
	gap = blanks(close, end);
	if (out->word_len > 0 && gap > 0 && close + gap < end && close[gap] == '"') {
		wrong = read_name(close + gap, end, out);
		if (wrong != NULL)
			return wrong;
		close = out->name + out->name_len + 1;
	}
	if (out->word_len == 0 || close == end || *close != ']')
		return "a section is written [kind] or [kind \"name\"]";
	out->text_len = (size_t)(close - out->text);
	if (out->text_len > INI_SECTION_MAX)
		return "the text between the brackets is longer than 49 bytes";
	if (close + 1 + blanks(close + 1, end) != comment(close, end))
		return "there is text after the ']'";
	out->kind = INI_LINE_SECTION;
	return NULL;
}

static const char *read_key(const char *p, const char *end, struct ini_line *out)
{
	const char *sign;

	out->word = p;
	out->word_len = word(p, end);
	sign = p + out->word_len + blanks(p + out->word_len, end);
	if (out->word_len > 0 && sign < end && *sign == ':')
		return "a key and its value are separated by '=', not ':'";
	if (out->word_len == 0 || sign == end || *sign != '=')
		return "the line is no section, no key with a value and no comment";
	end = comment(sign, end);
	/* inih would make it part of the value. */
	for (const char *q = sign + 1; q < end; q++)
		if (*q == '#' && blank(q[-1]) && (q + 1 == end || blank(q[1])))
			return "'#' after a value starts no comment: write ';'";
	while (blank(end[-1]))
		end--;
	out->value = sign + 1 + blanks(sign + 1, end);
	out->value_len = (size_t)(end - out->value);
	out->kind = INI_LINE_KEY;
	return NULL;
}

void ini_line_read(const char *p, size_t n, struct ini_line *out)
{
	const char *end = p + n, *first = p + blanks(p, end);

	memset(out, 0, sizeof(*out));
	out->header = first < end && *first == '[';
	out->wrong = bytes_wrong(p, n);
	if (out->wrong != NULL)
		return;
	if (first == end || *first == ';' || *first == '#')
		out->kind = INI_LINE_EMPTY;
	else if (first != p)
		out->wrong = "the line starts with a blank; a value ends with its line";
	else
		out->wrong = out->header ? read_section(p, end, out) : read_key(p, end, out);
}
