/*
 * commit_signatures: new commits that their committer has not signed (signed-commits = yes).
 *
 * The key must be the committer's at the moment of the push, whatever date the commit bears: a date
 * is text.
 */
#ifndef SLUIS_COMMIT_SIGNATURES_H
#define SLUIS_COMMIT_SIGNATURES_H

#include <git2/oid.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "arena.h"
#include "error.h"
#include "policy.h"
#include "repo.h"
#include "sshsig.h"

#define COMMIT_SIGNATURES_MAX 5000 /* new commits of one step */
#define UNSIGNED_SHOWN \
	4 /* a refusal shows five findings of a rule, and the last counts the others */

struct unsigned_commit {
	const char *commit; /* title, escaped */
	struct error why; /* ERROR_NONE never */
	bool open; /* it could not be found out */
};

struct commit_signatures {
	bool asked; /* they were looked at */
	bool complete; /* all of the new commits were read; else `why` */
	struct error why;
	struct unsigned_commit list[UNSIGNED_SHOWN]; /* the first few */
	size_t n;
};

/* Looks at tip minus hidden. */
void commit_signatures_gather(struct arena *a, const struct repo *r, const struct policy *p,
    const git_oid *tip, const git_oid *hidden, size_t nhidden, int64_t at,
    const struct sshsig_tool *tool, struct commit_signatures *out);

#endif
