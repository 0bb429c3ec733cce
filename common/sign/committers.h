/*
 * sign/committers: new commits that were committed by someone else than the pusher (rule
 * committer-is-pusher), or that their committer has not signed (signed-commits = yes).
 *
 * A committer line is text that anyone can type; tied to the pusher or to a key, every new commit
 * has someone the server knows. The key must be the committer's at the moment of the push: the date
 * of a commit is text too.
 */
#pragma once

#include "policy/policy.h"
#include "git/repo.h"
#include "sign/sshsig.h"

#define COMMIT_SIGNATURES_MAX 5000 /* new commits of one step */
/* A refusal shows five findings of a rule, and the last counts the others. */
#define COMMITS_SHOWN 4

struct found_commit {
	const char *commit; /* title, escaped */
	const char *committer; /* address, escaped; of other_committers */
	struct error why; /* of commit_signatures */
	bool open; /* whether it is signed could not be found out */
};

struct found_commits {
	bool asked; /* they were looked for */
	bool complete; /* all of the new commits were read; else `why` */
	struct error why;
	struct found_commit list[COMMITS_SHOWN]; /* the first few */
	size_t n;
};

/* Looks at tip minus hidden for commits of others than `pusher`; NULL makes it every commit. */
void other_committers_gather(struct arena *a, const struct repo *r, const struct policy *p,
    const struct person *pusher, const git_oid *tip, const git_oid *hidden, size_t nhidden,
    struct found_commits *out);

/* Looks at tip minus hidden for commits without a valid signature of their committer. */
void commit_signatures_gather(struct arena *a, const struct repo *r, const struct policy *p,
    const git_oid *tip, const git_oid *hidden, size_t nhidden, int64_t at,
    const struct sshsig_tool *tool, struct found_commits *out);
