/*
 * git/provenance: which commit of the evidence ref brought a file in as it stands now.
 *
 * A record counts as the word of whoever brought it in, not of whoever it names. Going back from
 * the tip, a file is followed to a parent that holds the same bytes at the same path; the commit
 * without such a parent brought it. A file that was changed and changed back was brought by the
 * commit that changed it back.
 */
#ifndef SLUIS_PROVENANCE_H
#define SLUIS_PROVENANCE_H

#include <git2/oid.h>

#include "base/arena.h"
#include "git/commit.h"
#include "base/fact.h"
#include "git/repo.h"

struct provenance {
	enum answer known; /* yes: `commit` brought it; unknown: `why` */
	struct commit commit;
	struct error why;
};

/* `path` must be in the tree of `tip`. */
void provenance_find(struct arena *a, const struct repo *r, const git_oid *tip, const char *path,
    struct provenance *out);

#endif
