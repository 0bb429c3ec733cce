/*
 * git/refs: which refs there are, and what they will be once this push is in.
 *
 * A symbolic ref is pushed under its own name but moves another, so names are resolved before
 * anything is matched (git-symbolic-ref(1)).
 */
#pragma once

#include "git/change.h"
#include "git/repo.h"

/* Sets change->target, or change->why for a loop, a chain longer than git's own limit, or an
 * unreadable ref. */
void refs_resolve(struct arena *a, const struct repo *r, struct changes *cs);

/* What the ref `name` leads to in the end; NULL where it is not symbolic, or in a loop. 0 or -1. */
int refs_symbolic(
    struct arena *a, const struct repo *r, const char *name, const char **target, struct error *e);

/* The same, one step, wherever that leads: a symbolic ref may be a file or a symbolic link. */
int refs_step(
    struct arena *a, const struct repo *r, const char *name, const char **next, struct error *e);

/* What a ref is that the gate itself writes: where the audit is kept apart, what that repository
 * said in this run. 0, or a libgit2 error: GIT_EUSER while it was not asked. */
int refs_kept(const struct repo *r, const char *name, git_oid *out);

struct ref_value {
	const char *name;
	git_oid id;
};

struct ref_values {
	struct ref_value *list;
	size_t n;
};

/* The refs that match `pattern` as this push leaves them: deleted ones are gone, created and moved
 * ones have their new values. 0 (perhaps with none), or -1. */
int refs_after(struct arena *a, const struct repo *r, const struct changes *cs, const char *pattern,
    struct ref_values *out, struct error *e);

/* The tags of git, annotated or not. */
bool refs_is_tag(const char *name);

/* The commit that a value of `name` leads to: where that is a tag, through the tags of tags; else
 * the value as it stands. 0, or -1: ERROR_MALFORMED for a tag of something else. */
int refs_commit(struct arena *a, const struct repo *r, const char *name, const git_oid *value,
    git_oid *out, struct error *e);

/* The refs that match `pattern` as they are now. 0 or -1. */
int refs_now(struct arena *a, const struct repo *r, const char *pattern, struct ref_values *out,
    struct error *e);

/* The names alone of those that match a `pattern` with *, also where a value cannot be read; or of
 * those among them that have a file of their own. What stands in a folder that cannot be opened is
 * not among them. 0 or -1. */
int refs_names(struct arena *a, const struct repo *r, const char *pattern, struct ref_values *out,
    struct error *e);
int refs_loose_names(struct arena *a, const struct repo *r, const char *pattern,
    struct ref_values *out, struct error *e);

/* Does packed-refs have that name? 0 or -1. */
int refs_packed(
    struct arena *a, const struct repo *r, const char *name, bool *has, struct error *e);

/*
 * A ref is locked for a moment, by REF.lock beside it (git-update-ref(1)). Who is killed meanwhile
 * leaves it there, and nobody can move the ref any more. The gate removes none: two that do so at
 * once would each believe to be alone.
 */

/* Is it there, and older than any lock that somebody still holds? */
bool lock_left_behind(const char *path, int64_t now);

/* Can the ref be moved? 0, or -1 when locks were left behind on it, with the command that removes
 * them; or without memory. */
int lock_check(
    struct arena *a, const struct repo *r, const char *ref, int64_t now, struct error *e);

/* Who removes such a lock; `path` may be several, quoted for a shell. Returns -1. */
int lock_mend(struct error *e, const char *path);
