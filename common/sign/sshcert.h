/*
 * sign/sshcert: an OpenSSH certificate, as far as it says who holds it (PROTOCOL.certkeys of
 * OpenSSH; RFC 4251 section 5).
 *
 * A pure reader from bytes to a struct. It verifies nothing: whether the authority signed it and
 * may do so is for whoever asks. Refused: a kind of key that is not known, lengths that do not fit,
 * bytes left over, a NUL in a name.
 */
#pragma once

#include "base/base.h"

#define SSHCERT_PRINCIPALS_MAX 256 /* as in OpenSSH */

enum sshcert_kind { SSHCERT_USER = 1, SSHCERT_HOST = 2 }; /* the numbers of the protocol */

struct sshcert {
	const char *key_type, *key; /* the certified key as a plain one: type and base64 */
	uint64_t serial;
	uint32_t kind; /* enum sshcert_kind; the reader refuses others */
	const char *id; /* the key id; not escaped */
	const char **principals; /* not escaped; perhaps none */
	size_t nprincipals;
	uint64_t valid_after,
	    valid_before; /* seconds since 1970; valid_before is the first that is too late */
	const char *ca_type, *ca_key; /* who signed it: type and base64 */
};

/* Is that the type of a certificate, whatever kind of key? */
bool sshcert_is(const char *type);

/* `type` as sshd says it, `blob` the decoded base64. 0, or -1 with ERROR_MALFORMED or ERROR_MEMORY.
 * Everything lives in `a`. */
int sshcert_read(struct arena *a, const char *type, const unsigned char *blob, size_t len,
    struct sshcert *out, struct error *e);
