/*
 * facts_people: who made what a step brings: contributors, and committers who are not the pusher.
 */
#ifndef SLUIS_FACTS_PEOPLE_H
#define SLUIS_FACTS_PEOPLE_H

#include "step.h"
#include "steps.h"

/* Contributors of new work: what no environment has yet. */
void facts_workers(const struct push *p, struct step *s);

/* Contributors of a promotion or a fast-forward, with those of the emergencies that it reviews. The
 * message, the evidence and the differences are there already. 0, or -1 (with `e`) without memory.
 */
int facts_contributors(const struct push *p, struct step *s, struct error *e);

/* New commits by others than the pusher, and new commits that are not signed, where the policy
 * asks. */
void facts_committers(const struct push *p, struct step *s);

/* Results of a test run that name no tester were executed by whoever brought them in. Where that is
 * nobody known, `executed_by` stays NULL. */
void facts_testers(const struct push *p, struct evidence *ev);

#endif
