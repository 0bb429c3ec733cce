/* JUnit XML: the dialects of runners, contradictions, and files that would hurt. */
#include "results_fixture.h"

#include "record/record_internal.h"

static int read_text(struct fixture *f, const char *text)
{
	return read_bytes(f, RESULTS_JUNIT, text, strlen(text));
}

/* One suite of one commit around these elements. */
static int read_suite(struct fixture *f, const char *attributes, const char *inner)
{
	char text[4096];

	snprintf(text, sizeof(text),
	    "<testsuite name=\"s\" %s><properties><property name=\"commit\" value=\"" OID
	    "\"/></properties>\n"
	    "%s</testsuite>",
	    attributes, inner);
	return read_text(f, text);
}

#define CASE(name) "<testcase name=\"" name "\"/>"
#define TIMED(name, time) "<testcase name=\"" name "\" time=\"" time "\"/>"
#define FAILS(name) "<testcase name=\"" name "\"><failure/></testcase>"

static void captured(void **state)
{
	static const struct {
		const char *name;
		size_t count[5]; /* passed, failed, error, skipped, unfinished */
		bool commit, started, zoneless;
	} files[] = {
		{ "pytest.xml", { 3, 2, 3, 2, 0 }, true, true, true },
		{ "gtest.xml", { 3, 1, 0, 2, 0 }, true, true, true },
		{ "node.xml", { 7, 0, 0, 1, 1 }, false, false, false },
		{ "bats.xml", { 1, 1, 0, 1, 0 }, false, true, true },
		{ "playwright.xml", { 2, 0, 0, 2, 0 }, false, true, false },
		{ "surefire.xml", { 2, 1, 1, 1, 0 }, true, false, false },
		{ "robot.xml", { 2, 1, 0, 1, 0 }, true, true, true },
	};
	struct fixture *f = *state;

	for (size_t i = 0; i < sizeof(files) / sizeof(files[0]); i++) {
		read_captured(f, files[i].name);
		assert_counts(&f->got, files[i].count[0], files[i].count[1], files[i].count[2],
		    files[i].count[3], files[i].count[4]);
		assert_int_equal(f->got.doubts.n, 0);
		assert_int_equal(f->got.started.known, files[i].started);
		assert_int_equal(f->got.started.zoneless, files[i].zoneless);
		assert_int_equal(f->got.commit != NULL, files[i].commit);
		if (files[i].commit)
			assert_string_equal(f->got.commit, OID);
		assert_int_equal(
		    results_passed(&f->got), files[i].count[1] + files[i].count[2] == 0);
	}
}

static void named(void **state)
{
	struct fixture *f = *state;

	read_captured(f, "pytest.xml");
	assert_string_equal(f->got.cases[0].suite, "test_marks");
	assert_string_equal(f->got.cases[0].name, "test_own");
	assert_int_equal(f->got.cases[0].ncriteria, 1);
	assert_string_equal(f->got.cases[0].criteria[0], "AC-1");
	assert_string_equal(f->got.cases[1].name, "test_par[AC-2]");
	read_captured(f, "gtest.xml");
	assert_string_equal(f->got.cases[0].criteria[0], "AC-1");
	assert_string_equal(f->got.cases[1].name, "DISABLED_Later");
	assert_int_equal(f->got.cases[1].outcome, RESULTS_SKIPPED);
}

/* An attribute or a property of the suites says what a file is about. */
static void says(void **state)
{
	struct fixture *f = *state;

	assert_int_equal(
	    read_text(f,
	        "<testsuites commit=\"" OID "\" executed-by=\"tess\"><testsuite name=\"s\">"
	        "<properties><property name=\"started\" value=\"2026-11-20T09:00:00+01:00\"/>"
	        "<property name=\"finished\" value=\"2026-11-20T11:00:00+01:00\"/><property "
	        "name=\"environment\" value=\"acceptance\"/>"
	        "<property name=\"promotion\" value=\"2026.11\"/><property name=\"criteria\" "
	        "value=\"git:c.ini sha256:00\"/></properties>"
	        "<testcase name=\"t\"/></testsuite></testsuites>"),
	    0);
	assert_true(results_passed(&f->got));
	assert_string_equal(f->got.commit, OID);
	assert_string_equal(f->got.executed_by, "tess");
	assert_string_equal(f->got.environment, "acceptance");
	assert_string_equal(f->got.promotion, "2026.11");
	assert_string_equal(f->got.criteria, "git:c.ini sha256:00");
	assert_int_equal(f->got.started.at, 1795161600);
	assert_int_equal(f->got.finished.at, 1795168800);
	assert_string_equal(f->got.cases[0].suite, "s");
}

static void commits(void **state)
{
	struct fixture *f = *state;

	assert_int_equal(
	    read_text(f,
	        "<testsuites><testsuite commit=\"" OID "\"><testcase name=\"a\"/></testsuite>\n"
	        "<testsuite commit=\"" OID_2 "\"><testcase name=\"b\"/></testsuite></testsuites>"),
	    0);
	assert_doubt(&f->got, 2, "it names '" OID_2 "' as its commit, and '" OID "' before");
	assert_int_equal(
	    read_text(f,
	        "<testsuites><testsuite commit=\"" OID "\"><testcase name=\"a\"/></testsuite>\n"
	        "<testsuite><testcase name=\"b\"/></testsuite></testsuites>"),
	    0);
	assert_doubt(
	    &f->got, 0, "1 of its tests stand in suites that do not say which commit was tested");
	assert_int_equal(
	    read_text(f, "<testsuite commit=\"4be91c0\"><testcase name=\"a\"/></testsuite>"), 0);
	assert_null(f->got.commit);
	assert_true(results_passed(&f->got));
	assert_int_equal(
	    read_text(f, "<testsuite sluis.commit=\"4be91c0\"><testcase name=\"a\"/></testsuite>"),
	    0);
	assert_doubt(&f->got, 1,
	    "its sluis.commit '4be91c0' is not the 40 hex digits, in lower case, that git prints");
	assert_null(f->got.commit);
	assert_int_equal(read_text(f, "<testsuite><testcase name=\"a\"/></testsuite>"), 0);
	assert_null(f->got.commit);
	/* A property of a test says nothing of the suite. */
	assert_int_equal(
	    read_text(f,
	        "<testsuite><testcase name=\"a\"><properties><property name=\"commit\" value=\"" OID
	        "\"/>"
	        "</properties></testcase></testsuite>"),
	    0);
	assert_null(f->got.commit);
}

static void outcomes(void **state)
{
	static const struct {
		const char *inner;
		enum results_outcome outcome;
	} cases[] = {
		{ "<testcase name=\"t\"/>", RESULTS_PASSED },
		{ "<testcase name=\"t\" status=\"run\" "
		  "result=\"completed\"><system-out>x</system-out></testcase>",
		    RESULTS_PASSED },
		{ "<testcase name=\"t\"><flakyFailure/><flakyError/></testcase>", RESULTS_PASSED },
		{ "<testcase name=\"t\"><failure/></testcase>", RESULTS_FAILED },
		{ "<testcase name=\"t\"><rerunFailure/></testcase>", RESULTS_FAILED },
		{ "<testcase name=\"t\" status=\"failed\"/>", RESULTS_FAILED },
		{ "<testcase name=\"t\"><error/></testcase>", RESULTS_ERROR },
		{ "<testcase name=\"t\"><rerunError/></testcase>", RESULTS_ERROR },
		{ "<testcase name=\"t\"><skipped/><failure/></testcase>", RESULTS_FAILED },
		{ "<testcase name=\"t\"><skipped/></testcase>", RESULTS_SKIPPED },
		{ "<testcase name=\"t\" status=\"notrun\"/>", RESULTS_SKIPPED },
		{ "<testcase name=\"t\" result=\"suppressed\"/>", RESULTS_SKIPPED },
		{ "<testcase name=\"t\"><skipped type=\"todo\"/><failure/></testcase>",
		    RESULTS_UNFINISHED },
	};
	struct fixture *f = *state;

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		assert_int_equal(read_suite(f, "", cases[i].inner), 0);
		assert_int_equal(f->got.n, 1);
		assert_int_equal(f->got.doubts.n, 0);
		assert_int_equal(f->got.cases[0].outcome, cases[i].outcome);
		assert_int_equal(results_passed(&f->got), cases[i].outcome == RESULTS_PASSED);
	}
}

static void doubts(void **state)
{
	static const struct {
		const char *attributes, *inner, *doubt;
		unsigned line;
	} cases[] = {
		{ "", "", "it holds no test", 0 },
		{ "tests=\"2\"", "<testcase name=\"t\"/>",
		    "the suite 's' says that it holds 2 tests, and holds 1", 1 },
		{ "tests=\"0\"", "<testcase name=\"t\"/>",
		    "the suite 's' says that it holds 0 tests, and holds 1", 1 },
		{ "tests=\"-1\"", "<testcase name=\"t\"/>", "its tests='-1' is no count", 1 },
		{ "failures=\"1\"", "<testcase name=\"t\"/>",
		    "the suite 's' says that 1 of its tests failed, and shows none", 1 },
		{ "errors=\"2\"", "<testcase name=\"t\"/>",
		    "the suite 's' says that 2 of its tests failed, and shows none", 1 },
		{ "skipped=\"1\"", "<testcase name=\"t\"/>",
		    "the suite 's' says that 1 of its tests were skipped, and shows 0", 1 },
		{ "", "<testcase name=\"t\" status=\"odd\"/>",
		    "nobody can say what the status 'odd' of a test means", 2 },
		{ "", "<testcase name=\"t\"><perhaps/></testcase>",
		    "nobody can say what <perhaps> in a test means", 2 },
		{ "", "<testcase/>", "a test has no name, or one of more than 4096 bytes", 2 },
		{ "", "<testcase name=\"t\"/><x><testcase name=\"u\"/></x>",
		    "<testcase> stands where it does not belong", 2 },
		{ "started=\"2026-11-20T09:00:00Z\" finished=\"2026-11-20T08:00:00Z\"",
		    "<testcase name=\"t\"/>", "it ended before it began", 0 },
		{ "sluis.started=\"yesterday\"", "<testcase name=\"t\"/>",
		    "its sluis.started 'yesterday' is no time such as 2026-11-24T14:00:00+01:00",
		    1 },
	};
	struct fixture *f = *state;

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		assert_int_equal(read_suite(f, cases[i].attributes, cases[i].inner), 0);
		assert_doubt(&f->got, cases[i].line, cases[i].doubt);
	}
}

/* Under the names that nobody else uses, wherever they stand, before the bare ones. */
static void ours(void **state)
{
	struct fixture *f = *state;

	assert_int_equal(read_text(f,
	                     "<testsuite commit=\"" OID_2 "\" environment=\"jsdom\" "
	                     "started=\"2026-11-20T09:00:00Z\"><properties>"
	                     "<property name=\"commit\" value=\"" OID "\"/>"
	                     "<property name=\"sluis.commit\" value=\"" OID "\"/>"
	                     "<property name=\"promotion\" value=\"none\"/>"
	                     "</properties><testcase name=\"a\"/></testsuite>"),
	    0);
	assert_string_equal(f->got.commit, OID);
	assert_null(f->got.environment);
	assert_null(f->got.promotion);
	assert_false(f->got.started.known);
	assert_true(results_passed(&f->got));
	/* A bare commit is that of its suite only where no suite has one that is ours. */
	assert_int_equal(
	    read_text(f,
	        "<testsuites><testsuite commit=\"" OID "\"><testcase name=\"a\"/></testsuite>"
	        "<testsuite sluis.commit=\"" OID
	        "\"><testcase name=\"b\"/></testsuite></testsuites>"),
	    0);
	assert_doubt(
	    &f->got, 0, "1 of its tests stand in suites that do not say which commit was tested");
	/* Beside no commit, such words are about something else. */
	assert_int_equal(read_text(f,
	                     "<testsuite environment=\"jsdom\" executed-by=\"me\"><testcase "
	                     "name=\"a\"/></testsuite>"),
	    0);
	assert_null(f->got.environment);
	assert_null(f->got.executed_by);
}

/* Of a runner, what its own status would tell. Counted as it counts. */
static void runners(void **state)
{
	static const struct {
		const char *attributes, *inner;
		size_t count[5];
		bool passed;
	} cases[] = {
		/* CTest: could not be started, or asked to be skipped. */
		{ "",
		    CASE("a") "<testcase name=\"b\" status=\"notrun\"><skipped message=\"Unable to "
		              "find executable\"/></testcase>",
		    { 1, 0, 1, 0, 0 }, false },
		{ "",
		    CASE("a") "<testcase name=\"b\" status=\"notrun\"><skipped message=\"Required "
		              "Files Missing\"/></testcase>",
		    { 1, 0, 1, 0, 0 }, false },
		{ "",
		    CASE("a") "<testcase name=\"b\" status=\"notrun\"><skipped "
		              "message=\"SKIP_RETURN_CODE=77\"/></testcase>",
		    { 1, 0, 0, 1, 0 }, true },
		{ "",
		    CASE("a") "<testcase name=\"b\" status=\"notrun\"><skipped "
		              "message=\"Disabled\"/></testcase>",
		    { 1, 0, 0, 1, 0 }, true },
		/* Catch2, doctest and pytest count more than tests. */
		{ "tests=\"9\" hostname=\"tbd\"", CASE("a"), { 1, 0, 0, 0, 0 }, true },
		{ "tests=\"9\" failures=\"1\" hostname=\"tbd\"", CASE("a"), { 1, 0, 0, 0, 0 },
		    false },
		{ "tests=\"9\" doctest_version=\"2.4.9\"", CASE("a"), { 1, 0, 0, 0, 0 }, true },
		{ "tests=\"9\"", CASE("a"), { 1, 0, 0, 0, 0 }, false },
		{ "",
		    CASE("a") "<testcase name=\"b\"><skipped message=\"TEST_CASE tagged with "
		              "!mayfail\"/><failure/></testcase>",
		    { 1, 0, 0, 0, 1 }, true },
		/* Boost.Test does not count what was skipped. */
		{ "tests=\"1\" skipped=\"1\"",
		    CASE("a") "<testcase name=\"b\"><skipped/></testcase>", { 1, 0, 0, 1, 0 },
		    true },
		/* jest-junit: one of the tests that took no time is a todo. */
		{ "tests=\"2\"", CASE("a") TIMED("b", "0.01") TIMED("c", "0"), { 2, 0, 0, 0, 1 },
		    true },
		{ "tests=\"2\"", TIMED("a", "0.01") TIMED("b", "0") TIMED("c", "0"),
		    { 1, 0, 0, 0, 2 }, true },
		{ "tests=\"1\"", TIMED("a", "0.01") TIMED("b", "0.01"), { 2, 0, 0, 0, 0 }, false },
		{ "tests=\"1\"", TIMED("a", "0"), { 1, 0, 0, 0, 0 }, true },
		/* Surefire counts each run of a test. */
		{ "tests=\"2\" failures=\"1\"", "<testcase name=\"a\"><flakyFailure/></testcase>",
		    { 1, 0, 0, 0, 0 }, true },
		{ "tests=\"3\" failures=\"1\"", "<testcase name=\"a\"><flakyFailure/></testcase>",
		    { 1, 0, 0, 0, 0 }, false },
		/* Criterion: capitals, and one skip in two counts. */
		{ "tests=\"2\" skipped=\"1\" disabled=\"1\"",
		    "<testcase name=\"a\" status=\"PASSED\"/>"
		    "<testcase name=\"b\" status=\"SKIPPED\"><skipped/></testcase>",
		    { 1, 0, 0, 1, 0 }, true },
		{ "", CASE("a") "<testcase name=\"b\" status=\"ERRORED\"/>", { 1, 1, 0, 0, 0 },
		    false },
		/* gotestsum: run again until it passed; with go test -count all stand there twice.
		 */
		{ "go.version=\"go1.19\" tests=\"3\" failures=\"1\"",
		    FAILS("b") CASE("a") CASE("b"), { 2, 0, 0, 0, 0 }, true },
		{ "go.version=\"go1.19\" tests=\"4\" failures=\"2\"",
		    FAILS("b") FAILS("b") CASE("a") CASE("b"), { 2, 0, 0, 0, 0 }, true },
		{ "go.version=\"go1.19\"", FAILS("b") CASE("a") CASE("b") CASE("a"),
		    { 3, 1, 0, 0, 0 }, false },
		{ "go.version=\"go1.19\"", FAILS("b") CASE("b"), { 1, 1, 0, 0, 0 }, false },
		{ "go.version=\"go1.19\"", FAILS("b") CASE("a"), { 1, 1, 0, 0, 0 }, false },
		{ "", FAILS("b") CASE("a") CASE("b"), { 2, 1, 0, 0, 0 }, false },
	};
	struct fixture *f = *state;

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		const size_t *n = cases[i].count;

		assert_int_equal(read_suite(f, cases[i].attributes, cases[i].inner), 0);
		assert_counts(&f->got, n[0], n[1], n[2], n[3], n[4]);
		assert_int_equal(results_passed(&f->got), cases[i].passed);
	}
	/* The count of all suites is off by what that of one was. */
	assert_int_equal(read_text(f,
	                     "<testsuites tests=\"1\"><testsuite tests=\"1\">" TIMED("a", "0.01")
	                         TIMED("b", "0") "</testsuite></testsuites>"),
	    0);
	assert_counts(&f->got, 1, 0, 0, 0, 1);
	assert_true(results_passed(&f->got));
}

/* What went wrong around the tests is no pass. */
static void suite_errors(void **state)
{
	struct fixture *f = *state;

	assert_int_equal(read_suite(f, "errors=\"1\" tests=\"1\"",
	                     "<testcase name=\"t\"/><error message=\"no database\"/>"),
	    0);
	assert_counts(&f->got, 1, 0, 1, 0, 0);
	assert_int_equal(f->got.doubts.n, 0);
	assert_string_equal(f->got.cases[1].name, "(error of the suite)");
	assert_false(results_passed(&f->got));
}

/* Without a zone, no more than 14 hours earlier; the times of suites only where all have one. */
static void times(void **state)
{
	struct fixture *f = *state;

	assert_int_equal(read_suite(f, "timestamp=\"2026-11-20T10:00:00\" time=\"61.9\"",
	                     "<testcase name=\"t\"/>"),
	    0);
	assert_true(f->got.started.known && f->got.started.zoneless);
	assert_int_equal(results_earliest(&f->got.started), 1795168800 - 14 * 3600);
	assert_int_equal(f->got.finished.at, 1795168800 + 61);
	assert_int_equal(
	    read_suite(f, "timestamp=\"2026-11-20T10:00:00Z\"", "<testcase name=\"t\"/>"), 0);
	assert_false(f->got.started.zoneless);
	assert_int_equal(results_earliest(&f->got.started), 1795168800);
	assert_int_equal(read_text(f,
	                     "<testsuites><testsuite timestamp=\"2026-11-20T10:00:00Z\"><testcase "
	                     "name=\"t\"/></testsuite>"
	                     "<testsuite><testcase name=\"u\"/></testsuite></testsuites>"),
	    0);
	assert_false(f->got.started.known);
	assert_int_equal(
	    read_suite(f, "started=\"2026-11-20T10:00:00Z\" timestamp=\"2026-11-20T10:00:00\"",
	        "<testcase name=\"t\"/>"),
	    0);
	assert_false(f->got.started.zoneless);
	assert_int_equal(f->got.finished.at, f->got.started.at);
	assert_int_equal(f->got.doubts.n, 0);
}

static void malformed(void **state)
{
	static const struct {
		const char *text, *why;
	} cases[] = {
		{ "", "line 1: it is no well-formed XML: no element found" },
		{ "<testsuite><testcase name=\"t\"/>",
		    "line 1: it is no well-formed XML: no element found" },
		{ "<testsuite/>\n<testsuite/>",
		    "line 2: it is no well-formed XML: junk after document element" },
		{ "<testsuite a=\"1\" a=\"2\"/>",
		    "line 1: it is no well-formed XML: duplicate attribute" },
		{ "<html/>", "it is XML, and no test results: its outermost element is <html>" },
		{ "<?xml version=\"1.0\" encoding=\"ebcdic\"?><testsuite/>",
		    "line 1: it is no well-formed XML: unknown encoding" },
		{ "<testsuite>&lol;</testsuite>",
		    "line 1: it is no well-formed XML: undefined entity" },
		{ "<!DOCTYPE testsuite>\n<testsuite/>",
		    "line 1: it declares a document type, and with it entities; that is not read" },
		{ "\n<!DOCTYPE t [<!ENTITY a \"aa\"><!ENTITY b \"&a;&a;&a;\">]><testsuite "
		  "name=\"&b;\"/>",
		    "line 2: it declares a document type, and with it entities; that is not read" },
		{ "<!DOCTYPE t [<!ENTITY a SYSTEM \"file:///etc/passwd\">]><testsuite "
		  "name=\"&a;\"/>",
		    "line 1: it declares a document type, and with it entities; that is not read" },
		{ "<!DOCTYPE t SYSTEM \"http://localhost/t.dtd\"><testsuite/>",
		    "line 1: it declares a document type, and with it entities; that is not read" },
	};
	struct fixture *f = *state;

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		assert_malformed(f, read_text(f, cases[i].text), cases[i].why);
}

static char *repeated(const char *piece, size_t n)
{
	size_t len = strlen(piece);
	char *out = malloc(n * len + 1);

	for (size_t i = 0; i < n; i++)
		memcpy(out + i * len, piece, len);
	out[n * len] = '\0';
	return out;
}

static void bounds(void **state)
{
	struct fixture *f = *state;
	char *deep = repeated("<a>", 300), *large = repeated("0123456789abcdef", (size_t)2 << 20);
	char *nested = repeated("<testsuite>", RESULTS_DEPTH_MAX + 1),
	     *text = malloc(strlen(large) + 64);

	assert_malformed(f, read_text(f, nested), "line 1: suites are nested more than 64 deep");
	sprintf(text, "<testsuite>%s", deep);
	assert_malformed(f, read_text(f, text), "line 1: elements are nested more than 256 deep");
	sprintf(text, "<testsuite name=\"%s\"/>", large);
	assert_malformed(f, read_text(f, text),
	    "line 1: it has a name, an attribute or a comment that does not fit in 24 MiB");
	free(deep);
	free(large);
	free(nested);
	free(text);
}

static void many(void **state)
{
	struct fixture *f = *state;
	char *cases = repeated("<testcase classname=\"c\" name=\"t\"/>", RESULTS_CASES_MAX + 1);
	char *text = malloc(strlen(cases) + 64);

	sprintf(text, "<testsuite>%s</testsuite>", cases);
	assert_malformed(f, read_text(f, text), "it holds more than 200000 tests");
	sprintf(text, "<testsuite>%s</testsuite>",
	    cases + strlen("<testcase classname=\"c\" name=\"t\"/>"));
	assert_int_equal(read_text(f, text), 0);
	assert_counts(&f->got, RESULTS_CASES_MAX, 0, 0, 0, 0);
	free(cases);
	free(text);
}

/* In whatever pieces it comes. */
static void pieces(void **state)
{
	static const char text[] =
	    "<testsuite commit=\"" OID
	    "\"><testcase name=\"a\"><failure>x</failure></testcase></testsuite>";
	struct fixture *f = *state;
	struct junit *j;

	f->got = (struct results){ .arena = &f->arena };
	j = junit_open(&f->got, &f->error);
	for (size_t i = 0; i < sizeof(text) - 1; i++)
		assert_int_equal(junit_feed(j, text + i, 1, &f->error), 0);
	assert_int_equal(junit_close(j, &f->error), 0);
	assert_counts(&f->got, 0, 1, 0, 0, 0);
	assert_string_equal(f->got.commit, OID);
}

/* Out of memory is another thing than malformed. */
static void no_memory(void **state)
{
	struct fixture *f = *state;
	struct arena small;

	for (size_t cap = 0; cap < 20000; cap += 500) {
		int rc;

		arena_init(&small, cap);
		memset(&f->error, 0, sizeof(f->error));
		rc = results_read(&small, RESULTS_JUNIT,
		    "<testsuite><testcase name=\"a\"/></testsuite>", 43, &f->got, &f->error);
		assert_true(rc == 0 || f->error.kind == ERROR_MEMORY);
		assert_int_equal(results_passed(&f->got), rc == 0);
		arena_release(&small);
	}
}

TESTS(T(captured), T(named), T(says), T(commits), T(outcomes), T(doubts), T(ours), T(runners),
    T(suite_errors), T(times), T(malformed), T(bounds), T(many), T(pieces), T(no_memory));
