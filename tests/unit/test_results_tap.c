/* TAP 12 to 14: what passes, and all that takes a pass away. */
#include "results_fixture.h"

static int read_text(struct fixture *f, const char *text)
{
	return read_bytes(f, RESULTS_TAP, text, strlen(text));
}

static void captured(void **state)
{
	struct fixture *f = *state;

	read_captured(f, "node.tap");
	assert_counts(&f->got, 11, 0, 0, 2, 1);
	assert_int_equal(f->got.doubts.n, 0);
	/* A suite of node's that holds no test is no test that passed. */
	assert_string_equal(f->got.cases[13].name, "AC-3 has no test");
	assert_int_equal(f->got.cases[13].outcome, RESULTS_SKIPPED);
	read_captured(f, "bats.tap");
	assert_counts(&f->got, 1, 1, 0, 1, 0);
	assert_string_equal(f->got.cases[1].name, "AC-2 prints");
	read_captured(f, "prove.tap");
	assert_counts(&f->got, 4, 0, 0, 1, 1);
	assert_true(results_passed(&f->got));
}

static void says(void **state)
{
	struct fixture *f = *state;

	assert_int_equal(
	    read_text(f,
	        "# commit " OID
	        "\n# started 2026-11-20T09:00:00+01:00\n# finished 2026-11-20T11:00:00+01:00\n"
	        "# executed-by tess\n# environment acceptance\n# promotion 2026.11\n# criteria "
	        "git:2026.11/criteria.ini sha256:00\n"
	        "TAP version 14\n1..1\nok 1 - a\n"),
	    0);
	assert_string_equal(f->got.commit, OID);
	assert_string_equal(f->got.executed_by, "tess");
	assert_string_equal(f->got.environment, "acceptance");
	assert_string_equal(f->got.promotion, "2026.11");
	assert_string_equal(f->got.criteria, "git:2026.11/criteria.ini sha256:00");
	assert_int_equal(f->got.started.at, 1795161600);
	assert_int_equal(f->got.finished.at, 1795168800);
	assert_true(results_passed(&f->got));
	/* What a test prints about a commit is no such line. */
	assert_int_equal(read_text(f,
	                     "1..1\nok\n# commit message is fine\n# commit 4be91c0\n# started "
	                     "late\n# criteria are met\n"
	                     "    # commit " OID "\n"),
	    0);
	assert_null(f->got.commit);
	assert_null(f->got.criteria);
	assert_int_equal(f->got.doubts.n, 0);
	assert_int_equal(read_text(f, "1..1\nok\n# commit " OID "\n# commit " OID_2 "\n"), 0);
	assert_doubt(&f->got, 4, "it names '" OID_2 "' as its commit, and '" OID "' before");
}

static void outcomes(void **state)
{
	static const struct {
		const char *line, *name;
		enum results_outcome outcome;
	} cases[] = {
		{ "ok", "", RESULTS_PASSED },
		{ "ok 1", "", RESULTS_PASSED },
		{ "ok 1 - a", "a", RESULTS_PASSED },
		{ "ok 1 a  ", "a", RESULTS_PASSED },
		{ "ok - a\r", "a", RESULTS_PASSED },
		{ "ok 1 - -a", "-a", RESULTS_PASSED },
		{ "ok 1st place", "1st place", RESULTS_PASSED },
		{ "ok 1 - bug #12", "bug #12", RESULTS_PASSED },
		{ "ok 1 - a # todoist", "a # todoist", RESULTS_PASSED },
		{ "ok 1 - a \\# skip", "a \\# skip", RESULTS_PASSED },
		{ "ok 1 - a # SKIP why", "a", RESULTS_SKIPPED },
		{ "ok 1 # skip", "", RESULTS_SKIPPED },
		{ "ok 1 - a #skipped: why", "a", RESULTS_SKIPPED },
		{ "ok 1 - bug #12 # SKIP", "bug #12", RESULTS_SKIPPED },
		{ "ok 1 - a # todo", "a", RESULTS_UNFINISHED },
		{ "not ok 1 - a # todo later", "a", RESULTS_UNFINISHED },
		{ "not ok 1 - a", "a", RESULTS_FAILED },
		{ "not ok", "", RESULTS_FAILED },
		{ "not ok 1 - a # SKIP", "a", RESULTS_FAILED },
		{ "not ok 1 a # skip why", "a", RESULTS_FAILED },
		{ "not ok 1 # skip a", "", RESULTS_FAILED },
		{ "not ok 1 # SKIP a", "", RESULTS_SKIPPED },
		{ "TAP version 14\nnot ok 1 - a # SKIP", "a", RESULTS_SKIPPED },
		{ "TAP version 13\nnot ok 1 - a # SKIP", "a", RESULTS_FAILED },
		{ "not ok 1 - bug #12 # todo", "bug #12", RESULTS_FAILED },
		{ "not ok 1 - a \\# todo", "a \\# todo", RESULTS_FAILED },
	};
	struct fixture *f = *state;
	char text[256];

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		snprintf(text, sizeof(text), "%s\n1..1\n", cases[i].line);
		assert_int_equal(read_text(f, text), 0);
		assert_int_equal(f->got.n, 1);
		assert_int_equal(f->got.doubts.n, 0);
		assert_string_equal(f->got.cases[0].name, cases[i].name);
		assert_int_equal(f->got.cases[0].outcome, cases[i].outcome);
		assert_int_equal(results_passed(&f->got), cases[i].outcome == RESULTS_PASSED);
	}
}

static void sound(void **state)
{
	static const struct {
		const char *text;
		size_t passed;
	} cases[] = {
		{ "1..2\nok 1\nok 2\n", 2 },
		{ "ok 1\nok 2\n1..2\n", 2 },
		{ "TAP version 13\nok\nok\n1..2 # all of it\n", 2 },
		{ "noise\n1..1\nnoise ok 2\n  ok 2 - indented by two\nokay\nok 1\n", 1 },
		{ "1..1\nok 1\n  ---\n  not ok 2\n  ok 3\n    ...\n  ...\n", 1 },
		{ "1..1\n# Subtest: a\n    ok 1\n    1..1\nok 1 - a\n", 2 },
		{ "1..1\n        ok 1\n        1..1\n    ok 1\n    1..1\nok 1\n", 3 },
		{ "1..1\n    TAP version 14\n    1..1\n    ok 1\nok 1", 2 },
		{ "1..2\n    ok 1\n    1..1\nok 1\n    ok 1\n    1..1\nok 2\n", 4 },
	};
	struct fixture *f = *state;

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		assert_int_equal(read_text(f, cases[i].text), 0);
		if (!results_passed(&f->got))
			fail_msg("%s: %s", cases[i].text,
			    f->got.doubts.n > 0 ? f->got.doubts.list[0].text : "failed");
		assert_counts(&f->got, cases[i].passed, 0, 0, 0, 0);
	}
}

static void doubts(void **state)
{
	static const struct {
		const char *text, *doubt;
		unsigned line;
	} cases[] = {
		{ "ok 1\n", "there is no plan, so nobody can say whether all tests ran", 0 },
		{ "1..3\nok 1\nok 2\n", "the plan says 3, and 2 tests stand there", 0 },
		{ "1..1\nok 1\nok 2\n", "the plan says 1, and 2 tests stand there", 0 },
		{ "1..0 # SKIP no database\n", "it holds no test", 0 },
		{ "ok 1\n1..2\nok 2\n",
		    "the plan stands between the tests, and not before or after them", 0 },
		{ "1..1\nok 1\n1..1\n", "there is a second plan", 3 },
		{ "1..2\nok 1\nok 3\n", "test 3 stands where 2 is expected", 3 },
		{ "1..1\nok 1\nBail out! No database\n", "it bailed out: No database", 3 },
		{ "1..1\n    Bail out! deep\nok 1\n", "it bailed out: deep", 2 },
		{ "1..1\nok 1\nTAP version 13\n", "a second stream of TAP follows", 3 },
		{ "1..1\nok 1\n  ---\n  a: b\n", "a block of YAML does not end", 4 },
		{ "1..1\n    1..1\n    not ok 1\nok 1\n",
		    "it passed, and one of its subtests failed", 4 },
		{ "1..1\n    ok 1\nok 1\n",
		    "there is no plan, so nobody can say whether all tests ran", 2 },
		{ "1..1\n    1..2\n    ok 1\nok 1\n", "the plan says 2, and 1 tests stand there",
		    2 },
		{ "1..1\nok 1\n    1..1\n    ok 1\n",
		    "no test sums up the subtests before this line", 4 },
		{ "1..1 todo 1\nok 1\n",
		    "there is no plan, so nobody can say whether all tests ran", 0 },
		{ "1..99999999999\nok 1\n",
		    "there is no plan, so nobody can say whether all tests ran", 0 },
	};
	struct fixture *f = *state;

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		assert_int_equal(read_text(f, cases[i].text), 0);
		assert_doubt(&f->got, cases[i].line, cases[i].doubt);
	}
}

/* The subtests of the test before them, as node-tap and Vitest write them. */
static void braces(void **state)
{
	static const struct {
		const char *text;
		size_t passed, failed, skipped, unfinished;
		const char *doubt;
	} cases[] = {
		{ "1..1\nok 1 - f # time=1ms {\n    1..2\n    ok 1 - a {\n        1..1\n        ok "
		  "1\n    "
		  "}\n    ok 2 - b\n}\n",
		    4, 0, 0, 0, NULL },
		{ "1..1\nok 1 - f\n  ---\n  a: b\n  ...\n{\n    1..1\n    ok 1\n}\n", 2, 0, 0, 0,
		    NULL },
		{ "1..1\nnot ok 1 - f {\n    1..1\n    not ok 1\n}\n", 0, 2, 0, 0, NULL },
		{ "1..1\nok 1 - f {\n    1..1\n    not ok 1\n}\n", 1, 1, 0, 0,
		    "it passed, and one of its subtests failed" },
		{ "1..1\nok 1 - f {\n    1..2\n    ok 1\n}\n", 2, 0, 0, 0,
		    "the plan says 2, and 1 tests stand there" },
		{ "1..1\nok 1 - f {\n    1..1\n    ok 1\n", 2, 0, 0, 0,
		    "no test sums up the subtests before this line" },
		{ "1..2\nok 1 - f # SKIP {\n    1..1\n    ok 1 - a # SKIP\n}\nok 2\n", 1, 0, 2, 0,
		    NULL },
		{ "1..2\nok 1 - f {\n}\nok 2\n", 1, 0, 1, 0, NULL },
		{ "1..2\nok 1 - f {\n    1..1\n    ok 1 # SKIP\n}\nok 2\n", 1, 0, 2, 0, NULL },
		{ "1..2\nnot ok 1 - f # todo {\n    1..1\n    not ok 1\n}\nok 2\n", 1, 0, 0, 2,
		    NULL },
		/* A name that ends so, and a brace that somebody printed. */
		{ "1..2\nok 1 - f() {\n    ok 1\n    1..1\nok 2\n", 3, 0, 0, 0, NULL },
		{ "}\n1..1\nok 1\n    }\n}\n", 1, 0, 0, 0, NULL },
	};
	struct fixture *f = *state;

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		assert_int_equal(read_text(f, cases[i].text), 0);
		assert_counts(&f->got, cases[i].passed, cases[i].failed, 0, cases[i].skipped,
		    cases[i].unfinished);
		assert_int_equal(f->got.doubts.n, cases[i].doubt != NULL);
		if (cases[i].doubt != NULL)
			assert_string_equal(f->got.doubts.list[0].text, cases[i].doubt);
	}
	assert_malformed(f, read_text(f, "{\n}\n"), "no line of it is TAP");
}

/* A test that is to be done later excuses its subtests; one that passed without any was not run. */
static void subtests(void **state)
{
	struct fixture *f = *state;

	assert_int_equal(
	    read_text(f, "1..1\n    1..2\n    not ok 1\n    ok 2\nnot ok 1 # Todo\n"), 0);
	assert_counts(&f->got, 1, 0, 0, 0, 2);
	assert_int_equal(f->got.doubts.n, 0);
	assert_int_equal(read_text(f, "1..2\n    1..0\nok 1 - a\nok 2\n"), 0);
	assert_counts(&f->got, 1, 0, 0, 1, 0);
	assert_int_equal(f->got.doubts.n, 0);
	/* Nor was one all of whose subtests were skipped. */
	assert_int_equal(read_text(f, "1..2\n    1..1\n    ok 1 # SKIP\nok 1 - a\nok 2\n"), 0);
	assert_counts(&f->got, 1, 0, 0, 2, 0);
	assert_int_equal(f->got.doubts.n, 0);
	assert_int_equal(read_text(f, "1..1\n    1..1\n    not ok 1\nnot ok 1\n"), 0);
	assert_counts(&f->got, 0, 2, 0, 0, 0);
	assert_int_equal(f->got.doubts.n, 0);
}

static void malformed(void **state)
{
	struct fixture *f = *state;
	char deep[512];

	assert_malformed(f, read_text(f, ""), "no line of it is TAP");
	assert_malformed(
	    f, read_text(f, "All tests successful.\n# all of them\n"), "no line of it is TAP");
	assert_malformed(f, read_text(f, "TAP version 11\n1..1\nok\n"),
	    "line 1: TAP version 11 is none of 12, 13 and 14");
	assert_malformed(f, read_bytes(f, RESULTS_TAP, "1..1\nok\0x\n", 10),
	    "it holds a NUL byte, so it is no text");
	memset(deep, ' ', sizeof(deep));
	memcpy(deep + 4 * (size_t)RESULTS_DEPTH_MAX, "ok 1", 5);
	assert_malformed(f, read_text(f, deep), "line 1: subtests are nested more than 64 deep");
	assert_int_equal(read_text(f, deep + 4), 0);
	assert_false(results_passed(&f->got));
}

TESTS(T(captured), T(says), T(outcomes), T(sound), T(doubts), T(braces), T(subtests), T(malformed));
