/*
 * report/deployed: what became of promotions where they were to run, by the word of who added the
 * record, as the evidence stands now.
 */
#pragma once

#include "report/report_internal.h"

struct report_deployed { /* at one target or another */
	bool late; /* recorded past its days */
	bool overdue; /* not recorded, past them */
	bool bad; /* it failed, differs, or its record does not hold */
	bool unknown; /* the merge, or the evidence, is not here or cannot be read */
	bool unchecked; /* done, and nobody compared */
	bool undone; /* a step of the plan is not recorded as done */
};

/* Of what a ref shows now; `known` is no where nothing is asked. */
const struct deployments *report_runs(
    struct report *r, const struct report_repo *repo, const struct report_ref *ref);

/* "2026.11 web: done, ...; db: not recorded"; "" where nothing is asked. */
const char *report_runs_text(struct arena *a, struct report *r, const struct report_repo *repo,
    const struct report_ref *ref);

void report_deployed_find(struct report *r, const struct report_item *item, const struct policy *p,
    const struct audit_seen *seen, const struct audit_step *s, struct report_deployed *out);

/* "web: done, 0 differing, by the word of Noor Kaya (noor), 2026-11-25T17:42:00Z", printable. */
const char *report_target_text(struct arena *a, const struct deployed_at *at);

/* The same of all targets of a promotion. */
const char *report_deployed_text(struct arena *a, const struct report_detail *d);

/* The targets of a promotion; none where nothing was asked of it. */
size_t report_ntargets(const struct report_detail *d, const struct deployed_at **list);

/* A line for each step of its plan, printable: done when, by whom, by whose word; or not. None for
 * one of which nothing is asked. */
size_t report_plan_steps(struct arena *a, const struct report_detail *d, const char ***out);
