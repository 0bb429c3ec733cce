/*
 * people/contributors: who made a range of commits: authors, committers, Co-authored-by.
 *
 * People are compared, not strings: an address is looked up among all addresses of the policy; a
 * service counts as its owner. Every `Co-authored-by` line of a message counts, wherever it
 * stands: taking one for a co-author too many is safe, overlooking one is not.
 * Source: norm CH.06 criterion 9, separation of duties.
 */
#ifndef SLUIS_CONTRIBUTORS_H
#define SLUIS_CONTRIBUTORS_H

#include <git2/oid.h>
#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
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
	enum made_as as;
	const char *commit; /* title, escaped */
};

#define UNKNOWN_AUTHORS_MAX 20

struct contributors {
	bool complete; /* the whole range was read; else `why` */
	struct error why;
	struct contribution *list; /* one for each person: the newest commit found */
	size_t n;
	struct merger { /* made a two-parent merge, and nothing else so far */
		const struct person *person;
		struct commit merge;
	} * mergers;
	size_t nmergers;
	struct unknown_author unknown[UNKNOWN_AUTHORS_MAX]; /* each address once */
	size_t nunknown; /* all of them; only the first are listed */
};

/* Reads tip minus hidden. */
void contributors_gather(struct arena *a, const struct repo *r, const struct policy *p,
    const git_oid *tip, const git_oid *hidden, size_t nhidden, struct contributors *out);

/* Adds those of another range; `out` stays complete only if that is read too. */
void contributors_gather_more(struct arena *a, const struct repo *r, const struct policy *p,
    const git_oid *tip, const git_oid *hidden, size_t nhidden, struct contributors *out);

/* Adds what one more commit says (a promotion's merge that holds edits). 0 or -1 without memory. */
int contributors_add(struct arena *a, const struct policy *p, const struct commit *c,
    struct contributors *out, struct error *e);

/* Settles, for one person, whether the merges that they made hold anything of their own; then they
 * are on the list or not. For those who sign or push, since making a merge again costs time. */
void contributors_settle(struct arena *a, const struct repo *r, const struct policy *p,
    const struct person *who, struct contributors *cs);

/* What the person contributed, or NULL for nothing. */
const struct contribution *contributors_find(
    const struct contributors *cs, const struct person *who);

/* "author" and the like, for people. */
const char *made_as_word(enum made_as as);

#endif
