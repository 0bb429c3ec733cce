/*
 * people/line: what `git sluis setup` prints and a person sends to the administrator, in one line:
 *
 *	sluis-person ID ADDRESS KEYTYPE KEY NAME
 *
 * Nothing in it is believed: who sent it, and whose the key is, the administrator asks the person.
 */
#pragma once

#include "base/base.h"

#define PERSON_LINE_MAX ((size_t)8192)

struct person_line {
	const char *id, *email, *key_type, *key, *name;
};

/* Pure: bytes to a struct. A mail may have broken the line at its blanks. NULL, or what is wrong,
 * escaped. All of `out` is what a policy and allowed_signers can hold. */
const char *person_line_read(
    struct arena *a, const char *bytes, size_t len, struct person_line *out);

/* What is wrong with one, escaped; NULL where the reader would take it. */
const char *person_line_wrong(struct arena *a, const struct person_line *p);

/* NULL without memory. */
const char *person_line_write(struct arena *a, const struct person_line *p);
