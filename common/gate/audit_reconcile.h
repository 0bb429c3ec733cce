/*
 * gate/audit_reconcile: completes verdicts of which nobody has said what became of them.
 *
 * The client may go away, a process may be killed, a disk may fill up between the verdict and its
 * outcome. What happened is then read from the ref and its reflog: the ref has the value, or had it
 * since. A value that a ref does not have after some minutes has not gone in; before that, its push
 * may still be under way.
 */
#pragma once

#include "audit/seal.h"
#include "git/repo.h"
#include "audit/held.h"
#include "policy/policy.h"

#define RECONCILE_ENTRIES 200 /* how many of the newest are looked at after a push, at most */
#define RECONCILE_GRACE (10 * 60) /* seconds that a push may take from verdict to outcome */

/* Looks at the `max` newest entries, as far as the index does not call them settled (0: at all),
 * and appends what is missing. `store` was opened by repo_open_store(); `seal` as in
 * audit_append().
 * `*n` is how many were appended. 0 or -1. */
int audit_reconcile(struct arena *a, const struct repo *store, const struct audit_seal *seal,
    size_t max, int64_t now, size_t *n, struct error *e);

/*
 * The word of the repository's owner for what the audit has wrong or does not know (audit/held.h):
 * an entry that says of which entries, by whom and why, and what each ref is. Nothing is rewritten.
 */
struct correct_input {
	const struct policy *policy; /* it says which refs are governed */
	const char *by, *reason; /* not escaped */
	int64_t now;
};

/* Appends a correction of all that is found, where it can settle anything; *id is zero where not.
 * `out` tells what is settled by it. `store` was opened by repo_open_store(). 0 or -1. */
int audit_correct(struct arena *a, const struct repo *store, const struct correct_input *in,
    struct audit_held *out, git_oid *id, struct error *e);
