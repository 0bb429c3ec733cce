/*
 * audit_reading: what the parts of the reader of an audit entry share (audit_entry.c,
 * audit_entry_step.c).
 */
#ifndef SLUIS_AUDIT_READING_H
#define SLUIS_AUDIT_READING_H

#include "audit_entry.h"

struct audit_reading {
	struct arena *arena;
	struct audit_entry *out;
	const char *wrong; /* the first thing that is */
};

typedef void audit_key_read(struct audit_reading *r, char *value);

struct audit_key {
	const char *key;
	audit_key_read *read;
};

/* The keys of a step; ends with a NULL key. */
extern const struct audit_key audit_step_keys[];

/* What a line belongs to; NULL, and something is wrong, when there is none. */
struct audit_ref *audit_last_ref(struct audit_reading *r);

/* Room for one more of a list that holds `n`. NULL without memory. */
void *audit_one_more(struct audit_reading *r, void *list, size_t n, size_t size);

void audit_set_oid(struct audit_reading *r, git_oid *out, const char *value);
void audit_set_number(struct audit_reading *r, int64_t *out, const char *value);

/* Says what is wrong, unless something was before. */
void audit_wrong(struct audit_reading *r, const char *what);

#endif
