/*
 * sign/sshsig_split: a signed tag or commit taken apart into what was signed and the signature, as
 * git takes it apart.
 *
 * Source: git's gpg-interface.c and git/commit.c. Where git passes something over or picks one of
 * several (a second signature, bytes after it, a header that git leaves out of what was signed),
 * the object is refused: what is signed must be all that people see. Pure readers.
 */
#pragma once

#include "base/base.h"

#define SSHSIG_SIGNATURE_MAX ((size_t)64 << 10)

struct sshsig_parts {
	const char *payload; /* not NUL-terminated */
	size_t payload_len;
	const char *signature; /* armored (PROTOCOL.sshsig), from its BEGIN to its END line */
	size_t signature_len;
};

/* The parts point into `bytes`. -1: ERROR_ABSENT (not signed), ERROR_UNSUPPORTED (no SSH
 * signature), ERROR_MALFORMED. */
int sshsig_split_tag(const char *bytes, size_t len, struct sshsig_parts *out, struct error *e);

/* The parts are copies in `a`. As above, or ERROR_MEMORY. */
int sshsig_split_commit(
    struct arena *a, const char *bytes, size_t len, struct sshsig_parts *out, struct error *e);
