/* What comes of a check: the worst that it said, and no "met" out of silence or against a finding.
 */
#include "unit.h"
#include "rules/rule.h"

static struct arena arena;
static struct findings out;
static struct environment env;
static struct step step;

static int fresh(void **state)
{
	(void)state;
	arena_release(&arena);
	arena_init(&arena, (size_t)1 << 20);
	out = (struct findings){ 0 };
	env = (struct environment){ .id = "production", .require = REQUIRE_PLAN };
	step = (struct step){ .kind = STEP_PROMOTION, .env = &env };
	return 0;
}

static int done(void **state)
{
	(void)state;
	arena_release(&arena);
	return 0;
}

static enum outcome run(unsigned group, rule_check *check)
{
	struct ruling r = { .arena = &arena, .step = &step, .mend = "the mend", .out = &out };

	return ruling_run(&r, group, check);
}

/* A fake check says this and answers that. */
static bool says_unmet, says_undecided;
static enum outcome answers;

static enum outcome fake(struct ruling *r)
{
	struct error why = { 0 };

	error_set(&why, ERROR_UNREADABLE, "broken");
	if (says_unmet)
		rule_unmet(r, "unmet");
	if (says_undecided)
		rule_undecided(r, &why);
	return answers;
}

static enum outcome outcome(bool unmet, bool undecided, enum outcome answer)
{
	says_unmet = unmet;
	says_undecided = undecided;
	answers = answer;
	fresh(NULL);
	return run(0, fake);
}

static void silence(void **state)
{
	(void)state;
	assert_int_equal(OUTCOME_UNDECIDED, 0);
	assert_int_equal(outcome(false, false, OUTCOME_MET), OUTCOME_MET);
	assert_int_equal(outcome(false, false, OUTCOME_NOT_APPLICABLE), OUTCOME_NOT_APPLICABLE);
	assert_int_equal(outcome(false, false, OUTCOME_WAIVED), OUTCOME_WAIVED);
	assert_int_equal(outcome(false, false, OUTCOME_UNMET), OUTCOME_UNMET);
	assert_int_equal(outcome(false, false, OUTCOME_UNDECIDED), OUTCOME_UNDECIDED);
	/* It says that it spoke, and it did not. */
	assert_int_equal(outcome(false, false, OUTCOME_JUDGED), OUTCOME_UNDECIDED);
	assert_int_equal(outcome(false, false, (enum outcome)77), OUTCOME_UNDECIDED);
}

static void the_worst_counts(void **state)
{
	static const enum outcome any[] = { OUTCOME_JUDGED, OUTCOME_MET, OUTCOME_NOT_APPLICABLE,
		OUTCOME_WAIVED, OUTCOME_UNMET, (enum outcome)77 };

	(void)state;
	for (size_t i = 0; i < sizeof(any) / sizeof(any[0]); i++) {
		assert_int_equal(outcome(true, false, any[i]), OUTCOME_UNMET);
		assert_int_equal(out.n, 1);
		assert_int_equal(outcome(false, true, any[i]), OUTCOME_UNDECIDED);
		assert_int_equal(outcome(true, true, any[i]), OUTCOME_UNDECIDED);
		assert_int_equal(out.n, 2);
	}
	assert_int_equal(outcome(true, false, OUTCOME_UNDECIDED), OUTCOME_UNDECIDED);
}

static enum outcome looks_on(struct ruling *r)
{
	enum outcome before = rule_said(r);

	assert_int_equal(before, OUTCOME_MET);
	assert_int_equal(rule_unmet(r, "%s", "one"), OUTCOME_JUDGED);
	assert_int_equal(rule_said(r), OUTCOME_JUDGED);
	assert_int_equal(rule_mend(r, "git x", "%s", "two"), OUTCOME_JUDGED);
	return rule_said(r);
}

static void findings_as_said(void **state)
{
	(void)state;
	assert_int_equal(run(0, looks_on), OUTCOME_UNMET);
	assert_int_equal(out.n, 1);
	assert_string_equal(out.list[0].text, "one");
	assert_string_equal(out.list[0].mend, "two");
	assert_string_equal(out.list[0].command, "git x");
	/* Another step says the same: the outcome stays, the finding is not repeated. */
	assert_int_equal(run(0, looks_on), OUTCOME_UNMET);
	assert_int_equal(out.n, 1);
}

static enum outcome says_much(struct ruling *r)
{
	for (int i = 0; i < 1000; i++)
		rule_unmet(r, "finding %d", i);
	return OUTCOME_JUDGED;
}

static void many_findings(void **state)
{
	(void)state;
	assert_int_equal(run(0, says_much), OUTCOME_UNMET);
	assert_int_equal(out.n, 1000);
	assert_string_equal(out.list[999].text, "finding 999");
	assert_string_equal(out.list[999].mend, "the mend");
}

static enum outcome takes_all(struct ruling *r)
{
	arena_alloc(r->arena, r->arena->cap + 1);
	return OUTCOME_MET;
}

static void without_memory(void **state)
{
	(void)state;
	assert_int_equal(run(0, takes_all), OUTCOME_UNDECIDED);
	assert_int_equal(run(REQUIRE_COMPLETE, takes_all), OUTCOME_UNDECIDED);
}

static void groups(void **state)
{
	(void)state;
	assert_int_equal(run(REQUIRE_PLAN, says_much), OUTCOME_UNMET);
	assert_int_equal(run(REQUIRE_PLAN | REQUIRE_IMPACT, says_much), OUTCOME_UNMET);
	fresh(NULL);
	assert_int_equal(run(REQUIRE_IMPACT, says_much), OUTCOME_NOT_APPLICABLE);
	step.promotion.exception = EXCEPTION_ROLLBACK;
	assert_int_equal(run(REQUIRE_IMPACT, says_much), OUTCOME_NOT_APPLICABLE);
	assert_int_equal(run(REQUIRE_PLAN, says_much), OUTCOME_WAIVED);
	assert_int_equal(out.n, 0);
	assert_int_equal(run(0, says_much), OUTCOME_UNMET);
	step.promotion.exception = EXCEPTION_EMERGENCY;
	assert_int_equal(run(REQUIRE_PLAN, says_much), OUTCOME_UNMET);
	step.kind = STEP_WORK;
	assert_int_equal(run(REQUIRE_PLAN, says_much), OUTCOME_NOT_APPLICABLE);
}

/* The real rules, of a step that asks for nothing: the group answers before any check runs. */
static void rules_with_a_group(void **state)
{
	(void)state;
	step.kind = STEP_WORK;
	for (enum rule_id id = 0; id < RULE_COUNT; id++)
		if ((rules[id].group & ~OF_CHANGE) != 0)
			assert_int_equal(
			    rule_judge(&arena, id, NULL, &step, &out), OUTCOME_NOT_APPLICABLE);
	env.require = ~0U;
	step.kind = STEP_PROMOTION;
	step.promotion.exception = EXCEPTION_ROLLBACK;
	for (enum rule_id id = 0; id < RULE_COUNT; id++)
		if ((rules[id].group & ~OF_CHANGE) != 0)
			assert_int_equal(rule_judge(&arena, id, NULL, &step, &out), OUTCOME_WAIVED);
	step.promotion.exception = EXCEPTION_NONE;
	step.changes_nothing = true;
	for (enum rule_id id = 0; id < RULE_COUNT; id++)
		if ((rules[id].group & OF_CHANGE) != 0)
			assert_int_equal(
			    rule_judge(&arena, id, NULL, &step, &out), OUTCOME_NOT_APPLICABLE);
	assert_int_equal(out.n, 0);
}

#undef T
#define T(name) cmocka_unit_test_setup_teardown(name, fresh, done)

TESTS(T(silence), T(the_worst_counts), T(findings_as_said), T(many_findings), T(without_memory),
    T(groups), T(rules_with_a_group));
