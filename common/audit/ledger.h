/*
 * audit/ledger: every move of a ref that the gate let happen or saw happen, read in one walk of the
 * audit for all questions of a push.
 *
 * The gate has held the old value of an accepted push against the ref, so also an accepted move
 * that failed tells what the ref was.
 */
#pragma once

#include "audit/moves.h"
#include "audit/walk.h"
#include "git/repo.h"

struct ledger_step { /* a promotion or rollback */
	const char *id;
	git_oid tip, candidate;
	bool back; /* a rollback, to `to` */
	git_oid to;
};

struct ledger_word { /* what a sign-off says */
	const char *to; /* the environment */
	const char *kind; /* "emergency INC-1", "rollback"; NULL for an ordinary promotion */
	bool reject;
	git_oid candidate, tree;
	const char *question, *key; /* its signature was found good (struct sshsig_good); NULL
	                               where that is not told */
};

struct ledger_move {
	size_t entry; /* that tells it; 1 is the newest of the audit */
	bool judged; /* an accepting verdict let it happen; else it was only seen */
	bool unlocked; /* the owner of the repository moved it, with the gate unlocked */
	bool found; /* arming found the ref at `new`, and no older entry speaks of it */
	enum audit_fate fate; /* unknown: no outcome of the verdict was written yet */
	const char *ref; /* escaped, as entries have it */
	const char *environment, *from; /* ids; NULL where the entry names none */
	const char *pusher; /* of a verdict: the id of a person or service; NULL for nobody */
	git_oid old, new;
	int64_t at; /* of the verdict, or of the outcome that stands alone */
	struct ledger_step *steps; /* newest first */
	size_t nsteps;
	const struct ledger_word *word; /* of a sign-off; NULL where the entry does not tell it */
};

struct ledger { /* zeroed, nothing is read yet */
	bool asked, there; /* `there`: the repository has an audit */
	struct error why; /* ERROR_NONE, or why it could not be read */
	struct ledger_move *list; /* newest first */
	size_t n;
	size_t entries, armed; /* how many; the oldest of them that arming wrote, 0 for none */
	struct audit_moves moves; /* what moved, and where each ref was left, in order */
	struct audit_fates fates;
};

/* Reads it the first time that it is called. 0, or -1 (with `e`). */
int ledger_read(struct arena *a, const struct repo *r, struct ledger *l, struct error *e);

/* Did it happen to an environment with a source, as far as the audit tells? */
bool ledger_counts(const struct ledger_move *m);
