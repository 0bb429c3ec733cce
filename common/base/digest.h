/*
 * base/digest: SHA-256 (FIPS 180-4) of bytes, from the mbed TLS that Debian's libgit2 brings along.
 */
#pragma once

#include "base/base.h"

#define DIGEST_SIZE 32
#define DIGEST_HEX (2 * DIGEST_SIZE + 1)

/* 0, or -1 when the library fails; then `out` must not be used. */
int digest_sha256(const void *bytes, size_t len, unsigned char out[DIGEST_SIZE]);

/* Lower-case hex with a final NUL; returns `out`. */
const char *digest_hex(const unsigned char d[DIGEST_SIZE], char out[DIGEST_HEX]);

/* The digest of these bytes in hex. NULL when the library fails, or without memory. */
const char *digest_text(struct arena *a, const void *bytes, size_t len);

/* Exactly 64 hex digits, either case. 0 or -1. */
int digest_parse(const char *hex, size_t len, unsigned char out[DIGEST_SIZE]);
