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

int digest_parse(const char *hex, size_t len, unsigned char out[DIGEST_SIZE])
{
	return len == 2 * DIGEST_SIZE ? hex_read(hex, out, DIGEST_SIZE) : -1;
}
