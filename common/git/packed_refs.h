/*
 * git/packed_refs: the names and values in the file packed-refs (gitrepository-layout(5)).
 *
 * libgit2 keeps all of them to list a few, or to move one. Here only the lines that are asked for
 * are read: the file's first line says that they are sorted, and where it does not, all are.
 */
#pragma once

#include "git/repo.h"

struct packed_refs { /* what is left of the file */
	const char *bytes, *end;
	bool sorted; /* as its first line says */
};

struct packed_ref {
	const char *name; /* not terminated */
	size_t len;
	git_oid id;
};

struct packed_mark { /* tells the file from any other that was there or will be */
	uint64_t device, inode, size, changed, nanoseconds;
};

/* False, and zeroed, where there is none, or it was written less than two seconds ago, so that the
 * next may look the same. */
bool packed_refs_mark(struct arena *a, const struct repo *r, struct packed_mark *out);

/* Takes the next one whose name begins with `prefix`: 1, 0 for none, -1 for a broken line. */
int packed_refs_next(struct packed_refs *p, const char *prefix, struct packed_ref *out);

/* Those that begin with `prefix`, until `each` returns non-zero, which is returned then. -1 also
 * where the file cannot be read, with `e`; there need be none. */
typedef int packed_refs_each(void *ctx, const struct packed_ref *ref, struct error *e);
int packed_refs_read(struct arena *a, const struct repo *r, const char *prefix,
    packed_refs_each *each, void *ctx, struct error *e);
