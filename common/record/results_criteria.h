/*
 * record/results_criteria: which criteria the tests of a file name, and what came of those tests
 * (norm CH.06 criterion 6).
 *
 * A test names a criterion in so many words (results_case.criteria), by its id in brackets in the
 * name, "[AC-1]", or by its id as a word of the name. A word is letters, digits, '_', '-' and '.';
 * a '-' or '.' at its end is none of it. Case counts.
 */
#pragma once

#include "record/record.h"
#include "record/results.h"

struct criterion_tally { /* of the tests that name a criterion */
	size_t passed, failed;
	size_t skipped; /* or unfinished: not executed */
};

/* `tallies` gets one for each criterion; `unknown` the ids, each once, that tests name in so many
 * words and that are no criterion (the first few). 0, or -1 without memory. Takes the time of the
 * names' lengths. */
int results_tally(struct arena *a, const struct results *r, const struct criteria *wanted,
    struct criterion_tally **tallies, const char ***unknown, size_t *nunknown);

/* What a criterion's tests came to: 1 and RESULT_PASS or RESULT_FAIL, or 0 where none ran. */
int tally_outcome(const struct criterion_tally *t, enum result_outcome *out);

/* The results as if they stood in an acceptance record. What the file does not say is NULL; without
 * a beginning, both times are 0. `zone`: of times that have none; NULL: they are the earliest that
 * they may be. A criterion without an executed test has no result, and an id that is no criterion
 * has one. 0, or -1 without memory. */
int results_as_acceptance(struct arena *a, const struct results *r, const struct criteria *wanted,
    const char *zone, struct criterion_tally **tallies, struct acceptance *out);
