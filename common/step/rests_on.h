/*
 * step/rests_on: what a verdict on a step takes from elsewhere: other refs, and the time. When the
 * ref moves, each must still be so (gate/standing.h).
 */
#pragma once

#include "git/refs.h"
#include "step/steps.h"

/* These add to s->rests_on; without memory, the exhausted arena says so. */

/* The ref of the source that has the candidate, where this push brings it there. One that was there
 * before never goes back. */
void rests_on_source(const struct push *p, struct step *s, const struct ref_value *source);

/* Of a baseline: the refs of its pattern that this push makes before it. */
void rests_on_pattern(const struct push *p, struct step *s);

/* Of a promotion whose message is read: the evidence, and each sign-off below its id; of a
 * sign-off, the one before it. Called before these are read, so that what changes in between is
 * found at the move. What cannot be listed stands there without a value, which it does not have
 * then either. */
void rests_on_papers(const struct push *p, struct step *s);

/* The last second at which all that goes by the clock is as it is now; INT64_MAX for always.
 * `*rule` becomes the id of the one that asks for it. */
int64_t rests_on_time(const struct policy *p, const struct step *s, const char **rule);
