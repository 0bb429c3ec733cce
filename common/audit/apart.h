/*
 * audit/apart: the audit of a repository in a repository of its own ([audit] repository).
 *
 * Git is the engine: git-fetch-pack(1) asks it, git-send-pack(1) writes to it, each ref on top of
 * the value that was read, and what it says it has taken is recorded. The refs here are a copy that
 * nobody believes: a run takes for the newest entry only what that repository said in this run, and
 * refuses it where it does not come after the copy's. Nothing of the client's environment and of
 * the user's config reaches git; it gets the seconds of the policy, together for all attempts.
 */
#pragma once

#include "git/repo.h"

#define AUDIT_REF "refs/sluis/audit"

/* The first entry: with it, an audit that is gone is not taken for one that never was. */
#define AUDIT_START "refs/sluis/audit-start"

/* With it the audit here is a copy: nothing is appended to it while no policy says of what. */
#define AUDIT_APART "refs/sluis/audit-apart"

/* Does the policy keep the audit of `r` elsewhere? */
bool apart_named(const struct repo *r);

/* Asks that repository for its refs, once in a run, and brings what is new. 0 or -1; 0 too where
 * the audit is here. */
int apart_ask(struct arena *a, const struct repo *r, struct error *e);

/* Asks once more, whatever it said before. */
int apart_ask_anew(struct arena *a, const struct repo *r, struct error *e);

/* Takes the copy for what it would say, for what is only to be recorded: apart_write() then finds
 * out whether it is. */
void apart_presume(const struct repo *r);

/* Is the audit not there because nobody armed yet? 0 where arming begins it now, or it is kept
 * here; else -1: one that was replaced must not be taken for a new one. */
int apart_may_begin(struct arena *a, const struct repo *r, struct error *e);

/* Another writer came first, for that many times in this run. 0, or -1 where it is enough. */
int apart_overtaken(struct arena *a, const struct repo *r, unsigned times, struct error *e);

struct apart_move {
	const char *ref;
	git_oid old, new; /* old is zero: it is made */
};

/* Moves all of them or none. 0: they are there. 1: another writer came first, and apart_ask() knows
 * what it wrote. -1: it cannot be reached, or takes nothing. */
int apart_write(struct arena *a, const struct repo *r, const struct apart_move *moves, size_t n,
    struct error *e);

/* Makes a policy that published_write() wrote the newest of PUBLISHED_REF, after `before`, which is
 * NULL for the first. 0 or -1. */
int audit_publish(struct arena *a, const struct repo *store, const git_oid *before,
    const git_oid *id, struct error *e);

/* What arming does first, in a repository opened by repo_open_store(): the audit that was kept here
 * goes to a repository that has none, and one that comes back is no copy any more. *brought says
 * that it went. 0 or -1. */
int apart_begin(struct arena *a, const struct repo *r, bool *brought, struct error *e);
