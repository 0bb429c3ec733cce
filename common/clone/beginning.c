#include "clone/able.h"
#include "policy/freeze.h"

#define HOUR 3600

/* Who does it instead, with the command. */
static int leave_to(
    const struct beginning *b, const struct role *const *roles, size_t n, struct error *e)
{
	struct arena *a = &b->session->gate.arena;
	const struct people who = able_others(b->session, roles, n, b->makers);

	return able_mend(b->session, &who,
	    arena_printf(a, "git sluis start %s%s", shellword(a, b->status->id), b->again), e);
}

static const char *source(const struct beginning *b)
{
	return escape(&b->session->gate.arena, b->status->env->from->id);
}

/* Offers the newest commit of the source, if it is another one. */
static int take_newest(const struct beginning *b, struct error *e)
{
	struct gate *g = &b->session->gate;
	struct error none = { 0 };
	git_oid tip;

	if (advice_tip(g, b->status->env->from->ref, &tip, &none) < 0 ||
	    git_oid_equal(&tip, &b->status->pr.candidate))
		return error_mend(e, "bring the change to %s first", source(b));
	return error_mend(e, "take what is on %s now:\ngit sluis start %s --candidate %s",
	    source(b), shellword(&g->arena, b->status->id), oid_short(&g->arena, &tip));
}

static int refuse_finding(const struct beginning *b, const struct finding *f, struct error *e)
{
	error_set(e, ERROR_MALFORMED, "%s", f->text);
	if (f->rule == RULE_comes_from || f->rule == RULE_nothing_lost)
		return take_newest(b, e);
	return error_mend(e, f->command != NULL ? "%s\n%s" : "%s%s", f->mend,
	    f->command != NULL ? f->command : "");
}

int beginning_check_candidate(const struct beginning *b, struct error *e)
{
	static const enum rule_id hopeless[] = { RULE_comes_from, RULE_nothing_lost,
		RULE_promotion_once, RULE_emergency, RULE_rollback };
	const struct status *s = b->status;
	struct arena *a = &b->session->gate.arena;

	if (s->done != NULL) {
		error_set(e, ERROR_MALFORMED, "%s went over to %s already, with the merge %s",
		    escape(a, s->id), escape(a, s->env->id), oid_short(a, s->done));
		return error_mend(e, "begin the next one under an id of its own");
	}
	if (s->pr.changes_nothing) {
		error_set(e, ERROR_MALFORMED, "%s shows %s already: there is nothing to promote",
		    escape(a, s->env->id), oid_short(a, &s->pr.candidate));
		return take_newest(b, e);
	}
	for (size_t i = 0; i < s->findings->n; i++)
		for (size_t k = 0; k < sizeof(hopeless) / sizeof(hopeless[0]); k++)
			if (s->findings->list[i].rule == hopeless[k])
				return refuse_finding(b, &s->findings->list[i], e);
	return 0;
}

static int read_window(
    const struct beginning *b, const char *key, const char *text, int64_t *out, struct error *e)
{
	if (text == NULL || when_parse(text, out) == 0)
		return 0;
	return error_set(e, ERROR_MALFORMED,
	    "%s '%s' is no time with a zone, such as 2026-11-24T14:00:00+01:00", key,
	    escape(&b->session->gate.arena, text));
}

/* The next full hour, to paste and change. */
static int propose_window(const struct beginning *b, struct error *e)
{
	struct arena *a = &b->session->gate.arena;
	int64_t next = (b->session->gate.now / HOUR + 1) * HOUR;

	return error_mend(e,
	    "give one that is still to come, such as\n"
	    "git sluis start %s%s --window-start %s --window-end %s",
	    shellword(a, b->status->id), b->again, when_text(a, next),
	    when_text(a, next + 2 * HOUR));
}

static int check_window(const struct beginning *b, const struct draft *d, struct error *e)
{
	const struct environment *env = b->status->env;
	int64_t from = INT64_MIN, to = INT64_MAX, now = b->session->gate.now;
	struct arena *a = &b->session->gate.arena;
	const char *start, *end;

	if (read_window(b, "--window-start", d->window_start, &from, e) < 0 ||
	    read_window(b, "--window-end", d->window_end, &to, e) < 0)
		return propose_window(b, e);
	start = when_text(a, from);
	end = when_text(a, to);
	if (to < now)
		error_set(e, ERROR_MALFORMED, "the window ended at %s, and it is %s", end,
		    when_text(a, now));
	else if (to <= from)
		error_set(e, ERROR_MALFORMED, "the window ends at %s, before it begins at %s", end,
		    start);
	else if (d->window_start != NULL && d->window_end != NULL && env->window_max_hours > 0 &&
	    to - from > (int64_t)env->window_max_hours * HOUR)
		error_set(e, ERROR_MALFORMED,
		    "the window, from %s to %s, is longer than the %u hours that %s allows", start,
		    end, env->window_max_hours, escape(a, env->id));
	else
		return 0;
	return propose_window(b, e);
}

static int check_performer(const struct beginning *b, const char *id, struct error *e)
{
	struct gate *g = &b->session->gate;
	const struct environment *env = b->status->env;
	const struct person *who = id != NULL ? policy_person_by_id(&g->file.policy, id) : NULL;
	const struct contribution *made;
	struct people others;

	if (id == NULL)
		return 0;
	if (who == NULL)
		error_set(e, ERROR_ABSENT, "the policy has no person '%s'", escape(&g->arena, id));
	else if (!environment_may_push(env, who, g->now))
		error_set(e, ERROR_MALFORMED,
		    "%s may not push to %s, and who performs the plan pushes the merge",
		    person_shown(&g->arena, who), escape(&g->arena, env->id));
	else if (!g->file.policy.authors_may_promote &&
	    (made = able_made(b->session, b->makers, who)) != NULL)
		error_set(e, ERROR_MALFORMED,
		    "%s %s %s, and who made the change does not promote it",
		    person_shown(&g->arena, who), made_as_word(made->as), made->commit);
	else
		return 0;
	others = able_others(b->session, env->push, env->npush, b->makers);
	if (others.n == 0)
		return -1;
	return able_mend(b->session, &others,
	    arena_printf(&g->arena, "git sluis start %s%s --performer %s",
	        shellword(&g->arena, b->status->id), b->again,
	        shellword(&g->arena, others.list[0]->id)),
	    e);
}

/* An emergency passes. */
static void note_freeze(const struct beginning *b, const struct draft *d)
{
	struct arena *a = &b->session->gate.arena;
	const struct freeze *f = NULL;
	struct period window, when;

	if (d->window_start != NULL && d->window_end != NULL &&
	    when_parse(d->window_start, &window.from) == 0 &&
	    when_parse(d->window_end, &window.until) == 0 &&
	    b->status->pr.said.exception == EXCEPTION_NONE)
		f = freeze_between(&b->session->gate.file.policy, b->status->env, &window, &when);
	if (f != NULL)
		printf(say("note: the window meets the freeze '%s', from %s to %s\n"),
		    escape(a, f->id), when_text(a, when.from), when_text(a, when.until));
}

int beginning_check_plan(const struct beginning *b, const struct draft *d, struct error *e)
{
	struct gate *g = &b->session->gate;
	const struct environment *env = b->status->env;
	const struct contribution *made = able_made(b->session, b->makers, b->session->me);

	if (made != NULL) {
		error_set(e, ERROR_MALFORMED,
		    "%s %s %s, and a plan by somebody who made the change does not count",
		    person_shown(&g->arena, b->session->me), made_as_word(made->as), made->commit);
		return leave_to(b, env->push, env->npush, e);
	}
	if (check_performer(b, d->performer, e) < 0 || check_window(b, d, e) < 0)
		return -1;
	note_freeze(b, d);
	return 0;
}

/* Where sign-offs are signed, they all name the criteria, and that takes the place of it. */
int beginning_check_criteria(const struct beginning *b, struct error *e)
{
	struct gate *g = &b->session->gate;
	const struct policy *p = &g->file.policy;
	const struct contribution *made;

	if (b->status->env->proof == PROOF_SIGNATURE && b->status->pr.asked.n > 0)
		return 0;
	made = able_made(b->session, b->makers, b->session->me);
	if (made == NULL)
		return 0;
	error_set(e, ERROR_MALFORMED,
	    "%s %s %s, and criteria by somebody who made the change do not count",
	    person_shown(&g->arena, b->session->me), made_as_word(made->as), made->commit);
	return leave_to(b, p->evidence_push, p->nevidence_push, e);
}
