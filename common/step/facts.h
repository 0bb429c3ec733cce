/*
 * step/facts: finds out everything that the rules ask about one step. All reading of the repository
 * for a step happens here; what could not be read is noted as unknown, and the rules decide what
 * that means.
 */
#pragma once

#include "step/steps.h"

/* Who made what a step brings (step/facts_people.c). */

/* Contributors of new work: what no environment has yet. */
void facts_workers(const struct push *p, struct step *s);

/* Contributors of a promotion or a fast-forward, with those of the emergencies that it reviews. The
 * message, the evidence and the differences are there already. 0, or -1 (with `e`) without memory.
 */
int facts_contributors(const struct push *p, struct step *s, struct error *e);

/* New commits by others than the pusher, and unsigned ones, where the policy asks. */
void facts_committers(const struct push *p, struct step *s);

/* Results of a test run that name no tester were executed by whoever brought them in. Where that is
 * nobody known, `executed_by` stays NULL. */
void facts_testers(const struct push *p, struct evidence *ev);

/* Finds the dossier that is about what a refused step brings, and its sign-offs, for what mends it
 * (step/facts_dossier.c). False for none, and where that cannot be told. */
bool facts_dossier(const struct push *p, struct step *s);

/* Fills the facts of one step. 0, or -1 (with `e`) without memory. */
int facts_gather(const struct push *p, struct step *s, struct error *e);

/* Sets s->accounted (step/accounted.c). */
void accounted_gather(const struct push *p, struct step *s);

/* For the first value of a ref whose environment is a pattern: sets `later`, and for a later one
 * `comes_from` anew, `rolled_back_on` and `start_ref` (step/later_ref.c). */
void later_ref_gather(const struct push *p, struct step *s);
