#include "base/ini_line.h"

#include "base/utf8.h"

#define NO_KEY "the line is no section, no key with a value and no comment"

static bool blank(char c)
{
	return c == ' ' || c == '\t';
}

static const char *after_blanks(const char *p, const char *end)
{
	while (p < end && blank(*p))
		p++;
	return p;
}

static bool word_byte(char c)
{
	return ((c | 0x20) >= 'a' && (c | 0x20) <= 'z') || (c >= '0' && c <= '9') || c == '-' ||
	    c == '_';
}

static const char *after_word(const char *p, const char *end)
{
	while (p < end && word_byte(*p))
		p++;
	return p;
}

/* The `;` after a blank that starts a comment, or `end`. */
static const char *comment(const char *p, const char *end)
{
	for (const char *q = p + 1; q < end; q++) {
		q = memchr(q, ';', (size_t)(end - q));
		if (q == NULL)
			break;
		if (blank(q[-1]))
			return q;
	}
	return end;
}

/* Are these eight bytes printable ASCII, all of them? */
static bool printable_eight(const char *p)
{
	const uint64_t each = 0x0101010101010101;
	uint64_t w;

	memcpy(&w, p, sizeof(w));
	return (((w - each * ' ') | (w + each) | w) & each << 7) == 0;
}

static const char *bytes_wrong(const char *p, size_t n)
{
	uint32_t c;

	if (n > INI_LINE_MAX)
		return "the line is longer than 199 bytes";
	for (size_t i = 0, step;; i += step) {
		while (n - i >= 8 && printable_eight(p + i))
			i += 8;
		while (i < n && p[i] >= ' ' && p[i] <= '~')
			i++;
		if (i == n)
			return NULL;
		step = utf8_char(p + i, n - i, &c);
		if (step == 0)
			return "the line is not UTF-8";
		if (c == 0)
			return "the line holds a NUL byte";
		if ((c < 0x20 && c != '\t') || (c >= 0x7f && c < 0xa0))
			return "the line holds a control character";
	}
}

static const char *read_section(const char *p, const char *end, struct ini_line *out)
{
	const char *close = after_word(p + 1, end), *gap = after_blanks(close, end);

	out->word = p + 1;
	out->word_len = (size_t)(close - out->word);
	if (out->word_len > 0 && gap > close && gap < end && *gap == '"') {
		close = memchr(gap + 1, '"', (size_t)(end - gap - 1));
		if (close == NULL)
			return "the name of the section has no closing quote";
		out->value = gap + 1;
		out->value_len = (size_t)(close++ - out->value);
	}
	if (out->word_len == 0 || close == end || *close != ']')
		return "a section is written [kind] or [kind \"name\"]";
	if (after_blanks(close + 1, end) != comment(close, end))
		return "there is text after the ']'";
	out->kind = INI_LINE_SECTION;
	return NULL;
}

static const char *read_key(const char *p, const char *end, struct ini_line *out)
{
	const char *sign = memchr(p, '=', (size_t)(end - p)), *after = sign;

	if (sign == NULL)
		return NO_KEY;
	while (after > p && blank(after[-1]))
		after--;
	end = comment(sign, end);
	while (blank(end[-1]))
		end--;
	out->word = p;
	out->word_len = (size_t)(after - p);
	out->value = after_blanks(sign + 1, end);
	out->value_len = (size_t)(end - out->value);
	out->kind = INI_LINE_KEY;
	return NULL;
}

/* Its pieces, where its bytes are sound. */
static void cut(const char *p, size_t n, struct ini_line *out)
{
	const char *end = p + n, *first = after_blanks(p, end);

	*out = (struct ini_line){ .header = first < end && *first == '[' };
	if (first == end || *first == ';' || *first == '#')
		out->kind = INI_LINE_EMPTY;
	else if (first != p)
		out->wrong = "the line starts with a blank; a value ends with its line";
	else
		out->wrong = out->header ? read_section(p, end, out) : read_key(p, end, out);
}

static const char *key_wrong(const char *p, const char *end)
{
	const char *after = after_word(p, end), *sign = after_blanks(after, end);

	if (after > p && sign < end && *sign == ':')
		return "a key and its value are separated by '=', not ':'";
	return after > p && sign < end && *sign == '=' ? NULL : NO_KEY;
}

/* What inih would read in its own way. */
static const char *name_wrong(const char *name, const char *end)
{
	if (memchr(name, ']', (size_t)(end - name)) != NULL || comment(name - 1, end) != end)
		return "the name of the section holds a ']', or a ';' after a blank";
	if (name < end && (blank(*name) || blank(end[-1])))
		return "the name of the section starts or ends with a blank";
	return NULL;
}

static const char *value_wrong(const char *value, const char *end)
{
	for (const char *q = value; q < end && (q = memchr(q, '#', (size_t)(end - q))); q++)
		if (blank(q[-1]) && (q + 1 == end || blank(q[1])))
			return "'#' after a value starts no comment: write ';'";
	return NULL;
}

size_t ini_line_between(const struct ini_line *l)
{
	return l->value != NULL ? (size_t)(l->value + l->value_len + 1 - l->word) : l->word_len;
}

void ini_line_read(const char *p, size_t n, struct ini_line *out)
{
	const char *wrong = bytes_wrong(p, n), *value, *end;

	cut(p, n, out);
	if (wrong == NULL && !out->header && out->kind != INI_LINE_EMPTY && !blank(*p))
		wrong = key_wrong(p, p + n);
	value = out->value;
	end = value != NULL ? value + out->value_len : NULL;
	if (wrong == NULL && value != NULL)
		wrong = out->header ? name_wrong(value, end) : value_wrong(value, end);
	if (wrong == NULL && out->kind == INI_LINE_SECTION &&
	    ini_line_between(out) > INI_SECTION_MAX)
		wrong = "the text between the brackets is longer than 49 bytes";
	if (wrong != NULL)
		*out = (struct ini_line){ .wrong = wrong, .header = out->header };
}
