#include "rule_tests.h"

#include <string.h>

#include "digest.h"
#include "escape.h"
#include "rule_text.h"

#define NAMES_MAX 5

/* "Marks own, Marks prints and 3 more", of the tests that failed or could not be run. */
static const char *
failed_names(struct ruling *r, const struct results *t)
{
	size_t all = t->count[RESULTS_FAILED] + t->count[RESULTS_ERROR], named = 0;
	const char *text = "";

	for (size_t i = 0; i < t->n && named < NAMES_MAX && text != NULL; i++) {
		const struct results_case *c = &t->cases[i];

		if (c->outcome == RESULTS_FAILED || c->outcome == RESULTS_ERROR)
			text = arena_printf(r->arena, "%s%s'%s%s%s'", text, named++ > 0 ? ", " : "",
			    escape(r->arena, c->suite), *c->suite != '\0' ? " " : "",
			    escape(r->arena, c->name));
	}
	if (text != NULL && named < all)
		text = arena_printf(r->arena, "%s and %zu more", text, all - named);
	return text != NULL ? text : "(out of memory)";
}

void
rule_tests_passed(struct ruling *r, const struct acceptance_evidence *ev)
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
		    failed_names(r, t));
		rule_mend(r, NULL, "mend what failed, test again and link that");
	} else if (t->n > 0 && t->count[RESULTS_PASSED] == 0) {
		rule_unmet(r, "%s: all of its %zu tests were skipped", ev->rec.record.place, t->n);
		rule_mend(r, NULL, "let the tests run, and link what comes of it");
	}
}

/* Are they judged by the same criteria? */
static bool
same_criteria(const struct acceptance_evidence *x, const struct acceptance_evidence *y)
{
	return y->rec.readable && y->tests != NULL &&
	    memcmp(x->criteria.sha256, y->criteria.sha256, DIGEST_SIZE) == 0;
}

void
rule_tests_criterion(struct ruling *r, const struct acceptance_evidence *ev, size_t n)
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
