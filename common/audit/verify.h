/*
 * audit/verify: is the audit whole, and does it account for what the governed refs are? (norm
 * CH.06, all criteria)
 *
 * It says what is missing, line by line. It works in a clone that fetched only refs/sluis/: then
 * what the refs are is not looked at, and it says so.
 */
#pragma once

#include "audit/signed.h"
#include "audit/witness.h"
#include "policy/policy.h"
#include "git/repo.h"

struct audit_check {
	size_t entries, verdicts, evidence; /* what was looked at */
	size_t problems;
	size_t settled; /* that a correction settles */
	size_t refs; /* governed refs that were held to it */
	size_t policies, approved; /* at refs/sluis/policy; of these by a promotion */
	size_t signed_entries, good; /* with a signature; verified and good */
	git_oid newest_signed;
	struct witness witness; /* where its log was given */
};

struct audit_verify_input {
	const struct policy *policy; /* NULL: the refs are not held to it */
	const git_oid *against; /* tip of a copy, every entry of which must be in it; or NULL */
	struct audit_keys *keys; /* of the host; NULL: no signature is verified */
	const struct audit_keys *witnesses; /* with `log`, else NULL */
	const git_oid *log; /* the end of a witness's log */
	git_oid log_known; /* a note that it had before; zero for none */
};

/* Walks the whole audit. Each problem is a line on `out`. 0 when everything could be looked at,
 * whatever was found; -1 otherwise. */
int audit_verify(struct arena *a, const struct repo *r, const struct audit_verify_input *in,
    FILE *out, struct audit_check *found, struct error *e);
