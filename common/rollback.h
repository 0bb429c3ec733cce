/*
 * rollback: what is to be known of a promotion that claims to go back (trailer Rolls-Back-To).
 */
#ifndef SLUIS_ROLLBACK_H
#define SLUIS_ROLLBACK_H

#include <git2/oid.h>
#include <stdbool.h>

#include "arena.h"
#include "commit.h"
#include "fact.h"
#include "repo.h"

struct rollback {
	bool named; /* the trailer holds a commit id */
	git_oid to;
	struct fact
	    was_state; /* the environment had it: on its first-parent line, or merged in there */
	struct commit target; /* when it was */
};

/* `word` is the trailer's value, `base` what the environment is now. */
void rollback_gather(struct arena *a, const struct repo *r, const char *word, const git_oid *base,
    struct rollback *out);

/* Is `candidate` the state gone back to, or what that state had merged in? */
bool rollback_brings(const struct rollback *rb, const git_oid *candidate);

#endif
