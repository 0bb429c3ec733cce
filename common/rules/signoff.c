/*
 * rules/signoff: the key stakeholders have signed off (norm CH.06 criterion 5).
 */
#include "rules/remedy.h"
#include "rules/rule.h"
#include "rules/text.h"
#include "promotion/signoff.h"

#define NAMES_MAX 4
#define SIGNS "%s signs; then git sluis promote makes the merge that names it:"

/* Who can still give it. */
static void find_signers(struct ruling *r, const struct signoff *kind, struct people *out)
{
	const struct step *s = r->step;

	if (signoff_left(r->arena, r->policy, &s->asked, &s->claims, kind, s->now,
	        r->policy->authors_may_sign ? NULL : &s->contributors, out) < 0)
		*out = (struct people){ NULL, 0 };
}

/* Have as many signed this very candidate as are asked, so that only the merge lacks them? */
static bool is_signed(const struct ruling *r, const struct signoff *kind)
{
	const struct signed_signoffs *all = &r->step->given_for_dossier;
	unsigned n = 0;

	for (size_t i = 0; i < all->n; i++) {
		const struct signed_signoff *g = &all->list[i];

		n += g->latest && g->role == kind->role && g->unreadable.kind == ERROR_NONE &&
		    g->person != NULL && role_has(g->role, g->person, r->step->now) &&
		    g->valid.is == FACT_YES && g->tag.decision == DECISION_APPROVE &&
		    git_oid_equal(&g->tag.candidate, &r->step->candidate_id) &&
		    contributors_find(&r->step->contributors, g->person) == NULL;
	}
	return n >= kind->count;
}

static enum outcome mend_missing(struct ruling *r, const struct signoff *kind)
{
	const char *once =
	    r->policy->one_signer_one_role ? say(" (one person fills one role)") : "";
	const char *names, *id = rule_id(r);
	struct people who;

	find_signers(r, kind, &who);
	if (who.n == 0)
		return rule_mend(r, NULL,
		    "nobody of role %s is left who may sign: the administrator gives it to "
		    "somebody else too",
		    escape(r->arena, kind->role->id));
	names = people_names(r->arena, &who, NAMES_MAX);
	if (r->step->env->proof == PROOF_TRAILER)
		return rule_mend(r,
		    who.list[0]->nemails == 0 ?
		        NULL :
		        rule_amend_trailer(r,
		            arena_printf(r->arena, "%s: %s <%s>", kind->trailer, who.list[0]->name,
		                who.list[0]->emails[0])),
		    "%s signs off%s; then, on the merge, with the name of who did:", names, once);
	if (id == NULL)
		return rule_mend_id(r);
	if (is_signed(r, kind) && rule_promote(r) != NULL)
		return rule_mend_message(r, SIGNS, names);
	return rule_mend(r, rule_sign_command(r, id, kind->role->id), SIGNS, names);
}

/* Trailers of this sign-off that count for nothing, and why: often that is the whole mistake. */
static const char *useless_claims(struct ruling *r, const struct signoff *kind)
{
	const struct claims *claims = &r->step->claims;
	const char *text = "";

	for (size_t i = 0; i < claims->n; i++) {
		const struct claim *c = &claims->list[i];
		const char *why;

		if (c->kind != kind || c->counts)
			continue;
		if (c->person == NULL)
			why = say("is not listed in the policy");
		else if (c->person->service)
			why = say("is a service, and those never sign");
		else if (person_active(c->person, r->step->now))
			why = say("does not have the role");
		else
			why = say("is not there today");
		text = say_printf(r->arena, "%s; '%s' %s", text, c->text, why);
	}
	return text;
}

static void report_missing(struct ruling *r, const struct signoff *kind, unsigned got)
{
	const char *role = escape(r->arena, kind->role->id);

	if (kind->count == 1)
		rule_unmet(r, "%s has no sign-off of %s (%s, role %s)%s", rule_tip(r),
		    escape(r->arena, kind->id), kind->trailer, role, useless_claims(r, kind));
	else
		rule_unmet(r, "%s has %u of %u sign-offs of %s (%s, role %s)%s", rule_tip(r), got,
		    kind->count, escape(r->arena, kind->id), kind->trailer, role,
		    useless_claims(r, kind));
	mend_missing(r, kind);
	if (!rule_unread(r, kind->trailer) && !rule_unread(r, "Emergency"))
		rule_unread(r, "Rolls-Back-To");
}

enum outcome rule_signoff_present(struct ruling *r)
{
	const struct step *s = r->step;
	unsigned *got;

	if (s->kind != STEP_PROMOTION ||
	    (s->env->nsignoffs == 0 && s->asked.known == FACT_YES && s->asked.n == 0))
		return OUTCOME_NOT_APPLICABLE;
	if (rule_message_unreadable(r))
		return OUTCOME_JUDGED;
	if (s->asked.known != FACT_YES)
		return rule_undecided(r, &s->asked.why);
	got = arena_array(r->arena, s->asked.n + 1, sizeof(*got));
	if (got == NULL || signoff_credit(r->arena, r->policy, &s->asked, &s->claims, got) < 0)
		return OUTCOME_UNDECIDED;
	for (size_t k = 0; k < s->asked.n; k++)
		if (got[k] < s->asked.list[k]->count)
			report_missing(r, s->asked.list[k], got[k]);
	return rule_said(r);
}

enum outcome rule_author_not_approver(struct ruling *r)
{
	const struct step *s = r->step;

	if (s->kind != STEP_PROMOTION || s->asked.n == 0 || r->policy->authors_may_sign)
		return OUTCOME_NOT_APPLICABLE; /* signoff-present says why it is not known */
	if (!s->contributors.complete)
		return rule_undecided(r, &s->contributors.why);
	for (size_t i = 0; i < s->claims.n; i++) {
		const struct claim *c = &s->claims.list[i];
		const struct contribution *made;
		const char *free;

		made = c->person != NULL ? contributors_find(&s->contributors, c->person) : NULL;
		if (made == NULL)
			continue;
		rule_unmet(r, "%s signs ('%s') and %s %s", escape(r->arena, c->person->name),
		    c->text, made_as_word(made->as), made->commit);
		rule_about(r, c->given);
		free = rule_free_holders(r, &c->kind->role, 1);
		if (free != NULL)
			rule_mend_message(r,
			    "somebody else of role %s (%s) signs off; take this trailer out of the "
			    "merge with",
			    escape(r->arena, c->kind->role->id), free);
		else
			rule_mend(r, NULL,
			    "everybody of role %s helped to make it: the administrator gives the "
			    "role to somebody else too, who then signs off",
			    escape(r->arena, c->kind->role->id));
	}
	return rule_said(r);
}

/* Nobody who signs off rejected what is promoted. */

/* What lifts it: a word for the same environment and kind, under the id where it stands. */
static const char *lift_command(struct ruling *r, const struct veto *v)
{
	const struct signoff_word *w = &v->word;
	const struct ledger_word *says = &w->says;
	const struct step *s = r->step;
	const char *candidate = oid_short(r->arena, &says->candidate), *options;

	if (says->to == NULL ||
	    (s->promotion.name != NULL && strcmp(w->at.promotion, s->promotion.name) == 0 &&
	        git_oid_equal(&says->candidate, &s->candidate_id) &&
	        promotion_same(says->kind, words_kind(r->arena, s->promotion.kind))))
		return rule_sign_command(r, w->at.promotion, w->at.role);
	if (says->kind != NULL && strcmp(says->kind, "rollback") == 0)
		options = arena_printf(r->arena, " --rolls-back-to %s", candidate);
	else if (says->kind != NULL)
		options = arena_printf(r->arena, " --candidate %s --emergency %s", candidate,
		    shellword(r->arena, says->kind + strlen(EMERGENCY_WORD)));
	else
		options = arena_printf(r->arena, " --candidate %s", candidate);
	return arena_printf(r->arena, "git sluis sign %s --role %s --environment %s%s",
	    shellword(r->arena, w->at.promotion), shellword(r->arena, w->at.role), says->to,
	    options);
}

static void report(struct ruling *r, const struct veto *v)
{
	const struct signoff_word *w = &v->word;
	const char *who = escape(r->arena, v->person->name), *role = escape(r->arena, v->role->id),
	           *id = escape(r->arena, w->at.promotion), *name = escape(r->arena, w->name);
	const struct step *s = r->step;

	if (s->promotion.name != NULL && strcmp(w->at.promotion, s->promotion.name) == 0)
		rule_unmet(r, "%s, as %s, rejects %s: %s", who, role, id, name);
	else
		rule_unmet(
		    r, "%s, as %s, rejects the same content under %s: %s", who, role, id, name);
	rule_mend(r, lift_command(r, v), "settle it with %s, who then signs again:", who);
}

enum outcome rule_signoff_veto(struct ruling *r)
{
	const struct step *s = r->step;

	if (s->kind != STEP_PROMOTION || s->unreadable.kind != ERROR_NONE ||
	    (s->asked.known == FACT_YES && s->asked.n == 0))
		return OUTCOME_NOT_APPLICABLE;
	if (!s->vetoes.complete)
		return rule_undecided(r, &s->vetoes.why);
	for (size_t i = 0; i < s->vetoes.n; i++) {
		const struct veto *v = &s->vetoes.list[i];

		if (v->stands.is == FACT_YES) {
			report(r, v);
		} else if (v->stands.is == FACT_UNKNOWN) {
			rule_undecided(r, &v->stands.why);
			if (v->word.why != NULL)
				rule_mend(r, lift_command(r, v),
				    "the administrator brings the tag back from a mirror or a "
				    "backup; where it is gone for good, they delete its ref while "
				    "the repository is unlocked, and %s says anew what they think "
				    "of it:",
				    escape(r->arena, v->person->name));
		}
	}
	return rule_said(r);
}

enum outcome rule_promotion_once(struct ruling *r)
{
	const struct step *s = r->step;
	const char *id = s->promotion.name;

	if (s->kind != STEP_PROMOTION || s->env->proof != PROOF_SIGNATURE || id == NULL)
		return OUTCOME_NOT_APPLICABLE;
	if (s->spent.is.is == FACT_UNKNOWN)
		return rule_undecided(r, &s->spent.is.why);
	if (s->spent.is.is == FACT_NO)
		return OUTCOME_MET;
	rule_unmet(r, "%s is promotion %s, and merge %s has spent that id on %s", rule_tip(r),
	    escape(r->arena, id), s->spent.by, s->spent.ref);
	return rule_mend(r,
	    arena_printf(r->arena, "git sluis start %s",
	        shellword(r->arena, arena_printf(r->arena, "%s-2", id))),
	    "what goes in again has a new id, with a test and sign-offs of its own:");
}
