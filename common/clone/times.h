/*
 * clone/times: what the gate will say of the times of a record, before that is sent.
 *
 * By the audit that the mirror has; where it has none, no more is known than when a commit was
 * made.
 */
#pragma once

#include "clone/evidence_branch.h"

struct record_times {
	const struct environment *env; /* to which its promotion goes */
	const char *candidate; /* 40 hex digits */
	const char *old; /* likewise, of a parallel run; NULL for a test */
	int64_t started, finished;
};

/* 0, or -1 with `e` for times that the gate refuses. What nobody can tell is printed. */
int times_check(struct session *se, const struct record_times *t, struct error *e);

/* Likewise whether a test began when its criteria, at `path`, were on the evidence ref. */
int times_check_criteria(
    struct evidence_branch *b, const char *path, int64_t started, struct error *e);
