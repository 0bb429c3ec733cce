/*
 * audit/seal: the signature of the host under an audit entry: git's own SSH signature of a commit,
 * so that git verify-commit and git log --show-signature tell of it (git-config(1), gpg.format;
 * OpenSSH's PROTOCOL.sshsig, namespace git).
 *
 * ssh-keygen -Y sign makes it; the key is in no memory of ours. A key that others could have read
 * signs nothing.
 */
#pragma once

#include "policy/policy.h"

struct audit_seal {
	enum answer asked; /* unknown: the policy that would say it could not be read */
	const char *key; /* yes: path of the private key, as the policy has it */
	bool syslog; /* the system's log is told of the entry */
	const char *space; /* namespace of the signature; NULL: git's own */
};

/* What the policy asks of an entry. `whole` is false for one that was read with mistakes, or not at
 * all: then it is known only when the key stands there. */
struct audit_seal audit_seal_asked(const struct policy *p, bool whole);

/* Signs the bytes of a commit. `*out`, in the arena, is the armored signature without its last line
 * feed. 0, or -1. */
int audit_seal_sign(struct arena *a, const struct audit_seal *seal, const char *bytes, size_t len,
    const char **out, struct error *e);
