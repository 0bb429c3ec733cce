/*
 * fetched: what came from result servers before, found again by its link, so that the same
 * promotion pushed again fetches nothing.
 *
 * Each verdict in the audit keeps beside its own evidence a folder `fetched`: for every link to a
 * result server that was ever fetched and had its digest, the blob. The next verdict takes the
 * folder over and adds to it; so one look at the newest verdict is enough, and nothing is kept here
 * that is not evidence in the audit already. A cache: what is lost when two pushes write at once,
 * or cannot be read, is fetched again; and the digest of what is found is compared as ever.
 */
#ifndef SLUIS_FETCHED_H
#define SLUIS_FETCHED_H

#include <git2/oid.h>
#include <git2/types.h>

#include "digest.h"
#include "repo.h"

#define FETCHED_FOLDER "fetched"

/* The name of a link in the folder: a digest of place and digest, so that the same bytes elsewhere
 * are another link. `place` is "sftp://host/path". -1 when it cannot be computed. */
int fetched_name(struct arena *a, const char *place, const unsigned char sha256[DIGEST_SIZE],
    char out[DIGEST_HEX]);

/* The folder of the newest verdict; NULL when there is none. To be freed. */
git_tree *fetched_open(const struct repo *r);

/* The blob that a folder (may be NULL) has under that name: 0, or -1 for none. */
int fetched_find(const struct repo *r, const git_tree *folder, const char *name, git_oid *out);

/* The folder with one more; it is written to `store`. `folder` may be zero. 0, or a libgit2 error.
 */
int fetched_add(const struct repo *store, git_oid *folder, const char *name, const git_oid *blob);

#endif
