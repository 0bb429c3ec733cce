/*
 * rules/plan: there is an implementation plan, and the transfer follows it (norm CH.06 criterion
 * 2).
 */

#include <ctype.h>

#include "rules/remedy.h"
#include "rules/rule.h"
#include "rules/text.h"

#define HOUR 3600
#define MEND_PLAN "write a plan for this promotion, push it, and link it in Implementation-Plan"

/* The plan that was read; NULL when there is none, about which plan-linked, evidence-intact or
 * plan-complete speaks. */
static const struct plan_evidence *plan_of(const struct ruling *r)
{
	const struct evidence *ev = &r->step->evidence;

	return ev->nplans == 1 && ev->plans[0].rec.readable ? &ev->plans[0] : NULL;
}

enum outcome rule_plan_linked(struct ruling *r)
{
	const struct step *s = r->step;
	const struct said *said = &s->promotion.plan;

	if (rule_message_unreadable(r))
		return OUTCOME_JUDGED;
	if (said->times == 0) {
		rule_unmet(r, "%s links no implementation plan", rule_tip(r));
		rule_mend_link(r, DOSSIER_PLAN, NULL);
		rule_unread(r, "Implementation-Plan");
	} else if (said->times > 1) {
		rule_unmet(r, "%s links %zu implementation plans; a promotion follows one",
		    rule_tip(r), said->times);
		rule_mend_message(r, "leave one trailer Implementation-Plan:");
	} else {
		rule_link_malformed(r, &s->evidence.plans[0].rec, DOSSIER_PLAN);
	}
	return rule_said(r);
}

/* A machine does what it was given; whoever made the change does not carry it over. */
static void check_owner(
    struct ruling *r, const struct plan_evidence *ev, const struct plan_step *step)
{
	const struct person *owner = policy_person_by_id(r->policy, step->owner);
	const struct contribution *made = NULL;

	if (owner == NULL) {
		rule_unmet(r, "%s: the owner of step %s, '%s', is not listed in the policy",
		    ev->rec.record.place, escape(r->arena, step->id),
		    escape(r->arena, step->owner));
		rule_mend(r, NULL,
		    "give the step to somebody by the id in the policy, push the plan, and link it "
		    "again");
		return;
	}
	if (!r->policy->authors_may_promote && !owner->service)
		made = rule_made(r, owner);
	if (made == NULL)
		return;
	rule_unmet(r, "%s: the owner of step %s, %s, %s %s", ev->rec.record.place,
	    escape(r->arena, step->id), escape(r->arena, owner->name), made_as_word(made->as),
	    made->commit);
	if (rule_made_here(r, made))
		rule_mend_merge(r, rule_remake(r, &r->step->candidate_id), REMAKE);
	else
		rule_mend(r, NULL,
		    "give the step to somebody who did not help to make the change, push the plan, "
		    "and link it again");
}

/* Is it more than one character, perhaps repeated, and punctuation? A byte beyond ASCII is part of
 * a letter, but in the blocks of signs: U+0080 to U+00BF, U+2000 to U+207F, U+3000 to U+303F. */
static bool tells(const char *text)
{
	const unsigned char *s = (const unsigned char *)text;
	size_t n, first = 0;

	for (size_t at = 0; s[at] != '\0'; at += n) {
		n = 1;
		while ((s[at + n] & 0xc0) == 0x80)
			n++;
		if (s[at] < 0x80 ? !isalnum(s[at]) :
		                   s[at] == 0xc2 || (s[at] == 0xe2 && s[at + 1] <= 0x81) ||
		            (s[at] == 0xe3 && s[at + 1] == 0x80))
			continue;
		if (first == 0)
			first = at + 1;
		else if (memcmp(s + first - 1, s + at, n) != 0)
			return true;
	}
	return false;
}

static void check_told(
    struct ruling *r, const struct plan_evidence *ev, const char *key, const char *text)
{
	if (tells(text))
		return;
	rule_unmet(
	    r, "%s: '%s' says nothing: '%s'", ev->rec.record.place, key, escape(r->arena, text));
	rule_mend(r, NULL,
	    "write how to go back and who is told in words, push the plan, and link it again");
}

static void check_window(struct ruling *r, const struct plan_evidence *ev)
{
	unsigned hours = r->step->env->window_max_hours;

	if (hours == 0 || ev->plan.window_end - ev->plan.window_start <= (int64_t)hours * HOUR)
		return;
	rule_unmet(r,
	    "%s: its window, from %s to %s, is longer than the %u hours that the policy allows",
	    ev->rec.record.place, when_text(r->arena, ev->plan.window_start),
	    when_text(r->arena, ev->plan.window_end), hours);
	rule_mend(r, NULL,
	    "agree on a window of at most %u hours, push the plan with it, link it again, and have "
	    "it signed off again",
	    hours);
}

enum outcome rule_plan_complete(struct ruling *r)
{
	const struct step *s = r->step;
	const struct evidence *all = &s->evidence;
	const struct plan_evidence *ev;

	if (all->nplans == 1 &&
	    rule_record_malformed(
	        r, &all->plans[0].rec, all->plans[0].rec.record.place, "Implementation-Plan"))
		return OUTCOME_JUDGED;
	ev = plan_of(r);
	if (ev == NULL)
		return OUTCOME_NOT_APPLICABLE;
	if (s->promotion.name != NULL)
		rule_word(
		    r, &ev->rec, "promotion", ev->plan.promotion, s->promotion.name, MEND_PLAN);
	rule_word(r, &ev->rec, "environment", ev->plan.environment, escape(r->arena, s->env->id),
	    MEND_PLAN);
	rule_word(r, &ev->rec, "candidate", ev->plan.candidate, oid_hex(r->arena, &s->candidate_id),
	    MEND_PLAN);
	check_window(r, ev);
	check_told(r, ev, "rollback", ev->plan.rollback);
	check_told(r, ev, "communication", ev->plan.communication);
	for (size_t i = 0; i < ev->plan.nsteps; i++)
		check_owner(r, ev, &ev->plan.steps[i]);
	return rule_said(r);
}

enum outcome rule_plan_window(struct ruling *r)
{
	const struct plan_evidence *ev;

	ev = plan_of(r);
	if (ev == NULL)
		return OUTCOME_NOT_APPLICABLE;
	if (rule_clock_suspect(r, "whether the window is open"))
		return OUTCOME_JUDGED;
	if (r->step->now >= ev->plan.window_start && r->step->now <= ev->plan.window_end)
		return OUTCOME_MET;
	rule_unmet(r, "it is %s, and the window of %s is from %s to %s",
	    when_text(r->arena, r->step->now), ev->rec.record.place,
	    when_text(r->arena, ev->plan.window_start), when_text(r->arena, ev->plan.window_end));
	if (r->step->now < ev->plan.window_start)
		return rule_mend(r, NULL, "push again when the window has opened");
	return rule_mend(r, NULL,
	    "agree on a new window, push the plan with it, link it again, and have it signed off "
	    "again");
}

enum outcome rule_plan_performer(struct ruling *r)
{
	const struct pusher *who = r->step->pusher;
	const struct plan_evidence *ev;
	const struct person *performer;

	if (!rule_asked(r, REQUIRE_PLAN) || who->state == PUSHER_UNKNOWN)
		return OUTCOME_NOT_APPLICABLE; /* an unknown pusher is refused by another rule
		                                  already */
	if (rule_waived_by(r, EXCEPTION_ROLLBACK))
		return OUTCOME_WAIVED;
	ev = plan_of(r);
	if (ev == NULL)
		return OUTCOME_NOT_APPLICABLE;
	if (who->state != PUSHER_KNOWN)
		return rule_undecided(r, &who->why);
	performer = policy_person_by_id(r->policy, ev->plan.performer);
	if (performer == who->person)
		return OUTCOME_MET;
	rule_unmet(r, "%s pushes, and the performer of %s is %s",
	    escape(r->arena, who->person->name), ev->rec.record.place,
	    escape(r->arena, performer != NULL ? performer->name : ev->plan.performer));
	if (performer != NULL)
		return rule_hand_over(r, escape(r->arena, performer->name));
	return rule_mend(r, NULL,
	    "name the performer by the id in the policy, push the plan, and link it again");
}
