/*
 * junit_suite: what a suite of JUnit XML says of itself, against the tests that it holds.
 *
 * Dialects count differently (nested suites too, or a suite as one test), and each of these is
 * right. A count that none of them explains is a doubt: the file was cut, or says less than was
 * run.
 */
#ifndef SLUIS_JUNIT_SUITE_H
#define SLUIS_JUNIT_SUITE_H

#include "results_reading.h"

struct junit_suite {
	const char *name; /* "" for none */
	unsigned line;
	/* Held: tests right here, all of them, suites right here, tests with a failure or error,
	 * tests that were skipped. */
	size_t direct, total, suites, failing, skipped;
	/* Said: -1 for nothing. */
	long tests, failures, errors, skips, disabled;
	bool commit; /* says which commit was tested */
	size_t uncommitted, undated; /* tests for which no suite said that, or when they began */
	struct results_time began;
	long seconds; /* that it took, rounded down; 0 for nothing */
};

/* The attributes of its element: names and values in turn, NULL at the end. */
void junit_suite_begin(struct arena *a, struct results *r, struct junit_suite *s, unsigned line,
    const char *const *attributes);

/* What it says of itself in a property. */
void junit_suite_property(struct arena *a, struct results *r, struct junit_suite *s, unsigned line,
    const char *name, const char *value);

/* A test right in it: was there a failure or an error, was it skipped? */
void junit_suite_add(struct junit_suite *s, bool failing, bool skipped);

/* The times of all suites: the earliest beginning, the latest end. */
struct junit_span {
	struct results_time first, last;
};

/* Checks it, and hands on what it held to the suite around it, or (NULL) to the results. */
void junit_suite_end(struct arena *a, struct results *r, const struct junit_suite *s,
    struct junit_suite *around, struct junit_span *span);

/* The value of an attribute, or NULL. */
const char *junit_attribute(const char *const *attributes, const char *name);

#endif
