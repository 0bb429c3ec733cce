/* Which criteria the tests of a file name, and what came of those tests. */
#include "results_fixture.h"

#include "record/results_criteria.h"

static struct criterion wanted[] = {
	{ .id = "AC-1" },
	{ .id = "AC-1.2" },
	{ .id = "own marks" },
	{ .id = "AC-10" },
};
static const struct criteria criteria = { "2026.11", wanted, sizeof(wanted) / sizeof(wanted[0]) };

static void words(void **state)
{
	static const struct {
		const char *name;
		unsigned names; /* bits, in the order above */
	} cases[] = {
		{ "AC-1", 1 },
		{ "AC-1 own", 1 },
		{ "test_own[AC-1]", 1 },
		{ "own (AC-1)", 1 },
		{ "AC-1: own", 1 },
		{ "The mark of AC-1.", 1 },
		{ "own -- AC-1-", 1 },
		{ "a/AC-1/b", 1 },
		{ "\"AC-1\"", 1 },
		{ "AC-1.2 and AC-10", 2 | 8 },
		{ "AC-1,AC-10", 1 | 8 },
		{ "[own marks] ok", 4 },
		{ "own marks", 0 },
		{ "[own marks", 0 },
		{ "[[own marks]]", 0 },
		{ "ac-1", 0 },
		{ "AC-11", 0 },
		{ "XAC-1", 0 },
		{ "AC-1a", 0 },
		{ "AC_1", 0 },
		{ "test_AC-1", 0 },
		{ "AC-1-2", 0 },
		{ "AC-1.2.3", 0 },
		{ "AC-1\xc3\xa9", 0 },
		{ "", 0 },
	};
	struct fixture *f = *state;

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct results_case one = {
			.suite = "AC-1", .name = cases[i].name, .outcome = RESULTS_PASSED
		};
		struct results r = { .cases = &one, .n = 1 };
		struct criterion_tally *t;
		const char **unknown;
		size_t n;

		assert_int_equal(results_tally(&f->arena, &r, &criteria, &t, &unknown, &n), 0);
		for (size_t k = 0; k < criteria.n; k++)
			if ((t[k].passed > 0) != (cases[i].names >> k & 1))
				fail_msg("'%s' and '%s'", cases[i].name, wanted[k].id);
		assert_int_equal(n, 0);
	}
}

static void outcomes(void **state)
{
	static const char *own[] = { "own marks", "AC-9", "AC-9" };
	struct results_case cases[] = {
		{ .suite = "", .name = "AC-1", .outcome = RESULTS_PASSED },
		{ .suite = "", .name = "AC-1", .outcome = RESULTS_SKIPPED },
		{ .suite = "", .name = "AC-1.2", .outcome = RESULTS_PASSED },
		{ .suite = "", .name = "AC-1.2", .outcome = RESULTS_ERROR },
		{ .suite = "",
		    .name = "t",
		    .outcome = RESULTS_PASSED,
		    .criteria = own,
		    .ncriteria = 3 },
		{ .suite = "", .name = "AC-10", .outcome = RESULTS_UNFINISHED },
	};
	struct results r = { .commit = OID, .cases = cases, .n = 6 };
	struct fixture *f = *state;
	struct criterion_tally *t;
	struct acceptance acc;

	assert_int_equal(results_as_acceptance(&f->arena, &r, &criteria, NULL, &t, &acc), 0);
	assert_int_equal(acc.nresults, 4);
	assert_string_equal(acc.results[0].id, "AC-1");
	assert_int_equal(acc.results[0].outcome, RESULT_PASS);
	assert_string_equal(acc.results[1].id, "AC-1.2");
	assert_int_equal(acc.results[1].outcome, RESULT_FAIL);
	assert_string_equal(acc.results[2].id, "own marks");
	assert_int_equal(acc.results[2].outcome, RESULT_PASS);
	assert_string_equal(acc.results[3].id, "AC-9");
	assert_int_equal(acc.results[3].outcome, RESULT_FAIL);
	assert_int_equal(t[3].skipped, 1);
	assert_string_equal(acc.candidate, OID);
	assert_null(acc.tree);
	assert_false(acc.passed);
}

TESTS(T(words), T(outcomes));
