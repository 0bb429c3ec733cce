/*
 * sign/sshsig: is this the signature of that person? OpenSSH's own ssh-keygen -Y verify is asked;
 * there is no cryptography here.
 *
 * Trusted: ssh-keygen at a fixed path, allowed_signers and revoked_keys as base/safefile.h read
 * them. The very bytes that were checked are what ssh-keygen reads. A signature counts when
 * ssh-keygen ends with 0 and says in its own words that it is good for this person; or did so
 * before, when it was asked the very same. Whatever keeps it from an answer leaves the question
 * open: never yes. Source: ssh-keygen(1), ALLOWED SIGNERS; OpenSSH's PROTOCOL.sshsig.
 */
#pragma once

#include "run/process.h"
#include "base/safefile.h"
#include "sign/signers.h"
#include "sign/sshsig_split.h"

#define SSHSIG_PROGRAM "/usr/bin/ssh-keygen"
#define SSHSIG_LIMIT 5000 /* ms for one signature */
#define SSHSIG_AT_ONCE 8
#define SSHSIG_GIT "git" /* the namespace of what git signs */

#define SSHSIG_TOLD_MAX 256

struct sshsig_told { /* what ssh-keygen said in this run, yes or no, to be asked once */
	struct arena *arena;
	struct sshsig_word *first;
	size_t n;
	const char *keys; /* digests of what the tool has loaded; NULL: not yet needed */
};

/* ssh-keygen found a signature good. What it says rests on what it was asked and on nothing else;
 * a clock is part of the question. */
struct sshsig_good {
	/* SHA-256, in hex, of all that it was asked: person, namespace, time, bytes, signature,
	 * allowed_signers and revoked_keys. NULL for nothing. */
	const char *question;
	const char *key; /* as in struct sshsig */
};

struct sshsig_tool {
	const char *program; /* absolute; NULL: SSHSIG_PROGRAM */
	int limit; /* ms; 0: SSHSIG_LIMIT */
	unsigned at_once; /* 0: SSHSIG_AT_ONCE */
	struct sshsig_told *told; /* NULL: every question is asked anew */
	bool here; /* on the computer of the person who reads why there was no answer */
	/* By sshsig_load(): */
	bool loaded;
	struct error why; /* why it is not loaded */
	struct safefile signers, revoked; /* revoked: bytes NULL without the file */
	struct signers known; /* allowed_signers as read here, to say whose a key is */
};

struct sshsig {
	const char *principal; /* person id */
	const char *space; /* namespace */
	struct sshsig_parts parts;
	int64_t at; /* when the key had to be valid; seconds since 1970 */
	/* An earlier run found it good: then the very same question is not asked again. For a tool
	 * that has `told`; the caller says who is believed. */
	struct sshsig_good before;
	/* Afterwards: */
	struct fact valid;
	const char *key; /* fingerprint of the key that signed, "SHA256:..."; NULL when ssh-keygen
	                    named none */
	const char *question; /* as above; of a tool that has `told`, if it has room */
};

/*
 * Reads allowed_signers, and revoked_keys if there is one (`revoked` may be NULL), once for all
 * signatures of a run. -1 when they cannot be used, with the reason in out->why: then every
 * signature stays unknown. The choices at the top of `out` are left alone.
 */
int sshsig_load(struct arena *a, const char *signers, const char *revoked, struct sshsig_tool *out);

/*
 * Verifies them side by side; each gets its fact. FACT_NO: not the person's, not valid at that
 * time, revoked, for another use, not well formed, not of these bytes. FACT_UNKNOWN: nothing is
 * loaded, or ssh-keygen is missing, crashed, gave no answer in time, or answered in unknown words.
 */
void sshsig_verify_all(
    struct arena *a, const struct sshsig_tool *tool, struct sshsig *list, size_t n);

/* Sets `valid` and `key` of `s` by how ssh-keygen ended and what it wrote (sign/sshsig_answer.c).
 */
void sshsig_answer(
    struct arena *a, const struct process *p, const struct signers *known, struct sshsig *s);
