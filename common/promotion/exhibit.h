/*
 * promotion/exhibit: one file that a promotion links, and whether it is there with the bytes that
 * were linked. Other bytes under the same name are refused (norm CH.06 criteria 6 and 8).
 */
#ifndef SLUIS_EXHIBIT_H
#define SLUIS_EXHIBIT_H

#include <git2/oid.h>
#include <git2/types.h>
#include <stdbool.h>
#include <stddef.h>

#include "base/digest.h"
#include "base/error.h"
#include "policy/policy.h"
#include "git/repo.h"

struct exhibit {
	const char *path; /* in the evidence ref; NULL for a file of another place */
	const struct sftp_host *host; /* the result server; NULL for a file of another place */
	const char *cache_name; /* promotion/result_cache.h; NULL for a file of another place */
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

/* 0, or a libgit2 error. */
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

#endif
