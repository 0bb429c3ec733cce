/*
 * evidence_store: where linked files are looked up, and whether their bytes are the linked ones.
 *
 * `git:PATH` is a file in the evidence ref as it stands with this push, `sftp://host/path` one on a
 * result server (evidence_sftp.h). Other bytes under the same name are refused (norm CH.06 criteria
 * 6 and 8).
 */
#ifndef SLUIS_EVIDENCE_STORE_H
#define SLUIS_EVIDENCE_STORE_H

#include <git2/oid.h>
#include <git2/types.h>
#include <stddef.h>

#include "arena.h"
#include "digest.h"
#include "error.h"
#include "fact.h"
#include "link.h"
#include "policy.h"
#include "repo.h"

#define EVIDENCE_BYTES_MAX ((size_t)16 << 20) /* of one file */

struct evidence_servers;

struct evidence_store {
	struct arena *arena;
	const struct repo *repo;
	const char *ref; /* NULL: the policy names no evidence ref */
	const char *
	    promotion; /* the id of the promotion that links; NULL when it has none that is valid */
	enum answer exists; /* of the ref, with this push; unknown: `why` */
	git_oid commit;
	struct error why;
	struct evidence_servers *servers; /* for sftp:// */
	git_tree *root; /* of the commit; NULL until it is needed */
};

struct exhibit { /* one linked file */
	const char *path; /* in the evidence ref; NULL for a file of another place */
	const struct sftp_host *host; /* the result server; NULL for a file of another place */
	const char *fetched; /* its name there (fetched.h); NULL for a file of another place */
	const char *place; /* for people, escaped; never NULL once it was linked */
	struct fact intact; /* it is there and its bytes have the digest; else `why` */
	unsigned char sha256[DIGEST_SIZE]; /* as it was linked */
	git_oid blob; /* when it is intact */
};

/* The bytes of one linked file; valid until evidence_bytes_free(). */
struct evidence_bytes {
	git_blob *blob;
	const char *p;
	size_t len;
};

/* Fetches what a link names into `b` (may be NULL) and says in `x` whether it is what was linked. 0
 * when it is, else -1. */
int evidence_fetch(struct evidence_store *st, const struct link *link, struct exhibit *x,
    struct evidence_bytes *b);

/* The same for a file of the evidence ref that nobody linked, as it stands: its digest is that of
 * what is found. */
int evidence_find(
    struct evidence_store *st, const char *path, struct exhibit *x, struct evidence_bytes *b);

void evidence_bytes_free(struct evidence_bytes *b);

/* What a failure answers: "unreadable" and "no memory" leave the question open, everything else is
 * a no. */
enum answer evidence_answer(const struct error *why);

/* Closes what was opened on the way. */
void evidence_store_close(struct evidence_store *st);

#endif
