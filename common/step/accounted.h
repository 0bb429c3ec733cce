/*
 * step/accounted: does each ref that a step rests on stand where the audit left it? (norm CH.06
 * criteria 8 and 9)
 *
 * A step of an environment with a source rests on the ref itself and on its source, a promotion on
 * the evidence as well; of its sign-offs the rules about these ask. What moved behind the hooks, at
 * whatever time, or is gone makes it undecided until the owner of the repository settles that. Of a
 * ref that the audit never spoke of, nothing is known. Where work starts and where evidence comes
 * in, nothing is asked: it is when that is used.
 */
#ifndef SLUIS_ACCOUNTED_H
#define SLUIS_ACCOUNTED_H

#include "step/steps.h"

/* Sets s->accounted. */
void accounted_gather(const struct push *p, struct step *s);

#endif
