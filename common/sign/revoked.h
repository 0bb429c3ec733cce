/*
 * sign/revoked: is this key, or the authority behind this certificate, in revoked_keys?
 * (ssh-keygen(1), KEY REVOCATION LISTS)
 *
 * The file is a list of public keys, one a line, or a KRL. A list is read here, and stricter than
 * ssh-keygen does: a line that is no key leaves every question open. A KRL, which knows serial
 * numbers and key ids too, is asked through ssh-keygen -Q.
 */
#pragma once

#include "base/ini.h"

struct revoked_key {
	const char *type, *key; /* base64 */
};

struct revoked {
	const char *krl; /* its bytes, when it is one */
	size_t krl_len;
	struct revoked_key *list;
	size_t n;
};

/* What is asked about. */
struct revoked_question {
	const char *type, *key; /* as sshd says them: perhaps a certificate */
	const char *plain_type, *plain_key; /* of a certificate: the key in it; else NULL */
	const char *ca_type, *ca_key; /* of a certificate: who signed it; else NULL */
};

/* Pure: bytes to a struct. 0, or -1 with ERROR_MALFORMED (every bad line is listed, the first one
 * told) or ERROR_MEMORY. */
int revoked_read(struct arena *a, const char *bytes, size_t len, struct revoked *out,
    struct ini_problems *problems, struct error *e);

/* FACT_YES: revoked. FACT_UNKNOWN when ssh-keygen does not answer. */
void revoked_find(
    struct arena *a, const struct revoked *r, const struct revoked_question *q, struct fact *out);

/* Reads the file, which may be absent (`path` too): then nothing is revoked. -1 when it cannot be
 * used. */
int revoked_load(struct arena *a, const char *path, struct revoked *out, struct error *e);
