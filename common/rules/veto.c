/*
 * rules/veto: nobody who signs off rejected what is promoted (norm CH.06 criterion 5).
 */
#include <string.h>

#include "base/escape.h"
#include "base/oid.h"
#include "rules/rule.h"
#include "rules/text.h"

/* What lifts it: a word for the same environment and kind, under the id where it stands. */
static const char *lift_command(struct ruling *r, const struct veto *v)
{
	const struct signoff_word *w = v->word;
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
	const struct signoff_word *w = v->word;
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
			if (v->word->why != NULL)
				rule_mend(r, lift_command(r, v),
				    "the administrator brings the tag back from a mirror or a "
				    "backup; where it is gone for good, they delete its ref "
				    "while the repository is unlocked, and %s says anew what they "
				    "think of it:",
				    escape(r->arena, v->person->name));
		}
	}
	return rule_said(r);
}
