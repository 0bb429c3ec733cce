/*
 * promotion/evidence_sftp: linked files of result servers (`sftp://host/path`): found in the audit
 * from an earlier push, or fetched.
 *
 * Only hosts that the policy names (norm CH.06 criterion 6). Whatever a server or sluis-fetch(8)
 * says, the digest of the bytes is computed here.
 */
#pragma once

#include "promotion/exhibit.h"
#include "fetch/fetch.h"
#include "record/link.h"
#include "base/digest.h"
#include "git/repo.h"

struct evidence_known; /* a link that was followed in this run */

struct evidence_servers { /* the same for all promotions of a push */
	struct fetch fetch;
	const struct repo *repo;
	struct error why; /* kind is not ERROR_NONE: where sluis-fetch is cannot be found out */
	bool looked; /* in the audit: */
	git_tree *before; /* NULL: nothing is kept there */
	struct evidence_known *known;
};

/* `progress` as in fetch/fetch.h. Starts and opens nothing yet. */
void evidence_servers_init(struct arena *a, const struct repo *r, const struct policy *p,
    struct progress *progress, struct evidence_servers *out);

void evidence_servers_end(struct evidence_servers *s);

/* Follows a link to a result server. 0 and x->blob when the file is what was linked, else -1; both
 * are in x->intact. */
int evidence_sftp(struct evidence_servers *s, const struct link *link, struct exhibit *x);

/*
 * What came from result servers before, found again by its link, so that the same promotion pushed
 * again fetches nothing: each verdict in the audit keeps a folder beside its own evidence, with the
 * blob for every link that was ever fetched and had its digest. The next verdict takes the folder
 * over and adds to it, so one look at the newest is enough. What is lost when two pushes write at
 * once, or cannot be read, is fetched again; the digest is compared in any case.
 */
#define RESULT_CACHE_FOLDER "fetched"

/* The folder of the newest verdict; NULL when there is none. To be freed. */
git_tree *result_cache_open(const struct repo *r);

/* The folder with one more; it is written to `store`. `folder` may be zero. 0, or a libgit2 error.
 */
int result_cache_add(
    const struct repo *store, git_oid *folder, const char *name, const git_oid *blob);
