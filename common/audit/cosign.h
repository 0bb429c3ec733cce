/*
 * audit/cosign: what a witness does: fetches the audit, holds it against what it saw before, and
 * signs that it saw it (sluis(7), A witness).
 *
 * It runs on a machine of somebody else than the audit. What the other side shows is believed in
 * nothing but its hashes. The end of the witness's own log, which is signed, says what was seen.
 */
#pragma once

#include "audit/signed.h"
#include "audit/witness.h"
#include "git/repo.h"

struct cosign_input {
	const char *remote; /* name or URL */
	const char *key; /* path of the private key of the witness */
	const struct audit_keys *own; /* by which its own log is believed */
	struct audit_keys *host; /* NULL: no signature of the host is verified */
	int64_t now; /* the clock of the witness */
	FILE *out; /* a line for each finding */
};

struct cosigned {
	git_oid entry, note; /* what was signed, and the commit that says so */
	bool first; /* nothing was seen before, so that nothing says that this goes on from it */
	size_t fresh; /* entries since the note before */
	size_t findings; /* about these; they are witnessed all the same */
};

/* 0 when the audit goes on from what was seen, and is witnessed. -1 otherwise: ERROR_MALFORMED is
 * the alarm, the audit or the log is not what it was; any other: it could not be looked at. */
int cosign(struct arena *a, const struct repo *store, const struct cosign_input *in,
    struct cosigned *out, struct error *e);
