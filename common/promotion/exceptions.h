/*
 * promotion/exceptions: what is to be known of the two exceptions that a promotion may claim:
 * emergencies that nobody has reviewed yet, and the state that a rollback goes back to (norm
 * CH.06).
 *
 * On the environment's own first-parent line a merge with an Emergency trailer opens an emergency,
 * and a later one with a Reviews-Emergency trailer of its promotion id closes it. Its time is when
 * the audit saw it go over. Where the audit does not tell, it is the merge's committer date, which
 * is not after now or an open one above it.
 *
 * Which ones wait as of a merge never changes, so the entry that lets the merge in says it, and the
 * next promotion reads no further back than that.
 */
#pragma once

#include "git/commit.h"
#include "git/repo.h"
#include "git/trailer.h"
#include "promotion/past.h"

struct emergency_case {
	const char *id; /* its promotion; "" when it names none */
	const char *title; /* of the merge; escaped */
	git_oid merge;
	int64_t at;
	git_oid base, candidate;
};

struct emergencies {
	bool complete; /* the whole line was read; else `why` */
	struct error why;
	struct emergency_case *open; /* newest first */
	size_t n;
};

/* The open ones on the first-parent line of `tip`, read back to where the audit tells of them. */
void emergencies_gather(struct arena *a, const struct repo *r, struct past *past,
    const git_oid *tip, int64_t now, struct emergencies *out);

/* Those that wait as of `merge`, which comes after them and has these trailers, as an entry says
 * it. NULL: it does not, or without memory. */
const char *emergencies_after(struct arena *a, const struct emergencies *before,
    const git_oid *merge, const struct trailers *ts);

/* The open one with that promotion id, or NULL. */
const struct emergency_case *emergencies_find(const struct emergencies *es, const char *id);

/* The days that its review is late where it has `within` days, a part for a whole one; 0: it is
 * not.
 */
int64_t emergency_days_late(const struct emergency_case *c, unsigned within, int64_t now);

/* Until when it is to be reviewed. */
int64_t emergency_due(const struct emergency_case *c, unsigned within);

/* The id under which the emergency `id` is reviewed by itself, where nobody chose another. NULL
 * without memory. */
const char *emergency_review_id(struct arena *a, const char *id);

struct rollback {
	bool named; /* the trailer holds a commit id */
	git_oid to;
	/* What is there now comes from it: on its first-parent line, or accepted whole there, not
	 * rolled back since, and not before the baseline. */
	struct fact was_state;
	bool was_undone; /* no: it was rolled back */
	struct commit target; /* when it was */
	struct commit state; /* the promotion that made it; without parents: the baseline */
};

/* `word` is the value of Rolls-Back-To, `base` what the environment is now, `baseline` what it was
 * first (NULL: the whole line counts). */
void rollback_gather(struct arena *a, const struct repo *r, const char *word, const git_oid *base,
    const git_oid *baseline, struct rollback *out);

/* Is `candidate` the state gone back to, or what that state had merged in? */
bool rollback_brings(const struct rollback *rb, const git_oid *candidate);
