/*
 * audit/signed: are the entries of the audit signed by the host, and since when? (audit/seal.h)
 *
 * Each entry names the one before it by its hash, so a good signature of the newest holds for all
 * before it; only that one is verified unless all are asked for. An unsigned entry behind a signed
 * one was not written by the gate as the policy had it. The keys are those of an auditor's own file
 * of allowed signers, or, in the repository itself, the public half of the key that the policy
 * names; a file that others could have written gives no key.
 */
#pragma once

#include "audit/walk.h"
#include "git/repo.h"
#include "sign/sshsig.h"

#define AUDIT_SIGNED_BATCH 256

struct audit_keys { /* the keys of the host, or of witnesses */
	struct sshsig_tool tool; /* loaded, or nothing is verified */
	const char **principals; /* whose signatures count: of the file, or the one named */
	size_t n;
	bool all; /* verify every signature */
};

/* Does it sign as a witness alone (audit/witness.h)? */
bool audit_is_witness(const struct signer *s);

/* Lists in `out` each principal of the keys of its tool once: of witnesses, or of everybody else. 0
 * or -1. */
int audit_keys_list(struct arena *a, struct audit_keys *out, bool witnesses, struct error *e);

/* Those of the file; with `principal` (else NULL) its alone. out->n is 0 where all its keys are of
 * witnesses (audit/witness.h). 0 or -1. */
int audit_keys_load(struct arena *a, const char *signers, const char *principal,
    struct audit_keys *out, struct error *e);

/* The public half of a private key: the file beside it whose name ends in .pub. 0 or -1. */
int audit_keys_of_host(struct arena *a, const char *key, struct audit_keys *out, struct error *e);

struct audit_signed {
	struct arena *arena;
	const struct repo *repo;
	struct audit_keys *keys; /* their order changes: the one that was good is tried first */
	/* Called for each problem; escaped text. */
	void (*say)(void *ctx, const git_oid *entry, const char *text);
	void *ctx;
	size_t n, verified; /* how many have a signature, and how many of these are good */
	git_oid newest; /* that has one */
	/* Its own: */
	git_oid *bare; /* without a signature, since the last one that had one */
	size_t nbare;
	struct audit_batch *batch;
};

/* Takes in the next entry, from the newest on. 0, or -1 with `e` when something could not be looked
 * at. */
int audit_signed_see(struct audit_signed *s, const struct audit_seen *seen, struct error *e);

/* To be called after the last one, whether or not the walk went well. 0 or -1. */
int audit_signed_end(struct audit_signed *s, struct error *e);
