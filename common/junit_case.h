/*
 * junit_case: one test case of JUnit XML, and what came of it: by the elements in it and by words
 * in its attributes.
 */
#ifndef SLUIS_JUNIT_CASE_H
#define SLUIS_JUNIT_CASE_H

#include "junit_suite.h"

struct junit_case {
	struct results_case *held;
	unsigned line;
	bool failed, error, skipped, unfinished;
};

/* Its element, in the suite of that name. 0, or -1 with `e`. */
int junit_case_begin(struct arena *a, struct results *r, struct junit_case *c, unsigned line,
    const char *const *attributes, const char *suite, struct error *e);

/* An element in it. One that nobody can explain is a doubt. */
void junit_case_child(struct arena *a, struct results *r, struct junit_case *c, unsigned line,
    const char *name, const char *const *attributes);

/* Its end: what came of it, also for the suite. */
void junit_case_end(struct results *r, const struct junit_case *c, struct junit_suite *suite);

#endif
