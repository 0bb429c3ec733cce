/*
 * facts: finds out everything that the rules ask about one step. All reading of the repository for
 * a step happens here; what could not be read is noted as unknown, and the rules decide what that
 * means.
 */
#ifndef SLUIS_FACTS_H
#define SLUIS_FACTS_H

#include "step.h"
#include "steps.h"

/* Fills the facts of one step. 0, or -1 (with `e`) without memory. */
int facts_gather(const struct push *p, struct step *s, struct error *e);

#endif
