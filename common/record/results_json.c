/*
 * record/results_json: test results in JSON: CTRF (https://ctrf.io/docs/specification/overview) and
 * in-toto's test result v0.1 (https://github.com/in-toto/attestation,
 * spec/predicates/test-result.md).
 *
 * What CTRF has no field for is read from `environment.extra` and `results.extra`; what in-toto has
 * none for, from the `annotations` of a subject. A test with a warning did not pass: somebody has
 * to look at it.
 */
#include <jansson.h>

#include "base/bounded.h"
#include "record/record_internal.h"

#define PREDICATE "https://in-toto.io/attestation/test-result/v0.1"
#define MILLISECONDS_MAX ((json_int_t)253402300799000) /* the end of year 9999 */

/* Of the parsed text: tiny values take ten times their bytes. */
#define MEMORY_MAX ((size_t)160 << 20)

/* The text under a key, or NULL. */
static const char *member(const json_t *object, const char *key)
{
	return json_string_value(json_object_get(object, key));
}

static void say_one(struct results *r, const char *key, const char *value)
{
	if (value != NULL)
		results_say(r, 0, key, value);
}

/* What an object says of the results: commit, executed-by and so on. */
static void say_all(struct results *r, const json_t *object)
{
	const char *key;
	json_t *value;

	/* jansson does not write to what it walks through. */
	json_object_foreach((json_t *)(uintptr_t)object, key, value)
	    say_one(r, key, json_string_value(value));
}

/* A copy of a name; a doubt, and "", when it is none. */
static const char *keep(struct results *r, const char *text, const char *what)
{
	if (text != NULL && *text != '\0' && strlen(text) <= RESULTS_WORD_MAX)
		return arena_strdup(r->arena, text);
	results_doubt(
	    r, 0, "%s is no text, or one of more than %d bytes", say(what), RESULTS_WORD_MAX);
	return "";
}

/* Statuses of CTRF. */
static const struct {
	const char *status;
	enum results_outcome outcome;
} statuses[] = {
	{ "passed", RESULTS_PASSED },
	{ "failed", RESULTS_FAILED },
	{ "skipped", RESULTS_SKIPPED },
	{ "pending", RESULTS_UNFINISHED },
	{ "other", RESULTS_ERROR },
};

/* What Jest's reporter calls "other", and no error: nobody wanted it to run. */
static bool meant_for_later(const char *raw)
{
	return raw != NULL &&
	    (strcmp(raw, "todo") == 0 || strcmp(raw, "pending") == 0 ||
	        strcmp(raw, "skipped") == 0 || strcmp(raw, "disabled") == 0);
}

#define STATUSES (sizeof(statuses) / sizeof(statuses[0]))

/* One criterion, or a list of them. */
static int add_criteria(struct results *r, struct results_case *c, const json_t *value)
{
	if (json_is_string(value))
		return results_add_criterion(r->arena, c, json_string_value(value));
	for (size_t i = 0; i < json_array_size(value); i++) {
		const char *id = json_string_value(json_array_get(value, i));

		if (id != NULL && results_add_criterion(r->arena, c, id) < 0)
			return -1;
	}
	return 0;
}

/* The suite is a text, or a list of texts of which the last is the innermost. */
static const char *suite_of(struct results *r, const json_t *test)
{
	const json_t *suite = json_object_get(test, "suite");
	const char *text;

	if (json_is_array(suite))
		suite = json_array_get(suite, json_array_size(suite) - 1);
	text = json_string_value(suite);
	return text != NULL && *text != '\0' ? keep(r, text, "the suite of a test") : "";
}

/* `held` gets one more of its status. */
static int read_test(struct results *r, const json_t *test, size_t held[STATUSES], struct error *e)
{
	const json_t *criteria = json_object_get(json_object_get(test, "extra"), "criterion");
	const char *status = member(test, "status"), *suite, *name;
	struct results_case *c;
	size_t i = 0;

	while (i < STATUSES && (status == NULL || strcmp(statuses[i].status, status) != 0))
		i++;
	if (i == STATUSES)
		results_doubt(r, 0, "nobody can say what the status '%s' of a test means",
		    escape(r->arena, status));
	name = keep(r, member(test, "name"), "the name of a test");
	suite = suite_of(r, test);
	c = results_add(r, suite, name, i < STATUSES ? statuses[i].outcome : RESULTS_ERROR, e);
	if (c == NULL)
		return -1;
	if (i < STATUSES) {
		held[i]++;
		if (strcmp(status, "other") == 0 && meant_for_later(member(test, "rawStatus")))
			results_settle(r, c, RESULTS_UNFINISHED);
	}
	return add_criteria(r, c, criteria) < 0 ? error_memory(e) : 0;
}

static void check_count(struct results *r, const json_t *summary, const char *key, size_t held)
{
	const json_t *said = json_object_get(summary, key);

	if (!json_is_integer(said))
		results_doubt(r, 0, "its summary does not say how many tests are '%s'", key);
	else if (json_integer_value(said) < 0 || (size_t)json_integer_value(said) != held)
		results_doubt(r, 0, "its summary says that %lld tests are '%s', and it holds %zu",
		    (long long)json_integer_value(said), key, held);
}

static void read_time(
    struct results *r, const json_t *summary, const char *key, struct results_time *out)
{
	json_int_t ms = json_integer_value(json_object_get(summary, key));

	if (ms <= 0)
		return; /* some write 0 for a time they do not keep */
	if (ms > MILLISECONDS_MAX)
		results_doubt(r, 0, "its '%s' is no time in milliseconds", key);
	else if (!out->known)
		*out = (struct results_time){ .known = true, .at = ms / 1000 };
}

static int read_ctrf(struct results *r, const json_t *results, struct error *e)
{
	const json_t *tests = json_object_get(results, "tests");
	const json_t *summary = json_object_get(results, "summary");
	const json_t *environment = json_object_get(results, "environment");
	size_t held[STATUSES] = { 0 };

	if (!json_is_array(tests) || !json_is_object(summary))
		return error_set(e, ERROR_MALFORMED,
		    "it is JSON with results, and no CTRF: it has no tests or no summary");
	for (size_t i = 0; i < json_array_size(tests); i++)
		if (read_test(r, json_array_get(tests, i), held, e) < 0)
			return -1;
	say_one(r, "commit", member(environment, "commit"));
	say_one(r, "environment", member(environment, "testEnvironment"));
	say_all(r, json_object_get(environment, "extra"));
	say_all(r, json_object_get(results, "extra"));
	check_count(r, summary, "tests", r->n);
	for (size_t i = 0; i < STATUSES; i++)
		check_count(r, summary, statuses[i].status, held[i]);
	read_time(r, summary, "start", &r->started);
	read_time(r, summary, "stop", &r->finished);
	return 0;
}

static int read_names(struct results *r, const json_t *predicate, const char *key,
    enum results_outcome outcome, struct error *e)
{
	const json_t *list = json_object_get(predicate, key);

	if (list != NULL && !json_is_null(list) && !json_is_array(list))
		results_doubt(r, 0, "its '%s' is no list", key);
	for (size_t i = 0; i < json_array_size(list); i++) {
		const char *name = json_string_value(json_array_get(list, i));

		if (results_add(r, "", keep(r, name, "the name of a test"), outcome, e) == NULL)
			return -1;
	}
	return 0;
}

/* The digest `gitCommit` of the subjects is what was tested. */
static void read_subjects(struct results *r, const json_t *subjects)
{
	size_t without = 0;

	for (size_t i = 0; i < json_array_size(subjects); i++) {
		const json_t *subject = json_array_get(subjects, i);
		const char *commit = member(json_object_get(subject, "digest"), "gitCommit");

		say_one(r, "commit", commit);
		without += commit == NULL;
		say_all(r, json_object_get(subject, "annotations"));
	}
	if (without > 0)
		results_doubt(r, 0, "%zu of its subjects have no digest gitCommit", without);
}

static int read_intoto(struct results *r, const json_t *root, struct error *e)
{
	const char *type = member(root, "predicateType"), *verdict;
	const json_t *predicate = json_object_get(root, "predicate");

	if (type == NULL || strcmp(type, PREDICATE) != 0 || !json_is_object(predicate))
		return error_set(e, ERROR_MALFORMED,
		    "it is an in-toto statement, and its predicate is not " PREDICATE);
	if (read_names(r, predicate, "passedTests", RESULTS_PASSED, e) < 0 ||
	    read_names(r, predicate, "warnedTests", RESULTS_FAILED, e) < 0 ||
	    read_names(r, predicate, "failedTests", RESULTS_FAILED, e) < 0)
		return -1;
	verdict = member(predicate, "result");
	if (verdict == NULL || strcmp(verdict, "PASSED") != 0)
		results_doubt(
		    r, 0, "its result is '%s', which is not PASSED", escape(r->arena, verdict));
	read_subjects(r, json_object_get(root, "subject"));
	return 0;
}

/* A statement in something that is signed. */
static int sealed(struct error *e, const char *what, const char *path)
{
	return error_set(e, ERROR_MALFORMED,
	    "it is %s, whose signature is not verified here; link the statement in it: jq -r %s "
	    "FILE | base64 -d",
	    say(what), path);
}

static int dispatch(struct results *r, const json_t *root, struct error *e)
{
	const char *type = member(root, "_type");
	const json_t *results = json_object_get(root, "results");

	if (type != NULL && begins_with(type, "https://in-toto.io/Statement/"))
		return read_intoto(r, root, e);
	if (member(root, "payload") != NULL && member(root, "payloadType") != NULL)
		return sealed(e, "an envelope", ".payload");
	if (json_object_get(root, "dsseEnvelope") != NULL)
		return sealed(e, "a sigstore bundle", ".dsseEnvelope.payload");
	if (json_object_get(root, "attestations") != NULL)
		return sealed(e, "a list of GitHub attestations",
		    ".attestations[0].bundle.dsseEnvelope.payload");
	if (results != NULL)
		return read_ctrf(r, results, e);
	return error_set(
	    e, ERROR_MALFORMED, "it is JSON, and neither CTRF nor an in-toto statement");
}

int results_read_json(const char *bytes, size_t len, struct results *out, struct error *e)
{
	json_error_t why;
	json_t *root;
	int rc;

	json_set_alloc_funcs(bounded_malloc, bounded_free);
	bounded_start(MEMORY_MAX);
	root = json_loadb(bytes, len, JSON_REJECT_DUPLICATES, &why);
	if (root != NULL)
		rc = dispatch(out, root, e);
	else if (bounded_hit())
		rc = error_set(e, ERROR_MALFORMED, "it holds more values than fit in %zu MiB",
		    MEMORY_MAX >> 20);
	else if (why.text[0] == '\0') /* jansson says nothing of memory that it did not get */
		rc = error_memory(e);
	else
		rc = error_set(e, ERROR_MALFORMED, "line %d: it is no well-formed JSON: %s",
		    why.line, escape(out->arena, why.text));
	json_decref(root);
	return rc;
}
