/*
 * base/base64: RFC 4648 section 4, strictly: one text for one value. No blanks, full padding, no
 * stray bits at the end, so that two equal keys are equal as text.
 */
#pragma once

#include "base/base.h"

/* The bytes of `len` characters of text, in the arena; NULL when it is not base64, is empty, or
 * without memory. */
unsigned char *base64_decode(struct arena *a, const char *text, size_t len, size_t *n);

/* The text of `n` bytes, without padding, as ssh-keygen(1) prints fingerprints. NULL without
 * memory. */
char *base64_encode_bare(struct arena *a, const unsigned char *bytes, size_t n);

/* The same with padding, as keys are written. */
char *base64_encode(struct arena *a, const unsigned char *bytes, size_t n);
