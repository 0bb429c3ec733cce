/*
 * audit_walk: the entries of the audit, newest first.
 */
#ifndef SLUIS_AUDIT_WALK_H
#define SLUIS_AUDIT_WALK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "arena.h"
#include "audit_entry.h"
#include "error.h"
#include "repo.h"

struct audit_seen {
	git_oid id, tree;
	bool is_signed; /* it has a signature, good or not */
	int64_t at; /* seconds since 1970, the host's clock when it was written */
	struct audit_entry entry;
};

/* Reads one entry into `a`. *before becomes the one before it, and *more whether there is one. 0 or
 * -1. */
int audit_read(struct arena *a, const struct repo *r, const git_oid *id, struct audit_seen *out,
    git_oid *before, bool *more, struct error *e);

/* Called for each entry; 0 goes on, 1 stops, -1 fails (with `e`). What it gets lives only during
 * the call. */
typedef int audit_each(void *ctx, const struct audit_seen *seen, struct error *e);

/* At most `max` entries (0: all) from `tip` on. 0, or -1: an entry is missing, broken, or not one
 * the gate wrote. */
int audit_walk(const struct repo *r, const git_oid *tip, size_t max, audit_each *each, void *ctx,
    struct error *e);

#endif
