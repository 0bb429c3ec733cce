/*
 * audit_keys: the public keys by which an audit is held to be the host's own.
 *
 * An auditor brings them in a file of the format of allowed_signers; in the repository itself it is
 * the public half of the key that the policy names. A file that others could have written gives no
 * key.
 */
#ifndef SLUIS_AUDIT_KEYS_H
#define SLUIS_AUDIT_KEYS_H

#include <stdbool.h>
#include <stddef.h>

#include "arena.h"
#include "error.h"
#include "sshsig.h"

struct audit_keys { /* the keys of the host */
	struct sshsig_tool tool; /* loaded, or nothing is verified */
	const char *
	    *principals; /* whose signatures count: those of the file, or the one that was named */
	size_t n;
	bool all; /* verify every signature */
};

/* Those of the file; with `principal` (else NULL) its alone. 0 or -1. */
int audit_keys_load(struct arena *a, const char *signers, const char *principal,
    struct audit_keys *out, struct error *e);

/* The public half of a private key: the file beside it whose name ends in .pub. 0 or -1. */
int audit_keys_of_host(struct arena *a, const char *key, struct audit_keys *out, struct error *e);

#endif
