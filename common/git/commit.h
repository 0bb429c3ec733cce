/*
 * git/commit: a commit object, read strictly.
 *
 * A pure reader of the object's bytes: git accepts more than it should when receive.fsckObjects is
 * off (two author lines, none, an author without address), and readers then differ. Such a commit
 * is malformed here.
 */
#pragma once

#include "git/repo.h"

#define COMMIT_BYTES_MAX ((size_t)4 << 20)

struct commit {
	git_oid id, tree;
	git_oid *parents;
	size_t nparents;
	const char *author,
	    *committer; /* the addresses; NULL when the line holds not exactly one <...> */
	/* the committer's own word, seconds since 1970; INT64_MIN when unreadable */
	int64_t committed;
	const char *encoding; /* of the message; NULL for UTF-8 */
	bool is_signed; /* it has a gpgsig header, whatever stands there */
	const char *message; /* raw, NUL-terminated, may hold NULs */
	size_t message_len;
};

/* The bytes of a commit object. All of `out` but its id is set, and lives in `a`.
 * -1 with ERROR_MALFORMED or ERROR_MEMORY. */
int commit_parse(
    struct arena *a, const char *bytes, size_t len, struct commit *out, struct error *e);

/* Reads a commit from the repository. -1: ERROR_UNREADABLE for a missing or broken object,
 * ERROR_MALFORMED for an object that is no well-formed commit, ERROR_MEMORY. */
int commit_load(
    struct arena *a, const struct repo *r, const git_oid *id, struct commit *out, struct error *e);

/* The same in two steps: the object, which the caller frees, and what it says. */
int commit_read(struct arena *a, const struct repo *r, const git_oid *id, git_odb_object **out,
    struct error *e);
int commit_open(struct arena *a, git_odb_object *obj, struct commit *out, struct error *e);

/* Only `id`, `parents` and `committed`, also of a commit that is well formed in no more than its
 * tree and parents. 0, or -1 as above. */
int commit_skim(struct arena *a, git_odb_object *obj, struct commit *out, struct error *e);

/* `4be91c0 "Merge release 2026.11"`: for people, escaped, subject cut at about 50 bytes. Never
 * NULL. */
const char *commit_title(struct arena *a, const struct commit *c);

/* The address in `Name <address>`: exactly one `<` and one `>`, nothing but blanks after it, not
 * empty. NULL otherwise; sets *len. */
const char *commit_address(const char *s, size_t n, size_t *len);
