/*
 * clean_merge: did whoever made a merge add anything of his own?
 *
 * The merge is made again in memory and compared. libgit2's merge stands in for git's own; where
 * the two differ the answer is "no", and the merger counts as a contributor.
 */
#ifndef SLUIS_CLEAN_MERGE_H
#define SLUIS_CLEAN_MERGE_H

#include "arena.h"
#include "commit.h"
#include "fact.h"
#include "repo.h"

/* Does `c` have two parents and hold exactly what merging them gives, without conflict? */
void clean_merge(struct arena *a, const struct repo *r, const struct commit *c, struct fact *out);

#endif
