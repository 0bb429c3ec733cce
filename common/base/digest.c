#include "base/digest.h"

#include <mbedtls/sha256.h>
#include <mbedtls/version.h>

#if MBEDTLS_VERSION_NUMBER < 0x03000000
#define mbedtls_sha256 mbedtls_sha256_ret
#endif

int digest_sha256(const void *bytes, size_t len, unsigned char out[DIGEST_SIZE])
{
	return mbedtls_sha256(bytes, len, out, 0) == 0 ? 0 : -1;
}

const char *digest_hex(const unsigned char d[DIGEST_SIZE], char out[DIGEST_HEX])
{
	static const char hex[] = "0123456789abcdef";

	for (size_t i = 0; i < DIGEST_SIZE; i++) {
		out[2 * i] = hex[d[i] >> 4];
		out[2 * i + 1] = hex[d[i] & 15];
	}
	out[DIGEST_HEX - 1] = '\0';
	return out;
}

const char *digest_text(struct arena *a, const void *bytes, size_t len)
{
	unsigned char sum[DIGEST_SIZE];
	char hex[DIGEST_HEX];

	return digest_sha256(bytes, len, sum) == 0 ? arena_strdup(a, digest_hex(sum, hex)) : NULL;
}

/* The value of one hex digit, or -1. */
static int nibble(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

int digest_parse(const char *hex, size_t len, unsigned char out[DIGEST_SIZE])
{
	if (len != 2 * DIGEST_SIZE)
		return -1;
	for (size_t i = 0; i < DIGEST_SIZE; i++) {
		int high = nibble(hex[2 * i]), low = nibble(hex[2 * i + 1]);

		if (high < 0 || low < 0)
			return -1;
		out[i] = (unsigned char)(high << 4 | low);
	}
	return 0;
}
