#include "base/ini_line.h"

#include "base/utf8.h"

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

static bool word_byte(char c)
{
	return ((c | 0x20) >= 'a' && (c | 0x20) <= 'z') || (c >= '0' && c <= '9') || c == '-' ||
	    c == '_';
}

static size_t word(const char *p, const char *end)
{
	size_t n = 0;

	while (p + n < end && word_byte(p[n]))
		n++;
	return n;
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
	for (const char *q = memchr(sign, '#', (size_t)(end - sign)); q != NULL;
	     q = memchr(q + 1, '#', (size_t)(end - q - 1)))
		if (blank(q[-1]) && (q + 1 == end || blank(q[1])))
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
