/*
 * rules/access: who may touch which ref at all, by a policy that people can read (norm CH.06
 * criteria 1, 7 and 9).
 */
#include "base/pattern.h"
#include "git/refs.h"
#include "policy/refalias.h"
#include "rules/remedy.h"
#include "rules/rule.h"
#include "rules/text.h"

#define NAMES_MAX 4 /* people named in one mend */

/* Another spelling of what is guarded. */
static enum outcome unmet_alias(struct ruling *r, const char *of)
{
	size_t n = strlen(of);

	rule_unmet(r,
	    "%s is another spelling of %s%s, which the gate guards: where case does not count, "
	    "they are one",
	    escape(r->arena, r->step->ref), escape(r->arena, of),
	    n > 0 && of[n - 1] == '/' ? "..." : "");
	return rule_mend(r, NULL,
	    "push to the name that the policy has, or to one that differs in more than its case");
}

enum outcome rule_reserved_ref(struct ruling *r)
{
	const struct step *s = r->step;
	const char *of;

	if (s->change->target == NULL)
		return rule_undecided(r, s->change->why);
	if (s->kind != STEP_RESERVED)
		return OUTCOME_MET;
	if (s->taken_for != NULL) {
		rule_unmet(r,
		    "%s can be taken for %s, which the gate guards: git and people who ask for one "
		    "may get the other",
		    escape(r->arena, s->ref), escape(r->arena, s->taken_for));
		if (change_creates(s->change))
			return rule_mend(r, NULL, "give it another name");
		return rule_mend(r,
		    arena_printf(r->arena, "git push origin :%s", shellword(r->arena, s->ref)),
		    "delete it, then push again what you meant:");
	}
	if (s->in_the_way != NULL) {
		rule_unmet(r, "%s is there, which can be taken for %s",
		    escape(r->arena, s->in_the_way), escape(r->arena, s->ref));
		return rule_mend(r,
		    arena_printf(
		        r->arena, "git push origin :%s", shellword(r->arena, s->in_the_way)),
		    "its owner deletes it first:");
	}
	of = refalias_of(r->policy, s->ref);
	if (of != NULL)
		return unmet_alias(r, of);
	rule_unmet(r, "%s %s, and nobody pushes there", escape(r->arena, s->ref),
	    say(begins_with(s->ref, "refs/sluis/") ? "belongs to the gate" :
	                                             "would change what others see of a commit"));
	return rule_mend(r, NULL,
	    "push to a ref of your own; only the administrator of the server changes this one");
}

enum outcome rule_policy_published(struct ruling *r)
{
	const struct step *s = r->step;

	if (s->env == NULL || s->env->from == NULL ||
	    (s->kind != STEP_PROMOTION && s->kind != STEP_FAST_FORWARD && s->kind != STEP_BASELINE))
		return OUTCOME_NOT_APPLICABLE;
	if (s->published->is == FACT_UNKNOWN)
		return rule_undecided(r, &s->published->why);
	if (s->published->is == FACT_YES)
		return OUTCOME_MET;
	rule_unmet(r, "%s", s->published->why.text);
	return rule_mend(r, NULL,
	    "the administrator of the server runs in the repository: git sluis policy --publish");
}

enum outcome rule_pusher_known(struct ruling *r)
{
	const struct pusher *who = r->step->pusher;

	switch (who->state) {
	case PUSHER_KNOWN:
		return OUTCOME_MET;
	case PUSHER_UNKNOWN:
		rule_unmet(r, "%s", who->why.text);
		if (who->why.mend[0] != '\0')
			rule_mend(r, NULL, "%s", who->why.mend);
		return OUTCOME_JUDGED;
	default:
		return rule_undecided(r, &who->why);
	}
}

/* The roles that may push what this step moves; NULL with n = 0 for "every known person". */
static const struct role *const *push_roles(const struct ruling *r, size_t *n)
{
	const struct step *s = r->step;

	*n = 0;
	if (s->env != NULL) {
		*n = s->env->npush;
		return s->env->push;
	}
	if (r->policy->evidence_ref != NULL && strcmp(s->ref, r->policy->evidence_ref) == 0) {
		*n = r->policy->nevidence_push;
		return r->policy->evidence_push;
	}
	return NULL;
}

/* "operator (Jan Bakker or Noor Kaya), tester (Tess)" */
static const char *roles_and_names(
    const struct ruling *r, const struct role *const *roles, size_t n)
{
	const char *text = "";

	for (size_t i = 0; i < n; i++)
		text = say_printf(r->arena, "%s%s%s (%s)", text, i > 0 ? say(" or ") : "",
		    escape(r->arena, roles[i]->id),
		    role_names(r->arena, roles[i], r->step->now, NAMES_MAX));
	return text;
}

/* How people call the place that the step moves. */
static const char *place(const struct ruling *r)
{
	return escape(r->arena, r->step->env != NULL ? r->step->env->id : r->step->ref);
}

/* Is it none that may go in by anybody's hand? merge-only says what does. */
static bool is_no_candidate(const struct step *s)
{
	return s->kind == STEP_DIRECT || s->kind == STEP_OCTOPUS || s->kind == STEP_FOXTROT;
}

enum outcome rule_push_access(struct ruling *r)
{
	const struct pusher *who = r->step->pusher;
	const struct role *const *roles;
	size_t n;

	if (r->step->kind == STEP_RESERVED || who->state == PUSHER_UNKNOWN)
		return OUTCOME_NOT_APPLICABLE; /* reserved-ref or pusher-known refuses */
	if (who->state != PUSHER_KNOWN)
		return rule_undecided(r, &who->why);
	roles = push_roles(r, &n);
	if (roles_have(roles, n, who->person, r->step->now))
		return OUTCOME_MET;
	rule_unmet(r, "%s may not push to %s; the role for it: %s",
	    escape(r->arena, who->person->name), place(r), roles_and_names(r, roles, n));
	if (r->step->kind == STEP_DELETE)
		return rule_mend(r, NULL, "leave it out of the push");
	if (is_no_candidate(r->step))
		return rule_mend(r, NULL, "once the rest is mended, one of them pushes it");
	return rule_hand_over(r, say("one of them"));
}

/* Work branches come and go; everything else that is governed stays. */
static bool protected(const struct step *s)
{
	return s->env == NULL || s->env->from != NULL || pattern_exact(s->env->ref) ||
	    refs_is_tag(s->ref);
}

/* The name it was pushed under, where that is another. */
static const char *other_name(const struct ruling *r)
{
	const struct step *s = r->step;

	return strcmp(s->change->ref, s->ref) == 0 ?
	    "" :
	    say_printf(r->arena, " (once as %s)", escape(r->arena, s->change->ref));
}

static enum outcome unmet_rewind(struct ruling *r)
{
	const struct step *s = r->step;
	const char *ref = escape(r->arena, s->ref);

	if (change_creates(s->change)) {
		rule_unmet(r, "%s was at %s before, and is made once", ref,
		    oid_short(r->arena, &s->base_id));
		return rule_mend(r,
		    arena_printf(r->arena, "git push origin %s:%s",
		        oid_short(r->arena, &s->base_id), shellword(r->arena, s->ref)),
		    "somebody who has it pushes the ref back as it was:");
	}
	if (begins_with(s->ref, "refs/signoffs/")) {
		rule_unmet(r, "%s already exists, and a sign-off is written once", ref);
		return rule_mend(r, NULL, "push it under a name of its own, such as %s.2", ref);
	}
	if (s->env != NULL && refs_is_tag(s->ref)) {
		rule_unmet(r, "%s already exists, and a tag is made once", ref);
		return rule_mend(r, NULL, "give the new one another name");
	}
	rule_unmet(r, "%s would lose %s, which it has: %s does not contain it", ref,
	    oid_short(r->arena, &s->change->old), oid_short(r->arena, &s->change->new));
	if (s->env != NULL && s->env->from != NULL && !s->env->fast_forward && s->tip != NULL &&
	    s->tip->nparents == 2)
		return rule_mend(r,
		    arena_printf(r->arena, "git fetch origin %s && %s", shellword(r->arena, s->ref),
		        rule_remake(r, &s->tip->parents[1])),
		    "make the merge again on top of what is there, with the same message; no "
		    "branch of yours moves:");
	return rule_mend(r,
	    rule_on_tip(r,
	        arena_printf(r->arena, "git fetch origin %s && git merge --no-edit FETCH_HEAD",
	            shellword(r->arena, s->ref))),
	    "push without force, on top of what is there:");
}

enum outcome rule_ref_protected(struct ruling *r)
{
	const struct step *s = r->step;

	switch (s->kind) {
	case STEP_RESERVED:
		return OUTCOME_NOT_APPLICABLE;
	case STEP_UNKNOWN:
		if (s->change->target == NULL)
			return OUTCOME_NOT_APPLICABLE; /* reserved-ref speaks of it */
		return rule_undecided(r, &s->why);
	case STEP_TWICE:
		rule_unmet(
		    r, "%s is moved twice in one push%s", escape(r->arena, s->ref), other_name(r));
		return rule_mend(r, NULL, "push it under one name");
	case STEP_DELETE:
		if (!protected(s))
			return OUTCOME_MET;
		rule_unmet(
		    r, "%s would be deleted, and governed refs stay", escape(r->arena, s->ref));
		return rule_mend(r, NULL, "leave it out of the push");
	case STEP_REWIND:
		return unmet_rewind(r);
	default:
		return s->accounted.is == FACT_YES ? OUTCOME_MET :
		                                     rule_undecided(r, &s->accounted.why);
	}
}

enum outcome rule_committer_is_pusher(struct ruling *r)
{
	const struct step *s = r->step;
	const struct found_commits *st = &s->other_committers;

	if (!st->asked || s->pusher->state == PUSHER_UNKNOWN)
		return OUTCOME_NOT_APPLICABLE; /* pusher-known refuses */
	if (s->pusher->state != PUSHER_KNOWN || !st->complete)
		return rule_undecided(
		    r, s->pusher->state != PUSHER_KNOWN ? &s->pusher->why : &st->why);
	for (size_t i = 0; i < st->n && i < COMMITS_SHOWN; i++) {
		rule_unmet(r, "%s was committed by %s, and %s pushes it", st->list[i].commit,
		    st->list[i].committer, escape(r->arena, s->pusher->person->name));
		rule_mend(r, NULL,
		    "its committer pushes it; or, when it is your own, set user.email right and "
		    "commit it again");
	}
	if (st->n > COMMITS_SHOWN)
		rule_unmet(r, "commits of others besides these: %zu", st->n - COMMITS_SHOWN);
	return rule_said(r);
}

enum outcome rule_commits_signed(struct ruling *r)
{
	const struct found_commits *sigs = &r->step->unsigned_commits;

	if (!sigs->asked)
		return OUTCOME_NOT_APPLICABLE;
	if (!sigs->complete)
		return rule_undecided(r, &sigs->why);
	for (size_t i = 0; i < sigs->n && i < COMMITS_SHOWN; i++) {
		const struct found_commit *c = &sigs->list[i];

		if (c->open) {
			rule_undecided(r, &c->why);
			continue;
		}
		rule_unmet(r, "%s: %s", c->commit, c->why.text);
		rule_mend_merge(r,
		    r->step->kind == STEP_PROMOTION ?
		        rule_amend(r, " --no-edit -S") :
		        rule_on_tip(r,
		            arena_printf(r->arena,
		                "git rebase -r --exec 'git commit --amend --no-edit -S' %s",
		                git_oid_is_zero(&r->step->change->old) ?
		                    "@{upstream}" :
		                    oid_short(r->arena, &r->step->change->old))),
		    "its committer signs it, with a key that allowed_signers gives them:");
	}
	if (sigs->n > COMMITS_SHOWN)
		rule_unmet(
		    r, "commits besides these that are not signed: %zu", sigs->n - COMMITS_SHOWN);
	return rule_said(r);
}

static void check_role(struct ruling *r, const struct role *role, const char *purpose)
{
	const struct step *s = r->step;

	for (size_t i = 0; i < role->nmembers; i++)
		if (role_has(role, role->members[i].person, s->now))
			return;
	rule_unmet(r, "today nobody holds the role %s, which %s %s", escape(r->arena, role->id),
	    place(r), say(purpose));
	rule_mend(r, NULL, "the administrator adds a member to [role \"%s\"] in the policy",
	    escape(r->arena, role->id));
}

enum outcome rule_roles_assigned(struct ruling *r)
{
	const struct step *s = r->step;

	if (s->env == NULL || s->env->from == NULL)
		return OUTCOME_NOT_APPLICABLE;
	if (rule_clock_suspect(r, "who holds which role today"))
		return OUTCOME_JUDGED;
	for (size_t i = 0; i < s->env->npush; i++)
		check_role(r, s->env->push[i], "needs for a push");
	for (size_t i = 0; i < s->env->nsignoffs; i++)
		check_role(r, s->env->signoffs[i]->role, "needs for a sign-off");
	return rule_said(r);
}
