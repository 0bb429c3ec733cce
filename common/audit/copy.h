/*
 * audit/copy: the log of a witness, brought here to hold the audit against (audit/witness.h).
 *
 * It is fetched into refs/witness/ of this repository, which no server is asked for, and what it
 * was the last time is remembered there.
 */
#pragma once

#include "audit/witness.h"
#include "git/repo.h"

#define COPY_REMOTE "witness" /* the remote that is asked where nobody names a copy */

struct copy {
	const char *from; /* path, URL or name of a remote; NULL: nobody keeps one */
	const char *signers; /* file of the auditor; NULL for none */
	struct audit_keys keys;
	bool witnessed; /* it has a log, and the file names witnesses */
	git_oid log, known; /* its end; the end of the last time, zero for none */
	const char *seen; /* ref of that */
};

/* Fills it in: `from` and `signers` are what people gave, or NULL; then git config
 * sluis.witnessSigners names the file, and COPY_REMOTE has the log, or this repository. -1: also
 * for a copy without a log where the file names witnesses. */
int copy_open(struct arena *a, const struct repo *r, const char *from, const char *signers,
    struct copy *out, struct error *e);

/* The log goes on from the last time, and is remembered. 0 or -1. */
int copy_keep(struct arena *a, const struct repo *r, const struct copy *c, struct error *e);
