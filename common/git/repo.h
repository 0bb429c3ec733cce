/*
 * git/repo: the repository that is pushed to, opened so that the pushed objects are seen.
 *
 * In pre-receive they lie in a quarantine that only git's environment names (git-receive-pack(1)).
 * Refused by name: repositories of another kind than SHA-1 with files (SHA-256, reftable, partial
 * clones, any unknown extension), shallow ones, those that a push may make shallow, and pushes into
 * a namespace (gitnamespaces(7)). Raw objects are judged: libgit2 knows no refs/replace and no
 * grafts. Nothing is written while a push is judged: what libgit2 writes then (a merge made again)
 * stays in memory.
 */
#pragma once

#include "git/progress.h"

/* Words that are in each of our hooks, and in nobody else's. */
#define REPO_MARK "Sluis judges SHA-1 repositories only"

/* The repository in which the audit of this one is kept, where its policy names one; audit/apart.h
 * asks it. */
#define APART_SECONDS 10

struct apart {
	const char *url, *identity, *known_hosts; /* url is NULL: the audit is here */
	unsigned timeout; /* seconds */
	bool begins; /* the owner arms: an audit that is not there yet may begin */
	bool joins; /* and no copy of it was here before */
	bool asked; /* it answered in this run, and it has: */
	struct {
		const char *name;
		git_oid id; /* zero: not there */
	} refs[3];
};

struct repo {
	bool begun; /* libgit2 was started for it */
	git_repository *git;
	git_odb *odb;
	const char *dir; /* the repository's common folder, with a final slash */
	size_t memory; /* bytes that a run may keep (sluis.memoryMegabytes) */
	struct progress *progress; /* hears of each commit that is loaded; NULL for nobody */
	struct apart *apart; /* zeroed until a policy is read */
	bool view; /* of a remote: policy and audit are its own word (clone/mirror.h) */
};

/* Starts libgit2, and opens what git's environment names. -1: ERROR_ABSENT, ERROR_UNREADABLE,
 * ERROR_UNSUPPORTED, ERROR_MEMORY. */
int repo_open_env(struct arena *a, struct repo *r, struct error *e);

/* Opens the repository at or above `path`, whatever the environment says. */
int repo_open_path(struct arena *a, const char *path, struct repo *r, struct error *e);

/* The same to write to: what is written goes to disk and stays, synced (git's core.fsync). */
int repo_open_store(struct arena *a, const char *path, struct repo *r, struct error *e);

/* Does `path` belong to another user than ours? Then `e` says so, and who is to run the command. */
bool repo_foreign(struct arena *a, const char *path, struct error *e);

/* The same for a repository that is open to read. */
int repo_open_writable(struct arena *a, const struct repo *of, struct repo *store, struct error *e);

/* Closes what is open, also where opening failed; a zeroed struct is fine. */
void repo_close(struct repo *r);

/* The path that the repository's own config names under `key`; a relative one starts at the
 * repository. 0 and NULL for none. */
int repo_configured(
    struct arena *a, const struct repo *r, const char *key, const char **path, struct error *e);

/* Fills `e` from libgit2's last error; the text says what was wanted. Returns -1. */
int repo_error(struct arena *a, int code, struct error *e, const char *fmt, ...)
    __attribute__((format(printf, 4, 5)));
