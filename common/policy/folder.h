/*
 * policy/folder: a policy whole: policy.ini, allowed_signers, revoked_keys.
 *
 * In a tree each is a plain file, or it is refused: a link could lead anywhere.
 */
#pragma once

#include "git/repo.h"
#include "policy/file.h"

enum { FOLDER_POLICY, FOLDER_SIGNERS, FOLDER_REVOKED, FOLDER_FILES };

extern const char *const folder_names[FOLDER_FILES];

struct folder_file {
	const char *bytes; /* NULL: there is none */
	size_t len;
};

struct policy_folder {
	const char *name; /* for people, escaped */
	struct folder_file files[FOLDER_FILES];
};

/* Those of the folder at `path`, the policy with its common part. With `trust` they need not be
 * protected. 0, or -1 (also where it has no policy.ini). */
int folder_read(
    struct arena *a, const char *path, bool trust, struct policy_folder *out, struct error *e);

/* The policy of `f` as it was read, and what stands beside it now. 0 or -1. */
int folder_in_force(
    struct arena *a, const struct policy_file *f, struct policy_folder *out, struct error *e);

/* Those of a tree, the policy with its common part, which lies there too. 0, or -1 (also where it
 * has no policy.ini). */
int folder_of_tree(struct arena *a, const struct repo *r, const git_oid *tree, const char *name,
    struct policy_folder *out, struct error *e);

/* Has file `n` of both the same bytes, or is it in neither? */
bool folder_same(const struct policy_folder *a, const struct policy_folder *b, size_t n);

/* Puts the files of `f` that differ from those of `before` in the folder at `path`: all are written
 * beside first, with owner and mode of those that were there, and then take their names. 0 or -1.
 */
int folder_replace(struct arena *a, const char *path, const struct policy_folder *before,
    const struct policy_folder *f, struct error *e);
