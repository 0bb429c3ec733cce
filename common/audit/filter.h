/*
 * audit/filter: which entries of the audit somebody asks for (git-sluis(1), log).
 *
 * Pure. What is not asked for is NULL, 0 or open; zeroed memory with `to` at INT64_MAX takes
 * everything.
 */
#pragma once

#include "audit/walk.h"

struct audit_filter {
	const char *promotion; /* its id */
	const char *person; /* id, login, or user of an unlock: whoever had a part in it */
	const char *rule; /* that was not met, not checked, or waived */
	const char *ref; /* full name, name of a branch, or id of an environment */
	bool decided; /* only verdicts, with this decision: */
	enum verdict decision;
	int64_t from, to; /* seconds since 1970, both included */
};

/* Does the filter take this entry? An outcome is taken only when it is a move without a verdict. */
bool audit_filter_takes(const struct audit_filter *f, const struct audit_seen *seen);
