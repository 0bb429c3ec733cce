/*
 * wanted: which refs a push would move, as git says before it is made.
 *
 * Pure readers of what git prints: the input of a pre-push hook (githooks(5)), and `git push
 * --dry-run --porcelain` (git-push(1), OUTPUT).
 */
#ifndef SLUIS_WANTED_H
#define SLUIS_WANTED_H

#include <stddef.h>

#include "arena.h"
#include "error.h"

#define WANTED_BYTES_MAX ((size_t)4 << 20)

struct wanted_ref {
	const char
	    *source; /* an object id, or what git rev-parse reads; NULL: the ref is deleted */
	const char *ref; /* its name on the remote, not checked */
};

struct wanted {
	struct wanted_ref *list;
	size_t n;
};

/* "LOCAL-REF LOCAL-OID REMOTE-REF REMOTE-OID" lines; none is no error. -1: ERROR_MALFORMED or
 * ERROR_MEMORY. */
int wanted_read_hook(
    struct arena *a, const char *bytes, size_t len, struct wanted *out, struct error *e);

/* "FLAG TAB FROM:TO TAB ..." lines, and others, which say nothing of a ref; what is up to date is
 * left out. -1: ERROR_MALFORMED or ERROR_MEMORY. */
int wanted_read_porcelain(
    struct arena *a, const char *bytes, size_t len, struct wanted *out, struct error *e);

#endif
