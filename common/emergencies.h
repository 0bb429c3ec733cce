/*
 * emergencies: earlier emergency promotions that nobody has reviewed yet (norm CH.06, emergency
 * changes).
 *
 * Read from the environment's own first-parent line: a merge with an Emergency trailer opens one, a
 * later merge with a Reviews-Emergency trailer of its promotion id closes it. The time of an
 * emergency is its merge's committer date, which the rule `emergency` has held against the clock
 * when it was pushed.
 */
#ifndef SLUIS_EMERGENCIES_H
#define SLUIS_EMERGENCIES_H

#include <git2/oid.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "arena.h"
#include "error.h"
#include "repo.h"

struct emergency_case {
	const char *id; /* its promotion; "" when it names none */
	const char *title; /* of the merge; escaped */
	int64_t at;
	git_oid base, candidate;
};

struct emergencies {
	bool complete; /* the whole line was read; else `why` */
	struct error why;
	struct emergency_case *open; /* newest first */
	size_t n;
};

/* The open ones on the first-parent line of `tip`. */
void emergencies_gather(
    struct arena *a, const struct repo *r, const git_oid *tip, struct emergencies *out);

/* The open one with that promotion id, or NULL. */
const struct emergency_case *emergencies_find(const struct emergencies *es, const char *id);

#endif
