/*
 * rule_author: whoever made the change is known, and does not promote it (norm CH.06 criterion 9).
 */
#include "escape.h"
#include "rule.h"
#include "rule_text.h"
#include "say.h"

static bool
has_contributors(const struct step *s)
{
	return s->kind == STEP_WORK || s->kind == STEP_FAST_FORWARD || s->kind == STEP_PROMOTION;
}

enum outcome
rule_author_known(struct ruling *r)
{
	const struct contributors *cs = &r->step->contributors;

	if (!has_contributors(r->step) || r->policy->unknown_authors_allowed)
		return OUTCOME_NOT_APPLICABLE;
	if (!cs->complete) {
		rule_undecided(r, &cs->why);
		return OUTCOME_UNDECIDED;
	}
	for (size_t i = 0; i < cs->nunknown && i < UNKNOWN_AUTHORS_MAX; i++) {
		const struct unknown_author *u = &cs->unknown[i];

		rule_unmet(r, "%s is %s of %s and nobody of the policy", u->address, u->how, u->commit);
		rule_mend(r, r->step->kind == STEP_WORK ? "git rebase -i --exec 'git commit --amend --no-edit --reset-author' @{upstream}" : NULL,
		    "the administrator adds 'email = %s' to somebody in the policy%s", u->address,
		    r->step->kind == STEP_WORK ? say("; or, when it is your own commit, set user.email right and run:") : "");
	}
	if (cs->nunknown > UNKNOWN_AUTHORS_MAX)
		rule_unmet(r, "and %zu more addresses are nobody of the policy", cs->nunknown - UNKNOWN_AUTHORS_MAX);
	return OUTCOME_MET;
}

enum outcome
rule_author_not_promoter(struct ruling *r)
{
	const struct step *s = r->step;
	const struct contribution *made;
	const char *others;

	if ((s->kind != STEP_FAST_FORWARD && s->kind != STEP_PROMOTION) || r->policy->authors_may_promote ||
	    s->pusher->state == PUSHER_UNKNOWN)
		return OUTCOME_NOT_APPLICABLE;
	if (!s->contributors.complete || s->pusher->state != PUSHER_KNOWN) {
		rule_undecided(r, s->contributors.complete ? &s->pusher->why : &s->contributors.why);
		return OUTCOME_UNDECIDED;
	}
	made = contributors_find(&s->contributors, s->pusher->person);
	/* A machine that pushes does it for whoever answers for it. */
	if (made == NULL && s->pusher->person->service)
		made = contributors_find(&s->contributors, s->pusher->person->owner);
	if (made == NULL)
		return OUTCOME_MET;
	rule_unmet(r, "%s pushes to %s and is %s of %s", escape(r->arena, s->pusher->person->name),
	    escape(r->arena, s->env->id), made->how, made->commit);
	others = rule_free_holders(r, s->env->push, s->env->npush);
	rule_mend(r, NULL, "%s fetches the promotion from you, looks at it and pushes it",
	    others != NULL ? others : say("somebody else who may push there"));
	return OUTCOME_MET;
}
