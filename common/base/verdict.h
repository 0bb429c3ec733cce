/*
 * base/verdict: the answers of the gate, and their words in hooks, the audit, reports and JSON.
 *
 * Zeroed memory is "undecided". Accept is said in one place (rules/judge.c).
 */
#pragma once

#include "base/base.h"

enum verdict { VERDICT_UNDECIDED = 0, VERDICT_REJECT, VERDICT_ACCEPT };

/* What a rule comes to for one step; the lowest is the worst. */
enum outcome {
	OUTCOME_UNDECIDED = 0,
	OUTCOME_UNMET,
	OUTCOME_WAIVED, /* by the exception that the promotion claims (promotion/promotion.h) */
	OUTCOME_NOT_APPLICABLE,
	OUTCOME_MET,
	OUTCOMES,
	OUTCOME_JUDGED /* the answer of a check that said what it found; never that of a rule */
};

/* "undecided", "reject", "accept". */
const char *verdict_word(enum verdict v);

/* The verdict of a word. 0, or -1 and undecided for any other word. */
int verdict_read(const char *word, enum verdict *out);

/* The exit code of a hook and of `git sluis check`: 0, 1 or 2. */
int verdict_exit_code(enum verdict v);

/* "undecided", "unmet", "waived", "not-applicable", "met". */
const char *outcome_word(enum outcome o);
