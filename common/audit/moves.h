/*
 * audit/moves: every move of every governed ref that the audit tells of, in order, each with what
 * let it happen.
 *
 * The outcome of a move may be written long after it (gate/audit_reconcile.h), so a move stands
 * where its verdict stands: a verdict holds for one value of the ref, and no other move comes
 * between the two. A move without a verdict stands where it was recorded.
 */
#pragma once

#include "audit/walk.h"
#include "base/lookup.h"

enum audit_leave {
	AUDIT_LEAVE_LOST = 0, /* the entry that it names is not there */
	AUDIT_LEAVE_NONE, /* it names none */
	AUDIT_LEAVE_OTHER, /* the entry that it names does not let it happen */
	AUDIT_LEAVE_UNLOCK, /* an unlock lasted */
	AUDIT_LEAVE_CORRECTION, /* the owner of the repository says that it is so */
	AUDIT_LEAVE_ARMED, /* it is no move: arming found the ref at `new`; `old` tells nothing */
	AUDIT_LEAVE_VERDICT
};

struct audit_move {
	git_oid old, new;
	git_oid outcome, by; /* its own entry, and the one that it names */
	int64_t at; /* of its own entry */
	enum audit_leave leave;
	size_t steps; /* of the ref, as its verdict has them */
	bool promotes; /* each of these is a promotion */
	size_t place; /* in the audit; small is new */
	size_t told; /* the place of its own entry */
	bool reconciled; /* found out afterwards */
	const char *symbolic; /* of CORRECTION and ARMED, as the next: see struct audit_ref */
	int64_t logged;
	bool twice; /* told by another outcome too; gone after audit_moves_sort() */
	struct audit_moved_ref *ref;
	struct audit_move *same; /* another move of the same verdict */
	struct audit_move *before; /* the older one of the ref; in order after audit_moves_sort() */
};

struct audit_moved_ref {
	const char *name; /* escaped, as entries have it */
	const char *environment, *from; /* as its newest verdict has them; NULL for none */
	struct audit_move *newest;
	size_t n;
	struct audit_moved_ref *next; /* the ref that was met before */
};

struct audit_moves {
	struct audit_moved_ref *refs;
	struct lookup by_name, open, corrected;
	size_t place;
};

/* Takes in the next entry, from the newest on. 0 or -1. */
int audit_moves_see(
    struct arena *a, struct audit_moves *m, const struct audit_seen *seen, struct error *e);

/* To be called after the last one. Brings the moves of each ref in order, newest first. 0 or -1. */
int audit_moves_sort(struct audit_moves *m, struct error *e);

/* The ref of that (escaped) name, or NULL. */
const struct audit_moved_ref *audit_moves_of(const struct audit_moves *m, const char *name);
