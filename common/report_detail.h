/*
 * report_detail: everything about one promotion or event, read again from its audit entry and the
 * files that it keeps.
 */
#ifndef SLUIS_REPORT_DETAIL_H
#define SLUIS_REPORT_DETAIL_H

#include "arena.h"
#include "audit_walk.h"
#include "error.h"
#include "report.h"
#include "report_criteria.h"

struct report_file { /* in the entry's tree */
	const char *path; /* "policy.ini", "evidence/SHA256"; escaped */
	const char *kind; /* of evidence: "plan", "criteria" and the like; "" for what records name,
	                     such as logs */
};

struct report_detail {
	const struct report *report;
	const struct report_item *item;
	struct audit_seen seen;
	const struct audit_ref *ref; /* NULL: the entry is about none */
	const struct audit_step *step; /* NULL: it judged none */
	git_oid base; /* what the ref was before the step */
	struct report_answer criteria[CRITERIA]; /* of a step */
	const char *unknown_rules;
	const struct policy *policy; /* that was in force; NULL when it cannot be read any more */
	struct report_file *files;
	size_t nfiles;
};

/* Reads it into `a`. 0 or -1. */
int report_detail_load(struct arena *a, struct report *r, const struct report_item *item,
    struct report_detail *out, struct error *e);

/* "Noor Kaya (noor)", printable; just the id for whom the policy of that day does not have. */
const char *report_person(struct arena *a, const struct report_detail *d, const char *id);

/* The same for ids with blanks between; ", " between the names. */
const char *report_persons(struct arena *a, const struct report_detail *d, const char *ids);

/* Is that file in the tree? */
bool report_has_file(const struct report_detail *d, const char *path);

#endif
