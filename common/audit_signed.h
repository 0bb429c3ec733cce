/*
 * audit_signed: are the entries of the audit signed by the host, and since when? (audit_seal.h)
 *
 * Each entry names the one before it by its hash, so that a good signature of the newest one holds
 * for all before it: they are what they were when the host signed. That is what is verified unless
 * all are asked for. Which entries have a signature is looked at in each: one without, behind one
 * with, was not written by the gate as the policy had it. That each of them was signed by the host
 * itself, and not covered later, only verifying all shows.
 */
#ifndef SLUIS_AUDIT_SIGNED_H
#define SLUIS_AUDIT_SIGNED_H

#include <git2/oid.h>
#include <stdbool.h>
#include <stddef.h>

#include "arena.h"
#include "audit_keys.h"
#include "audit_walk.h"
#include "error.h"
#include "repo.h"

#define AUDIT_SIGNED_BATCH 256

struct audit_signed {
	struct arena *arena;
	const struct repo *repo;
	struct audit_keys *keys; /* their order changes: the one that was good is tried first */
	void (*say)(void *ctx, const git_oid *entry,
	    const char *text); /* called for each problem; escaped text */
	void *ctx;
	size_t n, verified; /* how many have a signature, and how many of these are good */
	git_oid newest; /* that has one */
	/* Its own: */
	git_oid *bare; /* without a signature, since the last one that had one */
	size_t nbare, room;
	struct audit_batch *batch;
};

/* Takes in the next entry, from the newest on. 0, or -1 with `e` when something could not be looked
 * at. */
int audit_signed_see(struct audit_signed *s, const struct audit_seen *seen, struct error *e);

/* To be called after the last one, whether or not the walk went well. 0 or -1. */
int audit_signed_end(struct audit_signed *s, struct error *e);

#endif
