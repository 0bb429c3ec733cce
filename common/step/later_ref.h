/*
 * step/later_ref: where a new ref of a pattern may start (norm CH.06 criterion 3).
 *
 * The first ref of a pattern is a baseline. A later one is a place more where the same thing runs,
 * so it starts at a state that another of its refs has or had: on its first-parent line, from its
 * baseline on, and not rolled back. What a ref was, and that it was, is the audit's word; refs that
 * are gone count too, so that deleting them makes no new beginning.
 */
#ifndef SLUIS_LATER_REF_H
#define SLUIS_LATER_REF_H

#include "step/steps.h"

/* For the first value of a ref whose environment is a pattern: sets `later`, and for a later one
 * `comes_from` anew, `rolled_back_on` and `start_ref`. */
void later_ref_gather(const struct push *p, struct step *s);

#endif
