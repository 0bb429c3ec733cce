/*
 * rules/impact: the impact is known, and where it asks it old and new ran side by side (norm CH.06
 * criterion 4).
 */
#include "rules/remedy.h"
#include "rules/rule.h"
#include "rules/text.h"

#define MEND_RUN \
	"run this base and this candidate side by side, push the record, and link it in " \
	"Parallel-Run"

/* "low, medium or high" */
static const char *level_names(struct ruling *r)
{
	const struct policy *p = r->policy;
	const char *text = "";

	for (size_t i = 0; i < p->nimpacts; i++)
		text = say_printf(r->arena, "%s%s%s", text,
		    i == 0                  ? "" :
		        i + 1 < p->nimpacts ? ", " :
		                              say(" or "),
		    escape(r->arena, p->impacts[i].id));
	return text;
}

enum outcome rule_impact_stated(struct ruling *r)
{
	const struct step *s = r->step;
	const struct said *said = &s->promotion.impact;
	const struct impact *least;

	if (rule_message_unreadable(r))
		return OUTCOME_JUDGED;
	if (impact_stated(r->policy, &s->promotion) != NULL)
		return OUTCOME_MET;
	if (said->times == 0)
		rule_unmet(r, "%s does not state its impact", rule_tip(r));
	else if (said->times > 1)
		rule_unmet(
		    r, "%s states %zu impacts; a promotion has one", rule_tip(r), said->times);
	else
		rule_unmet(r, "%s states the impact '%s', which is not a level in the policy",
		    rule_tip(r), escape(r->arena, said->value));
	if (said->times > 0)
		return rule_mend_message(r, "the level is %s; on the merge:", level_names(r));
	least = s->floor.known == FACT_YES && s->floor.level != NULL ? s->floor.level :
	                                                               &r->policy->impacts[0];
	rule_mend_merge(r, rule_amend_trailer(r, arena_printf(r->arena, "Impact: %s", least->id)),
	    "the level is %s, and by what changed not below this; on the merge:", level_names(r));
	rule_unread(r, "Impact");
	return OUTCOME_JUDGED;
}

enum outcome rule_impact_floor(struct ruling *r)
{
	const struct step *s = r->step;
	const struct impact *stated;

	if (s->floor.known != FACT_YES)
		return rule_undecided(r, &s->floor.why);
	stated = impact_stated(r->policy, &s->promotion);
	if (stated == NULL)
		return OUTCOME_NOT_APPLICABLE; /* impact-stated refuses */
	if (s->floor.level == NULL || stated >= s->floor.level)
		return OUTCOME_MET;
	rule_unmet(r,
	    "the impact is stated as %s, and %s changed, which makes it at least %s (pattern %s)",
	    escape(r->arena, stated->id), s->floor.path, escape(r->arena, s->floor.level->id),
	    s->floor.pattern);
	return rule_mend_message(r,
	    "write Impact: %s, and have what that level asks; on the merge:",
	    escape(r->arena, s->floor.level->id));
}

static void check_period(
    struct ruling *r, const struct parallel_evidence *ev, const struct impact *level)
{
	const struct parallel_run *run = &ev->run;

	rule_starts_after(r, &ev->rec, run->started, false);
	rule_starts_beside(r, &ev->rec, run->started);
	rule_ends_before(r, &ev->rec, run->finished);
	if (run->finished - run->started < level->parallel_run_days * WHEN_DAY) {
		rule_unmet(r, "%s lasted %" PRId64 " whole days, and impact %s asks %u",
		    ev->rec.record.place, (run->finished - run->started) / WHEN_DAY,
		    escape(r->arena, level->id), level->parallel_run_days);
		rule_mend(
		    r, NULL, "let old and new run longer, compare, and link the record of that");
	}
}

static void check_difference(
    struct ruling *r, const struct parallel_evidence *ev, const struct run_difference *d)
{
	const char *id = escape(r->arena, d->id);

	rule_own_word(r, &ev->rec, say_printf(r->arena, "difference '%s' was accepted", id), id,
	    d->accepted_by);
}

static void check_run(
    struct ruling *r, const struct parallel_evidence *ev, const struct impact *level)
{
	const struct step *s = r->step;

	if (rule_link_malformed(r, &ev->rec, DOSSIER_PARALLEL_RUN) ||
	    rule_record_malformed(r, &ev->rec, ev->rec.record.place, "Parallel-Run") ||
	    !ev->rec.readable)
		return; /* not readable: evidence-intact refuses */
	if (s->promotion.name != NULL)
		rule_word(r, &ev->rec, "promotion", ev->run.promotion, s->promotion.name, MEND_RUN);
	rule_word(
	    r, &ev->rec, "old version", ev->run.old, oid_hex(r->arena, &s->base_id), MEND_RUN);
	rule_word(
	    r, &ev->rec, "new version", ev->run.new, oid_hex(r->arena, &s->candidate_id), MEND_RUN);
	check_period(r, ev, level);
	for (size_t i = 0; i < ev->run.ndifferences; i++)
		check_difference(r, ev, &ev->run.differences[i]);
}

/* Of the levels that ask, the one that asks the longest run; NULL when none asks one. */
static const struct impact *longest_run(const struct ruling *r)
{
	const struct step *s = r->step;
	const struct impact *found = NULL;

	for (size_t i = 0; i < r->policy->nimpacts; i++) {
		const struct impact *level = &r->policy->impacts[i];

		if (level->parallel_run_days > (found != NULL ? found->parallel_run_days : 0) &&
		    impact_asks(r->policy, &s->promotion, &s->floor, level))
			found = level;
	}
	return found;
}

enum outcome rule_parallel_run(struct ruling *r)
{
	const struct step *s = r->step;
	const struct impact *level;

	if (s->unreadable.kind == ERROR_MALFORMED)
		return OUTCOME_NOT_APPLICABLE; /* the rules that ask for trailers refuse that */
	if (rule_waived_by(r, EXCEPTION_EMERGENCY))
		return OUTCOME_WAIVED;
	if (s->floor.known != FACT_YES || s->asked.known != FACT_YES)
		return rule_undecided(
		    r, s->floor.known != FACT_YES ? &s->floor.why : &s->asked.why);
	level = longest_run(r);
	if (level == NULL)
		return OUTCOME_NOT_APPLICABLE;
	if (s->evidence.nparallel == 0) {
		rule_unmet(r, "%s has impact %s and links no parallel run of %u days", rule_tip(r),
		    escape(r->arena, level->id), level->parallel_run_days);
		rule_mend_link(r, DOSSIER_PARALLEL_RUN, NULL);
		rule_unread(r, "Parallel-Run");
	}
	for (size_t i = 0; i < s->evidence.nparallel; i++)
		check_run(r, &s->evidence.parallel[i], level);
	return rule_said(r);
}
