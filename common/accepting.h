/*
 * accepting: an acceptance record made of the results of a test run (git-sluis(1), accept).
 */
#ifndef SLUIS_ACCEPTING_H
#define SLUIS_ACCEPTING_H

#include <stdbool.h>
#include <stdio.h>

#include "results_criteria.h"

#define ACCEPTING_FILES_MAX 200

struct accepting_file {
	enum results_form form;
	const char *name; /* as it was given */
	struct results results; /* without doubts */
	const char *path, *link; /* in the evidence ref */
	struct criterion_tally *tallies; /* one for each criterion */
};

struct accepting {
	struct arena *arena;
	const char *promotion, *environment, *executed_by;
	const char *candidate, *tree; /* 40 hex digits */
	struct criteria criteria;
	const char *criteria_link;
	struct accepting_file *files;
	size_t n;
	int64_t started, finished;
	bool passed;
	size_t nresults; /* criteria with a result */
};

/* What the files say of themselves must be about this promotion, environment and tester. The commit
 * of the first that names one becomes `candidate`, unless that is given. 0 or -1. */
int accepting_agree(struct accepting *acc, struct error *e);

/* Every file that names a commit must name `candidate`, all of it. 0 or -1. */
int accepting_agree_commit(const struct accepting *acc, struct error *e);

/* When it was: what is given, else what the files say; a time without a zone is of here. 0 or -1.
 */
int accepting_times(
    struct accepting *acc, const char *started, const char *finished, struct error *e);

/* The verdict: every file passed, and every required criterion. -1 when no test names a criterion,
 * or names one that is none. */
int accepting_judge(struct accepting *acc, struct error *e);

/* The bytes of the record, as record_read_acceptance() reads them. NULL with `e`. */
const char *accepting_record(const struct accepting *acc, struct error *e);

/* For people: the verdict, and what came of each criterion. */
void accepting_show(const struct accepting *acc, FILE *out);

#endif
