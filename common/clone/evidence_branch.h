/*
 * clone/evidence_branch: one commit on top of the evidence ref, made in the mirror of a session.
 *
 * It stands on what the remote has, or on what the clone has on top of that and did not push yet.
 * Nothing in the clone is moved before the commit is whole, and nothing is sent that the gate
 * refuses.
 */
#pragma once

#include "clone/session.h"

#define EVIDENCE_BRANCH_FILES_MAX 256

struct evidence_branch {
	struct session *session;
	const char *ref;
	struct repo store; /* the mirror, to write to */
	git_oid parent, made;
	bool there; /* the ref; false: `made` begins it */
	git_tree_update files[EVIDENCE_BRANCH_FILES_MAX];
	size_t n;
};

/* Opens the evidence ref of an open session. To be closed in any case. 0 or -1. */
int evidence_branch_open(struct evidence_branch *b, struct session *se, struct error *e);
void evidence_branch_close(struct evidence_branch *b);

/* The same, to go on from the branch of that name in the clone, where that has more. -1 also where
 * they went different ways, or the remote has none. */
int evidence_branch_continue(struct evidence_branch *b, struct session *se, struct error *e);

/* Reads a file of the branch. -1: ERROR_ABSENT when it has none, or another error. */
int evidence_branch_read(
    struct evidence_branch *b, const char *path, const char **bytes, size_t *len, struct error *e);

/* Adds a file to the commit to be made, or puts it in place of the one that is there. 0 or -1. */
int evidence_branch_add(
    struct evidence_branch *b, const char *path, const char *bytes, size_t len, struct error *e);

/* Makes the commit; without a change, `made` is its parent. A NULL message is ERROR_MEMORY. 0 or
 * -1. */
int evidence_branch_commit(struct evidence_branch *b, const char *message, struct error *e);

/* Moves the branch of the clone to the commit, with its work tree where one stands on it; without a
 * clone nothing. 0 or -1. */
int evidence_branch_keep(struct evidence_branch *b, struct error *e);

/* Pushes the commit, if the engine accepts it; else says why not. Exit code as of the gate. */
int evidence_branch_send(struct evidence_branch *b);

/* The link to a file of that name and those bytes; NULL without memory. */
const char *evidence_branch_link(struct arena *a, const char *path, const char *bytes, size_t len);

/* session_find(), with `e` for NULL. */
const char *evidence_branch_resolve(
    struct evidence_branch *b, const char *rev, const char *type, struct error *e);

/* The environment of that id, or without one the last that asks for these records; it has a source.
 * NULL with `e`. */
const struct environment *evidence_branch_environment(
    struct evidence_branch *b, const char *id, enum require group, struct error *e);
