/*
 * promoted: which promotions an environment has had, by the merges on its first-parent line.
 */
#ifndef SLUIS_PROMOTED_H
#define SLUIS_PROMOTED_H

#include <git2/oid.h>
#include <stddef.h>

#include "arena.h"
#include "error.h"
#include "repo.h"

struct promoted_merge {
	const char *id; /* of its trailer Promotion */
	git_oid merge;
};

struct promoted {
	struct promoted_merge *list; /* newest first */
	size_t n;
};

/* Those on the first-parent line of `tip`. 0 or -1. */
int promoted_gather(struct arena *a, const struct repo *r, const git_oid *tip, struct promoted *out,
    struct error *e);

/* The newest of that id, or NULL. */
const struct promoted_merge *promoted_find(const struct promoted *ps, const char *id);

#endif
