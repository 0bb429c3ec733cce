/*
 * promotion/result_cache: what came from result servers before, found again by its link, so that
 * the same promotion pushed again fetches nothing.
 *
 * Each verdict in the audit keeps a folder `fetched` beside its own evidence: the blob for every
 * link to a result server that was ever fetched and had its digest. The next verdict takes the
 * folder over and adds to it, so one look at the newest is enough. What is lost when two pushes
 * write at once, or cannot be read, is fetched again; the digest is compared in any case.
 */
#ifndef SLUIS_RESULT_CACHE_H
#define SLUIS_RESULT_CACHE_H

#include <git2/oid.h>
#include <git2/types.h>

#include "base/digest.h"
#include "git/repo.h"

#define RESULT_CACHE_FOLDER "fetched"

/* The name of a link in the folder: a digest of place and digest, so that the same bytes elsewhere
 * are another link. `place` is "sftp://host/path". -1 when it cannot be computed. */
int result_cache_name(struct arena *a, const char *place, const unsigned char sha256[DIGEST_SIZE],
    char out[DIGEST_HEX]);

/* The folder of the newest verdict; NULL when there is none. To be freed. */
git_tree *result_cache_open(const struct repo *r);

/* The blob that a folder (may be NULL) has under that name: 0, or -1 for none. */
int result_cache_find(const git_tree *folder, const char *name, git_oid *out);

/* The folder with one more; it is written to `store`. `folder` may be zero. 0, or a libgit2 error.
 */
int result_cache_add(
    const struct repo *store, git_oid *folder, const char *name, const git_oid *blob);

#endif
