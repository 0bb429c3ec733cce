/*
 * arrival: what stood in a ref at a given moment, by the clock of the host (norm CH.06 criterion 6).
 *
 * The date of a commit is its committer's own word. The audit knows better: the first entry after the moment that tells
 * of the ref says what it was until then; without one it is what it is now, before this push.
 */
#ifndef SLUIS_ARRIVAL_H
#define SLUIS_ARRIVAL_H

#include <git2/oid.h>
#include <stddef.h>
#include <stdint.h>

#include "arena.h"
#include "fact.h"
#include "repo.h"

struct arrival {
	int64_t at;		/* asked: the moment, seconds since 1970 */
	git_oid commit;		/* asked: did this stand in the ref then? */
	struct fact in_time;	/* the answer */
};

/* Answers all `n` questions, at least one, about one ref with one walk of the audit. */
void arrival_find(struct arena *a, const struct repo *r, const char *ref, struct arrival *list, size_t n);

#endif
