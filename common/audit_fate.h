/*
 * audit_fate: what became of verdicts, for whoever walks the audit from its newest entry on.
 *
 * An outcome stands after its verdict, so it is met before it. The moves that an unlock let happen
 * are its fates too.
 */
#ifndef SLUIS_AUDIT_FATE_H
#define SLUIS_AUDIT_FATE_H

#include <git2/oid.h>
#include <stdint.h>

#include "arena.h"
#include "audit_walk.h"
#include "error.h"
#include "lookup.h"

enum audit_fate { AUDIT_FATE_UNKNOWN = 0, AUDIT_FATE_NOT_MOVED, AUDIT_FATE_MOVED };

struct audit_told { /* one outcome */
	git_oid verdict, id; /* the entry it belongs to, its own */
	const char *ref; /* escaped, as entries have it */
	git_oid old, new;
	int64_t at;
	enum audit_fate fate;
	struct audit_told *next; /* an older one of the same verdict; NULL for none */
};

struct audit_fates {
	struct lookup by_verdict;
};

/* Remembers an outcome; other entries, and moves without a verdict, are passed over. 0 or -1. */
int audit_fates_note(
    struct arena *a, struct audit_fates *f, const struct audit_seen *seen, struct error *e);

/* All outcomes of an entry, newest first; NULL for none so far. */
const struct audit_told *audit_fates_all(const struct audit_fates *f, const git_oid *entry);

/* What became of one ref of a verdict. */
enum audit_fate audit_fate_of(const struct audit_fates *f, const git_oid *verdict, const char *ref);

/* Nobody will ask for this entry any more. */
void audit_fates_forget(struct arena *a, struct audit_fates *f, const git_oid *entry);

#endif
