#include "step/rests_on.h"

#include "base/pattern.h"
#include "policy/freeze.h"

static void add(const struct push *p, struct step *s, const char *name, const git_oid *id)
{
	struct ref_values *v = &s->rests_on;
	ARENA_ADD(p->arena, v->list, v->n, (struct ref_value){ name, *id });
}

void rests_on_source(const struct push *p, struct step *s, const struct ref_value *source)
{
	for (size_t i = 0; source->name != NULL && i < p->changes->n; i++) {
		const char *target = p->changes->list[i].target;

		if (target != NULL && strcmp(target, source->name) == 0) {
			add(p, s, source->name, &source->id);
			return;
		}
	}
}

void rests_on_pattern(const struct push *p, struct step *s)
{
	for (const struct change *c = p->changes->list; c < s->change; c++)
		if (c->target != NULL && change_creates(c) && pattern_match(s->env->ref, c->target))
			add(p, s, c->target, &c->new);
}

static void add_after(const struct push *p, struct step *s, const char *pattern)
{
	static const git_oid none;
	struct ref_values v;
	struct error why = { 0 };

	if (pattern == NULL)
		return;
	if (refs_after(p->arena, p->repo, p->changes, pattern, &v, &why) < 0)
		add(p, s, pattern, &none);
	for (size_t i = 0; i < v.n; i++)
		add(p, s, v.list[i].name, &v.list[i].id);
}

static void add_earlier_signoff(const struct push *p, struct step *s)
{
	struct signoff_ref ref;
	struct error why = { 0 };

	if (signoff_ref_read(p->arena, s->ref, &ref, &why) == 0 && --ref.sequence > 0)
		add_after(p, s, signoff_ref_name(p->arena, &ref));
}

void rests_on_papers(const struct push *p, struct step *s)
{
	const unsigned records = REQUIRE_PLAN | REQUIRE_ACCEPTANCE | REQUIRE_PARALLEL_RUN;
	size_t at = 0;

	if (s->kind == STEP_SIGNOFF) {
		add_earlier_signoff(p, s);
		return;
	}
	if (((s->env->require & records) != 0 && s->promotion.exception != EXCEPTION_ROLLBACK) ||
	    (s->promotion.exception == EXCEPTION_NONE &&
	        policy_target_of(p->policy, s->env, &at) != NULL))
		add_after(p, s, p->policy->evidence_ref);
	if (s->promotion.name != NULL)
		add_after(p, s, arena_printf(p->arena, SIGNOFF_REFS "%s/*", s->promotion.name));
}

/* The next moment at which something changes. */
struct edge {
	int64_t now, until;
	const char *rule;
};

static void meet(struct edge *e, int64_t last, const char *rule)
{
	if (last < e->now || last >= e->until)
		return;
	e->until = last;
	e->rule = rule;
}

static void meet_period(struct edge *e, const struct period *p, const char *rule)
{
	meet(e, p->until, rule);
	if (p->from > e->now)
		meet(e, p->from - 1, rule);
}

/* Whose time it is that ends or begins is for the rules, which are asked again then. */
int64_t rests_on_time(const struct policy *p, const struct step *s, const char **rule)
{
	struct edge e = { s->now, INT64_MAX, NULL };
	const struct person *who;
	struct period lasts;

	/* Nothing rests on whom nobody has asked for. */
	for (size_t i = 0; (who = policy_person_read(p, i)) != NULL; i++)
		meet_period(&e, &who->there, "roles-assigned");
	for (size_t i = 0; i < p->nroles; i++)
		for (size_t k = 0; k < p->roles[i].nmembers; k++)
			meet_period(&e, &p->roles[i].members[k].period, "roles-assigned");
	for (size_t i = 0; i < p->nfreezes; i++)
		if (freeze_next(p, &p->freezes[i], s->now, &lasts))
			meet_period(&e, &lasts, "freeze");
	for (size_t i = 0; i < s->evidence.nplans; i++)
		if (s->evidence.plans[i].rec.readable)
			meet(&e, s->evidence.plans[i].plan.window_end, "plan-window");
	for (size_t i = 0; i < s->emergencies.n; i++)
		meet(&e, s->emergencies.open[i].at + p->emergency.review_within_days * WHEN_DAY,
		    "emergency-review");
	for (size_t i = 0; s->deployments.known == FACT_YES && i < s->deployments.n; i++)
		if (s->deployments.list[i].state == DEPLOYED_UNRECORDED)
			meet(&e, deployment_due(&s->deployments, &s->deployments.list[i]),
			    "deployment-recorded");
	*rule = e.rule;
	return e.until;
}
