/*
 * clone/draft: the records of a dossier that is begun, filled in as far as git and the policy know.
 *
 * Pure: from what is known to the text of a file. A value that nobody gave stays empty, and a
 * record with an empty value is no record (record/record.h), so that nothing passes for a plan that
 * is none.
 */
#pragma once

#include "people/contributors.h"
#include "clone/proposal.h"

#define DRAFT_CRITERIA_MAX 50
#define DRAFT_PATHS_MAX 20

struct draft { /* what people give; each may be NULL */
	const char *window_start, *window_end, *performer, *rollback, *communication;
	const char *criteria[DRAFT_CRITERIA_MAX]; /* descriptions */
	size_t ncriteria;
	const struct ini *before; /* the plan that this takes the place of; NULL: none */
};

struct draft_facts {
	const struct proposal *pr;
	const struct contributors *authors;
	const char *paths[DRAFT_PATHS_MAX]; /* that the change touches, escaped */
	size_t npaths; /* all of them */
	int64_t now;
};

/* May this be a value of a record: printable, no longer than a line takes, and without what would
 * begin a comment? */
bool draft_value_fits(const char *text);

/* What nobody gave is as in `plan`, also the steps. */
void draft_keep(struct draft *d, const struct ini *plan);

/* A value of its head; NULL for none, or an empty one. */
const char *draft_value(const struct ini *plan, const char *key);

/* intent.ini; NULL without memory. */
const char *draft_intent(struct arena *a, const struct intent *said);

/* criteria.ini and plan.ini; NULL without memory. */
const char *draft_criteria(struct arena *a, const char *id, const struct draft *d);
const char *draft_plan(struct arena *a, const struct draft_facts *f, const struct draft *d);

/* The record of a deployment (clone/draft_deployment.c). */

/* "2=done NOTE", "2=no" or "2=TIME NOTE", by who executed it and when it ended, into the step of
 * that id. 0, or -1 for what is none of these, or no such step. */
int draft_deployment_mark(struct arena *a, const char *text, struct deployment *d, struct error *e);

/* The bytes of the record, as record_read_deployment() reads them. NULL with `e`. */
const char *draft_deployment_text(struct arena *a, const struct deployment *d, struct error *e);
