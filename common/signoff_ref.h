/*
 * signoff_ref: where a sign-off stands: refs/signoffs/PROMOTION/ROLE/PERSON, or PERSON.2 and up for
 * the ones after.
 *
 * No id of a person ends in a dot and a number (policy_form.h), so the name reads in one way only:
 * els.2 is the second sign-off of els, never the first of somebody called els.2. A pure reader.
 */
#ifndef SLUIS_SIGNOFF_REF_H
#define SLUIS_SIGNOFF_REF_H

#include "arena.h"
#include "error.h"

#define SIGNOFF_REFS "refs/signoffs/"
#define SIGNOFF_SEQUENCE_MAX 9999

struct signoff_ref {
	const char *promotion, *role, *person;
	unsigned sequence; /* 1 for PERSON, N for PERSON.N */
};

/* -1: ERROR_MALFORMED for any other name, also for PERSON.0, PERSON.1 and PERSON.02; ERROR_MEMORY.
 */
int signoff_ref_read(struct arena *a, const char *ref, struct signoff_ref *out, struct error *e);

/* The name of that ref, in the arena; NULL without memory. */
const char *signoff_ref_name(struct arena *a, const struct signoff_ref *r);

#endif
