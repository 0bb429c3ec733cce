/*
 * evidence_branch: the evidence ref in a person's clone: as the remote has it, with one commit on
 * top.
 *
 * The commit is made on the branch of the same name in the clone, whether that is checked out or
 * not, under the name and address that git has of the person, and goes to the remote by git push.
 * Nothing in the clone is moved before the commit is whole.
 */
#ifndef SLUIS_EVIDENCE_BRANCH_H
#define SLUIS_EVIDENCE_BRANCH_H

#include <git2/oid.h>
#include <stdbool.h>

#include "arena.h"
#include "error.h"
#include "policy.h"
#include "repo.h"

#define EVIDENCE_BRANCH_FILES_MAX 256

struct evidence_branch {
	struct arena *arena;
	const char *remote, *ref;
	struct policy policy; /* published on the remote */
	const struct person *me; /* whoever commits here */
	struct repo repo;
	git_oid parent, made; /* what the commit stands on, and the commit */
	struct {
		const char *path;
		git_oid blob;
	} files[EVIDENCE_BRANCH_FILES_MAX];
	size_t n;
};

/* Fetches the published policy and the evidence ref; finds out who commits here. To be closed in
 * any case. 0 or -1. */
int evidence_branch_open(
    struct arena *a, const char *remote, struct evidence_branch *b, struct error *e);
void evidence_branch_close(struct evidence_branch *b);

/* A file as it stands there. -1: ERROR_ABSENT when there is none, or another error. */
int evidence_branch_read(
    struct evidence_branch *b, const char *path, const char **bytes, size_t *len, struct error *e);

/* Adds a file to the commit to be made, or puts it in place of the one that is there. 0 or -1. */
int evidence_branch_add(
    struct evidence_branch *b, const char *path, const char *bytes, size_t len, struct error *e);

/* Makes the commit and moves the branch to it; without a change there, `made` is what stands there.
 * 0 or -1. */
int evidence_branch_commit(struct evidence_branch *b, const char *message, struct error *e);

/* Pushes it when `push`, or when whoever sits there says yes. 0, or what git push said. */
int evidence_branch_push(const struct evidence_branch *b, bool push);

/* The link to a file of that name and those bytes; NULL without memory. */
const char *evidence_branch_link(struct arena *a, const char *path, const char *bytes, size_t len);

/* The commit that a revision of the clone names, or its tree ("commit" or "tree"): 40 hex digits.
 * NULL with `e`. */
const char *evidence_branch_resolve(
    struct arena *a, const char *rev, const char *type, struct error *e);

/* What the remote's branch of an environment is, 40 hex digits. NULL with `e`. */
const char *evidence_branch_tip(struct evidence_branch *b, const char *ref, struct error *e);

/* The environment of that id, or without one the last that asks for these records; it has a source.
 * NULL with `e`. */
const struct environment *evidence_branch_environment(
    struct evidence_branch *b, const char *id, enum require group, struct error *e);

#endif
