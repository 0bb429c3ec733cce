/*
 * promotion/exhibit: one file that a promotion links, and whether it is there with the bytes that
 * were linked. Other bytes under the same name are refused (norm CH.06 criteria 6 and 8). Here are
 * those of the evidence ref (`git:PATH`); result servers are in promotion/evidence_sftp.h.
 */
#pragma once

#include "base/digest.h"
#include "policy/policy.h"
#include "git/refs.h"
#include "git/repo.h"

struct exhibit {
	const char *path; /* in the evidence ref; NULL for a file of another place */
	const struct sftp_host *host; /* the result server; NULL for a file of another place */
	const char *cache_name; /* result_cache_add(); NULL for a file of another place */
	const char *place; /* for people, escaped; never NULL once it was linked */
	struct fact intact; /* it is there and its bytes have the digest; else `why` */
	unsigned char sha256[DIGEST_SIZE]; /* as it was linked */
	git_oid blob; /* when it is intact */
	bool blank; /* of an intact log: it holds nothing but whitespace */
};

struct exhibit_bytes {
	git_blob *blob;
	const char *p; /* valid until exhibit_bytes_free() */
	size_t len;
};

#define EVIDENCE_BYTES_MAX ((size_t)16 << 20) /* of one file */

/* A blob of at most that size; `path` names it. 0 or -1. */
int exhibit_bytes_read(struct arena *a, const struct repo *r, const git_oid *id, const char *path,
    struct exhibit_bytes *out, struct error *e);

/* One of any size. 0, or a libgit2 error. */
int exhibit_bytes_load(const struct repo *r, const git_oid *id, struct exhibit_bytes *out);

/* Is there nothing to read in them: no byte, or only blanks, line ends and NUL? */
bool exhibit_bytes_blank(const struct exhibit_bytes *b);

void exhibit_bytes_free(struct exhibit_bytes *b);

/* Have the bytes the digest that was linked? 0, or -1 with ERROR_MALFORMED or ERROR_UNREADABLE.
 * `where` they are found now, for people: NULL for "there". */
int exhibit_check(
    const struct exhibit *x, const void *bytes, size_t len, const char *where, struct error *e);

/* Answers by the `why` of a failure: "unreadable" and "no memory" leave the question open,
 * everything else is a no. Returns -1. */
int exhibit_fails(struct fact *intact);

struct evidence_store {
	struct arena *arena;
	const struct repo *repo;
	const char *ref; /* NULL: the policy names no evidence ref */
	enum answer exists; /* of the ref, with this push; unknown: `why` */
	git_oid commit;
	struct error why;
	git_tree *root; /* of the commit; NULL until it is needed */
};

/* Finds where the evidence ref is with that push; what cannot be told is asked when it is read. */
void evidence_store_find(struct evidence_store *st, const struct changes *cs);

/* Opens st->root. 0, or -1 as the next. */
int evidence_store_open(struct evidence_store *st, struct error *e);

/* A regular file, as exhibit_bytes_read(). 0, or -1 with ERROR_ABSENT, ERROR_MALFORMED,
 * ERROR_UNREADABLE or ERROR_MEMORY. */
int evidence_store_read(
    struct evidence_store *st, const char *path, struct exhibit_bytes *b, struct error *e);

/* Closes what was opened on the way. */
void evidence_store_close(struct evidence_store *st);
