/*
 * people/contributors: who made a range of commits: authors, committers, co-authors.
 *
 * People are compared, not strings: an address is looked up among all addresses of the policy; a
 * service counts as its owner. Every `Co-authored-by` and `Co-developed-by` line of a message
 * counts, indented or listed too, and so does each `Author` of a squash in the form that git itself
 * writes (git-merge(1), --squash).
 * Source: norm CH.06 criterion 9, separation of duties.
 */
#pragma once

#include "git/commit.h"
#include "policy/policy.h"
#include "git/repo.h"

enum made_as { MADE_AS_AUTHOR, MADE_AS_COMMITTER, MADE_AS_COAUTHOR, MADE_AS_MERGER };

struct contribution {
	const struct person *person;
	enum made_as as;
	const char *commit; /* title, escaped */
};

struct unknown_author {
	const char *address; /* escaped; "(no readable address)" */
	bool readable;
	enum made_as as;
	const char *commit; /* title, escaped */
};

#define UNKNOWN_AUTHORS_MAX 20

#define LOCK_OUTS_MAX 5

struct lock_out { /* one commit whose contributors leave a sign-off too few signers */
	const struct signoff *signoff;
	const char *commit; /* title, escaped */
	const char *makers; /* those who could sign off something, escaped */
};

struct contributors {
	bool complete; /* the whole range was read; else `why` */
	struct error why;
	bool base_met; /* the one hidden commit is reachable from the tip that was read last */
	struct contribution *list; /* one for each person: the newest commit found */
	size_t n;
	struct merger { /* made a merge, and nothing else so far */
		const struct person *person;
		git_oid merge;
	} * mergers;
	size_t nmergers;
	struct unknown_author unknown[UNKNOWN_AUTHORS_MAX]; /* each address once */
	size_t nunknown; /* all of them; only the first are listed */
	struct lock_out lock_outs[LOCK_OUTS_MAX]; /* after lock_outs_find(); the first few */
	size_t nlock_outs;
};

/* Reads tip minus hidden. */
void contributors_gather(struct arena *a, const struct repo *r, const struct policy *p,
    const git_oid *tip, const git_oid *hidden, size_t nhidden, struct contributors *out);

/* Adds those of another range; `out` stays complete only if that is read too. The promotions on the
 * first-parent line of `base` (NULL: none) that hold their candidate and nothing else are passed
 * over. */
void contributors_gather_more(struct arena *a, const struct repo *r, const struct policy *p,
    const git_oid *tip, const git_oid *hidden, size_t nhidden, const git_oid *base,
    struct contributors *out);

/* Adds what one more commit says (a promotion's merge that holds edits). 0 or -1 without memory. */
int contributors_add(struct arena *a, const struct policy *p, const struct commit *c,
    struct contributors *out, struct error *e);

/* Settles, for one person, whether the merges that they made hold anything of their own; then they
 * are on the list or not. For those who sign or push, since making a merge again costs time. */
void contributors_settle(struct arena *a, const struct repo *r, const struct policy *p,
    const struct person *who, struct contributors *cs);

/* The same for everybody in the policy. */
void contributors_settle_all(
    struct arena *a, const struct repo *r, const struct policy *p, struct contributors *cs);

/* What the person contributed, or NULL for nothing. */
const struct contribution *contributors_find(
    const struct contributors *cs, const struct person *who);

/* Who holds one of the roles then (none listed: who is known), is no service, and is not among
 * `makers` (NULL: nobody is): each once. 0, or -1 without memory. */
int contributors_others(struct arena *a, const struct policy *p, const struct role *const *roles,
    size_t n, int64_t at, const struct contributors *makers, struct people *out);

/* "author" and the like, for people. */
const char *made_as_word(enum made_as as);
