/*
 * gate/audit_correct: the word of the repository's owner for what the audit has wrong or does not
 * know (audit/held.h): an entry that says of which entries, by whom and why, and what each ref is.
 * Nothing is rewritten.
 */
#ifndef SLUIS_AUDIT_CORRECT_H
#define SLUIS_AUDIT_CORRECT_H

#include <git2/oid.h>
#include <stdint.h>

#include "audit/held.h"
#include "base/arena.h"
#include "base/error.h"
#include "git/repo.h"
#include "policy/policy.h"

struct correct_input {
	const struct policy *policy; /* it says which refs are governed */
	const char *by, *reason; /* not escaped */
	int64_t now;
};

/* Appends a correction of all that is found, where it can settle anything; *id is zero where not.
 * `out` tells what is settled by it. `store` was opened by repo_open_store(). 0 or -1. */
int audit_correct(struct arena *a, const struct repo *store, const struct correct_input *in,
    struct audit_held *out, git_oid *id, struct error *e);

#endif
