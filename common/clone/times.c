#include "clone/times.h"

#include <stdio.h>
#include <string.h>

#include "base/escape.h"
#include "base/oid.h"
#include "base/pattern.h"
#include "base/say/say.h"
#include "base/when.h"
#include "promotion/arrival.h"

/* Did it begin when `what` was on `ref`? */
static int check_start(struct session *se, const struct record_times *t, const char *what,
    const char *ref, const struct arrival *when, struct error *e)
{
	struct arena *a = &se->arena;
	char began[WHEN_MAX], came[WHEN_MAX];

	if (when->known != FACT_YES) {
		printf(say("note: the audit does not tell when %.7s came to %s, and the gate asks "
		           "that\n"),
		    what, escape(a, ref));
		return 0;
	}
	if (t->started >= when->at)
		return 0;
	when_format(t->started, began);
	when_format(when->at, came);
	if (when->found)
		error_set(e, ERROR_MALFORMED, "it began at %s, and %.7s was committed at %s", began,
		    what, came);
	else
		error_set(e, ERROR_MALFORMED,
		    "it began at %s, and %.7s came to %s at %s (the "
		    "server's clock)",
		    began, what, escape(a, ref), came);
	return error_mend(e, "do it over with what is there now: the gate refuses this record");
}

static int load(struct session *se, const char *hex, struct commit *out, struct error *e)
{
	git_oid id;

	if (oid_parse(hex, strlen(hex), &id) < 0)
		return error_set(
		    e, ERROR_MALFORMED, "'%s' is not a commit", escape(&se->arena, hex));
	return commit_load(&se->arena, &se->gate.repo, &id, out, e);
}

int times_check(struct session *se, const struct record_times *t, struct error *e)
{
	const struct changes none = { 0 };
	const struct arrival_moves of = { &none, se->gate.now, &se->gate.past.ledger };
	struct arrival arrived = { 0 }, stands = { 0 };
	char end[WHEN_MAX];
	struct commit c;

	if (t->finished > se->gate.now + ARRIVAL_CLOCK_APART)
		return error_set(e, ERROR_MALFORMED, "it ends at %s, and that is still to come",
		    when_format(t->finished, end));
	if (load(se, t->candidate, &c, &arrived.why) == 0)
		arrival_reached(
		    &se->gate.arena, &se->gate.repo, &of, t->env->from->ref, &c, &arrived);
	if (check_start(se, t, t->candidate, t->env->from->ref, &arrived, e) < 0)
		return -1;
	if (t->old == NULL || !pattern_exact(t->env->ref))
		return 0;
	if (load(se, t->old, &c, &stands.why) == 0)
		arrival_stands(&se->gate.arena, &se->gate.repo, &of, t->env->ref, &c, &stands);
	return stands.found ? 0 : check_start(se, t, t->old, t->env->ref, &stands, e);
}
