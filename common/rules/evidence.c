/*
 * rules/evidence: linked files are what was linked, and each record is the word of who brought it
 * in (norm CH.06 criteria 6 and 9).
 */
#include "rules/remedy.h"
#include "rules/rule.h"
#include "rules/text.h"

/* Where a linked file is not what was linked; `x` may be one that was never reached. `kind` is that
 * of the one trailer that links it, or 0. */
static void check_exhibit(struct ruling *r, const struct exhibit *x, enum dossier_kind kind)
{
	if (x->place == NULL || x->intact.is == FACT_YES)
		return;
	if (x->intact.is == FACT_UNKNOWN) {
		rule_undecided(r, &x->intact.why);
		return;
	}
	rule_unmet(r, "%s", x->intact.why.text);
	if (x->intact.why.kind == ERROR_UNSUPPORTED)
		rule_mend(r, NULL,
		    "link a file of a host that the policy names, or the administrator adds an "
		    "[sftp] for this one");
	else if (x->host != NULL && x->intact.why.kind == ERROR_ABSENT)
		rule_mend(r, NULL, "its author puts it there, or the record links where it is");
	else if (x->intact.why.kind == ERROR_ABSENT && r->policy->evidence_ref != NULL)
		rule_mend(r,
		    arena_printf(r->arena, "git push origin %s",
		        shellword(r->arena, r->policy->evidence_ref)),
		    "its author pushes it, together with the promotion or before:");
	else if (x->host == NULL && kind != 0 && r->policy->evidence_ref != NULL &&
	    x->intact.why.kind == ERROR_MALFORMED)
		rule_mend_link(r, kind, x->place);
	else
		rule_mend(r, NULL,
		    "put the linked bytes back, or accept the new ones: test, link their "
		    "sha256sum, sign off again");
}

enum outcome rule_evidence_intact(struct ruling *r)
{
	const struct evidence *ev = &r->step->evidence;

	if (ev->n + ev->nplans + ev->nparallel == 0)
		return OUTCOME_NOT_APPLICABLE;
	for (size_t i = 0; i < ev->nplans; i++)
		check_exhibit(r, &ev->plans[i].rec.record, ev->nplans == 1 ? DOSSIER_PLAN : 0);
	for (size_t i = 0; i < ev->nparallel; i++)
		check_exhibit(
		    r, &ev->parallel[i].rec.record, ev->nparallel == 1 ? DOSSIER_PARALLEL_RUN : 0);
	for (size_t i = 0; i < ev->n; i++) {
		const struct acceptance_evidence *one = &ev->acceptance[i];

		check_exhibit(r, &one->rec.record, ev->n == 1 ? DOSSIER_ACCEPTANCE : 0);
		check_exhibit(r, &one->criteria, 0);
		for (size_t k = 0; one->logs != NULL && k < one->acceptance.nresults; k++)
			check_exhibit(r, &one->logs[k], 0);
	}
	return rule_said(r);
}

/* Nobody vouches for their own change. */
static void check_not_contributor(
    struct ruling *r, const struct recorded *rec, const struct person *who)
{
	const struct contribution *made;

	if (who->service)
		return;
	made = rule_made(r, who);
	if (made == NULL)
		return;
	rule_unmet(r, "%s was added by %s, who %s %s", rec->record.place,
	    escape(r->arena, who->name), made_as_word(made->as), made->commit);
	if (rule_made_here(r, made))
		rule_mend_merge(r, rule_remake(r, &r->step->candidate_id), REMAKE);
	else
		rule_mend(r, NULL, "somebody who did not make the change adds the record");
}

static void check_acceptance(struct ruling *r, const struct acceptance_evidence *ev)
{
	const struct person *who = rule_bringer(r, &ev->rec.record, &ev->rec.brought);
	const char *says = ev->acceptance.executed_by;

	if (who == NULL)
		return;
	check_not_contributor(r, &ev->rec, who);
	/* Results of a test run that do not say are of who brought them in. */
	if (says == NULL || policy_person_by_id(r->policy, says) == who)
		return;
	rule_unmet(r, "%s says that it was executed by '%s', and %s brought it in",
	    ev->rec.record.place, escape(r->arena, says), person_shown(r->arena, who));
	rule_mend(r, NULL, "'%s' changes the file, commits and pushes it, and the merge links that",
	    escape(r->arena, says));
}

/* False for a plan that could not be read. */
static bool check_plan(struct ruling *r, const struct plan_evidence *ev)
{
	const struct environment *env = r->step->env;
	const struct person *who =
	    ev->rec.readable ? rule_bringer(r, &ev->rec.record, &ev->rec.brought) : NULL;

	if (who == NULL)
		return ev->rec.readable;
	check_not_contributor(r, &ev->rec, who);
	if (who->service)
		rule_unmet(r, "%s was added by %s, and a plan is the word of a person",
		    ev->rec.record.place, person_shown(r->arena, who));
	else if (!roles_have(env->push, env->npush, who, r->step->now))
		rule_unmet(r, "%s was added by %s, who may not push to %s", ev->rec.record.place,
		    escape(r->arena, who->name), escape(r->arena, env->id));
	else
		return true;
	rule_mend(r, NULL,
	    "its performer changes the plan, commits and pushes it, and the merge links that");
	return true;
}

/* False for a record that could not be read. */
static bool check_run(struct ruling *r, const struct parallel_evidence *ev)
{
	const struct environment *env = r->step->env;
	const struct policy *p = r->policy;
	const struct person *who =
	    ev->rec.readable ? rule_bringer(r, &ev->rec.record, &ev->rec.brought) : NULL;

	if (who == NULL)
		return ev->rec.readable;
	check_not_contributor(r, &ev->rec, who);
	if (roles_have(p->evidence_push, p->nevidence_push, who, r->step->now) ||
	    roles_have(env->push, env->npush, who, r->step->now))
		return true;
	rule_unmet(r, "%s was added by %s, who is neither tester nor operator",
	    ev->rec.record.place, escape(r->arena, who->name));
	rule_mend(r, NULL,
	    "a tester or an operator changes the record, commits and pushes it, and the merge "
	    "links that");
	return true;
}

enum outcome rule_evidence_by(struct ruling *r)
{
	const struct evidence *ev = &r->step->evidence;
	bool any = false;

	for (size_t i = 0; i < ev->nplans; i++)
		any |= check_plan(r, &ev->plans[i]);
	any |= rule_each_acceptance(r, check_acceptance) != OUTCOME_NOT_APPLICABLE;
	for (size_t i = 0; i < ev->nparallel; i++)
		any |= check_run(r, &ev->parallel[i]);
	return any ? rule_said(r) : OUTCOME_NOT_APPLICABLE; /* another rule of records refuses */
}

static void check_order(struct ruling *r, const struct acceptance_evidence *ev)
{
	const struct provenance *first = &ev->criteria_brought, *then = &ev->rec.brought;

	if (ev->criteria.host != NULL) {
		rule_unmet(r, "%s lies on a result server, which cannot show when it was added",
		    ev->criteria.place);
		rule_mend(r, NULL,
		    "bring the criteria into %s, then test by them, and link that record",
		    escape(r->arena, r->policy->evidence_ref));
		return;
	}
	if (ev->tests != NULL && !ev->tests->started.known) {
		rule_unmet(r, "%s does not say when the test began", ev->rec.record.place);
		rule_mend(r, NULL,
		    "the tester makes it say so, as sluis-results(5) shows, or makes a record of "
		    "it: git sluis accept");
		return;
	}
	if (first->known != FACT_YES) {
		rule_undecided(r, &first->why);
		return;
	}
	/* A record on a result server has no place among the moves of the evidence. */
	if (ev->rec.record.host == NULL && then->known != FACT_YES) {
		rule_undecided(r, &then->why);
		return;
	}
	if (first->at > ev->acceptance.started && first->audited)
		rule_unmet(r, "%s (%s) was not in %s yet at %s, when the test began",
		    ev->criteria.place, commit_title(r->arena, &first->commit),
		    escape(r->arena, r->policy->evidence_ref),
		    when_text(r->arena, ev->acceptance.started));
	else if (ev->rec.record.host == NULL && first->place <= then->place)
		rule_unmet(r, "%s came into the evidence with %s, not before %s",
		    ev->criteria.place, commit_title(r->arena, &first->commit),
		    ev->rec.record.place);
	else if (first->at > ev->acceptance.started)
		rule_unmet(r, "%s is of %s (%s), and the test began at %s", ev->criteria.place,
		    when_text(r->arena, first->at), commit_title(r->arena, &first->commit),
		    when_text(r->arena, ev->acceptance.started));
	else
		return;
	if (ev->tests != NULL && ev->tests->started.zoneless && r->policy->zone == NULL)
		rule_mend(r, NULL,
		    "the time in %s has no zone, and is taken for the earliest that it may mean: "
		    "have it say the zone, or test again by the criteria that stand now, and link "
		    "that",
		    ev->rec.record.place);
	else
		rule_mend(
		    r, NULL, "the criteria stand now: test again by them, and link that record");
}

enum outcome rule_criteria_first(struct ruling *r)
{
	return rule_each_acceptance(r, check_order);
}

/* Those of a contributor hold where everybody who signs has put their name under them. */
static void check_independent(struct ruling *r, const struct acceptance_evidence *ev)
{
	const struct exhibit *x = &ev->criteria;
	const struct person *who;
	const struct contribution *made = NULL;
	const struct error *unknown = NULL;

	if (x->host != NULL || (who = rule_bringer(r, x, &ev->criteria_brought)) == NULL)
		return; /* criteria-first refuses what lies on a result server */
	if (who->service)
		rule_unmet(r, "%s was added by %s, and criteria are the word of a person", x->place,
		    person_shown(r->arena, who));
	else if (!rule_all_sign(r, x->sha256, &unknown))
		made = rule_made(r, who);
	if (made != NULL && unknown != NULL) {
		rule_undecided(r, unknown);
		return;
	}
	if (made != NULL)
		rule_unmet(r,
		    "%s was added by %s, who %s %s, and not every sign-off is signed and names it",
		    x->place, escape(r->arena, who->name), made_as_word(made->as), made->commit);
	if (made != NULL && rule_finding(r) != NULL)
		rule_finding(r)->by_signing = rule_asks_proof(r);
	if (made != NULL || who->service)
		rule_mend(r, NULL,
		    "somebody who did not make the change writes the criteria: changes the file, "
		    "commits and pushes it; then test by them, and link that record");
}

enum outcome rule_criteria_independent(struct ruling *r)
{
	return rule_each_acceptance(r, check_independent);
}

static void check_nobody(struct ruling *r, const struct acceptance_evidence *ev)
{
	if (ev->rec.brought.known != FACT_YES) {
		rule_undecided(r, &ev->rec.brought.why);
		return;
	}
	rule_unmet(r, "%s does not say who executed it, and nobody in the policy added it",
	    ev->rec.record.place);
	rule_mend(r, NULL, "the tester adds the results");
}

static void check_tester(struct ruling *r, const struct acceptance_evidence *ev)
{
	const char *says = ev->acceptance.executed_by;
	const struct person *who = says != NULL ? policy_person_by_id(r->policy, says) : NULL;
	const struct contribution *made;

	if (says == NULL) {
		check_nobody(r, ev); /* a test run that names nobody, brought by nobody known */
		return;
	}
	if (who == NULL) {
		rule_unmet(r,
		    "%s says that it was executed by '%s', who is not listed in the policy",
		    ev->rec.record.place, escape(r->arena, says));
		rule_mend(r, NULL, "the record names its tester by the id in the policy");
		return;
	}
	if (who->service)
		return; /* a machine runs what it was given; who gave it is seen in the evidence */
	made = rule_made(r, who);
	if (made == NULL)
		return;
	rule_unmet(r, "%s was executed by %s, who %s %s", ev->rec.record.place,
	    escape(r->arena, who->name), made_as_word(made->as), made->commit);
	rule_mend(r, NULL,
	    "somebody who did not make the change tests it, and the merge links that record");
}

enum outcome rule_tester_not_author(struct ruling *r)
{
	return rule_each_acceptance(r, check_tester);
}
