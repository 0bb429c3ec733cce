/*
 * audit/held: are the governed refs what the audit left them at, and did each get there by its
 * verdicts? (norm CH.06 criteria 8 and 9)
 *
 * It is held against the refs, against their reflogs, which arming switches on, and against itself:
 * what arming found and each move must follow on one another. A correction of the repository's
 * owner settles what it names; that stays to be seen.
 */
#pragma once

#include "audit/moves.h"
#include "audit/walk.h"
#include "git/repo.h"
#include "policy/policy.h"

enum held_mend {
	HELD_SETTLED = 0, /* a correction settles it already */
	HELD_BY_ENTRY, /* a correction that names the entry settles it */
	HELD_BY_WRONG, /* the entry tells of what did not happen */
	HELD_BY_REF, /* a correction that says what the ref is settles it */
	HELD_BY_NOBODY /* no correction settles it */
};

struct held_finding {
	const char *ref; /* escaped; NULL where it is about several */
	git_oid entry; /* zero for none */
	enum held_mend mend;
	const char *text; /* escaped, in the language that is spoken */
};

struct audit_held {
	struct arena *arena;
	const struct repo *repo;
	const struct policy *policy; /* NULL: the refs are not here, and not looked at */
	struct audit_moves moves; /* in order after audit_held_end() */
	struct held_finding *list;
	size_t n;
	size_t refs; /* how many were looked at */
	/* Its own: */
	struct audit_fates fates;
	struct lookup accepted; /* ref: its newest accepting verdict */
	struct lookup settled; /* entries that a correction names */
	struct held_scope *scopes; /* what was governed since when */
	size_t nscopes;
	bool logs; /* the repository keeps reflogs */
};

/* Takes in the next entry, from the newest on. 0 or -1. */
int audit_held_see(struct audit_held *h, const struct audit_seen *seen, struct error *e);

/* To be called after the last one. 0, whatever was found, or -1. */
int audit_held_end(struct audit_held *h, struct error *e);
