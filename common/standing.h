/*
 * standing: how far a promotion is: what it has, what it lacks, and who can act next.
 *
 * The merge that `git sluis promote` would make is made in memory and judged by the engine, so that
 * nothing is said here that the gate would not say.
 */
#ifndef SLUIS_STANDING_H
#define SLUIS_STANDING_H

#include <stdbool.h>

#include "errand.h"
#include "promotion.h"
#include "proposal.h"

#define STANDING_ACTS_MAX 32

struct act {
	const char *who; /* names, escaped */
	const char *command; /* to paste, or NULL for what is no command: */
	const char *does;
};

struct standing {
	const char *id;
	const struct environment *env;
	const git_oid *done; /* the merge: it is there already: nothing of the following */
	struct proposal pr;
	const struct person *promoter; /* who would push it; NULL: nobody may */
	enum verdict verdict;
	const struct findings *findings;
	struct act next[STANDING_ACTS_MAX];
	size_t nnext;
};

/* Judges the promotion with that id as it stands. 0 or -1. */
int standing_find(
    struct errand *er, const struct proposal_wish *wish, struct standing *out, struct error *e);

#endif
