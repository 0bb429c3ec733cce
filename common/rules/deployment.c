/*
 * rules/deployment: what an environment shows runs where the policy says that it runs, before more
 * goes over (norm CH.06 criteria 2 and 8).
 *
 * While no record is there, the days of the target count. A record that is there is held against
 * what the server saw at once: one that failed stops the next promotion, and so does one that is
 * no record of this deployment.
 */
#include "rules/remedy.h"
#include "rules/rule.h"
#include "rules/text.h"

/* The command with which it is recorded. */
static const char *command(struct ruling *r, const struct deployed_at *at)
{
	return arena_printf(r->arena, "git sluis deployed %s --target %s --tree DIR",
	    shellword(r->arena, r->step->deployments.id), shellword(r->arena, at->target->id));
}

static void mend_again(struct ruling *r, const struct deployed_at *at)
{
	rule_mend(r, command(r, at),
	    "whoever may push to %s looks at what is there, and records it anew:",
	    escape(r->arena, r->step->env->id));
}

static void check_unrecorded(struct ruling *r, const struct deployed_at *at)
{
	const struct deployments *d = &r->step->deployments;
	int64_t late = when_days_late(deployment_due(d, at), r->step->now);

	if (late == 0)
		return;
	rule_unmet(r,
	    late == 1 ? "that %s was deployed to %s is not recorded; due in %u days, it is %" PRId64
	                " day late" :
	                "that %s was deployed to %s is not recorded; due in %u days, it is %" PRId64
	                " days late",
	    d->id, escape(r->arena, at->target->id), at->target->within_days, late);
	rule_mend(r, command(r, at), "whoever deployed it, and may push to %s, records it:",
	    escape(r->arena, r->step->env->id));
}

static void check_bringer(struct ruling *r, const struct deployed_at *at)
{
	const struct person *who = rule_bringer(r, &at->rec.record, &at->rec.brought);

	if (who != NULL)
		rule_unmet(r, "%s was added by %s, who may not push to %s", at->rec.record.place,
		    escape(r->arena, who->name), escape(r->arena, r->step->env->id));
	mend_again(r, at);
}

/* Its times, or the record itself. */
static void check_record(struct ruling *r, const struct deployed_at *at)
{
	const struct deployments *d = &r->step->deployments;
	const char *place = at->rec.record.place, *env = escape(r->arena, r->step->env->id);

	if (at->state == DEPLOYED_MALFORMED)
		rule_unmet(r, "%s is not well formed: %s", place,
		    at->rec.problems.n > 0 ? rule_problems(r, &at->rec.problems) :
		                             at->rec.malformed.text);
	else if (at->state == DEPLOYED_ELSE)
		rule_unmet(r, "%s is about %s %s, and %s shows %s", place, say(at->key),
		    escape(r->arena, at->says_other), env, at->is);
	else if (at->state == DEPLOYED_BEFORE)
		rule_unmet(r, "%s says that it ended at %s, and %s came to %s at %s", place,
		    when_text(r->arena, at->says.finished), d->id, env, when_text(r->arena, d->at));
	else if (at->state == DEPLOYED_TO_COME)
		rule_ends_before(r, &at->rec, at->says.finished);
	else
		rule_unmet(r,
		    at->state == DEPLOYED_GONE ? "%s existed and was removed" :
		                                 "%s is an older record that was put back",
		    place);
	mend_again(r, at);
}

static void check_outcome(struct ruling *r, const struct deployed_at *at)
{
	const char *place = at->rec.record.place, *id = r->step->deployments.id,
	           *target = escape(r->arena, at->target->id);

	if (at->state == DEPLOYED_FAILED)
		rule_unmet(r, "%s says that the deployment of %s to %s failed", place, id, target);
	else if (at->state == DEPLOYED_ROLLED_BACK)
		rule_unmet(r, "%s says that the deployment of %s to %s was rolled back", place, id,
		    target);
	else
		rule_unmet(r,
		    at->says.differing == 1 ?
		        "%s says that %" PRId64 " file of %s differs from what was promoted" :
		        "%s says that %" PRId64 " files of %s differ from what was promoted",
		    place, at->says.differing, target);
	rule_mend(r, command(r, at),
	    "deploy it again, and record that; or roll %s back, which passes:",
	    escape(r->arena, r->step->env->id));
}

static void check_target(struct ruling *r, const struct deployed_at *at)
{
	switch (at->state) {
	case DEPLOYED_DONE:
		break;
	case DEPLOYED_UNRECORDED:
		check_unrecorded(r, at);
		break;
	case DEPLOYED_BY_NOBODY:
	case DEPLOYED_BY_OTHER:
		check_bringer(r, at);
		break;
	case DEPLOYED_FAILED:
	case DEPLOYED_ROLLED_BACK:
	case DEPLOYED_DIFFERS:
		check_outcome(r, at);
		break;
	case DEPLOYED_UNKNOWN:
		rule_undecided(r, at->why.kind != ERROR_NONE ? &at->why : &at->rec.malformed);
		break;
	default:
		check_record(r, at);
	}
}

enum outcome rule_deployment_recorded(struct ruling *r)
{
	const struct step *s = r->step;
	const struct deployments *d = &s->deployments;
	size_t at = 0;

	if (s->kind != STEP_PROMOTION || s->unreadable.kind != ERROR_NONE ||
	    policy_target_of(r->policy, s->env, &at) == NULL)
		return OUTCOME_NOT_APPLICABLE;
	if (s->promotion.exception != EXCEPTION_NONE)
		return OUTCOME_WAIVED;
	if (s->promotion.name == NULL) {
		rule_unmet(r,
		    "%s does not name its promotion, under which its deployment is recorded",
		    rule_tip(r));
		rule_mend_id(r);
	}
	if (d->known == FACT_UNKNOWN)
		return rule_undecided(r, &d->why);
	if (rule_clock_suspect(r, "whether a deployment is recorded in time"))
		return OUTCOME_JUDGED;
	for (size_t i = 0; d->known == FACT_YES && i < d->n; i++)
		check_target(r, &d->list[i]);
	return rule_said(r);
}
