/*
 * results_intoto: an in-toto statement of which the predicate is a test result, v0.1.
 *
 * The digest `gitCommit` of the subjects is what was tested; what the predicate has no field for is
 * read from the `annotations` of a subject. A test with a warning did not pass: somebody has to
 * look at it.
 */
#include <string.h>

#include "escape.h"
#include "results_json.h"

#define PREDICATE "https://in-toto.io/attestation/test-result/v0.1"

static int
read_tests(
    struct json_reading *r, const json_t *predicate, const char *key, enum results_outcome outcome)
{
	const json_t *list = json_object_get(predicate, key);

	if (list != NULL && !json_is_array(list))
		results_doubt(r->arena, r->out, 0, "its '%s' is no list", key);
	for (size_t i = 0; i < json_array_size(list); i++)
		if (results_add(r->arena, r->out, "",
		        json_keep(
		            r, json_string_value(json_array_get(list, i)), "the name of a test"),
		        outcome, r->e) == NULL)
			return -1;
	return 0;
}

/* The verdict of whoever made the statement, against the tests that he names. */
static void
check_result(struct json_reading *r, const json_t *predicate)
{
	const char *said = json_member(predicate, "result");

	if (said == NULL || strcmp(said, "PASSED") != 0)
		results_doubt(r->arena, r->out, 0, "its result is '%s', which is not PASSED",
		    escape(r->arena, said));
}

static void
read_subjects(struct json_reading *r, const json_t *subjects)
{
	size_t without = 0;

	for (size_t i = 0; i < json_array_size(subjects); i++) {
		const json_t *subject = json_array_get(subjects, i);
		const char *commit = json_member(json_object_get(subject, "digest"), "gitCommit");

		if (commit != NULL)
			results_say(r->arena, r->out, 0, "commit", commit);
		else
			without++;
		json_say(r, json_object_get(subject, "annotations"));
	}
	if (without > 0)
		results_doubt(
		    r->arena, r->out, 0, "%zu of its subjects have no digest gitCommit", without);
}

int
json_read_intoto(struct json_reading *r, const json_t *root)
{
	const char *type = json_member(root, "predicateType");
	const json_t *predicate = json_object_get(root, "predicate");

	if (type == NULL || strcmp(type, PREDICATE) != 0 || !json_is_object(predicate))
		return error_set(r->e, ERROR_MALFORMED,
		    "it is an in-toto statement, and its predicate is not " PREDICATE);
	if (read_tests(r, predicate, "passedTests", RESULTS_PASSED) < 0 ||
	    read_tests(r, predicate, "warnedTests", RESULTS_FAILED) < 0 ||
	    read_tests(r, predicate, "failedTests", RESULTS_FAILED) < 0)
		return -1;
	check_result(r, predicate);
	read_subjects(r, json_object_get(root, "subject"));
	return 0;
}
