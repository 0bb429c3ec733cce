/*
 * promotion/promotion: what a merge says of itself in its trailers (sluis(7), TRAILERS), and which
 * merges an environment has had.
 *
 * Without judgement: how often each trailer stands there and what it says first. Two exceptions are
 * claimed by a trailer. Whether the claim holds is for rules/exception.c; while it does not, the
 * push is refused, so that other rules may take the claim at its word.
 */
#pragma once

#include "git/commit.h"
#include "git/repo.h"
#include "git/trailer.h"

#define PROMOTION_ID_MAX 64

enum exception { EXCEPTION_NONE = 0, EXCEPTION_EMERGENCY, EXCEPTION_ROLLBACK };

struct said {
	size_t times;
	const char *value; /* the first; NULL when it is not said */
};

struct promotion {
	struct said id, plan, impact, emergency, rollback;
	const char *name; /* the id when it is said once and valid; else NULL */
	enum exception exception;
	/* As a sign-off of it says: "emergency INCIDENT", "rollback"; NULL for an ordinary one. */
	const char *kind;
};

#define EMERGENCY_WORD "emergency "

/* 0, or -1 without memory. */
int promotion_read(struct arena *a, const struct trailers *ts, struct promotion *out);

/* Are both kinds, or texts that may be NULL, the same? */
bool promotion_same(const char *a, const char *b);

/* May this be a promotion's id? It is the dossier's folder too, so it must be a harmless name. */
bool promotion_id_valid(const char *id);

/* "Emergency: INCIDENT REASON": the incident is the first word; `*len` bytes. False when incident
 * or reason is missing. */
bool promotion_incident(const char *emergency, size_t *len);

/* Calls `each` for every two-parent merge on the first-parent line of `tip`, newest first. A
 * message that cannot be read was never accepted, and is passed over. `each` says 1 to stop. 0, or
 * -1 (with `e`), also when `each` said -1. */
typedef int promotion_each(
    void *ctx, const struct commit *c, const struct trailers *ts, struct error *e);
int promotion_walk(struct arena *a, const struct repo *r, const git_oid *tip, promotion_each *each,
    void *ctx, struct error *e);

/* The newest of those merges whose first Promotion trailer says `id`, in the arena; `*merge` is
 * NULL for none. 0, or -1 (with `e`). */
int promotion_find(struct arena *a, const struct repo *r, const git_oid *tip, const char *id,
    const git_oid **merge, struct error *e);
