/*
 * gate/guard: holds refs to the audit: a governed ref takes only a value that an accepting verdict
 * names, on top of the value that it was about and while what that rests on stands, or any while an
 * unlock of the administrator lasts; and what became of it is recorded.
 *
 * Used by reference-transaction(8), which sees every way in which git moves a ref: pushes, but also
 * update-ref, branch -f, a fetch into the repository, a web UI's merge.
 */
#pragma once

#include "policy/policy.h"
#include "git/repo.h"
#include "gate/standing.h"
#include "gate/transaction.h"

#define GUARD_UNLOCK_MAX (24 * 60 * 60) /* the longest unlock, in seconds */

/* "prepared": may all of it happen? 0, or -1 with the reason (ERROR_ABSENT for a plain no). */
int guard_permit(const struct standing *all, struct error *e);

/* Do these refs read the same afterwards? They do when they are packed. 0 or -1. */
int guard_changes_nothing(struct arena *a, const struct repo *r, const struct transaction *t,
    bool *nothing, struct error *e);

/* "committed": records what moved. 0, or -1 when that could not be recorded; then the next run
 * finds it. */
int guard_record(struct arena *a, const struct repo *r, const struct policy *p,
    const struct transaction *t, int64_t now, struct error *e);
