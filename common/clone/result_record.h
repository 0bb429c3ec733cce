/*
 * clone/result_record: an acceptance record made of the results of a test run (git-sluis(1),
 * accept).
 */
#pragma once

#include "record/results_criteria.h"

#define RESULT_RECORD_FILES_MAX 200

struct result_record_file {
	enum results_form form;
	const char *name; /* as it was given */
	struct results results; /* without doubts */
	const char *link; /* to it in the evidence ref */
	struct criterion_tally *tallies; /* one for each criterion */
};

struct result_record {
	struct arena *arena;
	const char *promotion, *environment, *executed_by;
	const char *zone; /* of the policy; NULL: that of this machine */
	const char *candidate, *tree; /* 40 hex digits */
	struct criteria criteria;
	const char *criteria_link;
	unsigned char criteria_sha256[32];
	struct result_record_file *files;
	size_t n;
	int64_t started, finished;
	bool passed;
	size_t nresults; /* criteria with a result */
};

/* What the files say of themselves must be about this promotion, environment and tester. The commit
 * of the first that names one becomes `candidate`, unless that is given. 0 or -1. */
int result_record_agree(struct result_record *rec, struct error *e);

/* Every file that names a commit must name `candidate`, all of it. 0 or -1. */
int result_record_agree_commit(const struct result_record *rec, struct error *e);

/* When it was: what is given, else what the files say; a time without a zone is of `zone`; `now`
 * where nothing says the end. 0 or -1.
 */
int result_record_times(struct result_record *rec, const char *started, const char *finished,
    int64_t now, struct error *e);

/* The verdict: every file passed, and every required criterion. -1 when no test names a criterion,
 * or names one that is none. */
int result_record_judge(struct result_record *rec, struct error *e);

/* The head of the record, which says all but its results. */
void result_record_head(const struct result_record *rec, FILE *out);

/* The bytes of the record, as record_read_acceptance() reads them. NULL with `e`. */
const char *result_record_text(const struct result_record *rec, struct error *e);

/* For people: the verdict, and what came of each criterion. */
void result_record_show(const struct result_record *rec, FILE *out);
