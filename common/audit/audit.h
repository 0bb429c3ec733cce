/*
 * audit/audit: the history of verdicts, refs/sluis/audit (sluis(7), AUDIT; norm CH.06, all
 * criteria).
 *
 * One commit for each entry, its parent the one before, so that git's own hash chain makes it
 * tamper-evident and `git fetch` copies it off the host. Its message is a subject, a blank line,
 * and `Key: value` lines, escaped; its tree holds what the entry rests on. Entries are
 * written to the repository itself, never to a push's quarantine.
 */
#pragma once

#include "audit/apart.h"
#include "audit/seal.h"
#include "git/repo.h"

/* The newest entry, as the repository says that keeps the audit. 0 and *found, or -1; -1 too when
 * there was an audit and it is gone. */
int audit_tip(struct arena *a, const struct repo *r, git_oid *tip, int *found, struct error *e);

/*
 * Writers of entries wait here for each other, in the order in which they came, for a minute at
 * most: those of one repository, or those who sign in with one key where the audit is kept apart;
 * without it, all but one of many sign in vain. It keeps out nobody who does not ask: what is done
 * in a turn is safe without it. -1, which audit_turn_end() takes too, when it does not come in
 * time.
 */
int audit_turn(const struct repo *store);
void audit_turn_end(int turn);

/*
 * Signs as `seal` says and appends an entry, and tells the system's log of it where it says so:
 * durable when this returns 0; `*out` becomes its id. A NULL `message` is ERROR_MEMORY. `tree` is
 * in the store already; NULL for one without any file. `store` was opened by repo_open_store().
 * Others may append at the same time: then it tries again for a few seconds, unless a lock was left
 * behind. It is dated `now`, or as the entry before it when that is later: a clock that was set
 * back must not bring it before what came first. What cannot be signed is not appended; neither is
 * anything on top of a signed entry while it is not known whether to sign. 0 or -1.
 */
int audit_append(struct arena *a, const struct repo *store, const struct audit_seal *seal,
    const char *message, const git_oid *tree, int64_t now, git_oid *out, struct error *e);

/* The same for a verdict: 1 where the audit is kept apart and has gone on from `judged`, which the
 * verdict had read; nothing is appended then. */
int audit_append_judged(struct arena *a, const struct repo *store, const struct audit_seal *seal,
    const char *message, const git_oid *tree, int64_t now, const git_oid *judged, git_oid *out,
    struct error *e);

/* The same for the owner of the repository, without files and dated `now` whatever the entry before
 * it says: after one that a wrong clock has dated into the future, times start anew from there. */
int audit_append_anew(struct arena *a, const struct repo *store, const struct audit_seal *seal,
    const char *message, int64_t now, git_oid *out, struct error *e);

/* Writes a commit of `name` that is dated `at`, signed as `seal` says; `parent` may be NULL. 0, or
 * a libgit2 error: GIT_EUSER, with the reason, where it cannot be signed. */
int audit_commit(struct arena *a, const struct repo *store, const struct audit_seal *seal,
    const char *name, int64_t at, const char *message, const git_tree *tree,
    const git_commit *parent, git_oid *out, struct error *why);

/* Writes the tree without any file. 0 or -1. */
int audit_empty_tree(struct arena *a, const struct repo *store, git_oid *out, struct error *e);

/* The time of the newest entry; INT64_MIN when there is none. 0 or -1. */
int audit_time(struct arena *a, const struct repo *r, int64_t *at, struct error *e);

/* Adds to `e` who mends what could not be written. -1. */
int audit_mend(struct error *e);
