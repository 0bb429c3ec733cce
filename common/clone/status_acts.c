#include "clone/status_internal.h"
#include "clone/status.h"

#define NAMES_MAX 4

static void add(struct session *se, struct status *s, const struct people *people,
    const struct role *role, const char *command, const char *does)
{
	struct arena *a = &se->gate.arena;

	if (s->nnext == STATUS_ACTS_MAX)
		return;
	s->next[s->nnext++] =
	    (struct act){ .who = people->n > 0 ? people_names(a, people, NAMES_MAX) :
		                                 say("the administrator"),
		    .people = *people,
		    .role = role,
		    .command = people->n > 0 ? command : NULL,
		    .does = people->n > 0 ?
		        does :
		        say_printf(a,
		            "gives the role %s to somebody who can still help: nobody is left",
		            role != NULL ? escape(a, role->id) : "") };
}

const char *acts_command(
    struct session *se, const struct status *s, const char *verb, const char *more)
{
	struct arena *a = &se->gate.arena;

	return arena_printf(
	    a, "git sluis %s %s%s", verb, shellword(a, s->id), more != NULL ? more : "");
}

/* One of those who hold one of the roles, and did not make the change. */
static void add_holders(struct session *se, struct status *s, const struct role *const *roles,
    size_t n, const struct contributors *makers, const char *command, const char *does)
{
	struct gate *g = &se->gate;
	struct people who;

	if (contributors_others(&g->arena, &g->file.policy, roles, n, g->now, makers, &who) == 0)
		add(se, s, &who, n > 0 ? roles[0] : NULL, command, does);
}

void acts_add_pushers(struct session *se, struct status *s, const char *command, const char *does)
{
	add_holders(se, s, s->env->push, s->env->npush, NULL, command, does);
}

static bool unmet(const struct status *s, enum rule_id id)
{
	for (size_t i = 0; i < s->findings->n; i++)
		if (s->findings->list[i].rule == id && !s->findings->list[i].by_signing)
			return true;
	return false;
}

/* Is it too late for the plan? One whose window is still to open only waits. */
static bool plan_is_over(const struct session *se, const struct dossier_record *plan)
{
	return plan->plan.window_end < se->gate.now;
}

static bool test_lacks(const struct status *s)
{
	return unmet(s, RULE_acceptance_bound) || unmet(s, RULE_acceptance_passed) ||
	    unmet(s, RULE_criteria_first) || unmet(s, RULE_criteria_independent) ||
	    unmet(s, RULE_tester_not_author);
}

/* What the environment asks to be written down. */
static void add_records(struct session *se, struct status *s)
{
	const struct policy *p = &se->gate.file.policy;
	const struct dossier *d = &s->pr.dossier;
	const struct dossier_record *plan = dossier_find(d, DOSSIER_PLAN);
	unsigned asks =
	    s->pr.changes_nothing || s->pr.wish->rolls_back_to != NULL ? 0 : s->env->require;
	bool planned = (asks & REQUIRE_PLAN) != 0, tested = (asks & REQUIRE_ACCEPTANCE) != 0;
	const char *start = acts_command(se, s, "start", "");

	if (tested && !d->has_criteria)
		add_holders(se, s, p->evidence_push, p->nevidence_push, s->makers, start,
		    say("writes down the criteria"));
	if (planned &&
	    (plan == NULL || plan->malformed.kind != ERROR_NONE || unmet(s, RULE_plan_complete) ||
	        plan_is_over(se, plan)))
		add_holders(se, s, s->env->push, s->env->npush,
		    p->authors_may_promote ? NULL : s->makers, start,
		    say(plan == NULL ? "makes the plan" : "changes the plan"));
	if (tested && d->has_criteria &&
	    (dossier_find(d, DOSSIER_ACCEPTANCE) == NULL || test_lacks(s)))
		add_holders(se, s, p->evidence_push, p->nevidence_push, s->makers,
		    acts_command(se, s, "accept", ""), say("tests it"));
}

/* Must it be mended in a way that voids what is signed before: in the records, or the candidate? */
static bool voids(const struct session *se, const struct status *s, const struct finding *f)
{
	const struct dossier_record *plan = dossier_find(&s->pr.dossier, DOSSIER_PLAN);

	if (f->by_signing)
		return false;
	switch (f->rule) {
	case RULE_comes_from:
	case RULE_complete:
	case RULE_nothing_lost:
	case RULE_rollback:
	case RULE_emergency:
	case RULE_plan_linked:
	case RULE_plan_complete:
	case RULE_parallel_run:
	case RULE_acceptance_linked:
	case RULE_evidence_intact:
	case RULE_evidence_by:
	case RULE_acceptance_bound:
	case RULE_criteria_first:
	case RULE_criteria_independent:
	case RULE_acceptance_passed:
	case RULE_tester_not_author:
	case RULE_promotion_once:
		return true;
	case RULE_plan_window:
		return plan != NULL && plan_is_over(se, plan);
	default:
		return false;
	}
}

/* What was asked for beside the id: sign and promote are to be asked the same. */
static const char *wished(struct arena *a, const struct status *s)
{
	struct proposal_wish w = *s->pr.wish;

	w.candidate = NULL;
	if (w.rolls_back_to != NULL)
		w.rolls_back_to = oid_short(a, &s->pr.candidate);
	return proposal_wish_options(a, &w);
}

static void add_signoffs(struct session *se, struct status *s)
{
	struct gate *g = &se->gate;
	const struct policy *p = &g->file.policy;
	const struct asked *asked = &s->pr.asked;
	unsigned *got = arena_array(&g->arena, asked->n + 1, sizeof(*got));
	struct claims given;
	struct people who;

	if (got == NULL || proposal_claims(&g->arena, &s->pr, &given) < 0 ||
	    signoff_credit(&g->arena, p, asked, &given, got) < 0)
		return;
	for (size_t i = 0; i < asked->n; i++) {
		const struct role *role = asked->list[i]->role;
		const char *more = arena_printf(&g->arena, " --role %s%s",
		    shellword(&g->arena, role->id), wished(&g->arena, s));

		if (got[i] < asked->list[i]->count &&
		    signoff_left(&g->arena, p, asked, &given, asked->list[i], g->now,
		        p->authors_may_sign ? NULL : s->makers, &who) == 0)
			add(se, s, &who, role, acts_command(se, s, "sign", more), say("signs"));
	}
}

/* The performer of the plan, or else everyone who may push. */
static void add_promoters(struct session *se, struct status *s)
{
	struct gate *g = &se->gate;
	const struct policy *p = &g->file.policy;
	const char *command = acts_command(se, s, "promote", wished(&g->arena, s));

	if (s->performer)
		add(se, s, &(struct people){ &s->promoter, 1 }, NULL, command, say("promotes it"));
	else
		add_holders(se, s, s->env->push, s->env->npush,
		    p->authors_may_promote || s->pr.wish->rolls_back_to != NULL ? NULL : s->makers,
		    command, say("promotes it"));
}

void acts_find(struct session *se, struct status *s)
{
	bool early = false;

	add_records(se, s);
	for (size_t i = 0; i < s->findings->n; i++)
		early = early || voids(se, s, &s->findings->list[i]);
	if (!early)
		add_signoffs(se, s);
	if (s->verdict == VERDICT_ACCEPT)
		add_promoters(se, s);
}
