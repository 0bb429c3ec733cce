/*
 * rules/times: the times that a record says, held against what the server saw (norm CH.06 criteria
 * 4 and 6).
 *
 * Nothing starts before what it is about has arrived, not by a second; nothing ends later than its
 * record came in, but for clocks that differ.
 */
#ifndef SLUIS_RULE_TIMES_H
#define SLUIS_RULE_TIMES_H

#include <stdint.h>

#include "promotion/evidence.h"
#include "rules/ruling.h"

/* Reports a test or run that started before its candidate was there. `zoneless`: its time is the
 * earliest that it may be. */
void rule_starts_after(
    struct ruling *r, const struct recorded *rec, int64_t started, bool zoneless);

/* Reports a run that started before the environment showed its old side. */
void rule_starts_beside(struct ruling *r, const struct recorded *rec, int64_t started);

/* Reports an end that was still to come when the record came in. */
void rule_ends_before(struct ruling *r, const struct recorded *rec, int64_t finished);

#endif
