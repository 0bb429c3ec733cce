/*
 * strangers: new commits whose committer is not who pushes them (rule committer-is-pusher).
 *
 * A committer line is text that anyone can type; tied to the pusher, every new commit has somebody
 * the server knows.
 */
#ifndef SLUIS_STRANGERS_H
#define SLUIS_STRANGERS_H

#include <git2/oid.h>
#include <stdbool.h>
#include <stddef.h>

#include "arena.h"
#include "error.h"
#include "policy.h"
#include "repo.h"

#define STRANGERS_MAX \
	4 /* that are named; a refusal shows five findings of a rule, and the last counts the \
	     others */

struct stranger {
	const char *commit; /* title, escaped */
	const char *committer; /* address, escaped */
};

struct strangers {
	bool asked; /* they were looked for */
	bool complete; /* all of the new commits were read; else `why` */
	struct error why;
	struct stranger list[STRANGERS_MAX]; /* the first few */
	size_t n;
};

/* Looks at tip minus hidden. `pusher` is whose commits are none; NULL makes every commit one. */
void strangers_gather(struct arena *a, const struct repo *r, const struct policy *p,
    const struct person *pusher, const git_oid *tip, const git_oid *hidden, size_t nhidden,
    struct strangers *out);

#endif
