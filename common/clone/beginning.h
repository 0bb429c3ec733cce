/*
 * clone/beginning: what would make a dossier worthless, said before it is written: a candidate that
 * cannot go over, a window that is over, and somebody whose word will not count.
 *
 * The candidate is judged by the engine (clone/status.h); what the others are held against here is
 * what the rules will ask: evidence-by, criteria-independent, plan-performer and plan-window.
 */
#ifndef SLUIS_BEGINNING_H
#define SLUIS_BEGINNING_H

#include "clone/draft.h"
#include "clone/status.h"

struct beginning {
	struct session *session;
	const struct status *status; /* of the promotion as it stands */
	struct contributors *makers; /* of the change */
	const char *again; /* " --emergency 'INC-7 ...'": what it is asked again with */
};

/* May that candidate still go over to that environment? 0, or -1 with `e`. */
int beginning_check_candidate(const struct beginning *b, struct error *e);

/* Will a plan with these values, by the person of the session, count? 0, or -1 with `e`. A freeze
 * is noted on standard output. */
int beginning_check_plan(const struct beginning *b, const struct draft *d, struct error *e);

/* Will criteria by the person of the session count? 0, or -1 with `e`. */
int beginning_check_criteria(const struct beginning *b, struct error *e);

#endif
