/* Test results in JSON: CTRF and in-toto. */
#include "results_fixture.h"

static int read_text(struct fixture *f, const char *text)
{
	return read_bytes(f, RESULTS_JSON, text, strlen(text));
}

static void captured(void **state)
{
	struct fixture *f = *state;

	read_captured(f, "ctrf.json");
	assert_counts(&f->got, 2, 0, 0, 1, 0);
	assert_true(results_passed(&f->got));
	assert_string_equal(f->got.commit, OID);
	assert_string_equal(f->got.environment, "acceptance");
	assert_string_equal(f->got.executed_by, "tess");
	assert_int_equal(f->got.started.at, 1795255200);
	assert_int_equal(f->got.finished.at, 1795258800);
	assert_string_equal(f->got.cases[0].criteria[0], "AC-1");
	assert_string_equal(f->got.cases[2].suite, "deep");
	read_captured(f, "in-toto.json");
	assert_counts(&f->got, 2, 0, 0, 0, 0);
	assert_true(results_passed(&f->got));
	assert_string_equal(f->got.commit, OID);
	assert_int_equal(f->got.started.at, 1795251600);
}

#define SUMMARY(tests, passed, failed) \
	"\"summary\":{\"tests\":" tests ",\"passed\":" passed ",\"failed\":" failed \
	",\"pending\":0,\"skipped\":0,\"other\":0,\"start\":0,\"stop\":0}"

static void ctrf(void **state)
{
	static const struct {
		const char *text, *doubt;
	} cases[] = {
		{ "{\"results\":{" SUMMARY(
		      "2", "2", "0") ",\"tests\":[{\"name\":\"a\",\"status\":\"passed\"}]}}",
		    "its summary says that 2 tests are 'tests', and it holds 1" },
		{ "{\"results\":{" SUMMARY(
		      "1", "0", "1") ",\"tests\":[{\"name\":\"a\",\"status\":\"passed\"}]}}",
		    "its summary says that 0 tests are 'passed', and it holds 1" },
		{ "{\"results\":{" SUMMARY("0", "0", "0") ",\"tests\":[]}}", "it holds no test" },
		{ "{\"results\":{" SUMMARY("1", "1", "0") ",\"tests\":[{\"status\":\"passed\"}]}}",
		    "the name of a test is no text, or one of more than 4096 bytes" },
		{ "{\"results\":{" SUMMARY(
		      "1", "1", "0") ",\"tests\":[{\"name\":\"a\",\"status\":\"PASSED\"}]}}",
		    "nobody can say what the status 'PASSED' of a test means" },
		{ "{\"results\":{" SUMMARY(
		      "1", "1", "0") ",\"tests\":[{\"name\":\"a\",\"status\":\"passed\"}],"
		                     "\"extra\":{\"sluis.commit\":\"4be91c0\"}}}",
		    "its sluis.commit '4be91c0' is not the 40 hex digits, in lower case, that git "
		    "prints" },
	};
	struct fixture *f = *state;

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		assert_int_equal(read_text(f, cases[i].text), 0);
		assert_true(f->got.doubts.n > 0);
		assert_string_equal(f->got.doubts.list[0].text, cases[i].doubt);
		assert_false(results_passed(&f->got));
	}
	assert_int_equal(read_text(f,
	                     "{\"results\":{" SUMMARY("1", "0",
	                         "1") ",\"tests\":[{\"name\":\"a\",\"status\":\"failed\"}]}}"),
	    0);
	assert_counts(&f->got, 0, 1, 0, 0, 0);
	assert_false(results_passed(&f->got));
	/* A short commit, and what anybody calls an environment, are not about this. */
	assert_int_equal(read_text(f,
	                     "{\"results\":{" SUMMARY("1", "1",
	                         "0") ",\"tests\":[{\"name\":\"a\",\"status\":\"passed\"}],"
	                              "\"environment\":{\"commit\":\"4be91c0\",\"testEnvironment\":"
	                              "\"staging\"}}}"),
	    0);
	assert_true(results_passed(&f->got));
	assert_null(f->got.commit);
	assert_null(f->got.environment);
}

#define OTHER(raw) \
	"{\"results\":{\"summary\":{\"tests\":2,\"passed\":1,\"failed\":0,\"pending\":0," \
	"\"skipped\":0," \
	"\"other\":1},\"tests\":[{\"name\":\"a\",\"status\":\"passed\"},{\"name\":\"b\"," \
	"\"status\":\"other\"" raw "}]}}"

/* Jest's reporter calls a todo so; what else may be called so went wrong. */
static void other(void **state)
{
	struct fixture *f = *state;

	assert_int_equal(read_text(f, OTHER(",\"rawStatus\":\"todo\"")), 0);
	assert_counts(&f->got, 1, 0, 0, 0, 1);
	assert_true(results_passed(&f->got));
	assert_int_equal(read_text(f, OTHER(",\"rawStatus\":\"interrupted\"")), 0);
	assert_counts(&f->got, 1, 0, 1, 0, 0);
	assert_int_equal(read_text(f, OTHER("")), 0);
	assert_counts(&f->got, 1, 0, 1, 0, 0);
}

#define STATEMENT(subject, predicate) \
	"{\"_type\":\"https://in-toto.io/Statement/v1\",\"subject\":[" subject "]," \
	"\"predicateType\":\"https://in-toto.io/attestation/test-result/" \
	"v0.1\",\"predicate\":{" predicate "}}"

static void intoto(void **state)
{
	static const struct {
		const char *text, *doubt;
		size_t failed;
	} cases[] = {
		{ STATEMENT("{\"digest\":{\"gitCommit\":\"" OID "\"}}",
		      "\"result\":\"FAILED\",\"passedTests\":[\"a\"]"),
		    "its result is 'FAILED', which is not PASSED", 0 },
		{ STATEMENT("{\"digest\":{\"gitCommit\":\"" OID "\"}}",
		      "\"result\":\"WARNED\",\"warnedTests\":[\"a\"]"),
		    "its result is 'WARNED', which is not PASSED", 1 },
		{ STATEMENT("{\"digest\":{\"gitCommit\":\"" OID "\"}}", "\"passedTests\":[\"a\"]"),
		    "its result is '(none)', which is not PASSED", 0 },
		{ STATEMENT("{\"digest\":{\"gitCommit\":\"" OID "\"}}", "\"result\":\"PASSED\""),
		    "it holds no test", 0 },
		{ STATEMENT("{\"digest\":{\"sha256\":\"00\"}}",
		      "\"result\":\"PASSED\",\"passedTests\":[\"a\"]"),
		    "1 of its subjects have no digest gitCommit", 0 },
		{ STATEMENT("{\"digest\":{\"gitCommit\":\"" OID
		            "\"}},{\"digest\":{\"gitCommit\":\"" OID_2 "\"}}",
		      "\"result\":\"PASSED\",\"passedTests\":[\"a\"]"),
		    "it names '" OID_2 "' as its commit, and '" OID "' before", 0 },
		{ STATEMENT("", "\"result\":\"PASSED\",\"passedTests\":\"a\""),
		    "its 'passedTests' is no list", 0 },
	};
	struct fixture *f = *state;

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		assert_int_equal(read_text(f, cases[i].text), 0);
		assert_true(f->got.doubts.n > 0);
		assert_string_equal(f->got.doubts.list[0].text, cases[i].doubt);
		assert_int_equal(f->got.count[RESULTS_FAILED], cases[i].failed);
		assert_false(results_passed(&f->got));
	}
	/* Nothing in a list is an empty one. */
	assert_int_equal(
	    read_text(f,
	        STATEMENT("{\"digest\":{\"gitCommit\":\"" OID "\"}}",
	            "\"result\":\"PASSED\",\"passedTests\":[\"a\"],\"failedTests\":null")),
	    0);
	assert_true(results_passed(&f->got));
	/* The word of the statement is not believed against its own tests. */
	assert_int_equal(
	    read_text(f,
	        STATEMENT("{\"digest\":{\"gitCommit\":\"" OID "\"}}",
	            "\"result\":\"PASSED\",\"passedTests\":[\"a\"],\"failedTests\":[\"b\"]")),
	    0);
	assert_false(results_passed(&f->got));
}

#define SEALED(what, path) \
	"it is " what \
	", whose signature is not verified here; link the statement in it: jq -r " path \
	" FILE | base64 -d"

static void malformed(void **state)
{
	static const struct {
		const char *text, *why;
	} cases[] = {
		{ "", "line 1: it is no well-formed JSON: '[' or '{' expected near end of file" },
		{ "{",
		    "line 1: it is no well-formed JSON: string or '}' expected near end of file" },
		{ "{\"a\":1,\"a\":2}",
		    "line 1: it is no well-formed JSON: duplicate object key near '\"a\"'" },
		{ "{\"a\":\"\\u0000\"}",
		    "line 1: it is no well-formed JSON: \\\\u0000 is not allowed without "
		    "JSON_ALLOW_NUL near '\"\\\\u0000\"'" },
		{ "{}", "it is JSON, and neither CTRF nor an in-toto statement" },
		{ "[1]", "it is JSON, and neither CTRF nor an in-toto statement" },
		{ "{\"results\":[]}",
		    "it is JSON with results, and no CTRF: it has no tests or no summary" },
		{ "{\"payload\":\"e30=\",\"payloadType\":\"application/vnd.in-toto+json\"}",
		    SEALED("an envelope", ".payload") },
		{ "{\"mediaType\":\"application/vnd.dev.sigstore.bundle.v0.3+json\","
		  "\"verificationMaterial\":{},\"dsseEnvelope\":{\"payload\":\"e30=\"}}",
		    SEALED("a sigstore bundle", ".dsseEnvelope.payload") },
		{ "{\"attestations\":[{\"bundle\":{}}]}",
		    SEALED("a list of GitHub attestations",
		        ".attestations[0].bundle.dsseEnvelope.payload") },
		{ "{\"_type\":\"https://in-toto.io/Statement/v1\",\"predicateType\":\"https://"
		  "slsa.dev/provenance/v1\",\"predicate\":{}}",
		    "it is an in-toto statement, and its predicate is not "
		    "https://in-toto.io/attestation/test-result/v0.1" },
	};
	struct fixture *f = *state;

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		assert_malformed(f, read_text(f, cases[i].text), cases[i].why);
}

/* Tiny values take many times their bytes; deep ones the stack. */
static void bounds(void **state)
{
	struct fixture *f = *state;
	size_t n = (size_t)16 << 20;
	char *text = malloc(n);

	text[0] = '[';
	for (size_t i = 1; i + 3 <= n; i += 3)
		memcpy(text + i, "[],", 3);
	text[(n - 1) / 3 * 3] = ']';
	assert_malformed(f, read_bytes(f, RESULTS_JSON, text, (n - 1) / 3 * 3 + 1),
	    "it holds more values than fit in 160 MiB");
	memset(text, '[', n);
	assert_malformed(f, read_bytes(f, RESULTS_JSON, text, n),
	    "line 1: it is no well-formed JSON: maximum parsing depth reached near '['");
	free(text);
}

TESTS(T(captured), T(ctrf), T(other), T(intoto), T(malformed), T(bounds));
