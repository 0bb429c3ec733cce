/* Acceptance and criteria records: what a sound one says, and every problem with its line. */
#include "fixture.h"
#include "record/record.h"

#define HEX "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
#define LINK(path) "git:" path " sha256:" HEX
#define OID_C "4be91c0aa1b2c3d4e5f60718293a4b5c6d7e8f90"
#define OID_T "8c1f2aaaa1b2c3d4e5f60718293a4b5c6d7e8f90"

static const char criteria_text[] = "; what we will test\n"
                                    "[criteria]\n"
                                    "promotion = 2026.11\n"
                                    "\n"
                                    "[criterion \"AC-1\"]\n"
                                    "description = a pupil can log in\n"
                                    "[criterion \"AC-2\"]\n"
                                    "description = marks are printed\n"
                                    "required = no\n"
                                    "[criterion \"AC-3\"]\n"
                                    "description = backup runs\n"
                                    "required = yes\n";

/* The head of an acceptance record, lines 1 to 10. */
#define HEAD \
	"[acceptance]\n" \
	"promotion = 2026.11\n" \
	"candidate = " OID_C "\n" \
	"tree = " OID_T "\n" \
	"environment = acceptance\n" \
	"criteria = " LINK("2026.11/criteria.ini") "\n" \
	                                           "executed-by = tess\n" \
	                                           "started = 2026-11-24T09:00:00+01:00\n" \
	                                           "finished = 2026-11-24T08:30:00Z\n" \
	                                           "verdict = pass\n"
#define PASSED "[result \"AC-1\"]\noutcome = pass\nlog = " LINK("2026.11/ac-1.log") "\n"

struct fixture {
	struct arena arena;
	struct criteria criteria;
	struct acceptance acceptance;
	struct ini_problems problems;
	struct error error;
};

SETUP(struct fixture, 64);

static int criteria(struct fixture *f, const char *text)
{
	memset(&f->error, 0, sizeof(f->error));
	return record_read_criteria(
	    &f->arena, text, strlen(text), &f->criteria, &f->problems, &f->error);
}

static int acceptance(struct fixture *f, const char *text)
{
	memset(&f->error, 0, sizeof(f->error));
	return record_read_acceptance(
	    &f->arena, text, strlen(text), &f->acceptance, &f->problems, &f->error);
}

static void criteria_sound(void **state)
{
	struct fixture *f = *state;

	assert_int_equal(criteria(f, criteria_text), 0);
	assert_int_equal(f->problems.n, 0);
	assert_string_equal(f->criteria.promotion, "2026.11");
	assert_int_equal(f->criteria.n, 3);
	assert_string_equal(f->criteria.list[0].id, "AC-1");
	assert_string_equal(f->criteria.list[0].description, "a pupil can log in");
	assert_true(f->criteria.list[0].required);
	assert_int_equal(f->criteria.list[0].line, 5);
	assert_false(f->criteria.list[1].required);
	assert_true(f->criteria.list[2].required);
}

static void acceptance_sound(void **state)
{
	struct fixture *f = *state;
	struct acceptance *r = &f->acceptance;

	assert_int_equal(acceptance(f,
	                     HEAD PASSED "[result \"AC-2\"]\noutcome = waived\nreason = printer is "
	                                 "not there yet\nwaived-by = els\n"
	                                 "[result \"AC-3\"]\noutcome = fail\nlog = " LINK(
	                                     "2026.11/ac-3.log") "\nreason = no tape\n"),
	    0);
	assert_int_equal(f->problems.n, 0);
	assert_string_equal(r->promotion, "2026.11");
	assert_string_equal(r->candidate, OID_C);
	assert_string_equal(r->tree, OID_T);
	assert_string_equal(r->environment, "acceptance");
	assert_int_equal(r->criteria.kind, LINK_GIT);
	assert_string_equal(r->criteria.path, "2026.11/criteria.ini");
	assert_string_equal(r->executed_by, "tess");
	assert_int_equal(r->started, 1795507200);
	assert_int_equal(r->finished, 1795509000);
	assert_true(r->passed);
	assert_int_equal(r->nresults, 3);
	assert_string_equal(r->results[0].id, "AC-1");
	assert_int_equal(r->results[0].outcome, RESULT_PASS);
	assert_true(r->results[0].has_log);
	assert_string_equal(r->results[0].log.path, "2026.11/ac-1.log");
	assert_int_equal(r->results[0].line, 11);
	assert_int_equal(r->results[1].outcome, RESULT_WAIVED);
	assert_false(r->results[1].has_log);
	assert_string_equal(r->results[1].reason, "printer is not there yet");
	assert_string_equal(r->results[1].waived_by, "els");
	assert_int_equal(r->results[2].outcome, RESULT_FAIL);
}

static void verdict_fail(void **state)
{
	struct fixture *f = *state;

	assert_int_equal(
	    acceptance(f,
	        "[result \"AC-1\"]\noutcome = fail\nlog = " LINK(
	            "a") "\n"
	                 "[acceptance]\npromotion = p\ncandidate = " OID_C "\ntree = " OID_T
	                 "\nenvironment = e\n"
	                 "criteria = " LINK(
	                     "c") "\nexecuted-by = ci\nstarted = 2026-11-24T09:00:00Z\n"
	                          "finished = 2026-11-24T09:00:00Z\nverdict = fail\n"),
	    0);
	assert_false(f->acceptance.passed);
	assert_int_equal(f->acceptance.results[0].outcome, RESULT_FAIL);
}

/* The problems of the last reading, one `line: text` a line. */
static void assert_problems(struct fixture *f, int rc, const char *want)
{
	char got[8192] = "";
	size_t at = 0;

	for (size_t i = 0; i < f->problems.n && at < sizeof(got); i++)
		at += (size_t)snprintf(got + at, sizeof(got) - at, "%u: %s\n",
		    f->problems.list[i].line, f->problems.list[i].text);
	assert_string_equal(got, want);
	assert_int_equal(rc, -1);
	assert_int_equal(f->error.kind, ERROR_MALFORMED);
}

static void criteria_refused(void **state)
{
	static const struct {
		const char *text, *problems;
	} table[] = {
		{ "[criteria]\npromotion = p\n",
		    "0: the criteria record has no [criterion \"ID\"]\n" },
		{ "",
		    "0: the criteria record has no [criterion \"ID\"]\n0: the criteria record has "
		    "no [criteria]\n" },
		{ "[criterion \"1\"]\ndescription = d\n",
		    "0: the criteria record has no [criteria]\n" },
		{ "[criteria]\n[criterion \"1\"]\n",
		    "1: [criteria] has no 'promotion'\n"
		    "2: [criterion \"1\"] has no 'description'\n" },
		{ "[criteria]\npromotion =\n[criterion \"1\"]\ndescription = d\nrequired =\n",
		    "2: 'promotion' is empty\n5: 'required' is empty\n" },
		{ "[criteria]\npromotion = p\npromotion = q\nversion = 2\n[criterion "
		  "\"1\"]\ndescription = d\nDescription = d\n",
		    "3: 'promotion' appears twice\n4: [criteria] knows no 'version'\n"
		    "7: [criterion] knows no 'Description'\n" },
		{ "[criteria]\npromotion = p\n[criterion \"1\"]\ndescription = d\nrequired = "
		  "maybe\n",
		    "5: 'required' is no or yes, not 'maybe'\n" },
		{ "[criteria]\npromotion = p\n[criterion \"1\"]\ndescription = d\n[criterion "
		  "\"2\"]\ndescription = d\n"
		  "[criterion \"1\"]\ndescription = e\n[criterion \"1\"]\ndescription = f\n",
		    "7: [criterion \"1\"] appears twice\n9: [criterion \"1\"] appears "
		    "twice\n" },
		{ "[criteria \"x\"]\npromotion = p\n[criterion]\ndescription = d\n[plan]\n",
		    "0: the criteria record has no [criterion \"ID\"]\n1: [criteria] takes no "
		    "name\n"
		    "3: [criterion] needs an id: [criterion \"ID\"]\n5: this record knows no "
		    "[plan]\n" },
		{ "[criteria]\npromotion = p\n[criteria]\npromotion = q\n[criterion "
		  "\"1\"]\ndescription = d\n",
		    "3: [criteria] appears twice\n" },
	};
	struct fixture *f = *state;

	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
		assert_problems(f, criteria(f, table[i].text), table[i].problems);
		assert_int_equal(f->criteria.n, 0);
		assert_null(f->criteria.promotion);
	}
}

static void acceptance_refused(void **state)
{
	static const struct {
		const char *text, *problems;
	} table[] = {
		{ HEAD, "0: the acceptance record has no [result \"ID\"]\n" },
		{ "[acceptance]\n" PASSED,
		    "1: [acceptance] has no 'promotion'\n1: [acceptance] has no 'candidate'\n"
		    "1: [acceptance] has no 'tree'\n1: [acceptance] has no 'environment'\n"
		    "1: [acceptance] has no 'criteria'\n1: [acceptance] has no 'executed-by'\n"
		    "1: [acceptance] has no 'started'\n1: [acceptance] has no 'finished'\n"
		    "1: [acceptance] has no 'verdict'\n" },
		{ HEAD PASSED PASSED, "14: [result \"AC-1\"] appears twice\n" },
		{ HEAD "[result \"1\"]\n", "11: [result \"1\"] has no 'outcome'\n" },
		{ HEAD "[result \"1\"]\noutcome = pass\n",
		    "11: a result that is 'pass' needs 'log'\n" },
		{ HEAD "[result \"1\"]\noutcome = fail\n",
		    "11: a result that is 'fail' needs 'log'\n" },
		{ HEAD "[result \"1\"]\noutcome = pass\nlog =\n", "13: 'log' is empty\n" },
		{ HEAD "[result \"1\"]\noutcome = Pass\nlog = " LINK("a") "\n",
		    "12: 'outcome' is fail, pass or waived, not 'Pass'\n" },
		{ HEAD "[result \"1\"]\noutcome = skipped\n",
		    "12: 'outcome' is fail, pass or waived, not 'skipped'\n" },
		{ HEAD "[result \"1\"]\noutcome = waived\n",
		    "11: a result that is 'waived' needs 'reason'\n11: a result that is 'waived' "
		    "needs 'waived-by'\n" },
		{ HEAD "[result \"1\"]\noutcome = waived\nwaived-by = els\n",
		    "11: a result that is 'waived' needs 'reason'\n" },
		{ HEAD PASSED "waived-by = els\n",
		    "14: a result that is 'pass' was not waived by anybody\n" },
		{ HEAD "[result \"1\"]\noutcome = pass\nlog = git:../a sha256:" HEX "\n",
		    "13: log: the link 'git:../a sha256:" HEX
		    "' has a '.' or '..' part in its path\n" },
	};
	struct fixture *f = *state;

	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
		assert_problems(f, acceptance(f, table[i].text), table[i].problems);
		assert_int_equal(f->acceptance.nresults, 0);
		assert_false(f->acceptance.passed);
	}
}

/* A sound record in which one line is replaced. */
static void assert_line(struct fixture *f, unsigned number, const char *line, const char *problems)
{
	static const char sound[] = HEAD PASSED;
	char text[4096] = "";
	const char *p = sound;

	for (unsigned i = 1; *p != '\0'; i++) {
		size_t n = strcspn(p, "\n") + 1;

		if (i == number)
			strcat(strcat(text, line), "\n");
		else
			strncat(text, p, n);
		p += n;
	}
	assert_problems(f, acceptance(f, text), problems);
}

static void values_refused(void **state)
{
	struct fixture *f = *state;

	assert_line(f, 3, "candidate = 4be91c0",
	    "3: 'candidate' is not the 40 hex digits, in lower case, that git prints: '4be91c0'\n");
	assert_line(f, 4, "tree = 8C1F2AAAA1B2C3D4E5F60718293A4B5C6D7E8F90",
	    "4: 'tree' is not the 40 hex digits, in "
	    "lower case, that git prints: '8C1F2AAAA1B2C3D4E5F60718293A4B5C6D7E8F90'\n");
	assert_line(f, 4, "tree = " OID_T "00",
	    "4: 'tree' is not the 40 hex digits, in lower case, that git prints: '" OID_T "00'\n");
	assert_line(f, 6, "criteria = 2026.11/criteria.ini",
	    "6: criteria: the link '2026.11/criteria.ini' has no sha256 "
	    "(a place and its digest, one blank between them)\n");
	assert_line(f, 8, "started = 2026-11-24T09:00:00",
	    "8: 'started' is no time with a zone, such as "
	    "2026-11-24T14:00:00+01:00: '2026-11-24T09:00:00'\n");
	assert_line(f, 9, "finished = yesterday",
	    "9: 'finished' is no time with a zone, such as "
	    "2026-11-24T14:00:00+01:00: 'yesterday'\n");
	assert_line(
	    f, 9, "finished = 2026-11-24T08:59:59+01:00", "9: 'finished' is before 'started'\n");
	assert_line(f, 10, "verdict = passed", "10: 'verdict' is fail or pass, not 'passed'\n");
	assert_line(f, 10, "verdict =", "10: 'verdict' is empty\n");
	assert_line(f, 7, "executed_by = tess",
	    "1: [acceptance] has no 'executed-by'\n7: [acceptance] knows no 'executed_by'\n");
}

static void summary(void **state)
{
	struct fixture *f = *state;

	assert_int_equal(criteria(f, ""), -1);
	assert_string_equal(f->error.text,
	    "the criteria record has 2 problems, the first: the criteria record has no [criterion "
	    "\"ID\"]");
	assert_int_equal(criteria(f, "[criteria]\npromotion = p\n[criterion \"1\"]\n"), -1);
	assert_string_equal(f->error.text,
	    "the criteria record has 1 problem, the first on line 3: [criterion \"1\"] has no "
	    "'description'");
}

/* What the strict reader finds comes in the same list. */
static bool problem_on(const struct fixture *f, unsigned line)
{
	for (size_t i = 0; i < f->problems.n; i++) {
		assert_null(strchr(f->problems.list[i].text, '\033'));
		if (f->problems.list[i].line == line)
			return true;
	}
	return false;
}

static void form_of_lines(void **state)
{
	struct fixture *f = *state;

	assert_int_equal(
	    criteria(f, "[criteria]\npromotion = p\n[criterion \"1\"]\ndescription = a\033b\n"),
	    -1);
	assert_true(problem_on(f, 4));
	assert_int_equal(
	    criteria(f, "[criteria]\npromotion = p\n[criterion \"1\"]\n  description = a\n"), -1);
	assert_true(problem_on(f, 4));
}

/* Tens of thousands of sections are still read in a moment. */
static void hostile_size(void **state)
{
	struct fixture *f = *state;
	size_t room = (size_t)1 << 20, at = 0;
	char *text = malloc(room);

	while (at + 64 < room)
		at += (size_t)snprintf(text + at, room - at, "[criterion \"%zu\"]\n", at % 30000);
	assert_int_equal(
	    record_read_criteria(&f->arena, text, at, &f->criteria, &f->problems, &f->error), -1);
	assert_true(f->error.kind == ERROR_MALFORMED || f->error.kind == ERROR_MEMORY);
	free(text);
}

static void no_memory(void **state)
{
	struct fixture *f = *state;
	static const char text[] = HEAD PASSED;
	int rc = -1;

	for (size_t cap = 1; rc < 0; cap += 256) {
		struct arena tiny;

		arena_init(&tiny, cap);
		rc = record_read_acceptance(
		    &tiny, text, strlen(text), &f->acceptance, &f->problems, &f->error);
		if (rc < 0) {
			assert_int_equal(f->error.kind, ERROR_MEMORY);
			assert_int_equal(f->acceptance.nresults, 0);
		}
		assert_int_equal(rc < 0, tiny.exhausted);
		arena_release(&tiny);
		assert_true(cap < (size_t)1 << 20);
	}
}

TESTS(T(criteria_sound), T(acceptance_sound), T(verdict_fail), T(criteria_refused),
    T(acceptance_refused), T(values_refused), T(summary), T(form_of_lines), T(hostile_size),
    T(no_memory));
