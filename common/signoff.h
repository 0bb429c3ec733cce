/*
 * signoff: who signs for what in a promotion, and whether that is enough (norm CH.06 criterion 5).
 *
 * Pure: from trailers and policy to people.
 */
#ifndef SLUIS_SIGNOFF_H
#define SLUIS_SIGNOFF_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "arena.h"
#include "policy.h"
#include "trailer.h"

struct claim {			/* one sign-off trailer */
	const struct signoff *kind;
	const struct person *person;	/* NULL: the address is nobody's */
	const char *text;	/* "Released-by: Jan Bakker <jan@example.org>", escaped */
	bool counts;		/* the person is there, no service, and has the role */
};

struct claims {
	struct claim *list;
	size_t n;
};

/* The sign-off trailers that the environment asks for; a trailer that two sign-offs share is a claim for each.
 * 0, or -1 without memory. */
int signoff_claims(struct arena *a, const struct policy *p, const struct environment *env,
	const struct trailers *ts, int64_t now, struct claims *out);

/*
 * How many persons can be credited to each sign-off of the environment (got[i] for env->signoffs[i], at most its
 * count), each person once per sign-off, and once in all where one signer fills one role. The credit is
 * the best possible one: nobody is turned down because of an unlucky order. 0, or -1 without memory.
 */
int signoff_credit(struct arena *a, const struct policy *p, const struct environment *env,
	const struct claims *claims, unsigned *got);

#endif
