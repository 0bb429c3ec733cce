/*
 * promotion/arrival: what stood in a ref at a given moment, and when a value came in, by the clock
 * of the host (norm CH.06 criteria 5 and 6).
 *
 * The date of a commit or tag is its maker's own word. The audit knows better: the first entry
 * after the moment that tells of the ref says what it was until then; without one it is what it is
 * now, before this push. And the first entry that let a value in says when that was.
 */
#ifndef SLUIS_ARRIVAL_H
#define SLUIS_ARRIVAL_H

#include <git2/oid.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/fact.h"
#include "git/repo.h"

struct arrival {
	int64_t at; /* asked: the moment, seconds since 1970 */
	git_oid commit; /* asked: did this stand in the ref then? */
	struct fact in_time; /* the answer */
};

/* Answers all `n` questions, at least one, about one ref with one walk of the audit. */
void arrival_find(
    struct arena *a, const struct repo *r, const char *ref, struct arrival *list, size_t n);

struct entrance { /* of a value into a ref */
	const char *ref; /* asked: its name */
	git_oid value; /* asked */
	/* asked: before this moment, in seconds since 1970, it cannot have come in */
	int64_t since;
	enum answer known; /* yes: `at`; no: the audit does not tell; unknown: `why` */
	int64_t at; /* of the first entry that let the value in */
	struct error why;
};

/* Answers all `n` questions with one walk of the audit, back to the earliest `since`. False when
 * there is no audit at all; then no answer is known. */
bool arrival_entrances(struct arena *a, const struct repo *r, struct entrance *list, size_t n);

#endif
