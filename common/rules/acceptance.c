/*
 * rules/acceptance: criteria beforehand, tests executed and logged, of exactly this version
 * (norm CH.06 criterion 6).
 */
#include "base/digest.h"
#include "rules/remedy.h"
#include "rules/rule.h"
#include "rules/text.h"

static void check_promotion_id(struct ruling *r)
{
	const struct step *s = r->step;
	const struct said *id = &s->promotion.id;

	if (s->promotion.name != NULL)
		return;
	if (id->times == 0)
		rule_unmet(r, "%s does not name its promotion", rule_tip(r));
	else if (id->times > 1)
		rule_unmet(r, "%s names %zu promotions; a merge is one", rule_tip(r), id->times);
	else
		rule_unmet(r,
		    "%s names the promotion '%s'; letters, digits, '.', '_' and '-' make an id",
		    rule_tip(r), escape(r->arena, id->value));
	if (id->times > 0) {
		rule_mend_message(
		    r, "say the id of the dossier in one trailer Promotion, on the merge:");
		return;
	}
	rule_mend_id(r);
	rule_unread(r, "Promotion");
}

static void check_links(struct ruling *r)
{
	const struct step *s = r->step;
	const struct evidence *ev = &s->evidence;

	if (ev->n == 0) {
		rule_unmet(r, "%s links no acceptance result", rule_tip(r));
		rule_mend_link(r, DOSSIER_ACCEPTANCE, NULL);
		rule_unread(r, "Acceptance-Result");
	}
	for (size_t i = 0; i < ev->n; i++)
		rule_link_malformed(r, &ev->acceptance[i].rec, DOSSIER_ACCEPTANCE);
}

enum outcome rule_acceptance_linked(struct ruling *r)
{
	if (rule_message_unreadable(r))
		return OUTCOME_JUDGED;
	check_promotion_id(r);
	if (!r->step->changes_nothing)
		check_links(r);
	return rule_said(r);
}

#define MEND_BOUND "test what is promoted and link that record"

/* Results of a test run say less than a record: what they say must fit, and the commit they must
 * say. A commit has one tree. */
static void check_tests_bound(
    struct ruling *r, const struct acceptance_evidence *ev, const char *candidate)
{
	const struct acceptance *acc = &ev->acceptance;
	const char *place = ev->rec.record.place;

	if (acc->promotion != NULL && r->step->promotion.name != NULL)
		rule_word(
		    r, &ev->rec, "promotion", acc->promotion, r->step->promotion.name, MEND_BOUND);
	if (acc->environment != NULL)
		rule_word(r, &ev->rec, "environment", acc->environment,
		    escape(r->arena, r->step->env->from->id), MEND_BOUND);
	if (acc->candidate != NULL) {
		rule_word(r, &ev->rec, "candidate", acc->candidate, candidate, MEND_BOUND);
		return;
	}
	rule_unmet(r, "%s does not say which commit was tested", place);
	rule_mend(r, NULL,
	    "the tester makes it say so, as sluis-results(5) shows, or makes a record of it: git "
	    "sluis accept");
}

/* Results that do not say when the test began are refused by criteria-first. */
static void check_times(struct ruling *r, const struct acceptance_evidence *ev)
{
	const struct acceptance *acc = &ev->acceptance;

	if (ev->tests == NULL || ev->tests->started.known)
		rule_starts_after(r, &ev->rec, acc->started,
		    ev->tests != NULL && ev->tests->started.zoneless && r->policy->zone == NULL);
	rule_ends_before(r, &ev->rec, acc->finished);
}

/* Was it this that was tested? Each word of the record against the promotion's own. */
static void check_bound(struct ruling *r, const struct acceptance_evidence *ev)
{
	const struct step *s = r->step;
	const struct acceptance *acc = &ev->acceptance;
	const char *candidate = oid_hex(r->arena, &s->candidate_id),
	           *tree = oid_hex(r->arena, &s->candidate->tree);

	if (s->promotion.name != NULL && ev->tests == NULL)
		rule_word(r, &ev->rec, "promotion", acc->promotion, s->promotion.name, MEND_BOUND);
	if (s->promotion.name != NULL)
		rule_word(r, &ev->rec, "the criteria of promotion", ev->wanted.promotion,
		    s->promotion.name, MEND_BOUND);
	if (ev->tests != NULL) {
		check_tests_bound(r, ev, candidate);
		return;
	}
	rule_word(r, &ev->rec, "candidate", acc->candidate, candidate, MEND_BOUND);
	rule_word(r, &ev->rec, "tree", acc->tree, tree, MEND_BOUND);
	rule_word(r, &ev->rec, "environment", acc->environment, escape(r->arena, s->env->from->id),
	    MEND_BOUND);
}

enum outcome rule_acceptance_bound(struct ruling *r)
{
	const struct step *s = r->step;
	bool any = false;

	for (size_t i = 0; i < s->evidence.n; i++) {
		const struct acceptance_evidence *ev = &s->evidence.acceptance[i];
		const char *place =
		    ev->criteria.place != NULL ? ev->criteria.place : ev->rec.record.place;

		any = any || ev->rec.readable || ev->rec.malformed.kind != ERROR_NONE;
		if (rule_record_malformed(r, &ev->rec, place, "Acceptance-Result") ||
		    !ev->rec.readable)
			continue;
		if (s->candidate == NULL) {
			rule_undecided(r, &s->candidate_why);
			continue;
		}
		check_bound(r, ev);
		check_times(r, ev);
	}
	return any ? rule_said(r) : OUTCOME_NOT_APPLICABLE; /* evidence-intact refuses */
}

static const struct result *result_of(const struct acceptance *acc, const char *criterion)
{
	for (size_t i = 0; i < acc->nresults; i++)
		if (strcmp(acc->results[i].id, criterion) == 0)
			return &acc->results[i];
	return NULL;
}

static bool has_criterion(const struct criteria *c, const char *id)
{
	for (size_t i = 0; i < c->n; i++)
		if (strcmp(c->list[i].id, id) == 0)
			return true;
	return false;
}

static void check_criterion(
    struct ruling *r, const struct acceptance_evidence *ev, const struct criterion *c)
{
	const struct result *res = result_of(&ev->acceptance, c->id);
	const char *id = escape(r->arena, c->id);

	if (res != NULL && res->outcome == RESULT_WAIVED) {
		rule_own_word(
		    r, &ev->rec, say_printf(r->arena, "'%s' was waived", id), id, res->waived_by);
		return;
	}
	if (!c->required || (res != NULL && res->outcome == RESULT_PASS))
		return;
	if (res == NULL)
		rule_unmet(
		    r, "%s: the required criterion '%s' has no result", ev->rec.record.place, id);
	else
		rule_unmet(r, "%s: the required criterion '%s' failed", ev->rec.record.place, id);
	rule_mend(r, NULL, "mend and test '%s' again, or have it waived by name with a reason", id);
}

/* Each test that ran passed, one at least, and there is no doubt about it. */
static void check_tests(struct ruling *r, const struct acceptance_evidence *ev)
{
	const struct results *t = ev->tests;
	size_t failed = t->count[RESULTS_FAILED] + t->count[RESULTS_ERROR];

	if (t->doubts.n > 0) {
		rule_unmet(
		    r, "%s is doubtful: %s", ev->rec.record.place, rule_problems(r, &t->doubts));
		rule_mend(r, NULL, "let the whole test run, and link what its runner writes then");
	}
	if (failed > 0) {
		rule_unmet(r, "%s: %zu of %zu tests failed: %s", ev->rec.record.place, failed, t->n,
		    results_failed_names(r->arena, t));
		rule_mend(r, NULL, "mend what failed, test again and link that");
	} else if (t->n > 0 && t->count[RESULTS_PASSED] == 0) {
		rule_unmet(r, "%s: all of its %zu tests were skipped", ev->rec.record.place, t->n);
		rule_mend(r, NULL, "let the tests run, and link what comes of it");
	}
}

/* Are they judged by the same criteria? */
static bool same_criteria(const struct acceptance_evidence *x, const struct acceptance_evidence *y)
{
	return y->rec.readable && y->tests != NULL &&
	    memcmp(x->criteria.sha256, y->criteria.sha256, DIGEST_SIZE) == 0;
}

/* The nth criterion, if it is required: a test that names it passed, in this file or in another
 * that is judged by the same criteria, and none failed. One that no file meets is reported with the
 * first. */
static void check_tests_criterion(struct ruling *r, const struct acceptance_evidence *ev, size_t n)
{
	const struct evidence *all = &r->step->evidence;
	const struct criterion *c = &ev->wanted.list[n];
	const char *id = escape(r->arena, c->id);
	struct criterion_tally sum = { 0 };
	size_t files = 0;
	bool first = true;

	for (size_t i = 0; i < all->n; i++) {
		const struct acceptance_evidence *one = &all->acceptance[i];

		if (!same_criteria(ev, one))
			continue;
		first = first && (one >= ev);
		sum.passed += one->tallies[n].passed;
		sum.failed += one->tallies[n].failed;
		sum.skipped += one->tallies[n].skipped;
		files++;
	}
	if (!c->required || !first || (sum.failed == 0 && sum.passed > 0))
		return;
	if (sum.failed > 0)
		rule_unmet(r, "%s: the required criterion '%s' failed", ev->rec.record.place, id);
	else if (sum.skipped > 0)
		rule_unmet(r, "%s: every test that names the required criterion '%s' was skipped",
		    ev->rec.record.place, id);
	else
		rule_unmet(
		    r, "%s: no test names the required criterion '%s'", ev->rec.record.place, id);
	if (files > 1)
		rule_mend(r, NULL, "test '%s' as well, and link that; none of the %zu files has it",
		    id, files);
	else
		rule_mend(r, NULL,
		    "name '%s' in the test of it, as sluis-results(5) shows, and have it pass", id);
}

/* What shows nothing is no log of a test. */
static void check_log(struct ruling *r, const struct acceptance_evidence *ev, size_t n)
{
	const struct exhibit *log = &ev->logs[n];

	if (log->place == NULL || log->intact.is != FACT_YES || !log->blank)
		return;
	rule_unmet(r, "%s: the log of '%s', %s, is empty, and an empty log is no log",
	    ev->rec.record.place, escape(r->arena, ev->acceptance.results[n].id), log->place);
	rule_mend(r, NULL,
	    "let the test write what it did, link that log in the record, and link the new record");
}

static void check_passed(struct ruling *r, const struct acceptance_evidence *ev)
{
	const struct acceptance *acc = &ev->acceptance;

	if (ev->tests != NULL)
		check_tests(r, ev);
	else if (!acc->passed)
		rule_unmet(r, "%s: the tester's verdict is fail", ev->rec.record.place);
	for (size_t i = 0; i < ev->wanted.n; i++)
		if (ev->tests != NULL)
			check_tests_criterion(r, ev, i);
		else
			check_criterion(r, ev, &ev->wanted.list[i]);
	for (size_t i = 0; ev->logs != NULL && i < acc->nresults; i++)
		check_log(r, ev, i);
	for (size_t i = 0; i < acc->nresults; i++)
		if (!has_criterion(&ev->wanted, acc->results[i].id)) {
			rule_unmet(r, "%s: '%s' is the result of no criterion in %s",
			    ev->rec.record.place, escape(r->arena, acc->results[i].id),
			    ev->criteria.place);
			rule_mend(r, NULL,
			    "name results as their criteria; criteria are set before the test");
		}
}

enum outcome rule_acceptance_passed(struct ruling *r)
{
	return rule_each_acceptance(r, check_passed);
}
