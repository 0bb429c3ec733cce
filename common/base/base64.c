#include "base/base64.h"

static const char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

static int digit(char c)
{
	const char *at = c != '\0' ? strchr(alphabet, c) : NULL;

	return at != NULL ? (int)(at - alphabet) : -1;
}

unsigned char *base64_decode(struct arena *a, const char *text, size_t len, size_t *n)
{
	size_t pad = 0;
	unsigned char *out;
	unsigned bits = 0, have = 0;

	*n = 0;
	if (len == 0 || len % 4 != 0)
		return NULL;
	while (pad < 2 && text[len - 1 - pad] == '=')
		pad++;
	out = arena_alloc(a, len / 4 * 3 + 1);
	for (size_t i = 0; out != NULL && i < len - pad; i++) {
		int d = digit(text[i]);

		if (d < 0)
			return NULL;
		bits = (bits << 6 | (unsigned)d) & 0xffff;
		have += 6;
		if (have >= 8) {
			have -= 8;
			out[(*n)++] = (unsigned char)(bits >> have & 0xff);
		}
	}
	return (bits & ((1u << have) - 1)) == 0 ? out : NULL;
}

char *base64_encode_bare(struct arena *a, const unsigned char *bytes, size_t n)
{
	char *out = arena_alloc(a, n / 3 * 4 + 5);
	size_t at = 0;
	unsigned bits = 0, have = 0;

	for (size_t i = 0; out != NULL && i < n; i++) {
		bits = (bits << 8 | bytes[i]) & 0xffff;
		for (have += 8; have >= 6; have -= 6)
			out[at++] = alphabet[bits >> (have - 6) & 63];
	}
	if (out != NULL && have > 0)
		out[at++] = alphabet[bits << (6 - have) & 63];
	return out;
}

char *base64_encode(struct arena *a, const unsigned char *bytes, size_t n)
{
	char *out = base64_encode_bare(a, bytes, n);
	size_t at = out != NULL ? strlen(out) : 0;

	while (out != NULL && at % 4 != 0)
		out[at++] = '='; /* there is room: it was made for the next three bytes */
	return out;
}
