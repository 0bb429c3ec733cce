/*
 * results_ctrf: the Common Test Report Format (https://ctrf.io/docs/specification/overview).
 *
 * `environment.commit` is what was tested; what CTRF has no field for is read from
 * `environment.extra` and `results.extra`.
 */
#include <string.h>

#include "escape.h"
#include "results_json.h"

#define MILLISECONDS_MAX ((json_int_t)253402300799000) /* the end of year 9999 */

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

#define STATUSES (sizeof(statuses) / sizeof(statuses[0]))

/* Where tests can be told apart by words: each word that is a criterion names it. */
static int
add_criteria(struct json_reading *r, struct results_case *c, const json_t *value)
{
	if (json_is_string(value))
		return results_add_criterion(r->arena, c, json_string_value(value));
	for (size_t i = 0; i < json_array_size(value); i++)
		if (json_is_string(json_array_get(value, i)) &&
		    results_add_criterion(
		        r->arena, c, json_string_value(json_array_get(value, i))) < 0)
			return -1;
	return 0;
}

/* The suite is a text, or a list of texts of which the last is the innermost. */
static const char *
suite_of(struct json_reading *r, const json_t *test)
{
	const json_t *suite = json_object_get(test, "suite");
	const char *text = json_is_array(suite) ?
	    json_string_value(json_array_get(suite, json_array_size(suite) - 1)) :
	    json_string_value(suite);

	return text != NULL && *text != '\0' ? json_keep(r, text, "the suite of a test") : "";
}

static int
read_test(struct json_reading *r, const json_t *test)
{
	const char *status = json_member(test, "status");
	struct results_case *c;
	size_t i = 0;

	while (i < STATUSES && (status == NULL || strcmp(statuses[i].status, status) != 0))
		i++;
	if (i == STATUSES)
		results_doubt(r->arena, r->out, 0,
		    "nobody can say what the status '%s' of a test means",
		    escape(r->arena, status));
	c = results_add(r->arena, r->out, suite_of(r, test),
	    json_keep(r, json_member(test, "name"), "the name of a test"),
	    i < STATUSES ? statuses[i].outcome : RESULTS_ERROR, r->e);
	if (c == NULL)
		return -1;
	return add_criteria(r, c, json_object_get(json_object_get(test, "extra"), "criterion")) <
	        0 ?
	    error_memory(r->e) :
	    0;
}

static void
check_count(struct json_reading *r, const json_t *summary, const char *key, size_t held)
{
	const json_t *said = json_object_get(summary, key);

	if (!json_is_integer(said))
		results_doubt(
		    r->arena, r->out, 0, "its summary does not say how many tests are '%s'", key);
	else if (json_integer_value(said) < 0 || (size_t)json_integer_value(said) != held)
		results_doubt(r->arena, r->out, 0,
		    "its summary says that %lld tests are '%s', and it holds %zu",
		    (long long)json_integer_value(said), key, held);
}

static void
read_time(struct json_reading *r, const json_t *summary, const char *key, struct results_time *out)
{
	const json_t *ms = json_object_get(summary, key);

	if (!json_is_integer(ms) || json_integer_value(ms) <= 0)
		return; /* some write 0 for a time they do not keep */
	if (json_integer_value(ms) > MILLISECONDS_MAX)
		results_doubt(r->arena, r->out, 0, "its '%s' is no time in milliseconds", key);
	else if (!out->known)
		*out = (struct results_time){ .known = true, .at = json_integer_value(ms) / 1000 };
}

static void
read_summary(struct json_reading *r, const json_t *summary)
{
	check_count(r, summary, "tests", r->out->n);
	for (size_t i = 0; i < STATUSES; i++)
		check_count(r, summary, statuses[i].status, r->out->count[statuses[i].outcome]);
	read_time(r, summary, "start", &r->out->started);
	read_time(r, summary, "stop", &r->out->finished);
}

static void
read_environment(struct json_reading *r, const json_t *environment)
{
	const char *commit = json_member(environment, "commit"),
	           *where = json_member(environment, "testEnvironment");

	if (commit != NULL)
		results_say(r->arena, r->out, 0, "commit", commit);
	if (where != NULL)
		results_say(r->arena, r->out, 0, "environment", where);
	json_say(r, json_object_get(environment, "extra"));
}

int
json_read_ctrf(struct json_reading *r, const json_t *root)
{
	const json_t *results = json_object_get(root, "results"),
	             *tests = json_object_get(results, "tests");
	const json_t *summary = json_object_get(results, "summary");

	if (!json_is_array(tests) || !json_is_object(summary))
		return error_set(r->e, ERROR_MALFORMED,
		    "it is JSON with results, and no CTRF: it has no tests or no summary");
	for (size_t i = 0; i < json_array_size(tests); i++)
		if (read_test(r, json_array_get(tests, i)) < 0)
			return -1;
	read_environment(r, json_object_get(results, "environment"));
	json_say(r, json_object_get(results, "extra"));
	read_summary(r, summary);
	return 0;
}
