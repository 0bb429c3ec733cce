/*
 * promotion/evidence_store: files of the evidence ref as it stands with this push (`git:PATH`).
 */
#ifndef SLUIS_EVIDENCE_STORE_H
#define SLUIS_EVIDENCE_STORE_H

#include "base/arena.h"
#include "promotion/exhibit.h"

#define EVIDENCE_BYTES_MAX ((size_t)16 << 20) /* of one file */

struct evidence_store {
	struct arena *arena;
	const struct repo *repo;
	const char *ref; /* NULL: the policy names no evidence ref */
	enum answer exists; /* of the ref, with this push; unknown: `why` */
	git_oid commit;
	struct error why;
	git_tree *root; /* of the commit; NULL until it is needed */
};

/* A regular file of at most EVIDENCE_BYTES_MAX bytes, into `b`. 0, or -1 with ERROR_ABSENT,
 * ERROR_MALFORMED, ERROR_UNREADABLE or ERROR_MEMORY. */
int evidence_store_read(
    struct evidence_store *st, const char *path, struct exhibit_bytes *b, struct error *e);

/* Closes what was opened on the way. */
void evidence_store_close(struct evidence_store *st);

#endif
