/*
 * A ref that is made once and is gone: may it come back as this (step/steps.h)?
 */
#include <string.h>

#include "base/escape.h"
#include "base/oid.h"
#include "git/history.h"
#include "step/steps.h"

/* Nobody recorded whether the ref that a verdict let in came to be. */
static void is_open(const struct push *p, const char *ref, const git_oid *was, struct error *why)
{
	error_set(why, ERROR_UNREADABLE,
	    "%s was let in at %s, is not there, and no entry says whether it went in",
	    escape(p->arena, ref), oid_short(p->arena, was));
	error_mend(why,
	    "wait ten minutes; then the owner of the repository runs there, which records it:\n"
	    "git sluis audit reconcile");
}

void steps_made_once(
    const struct push *p, const struct change *c, bool grows, git_oid *was, struct fact *out)
{
	git_oid last = { 0 };
	enum answer known;

	memset(out, 0, sizeof(*out));
	memset(was, 0, sizeof(*was));
	if (past_read(p->arena, p->repo, p->past, &out->why) < 0)
		return;
	known = past_was(p->arena, p->past, c->target, &last);
	if (known == FACT_YES)
		*was = last;
	if (known == FACT_NO || git_oid_equal(&last, &c->new))
		out->is = FACT_YES;
	else if (known == FACT_UNKNOWN)
		is_open(p, c->target, &last, &out->why);
	else if (grows)
		history_reaches(p->arena, p->repo, &c->new, was, out);
	else
		out->is = FACT_NO;
}
