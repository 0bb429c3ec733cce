/*
 * report_criteria: the nine criteria of norm CH.06, as one step of an audit entry answers them.
 *
 * Pure. A rule that stands in none of the step's lists did not apply to it, or was not there yet.
 */
#ifndef SLUIS_REPORT_CRITERIA_H
#define SLUIS_REPORT_CRITERIA_H

#include "arena.h"
#include "audit_entry.h"
#include "rule.h"

#define CRITERIA 9

enum report_status {
	REPORT_NOT_APPLICABLE = 0,
	REPORT_MET,
	REPORT_WAIVED,
	REPORT_NOT_CHECKED,
	REPORT_NOT_MET,
	REPORT_STATUSES
};

struct report_answer { /* to one criterion */
	enum report_status status; /* the worst of its rules */
	const struct rule *rules[RULE_COUNT];
	enum report_status of[RULE_COUNT]; /* of rules[i] */
	size_t n;
};

enum report_status report_rule_status(const struct audit_step *s, const char *rule);

/* out[0] is criterion 1. */
void report_criteria(const struct audit_step *s, struct report_answer out[CRITERIA]);

/* The rules of the step that this version does not know, with blanks between; "" for none. NULL
 * without memory. */
const char *report_unknown_rules(struct arena *a, const struct audit_step *s);

#endif
