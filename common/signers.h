/*
 * signers: OpenSSH's allowed_signers file (ssh-keygen(1), ALLOWED SIGNERS), as far as the gate
 * itself must read it: which person does this public key belong to?
 *
 * Principals are person ids. A pure reader from bytes to a struct; a malformed line is listed.
 */
#ifndef SLUIS_SIGNERS_H
#define SLUIS_SIGNERS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "arena.h"
#include "error.h"
#include "ini.h"

struct signer {
	const char **principals; /* without patterns: a `*`, `?` or `!` in one is a problem */
	size_t nprincipals;
	const char *key_type; /* e.g. ssh-ed25519 */
	const char *key; /* base64 */
	bool cert_authority; /* never matches a plain key */
	int64_t valid_after; /* INT64_MIN without */
	int64_t valid_before; /* INT64_MAX without */
	unsigned line;
};

struct signers {
	struct signer *list;
	size_t n;
};

/* 0 for a file without problems; -1 with ERROR_MALFORMED (problems listed) or ERROR_MEMORY. */
int signers_read(struct arena *a, const char *bytes, size_t len, struct signers *out,
    struct ini_problems *problems, struct error *e);

/* The one principal whose valid plain key this is at `now`; NULL when there is none.
 * When several principals claim the key, *ambiguous is set and NULL returned. */
const char *signers_principal(
    const struct signers *s, const char *key_type, const char *key, int64_t now, bool *ambiguous);

/* Does a valid cert-authority line let this authority speak for that principal at `now`? */
bool signers_certifies(const struct signers *s, const char *ca_type, const char *ca_key,
    const char *principal, int64_t now);

#endif
