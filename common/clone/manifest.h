/*
 * clone/manifest: what a promoted tree holds, file by file, as sha256sum -c reads it.
 *
 * In the order of `git ls-tree -rz`: a line of sha256sum(1) for each file, of its raw bytes, names
 * escaped as GNU does; and before it `# MODE PATH` for what that passes over: a file that may be
 * executed, a symbolic link, a submodule.
 */
#pragma once

#include "git/repo.h"

#define MANIFEST_MAX 1000000 /* entries */

struct manifest_entry {
	const char *path; /* as it is, of any bytes */
	unsigned mode; /* 0100644, 0100755, 0120000 or 0160000 (git-ls-tree(1)) */
	git_oid id;
};

struct manifest {
	struct arena *arena;
	const struct repo *repo;
	struct manifest_entry *list;
	size_t n;
};

/* 0 or -1. */
int manifest_read(struct arena *a, const struct repo *r, const git_oid *tree, struct manifest *out,
    struct error *e);

bool manifest_is_file(const struct manifest_entry *x);

/* The line of sha256sum for a file, which is found below `folder` ("", "./"). 0 or -1. */
int manifest_print_sum(const struct manifest *m, const struct manifest_entry *x, const char *folder,
    FILE *out, struct error *e);

/* All of it. 0 or -1. */
int manifest_print(const struct manifest *m, FILE *out, struct error *e);

/* Is that where a symbolic link leads to? 1, 0 or -1. */
int manifest_link_is(
    const struct manifest *m, const struct manifest_entry *x, const char *link, struct error *e);
