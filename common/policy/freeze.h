/*
 * policy/freeze: when nothing is promoted: from a day to another, or every week again
 * (`recurs = fri 16:00..mon 07:00`), by the clocks of the policy's zone.
 *
 * Where clocks skip a time or show it twice, a freeze begins at the earlier moment that it may mean
 * and ends at the later.
 */
#pragma once

#include "policy/policy.h"

#define WEEKLY_MAX 24 /* bytes of "fri 16:00..mon 07:00" */

/* "fri 16:00..mon 07:00", and nothing else; its end is not in it. 0, or -1 also for no time. */
int weekly_read(const char *text, struct weekly *out);
const char *weekly_format(const struct weekly *w, char out[WEEKLY_MAX]);

/* Does it hold each minute that the other holds? */
bool weekly_covers(const struct weekly *w, const struct weekly *other);

/* From when until when it lasts at `at`, or, if it does not then, lasts next. False: never again.
 */
bool freeze_next(const struct policy *p, const struct freeze *f, int64_t at, struct period *out);

/* Does it stop promotions to that environment? */
bool freeze_is_of(const struct freeze *f, const struct environment *env);

/* The first one that the environment has between those moments, and when; NULL for none. */
const struct freeze *freeze_between(const struct policy *p, const struct environment *env,
    const struct period *between, struct period *when);
