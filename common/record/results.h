/*
 * record/results: what the runner of tests wrote down: JUnit XML, TAP, CTRF or an in-toto test
 * result (sluis-results(5)).
 *
 * Pure readers from bytes to one struct; they know nothing of policy, git or criteria. What cannot
 * be read is malformed; what contradicts itself or leaves out what it should say is a doubt.
 * Results with a doubt, without a test that passed or with one that failed have not passed; zeroed
 * memory has not passed either.
 */
#pragma once

#include "base/ini.h"

#define RESULTS_CASES_MAX 200000
#define RESULTS_DEPTH_MAX 64 /* of suites in suites */
#define RESULTS_WORD_MAX 4096 /* bytes of a name, or of what a file says of itself */

/* The furthest zone ahead of UTC, in seconds: so much earlier may a time without a zone be. */
#define RESULTS_ZONE_MAX (14 * 3600)

enum results_outcome {
	RESULTS_FAILED = 0,
	RESULTS_ERROR,
	RESULTS_SKIPPED,
	RESULTS_UNFINISHED,
	RESULTS_PASSED,
	RESULTS_OUTCOMES
};

struct results_case {
	const char *suite; /* the suite, class or describing test around it, "" for none */
	const char *name; /* neither is escaped */
	const char **criteria; /* those that it names in so many words */
	size_t ncriteria;
	enum results_outcome outcome; /* UNFINISHED: a todo, whatever came of it */
	bool idle; /* JUnit shows no more of it than a time of 0 */
};

struct results_time {
	bool known;
	bool zoneless; /* `at` is as if it stood in UTC */
	int64_t at; /* seconds since 1970 */
};

struct results {
	struct arena *arena; /* in which all of it lives */
	/* What the file says of itself; NULL when it does not. */
	const char *commit; /* 40 hex digits, lower case */
	const char *environment, *promotion;
	const char *criteria; /* a link */
	const char *executed_by; /* a person or service id */
	struct results_time started, finished;
	struct results_case *cases; /* in the order of the file */
	size_t n;
	size_t count[RESULTS_OUTCOMES];
	struct ini_problems doubts; /* with lines; 0 for the file as a whole */
	bool ours; /* it speaks of itself as "sluis.commit" and so on, so no bare name counts */
	const char *clash; /* NULL, or how bare names contradict each other */
	unsigned clash_line;
};

enum results_form { RESULTS_NONE = 0, RESULTS_JUNIT, RESULTS_TAP, RESULTS_JSON };

/* Which form the name of a file promises: .xml, .tap, .json; RESULTS_NONE for any other. */
enum results_form results_form_of(const char *path);

/* Reads a file of that form (record/results_file.c). 0; -1 with ERROR_MALFORMED for what is not of
 * the form or past a bound, or ERROR_MEMORY; then `out` holds nothing. `bytes` may be freed. */
int results_read(struct arena *a, enum results_form form, const char *bytes, size_t len,
    struct results *out, struct error *e);

/* Did every test that ran pass, at least one, without a doubt? */
bool results_passed(const struct results *r);

/* "'Marks own', 'Marks prints' and 3 more": those that failed or could not be run. */
const char *results_failed_names(struct arena *a, const struct results *r);

/* A time that a runner wrote: RFC 3339, also without a zone. */
struct results_time results_time_read(const char *text);

/* The earliest moment that a time may mean. */
int64_t results_earliest(const struct results_time *t);

/* The moment that it means where clocks without a zone are those of `zone` (base/when.h); without
 * one, the earliest. */
int64_t results_moment(const struct results_time *t, const char *zone, bool last);
