/*
 * clone/clone: the repository in which a person gives a command, as git finds it.
 *
 * Everything is asked of git itself, so that a clone may be of any kind that git knows (work trees,
 * reftable): libgit2 opens only the mirror beside it (clone/mirror.h). Refused by name are clones
 * that lack part of the history.
 */
#pragma once

#include "clone/config.h"

struct clone {
	const char *git_dir; /* absolute; of the work tree where one stands */
	const char *common_dir; /* absolute; the same for all work trees of a clone */
	const char *prefix; /* where the person stood in the work tree: "", or "folder/" */
	struct config config;
};

/* Finds it, goes to the top of its work tree, and from then on names it to every git that is run
 * (GIT_DIR), whatever the environment said before. -1: ERROR_ABSENT for none, ERROR_UNSUPPORTED for
 * a shallow or SHA-256 one. */
int clone_find(struct arena *a, struct clone *out, struct error *e);

/* May a push or a fetch go to that URL, path or HOST:PATH? -1 for one that git would take for an
 * option or for a program to run (gitremote-helpers(7)), or that is no text. */
int clone_check_url(struct arena *a, const char *url, struct error *e);

/* For others to paste: without a password, and over http without a name, which may be a token. */
const char *clone_public_url(struct arena *a, const char *url);

/* A command of git sluis that takes an address before the id, with `url` there; any other text, and
 * any without a URL, as it is. NULL for NULL, or without memory. */
const char *clone_command(struct arena *a, const char *url, const char *command);

/* For who has no clone: an empty repository of their own, in $XDG_CACHE_HOME or ~/.cache, in the
 * place of one. 0 or -1. */
int clone_apart(struct arena *a, struct clone *out, struct error *e);

/* Makes `dir` an empty repository, if there is none. 0 or -1. */
int clone_init(struct arena *a, const char *dir, struct error *e);

/* Makes `git_dir`/sluis/`kind`/`name`, for what only this person uses: the gate believes no file
 * that others can write. In the arena; NULL with `e`. */
const char *clone_folder(
    struct arena *a, const char *git_dir, const char *kind, const char *name, struct error *e);

/* The first line that a program prints, as of child_output(); NULL with `e`. */
const char *clone_ask(struct arena *a, const char *const argv[], struct error *e);

/* The path of a file that the person names, from where the clone was found. NULL without memory. */
const char *clone_path(struct arena *a, const struct clone *c, const char *name);

/* The address that git commits with here (git-var(1), GIT_COMMITTER_IDENT). NULL with `e`. */
const char *clone_identity(struct arena *a, const struct clone *c, struct error *e);

/* Where a push to `*remote` goes: the URL of that name, or what was given. Where that is NULL, it
 * is set: to origin, or to the only remote that there is. NULL with `e`. */
const char *clone_push_url(
    struct arena *a, const struct clone *c, const char **remote, struct error *e);
