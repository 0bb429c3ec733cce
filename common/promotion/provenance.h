/*
 * promotion/provenance: whose word a file of the evidence ref is, and since when it stands there
 * (norm CH.06 criteria 6 and 9).
 *
 * What a push changes on the evidence ref, from the tree that the ref showed to the tree that it
 * shows then, is the word of its pusher, whatever commits lie between. A file is brought in by the
 * last such move since which these bytes stand at that path without a break. The audit knows the
 * moves; where it knows none, each first-parent step is a move of its committer, at its own date.
 */
#pragma once

#include "audit/ledger.h"
#include "base/lookup.h"
#include "git/change.h"
#include "git/commit.h"
#include "git/repo.h"
#include "people/pusher.h"
#include "policy/policy.h"

struct provenance {
	const char *path; /* asked; NULL for a file that is not in the evidence ref */
	git_oid blob; /* asked: what stands there now */
	enum answer known; /* yes: all below; unknown: `why` */
	struct commit commit; /* what the ref became by the move */
	bool audited; /* the audit, or this very push, tells of the move */
	const char *pusher; /* of such a move: the id of a person or service; NULL for nobody */
	int64_t at; /* by the clock of the host; else the commit's own date */
	size_t entry; /* that tells the move, as of struct ledger_move; 0: this very push */
	size_t place; /* among the moves; small is new */
	struct error why;
};

struct evidence_moves { /* of which ref, and what is known of it */
	const char *ref;
	const struct changes *changes; /* of this push */
	const struct pusher *pusher;
	int64_t now;
	struct ledger *ledger;
	struct lookup
	    *touched; /* NULL, or what is kept for who asks often; lives in the same arena */
};

/* Answers all `n` questions with one walk of the states that the ref had, no further back than they
 * need. */
void provenance_find(struct arena *a, const struct repo *r, const struct evidence_moves *m,
    struct provenance **list, size_t n);

/* Did what stands there now stand there before, and was replaced, by the moves that the audit tells
 * from `since` on? Where nothing stands there now (a zero blob): did anything? */
void provenance_came_back(struct arena *a, const struct repo *r, const struct evidence_moves *m,
    const struct provenance *v, int64_t since, struct fact *out);

/* Whose word it is, as the policy knows them; NULL for nobody, or when it is not known. */
const struct person *provenance_person(const struct policy *p, const struct provenance *v);
