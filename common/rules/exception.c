/*
 * rules/exception: freezes, and the two ways around the ordinary promotion: emergencies with their
 * review, and rollbacks (norm CH.06 criteria 3 and 8).
 */
#include "policy/freeze.h"
#include "rules/remedy.h"
#include "rules/rule.h"
#include "rules/text.h"

#define EMERGENCY_PAST \
	WHEN_DAY /* how far the date of an emergency's merge may be behind the clock */
#define EMERGENCY_FUTURE (5 * 60) /* and before it */

enum outcome rule_freeze(struct ruling *r)
{
	const struct step *s = r->step;
	enum outcome said = OUTCOME_NOT_APPLICABLE;

	if (s->env == NULL || s->env->from == NULL ||
	    (s->kind != STEP_PROMOTION && s->kind != STEP_FAST_FORWARD))
		return OUTCOME_NOT_APPLICABLE;
	for (size_t i = 0; i < r->policy->nfreezes; i++) {
		const struct freeze *f = &r->policy->freezes[i];

		struct period when;

		if (!freeze_is_of(f, s->env))
			continue;
		if (said == OUTCOME_NOT_APPLICABLE &&
		    rule_clock_suspect(r, "whether a freeze lasts"))
			return OUTCOME_JUDGED;
		if (said == OUTCOME_NOT_APPLICABLE)
			said = OUTCOME_MET;
		if (!freeze_next(r->policy, f, s->now, &when) || when.from > s->now)
			continue;
		if (s->promotion.exception != EXCEPTION_NONE) {
			said = OUTCOME_WAIVED;
			continue;
		}
		rule_unmet(r, "freeze '%s' lasts until %s, and nothing is promoted to %s before",
		    escape(r->arena, f->id), when_text(r->arena, when.until),
		    escape(r->arena, s->env->id));
		rule_mend(r, NULL,
		    "push again after that; what cannot wait is an emergency, with the trailer "
		    "Emergency");
		if (!rule_unread(r, "Emergency"))
			rule_unread(r, "Rolls-Back-To");
	}
	return said == OUTCOME_MET ? rule_said(r) : said;
}

static void check_target(struct ruling *r)
{
	const struct step *s = r->step;
	const struct rollback *rb = &s->rollback;

	if (!rb->named)
		rule_unmet(r, "%s rolls back to '%s', which is not the 40 hex digits of a commit",
		    rule_tip(r), escape(r->arena, s->promotion.rollback.value));
	else if (rb->was_state.is == FACT_UNKNOWN) {
		rule_undecided(r, &rb->was_state.why);
		return;
	} else if (rb->was_state.is == FACT_NO && rb->was_undone) {
		rule_unmet(r, "%s was rolled back, and a rollback never goes forward",
		    oid_short(r->arena, &rb->to));
		rule_mend(r, rule_amend(r, ""),
		    "what was rolled back goes in again as a promotion: take the trailer "
		    "Rolls-Back-To out, under a new id with new sign-offs:");
		return;
	} else if (rb->was_state.is == FACT_NO)
		rule_unmet(r, "%s was never a state of %s", oid_short(r->arena, &rb->to),
		    escape(r->arena, s->env->id));
	else
		return;
	rule_mend(r,
	    arena_printf(
	        r->arena, "git log --first-parent --oneline %s", oid_short(r->arena, &s->base_id)),
	    "name one of the states that it had:");
}

static void check_tree(struct ruling *r)
{
	const struct step *s = r->step;
	const struct rollback *rb = &s->rollback;
	const char *to = oid_short(r->arena, &rb->to), *merge = oid_short(r->arena, &s->tip->id);

	if (rb->was_state.is != FACT_YES)
		return;
	if (!git_oid_equal(&rb->target.tree, &s->tip->tree))
		rule_unmet(r, "merge %s does not hold exactly what %s held", merge, to);
	else if (!rollback_brings(rb, &s->candidate_id))
		rule_unmet(r,
		    "the second parent of merge %s is %s; it is to be %s, or what that had merged "
		    "in",
		    merge, oid_short(r->arena, &s->candidate_id), to);
	else
		return;
	rule_mend_merge(r, rule_remake(r, &rb->to),
	    "make the merge again, with the same message; no branch of yours moves:");
}

enum outcome rule_rollback(struct ruling *r)
{
	const struct step *s = r->step;

	if (!rule_waived_by(r, EXCEPTION_ROLLBACK))
		return OUTCOME_NOT_APPLICABLE;
	if (s->promotion.rollback.times > 1 || s->promotion.emergency.times > 0) {
		rule_unmet(r, "%s says more than one of Rolls-Back-To and Emergency", rule_tip(r));
		rule_mend(r, rule_amend(r, ""), "leave one of them:");
	}
	if (s->promotion.name == NULL) {
		rule_unmet(r, "%s does not name its promotion", rule_tip(r));
		rule_mend(r, rule_amend(r, ""), "a rollback has an id of its own; on the merge:");
	}
	check_target(r);
	check_tree(r);
	return rule_said(r);
}

static void check_incident(struct ruling *r)
{
	const struct step *s = r->step;
	const struct said *said = &s->promotion.emergency;
	size_t len;

	if (said->times == 1 && promotion_incident(said->value, &len))
		return;
	if (said->times > 1)
		rule_unmet(r, "%s names %zu emergencies; a merge is one", rule_tip(r), said->times);
	else
		rule_unmet(r, "%s names no incident with a reason: '%s'", rule_tip(r),
		    escape(r->arena, said->value));
	rule_mend(
	    r, rule_amend(r, ""), "write the trailer as Emergency: INCIDENT REASON; on the merge:");
}

/* People go by this date. */
static void check_date(struct ruling *r)
{
	const struct step *s = r->step;
	int64_t at = s->tip->committed;

	if (at >= s->now - EMERGENCY_PAST && at <= s->now + EMERGENCY_FUTURE)
		return;
	rule_unmet(r, "%s is dated %s, and it is %s", rule_tip(r), when_text(r->arena, at),
	    when_text(r->arena, s->now));
	rule_mend_merge(r, rule_amend(r, " --no-edit"),
	    "set the clock of your computer right and make the merge again:");
}

enum outcome rule_emergency(struct ruling *r)
{
	const struct step *s = r->step;

	if (!rule_waived_by(r, EXCEPTION_EMERGENCY))
		return OUTCOME_NOT_APPLICABLE;
	if (!r->policy->emergency.allowed) {
		rule_unmet(r, "the policy has no emergencies");
		return rule_mend(r, rule_amend(r, ""),
		    "take the trailer Emergency out, and have the promotion signed off as any "
		    "other:");
	}
	check_incident(r);
	if (s->promotion.name == NULL) {
		rule_unmet(r, "%s does not name its promotion, by which it is reviewed later",
		    rule_tip(r));
		rule_mend_id(r);
	} else if (!s->emergencies.complete)
		rule_undecided(r, &s->emergencies.why);
	else if (emergencies_find(&s->emergencies, s->promotion.name) != NULL) {
		rule_unmet(
		    r, "an emergency with the id %s still waits for its review", s->promotion.name);
		rule_mend(r, rule_amend(r, ""), "give this one an id of its own; on the merge:");
	}
	check_date(r);
	if (trailer_count(&s->trailers, "Reviews-Emergency") > 0) {
		rule_unmet(r, "%s is an emergency itself and reviews one", rule_tip(r));
		rule_mend(r, rule_amend(r, ""),
		    "leave the review to an ordinary promotion, with every sign-off:");
	}
	return rule_said(r);
}

static void check_named(struct ruling *r)
{
	const struct step *s = r->step;

	for (size_t i = 0; i < trailer_count(&s->trailers, "Reviews-Emergency"); i++) {
		const char *id = trailer_find(&s->trailers, "Reviews-Emergency", i)->value;

		if (*id != '\0' && emergencies_find(&s->emergencies, id) != NULL)
			continue;
		rule_unmet(r,
		    "%s reviews the emergency '%s', and none of that id waits for a review on %s",
		    rule_tip(r), escape(r->arena, id), escape(r->arena, s->env->id));
		rule_mend(r, rule_amend(r, ""),
		    "name the promotion that was the emergency, or take the trailer out:");
	}
}

static void check_overdue(struct ruling *r)
{
	const struct step *s = r->step;
	unsigned days = r->policy->emergency.review_within_days;

	for (size_t i = 0; i < s->emergencies.n; i++) {
		const struct emergency_case *c = &s->emergencies.open[i];
		const char *id = escape(r->arena, c->id);
		int64_t late = emergency_days_late(c, days, s->now);

		if (late == 0 || trailer_has(&s->trailers, "Reviews-Emergency", c->id))
			continue;
		rule_unmet(r,
		    late == 1 ?
		        "emergency %s, %s: its review, due in %u days, is %" PRId64 " day late" :
		        "emergency %s, %s: its review, due in %u days, is %" PRId64 " days late",
		    id, c->title, days, late);
		rule_mend(r,
		    rule_amend_trailer(r, arena_printf(r->arena, "Reviews-Emergency: %s", c->id)),
		    "look at what it changed; then this promotion, with every sign-off, reviews "
		    "it; on the merge:");
		rule_unread(r, "Reviews-Emergency");
	}
}

enum outcome rule_emergency_review(struct ruling *r)
{
	const struct step *s = r->step;
	bool named = trailer_count(&s->trailers, "Reviews-Emergency") > 0;

	if (s->kind != STEP_PROMOTION || s->promotion.exception == EXCEPTION_EMERGENCY ||
	    s->unreadable.kind != ERROR_NONE || (!r->policy->emergency.allowed && !named))
		return OUTCOME_NOT_APPLICABLE;
	if (rule_waived_by(r, EXCEPTION_ROLLBACK) && !named)
		return OUTCOME_WAIVED;
	if (!s->emergencies.complete)
		return rule_undecided(r, &s->emergencies.why);
	if (s->promotion.exception == EXCEPTION_ROLLBACK) {
		rule_unmet(r, "%s is a rollback and reviews an emergency", rule_tip(r));
		return rule_mend(r, rule_amend(r, ""),
		    "leave the review to an ordinary promotion, with every sign-off:");
	}
	check_named(r);
	if (r->policy->emergency.allowed && !s->changes_nothing)
		check_overdue(r);
	return rule_said(r);
}
