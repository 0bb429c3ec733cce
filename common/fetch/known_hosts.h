/*
 * fetch/known_hosts: the host keys that are pinned, in OpenSSH's own file (sshd(8), SSH_KNOWN_HOSTS
 * FILE FORMAT).
 *
 * A pure reader that sorts lines by their marker. What a plain line pins, hashed names too, is for
 * libssh2 to tell; it knows no markers. A @revoked line counts for every host: so one for a pattern
 * of hosts cannot be missed. A
 * @cert-authority line pins nothing here, since libssh2 checks no certificates of hosts.
 */
#pragma once

#include "base/base.h"

struct known_hosts_key { /* a revoked key, as the server would show it */
	const unsigned char *blob;
	size_t len;
};

struct known_hosts {
	const char **lines; /* plain ones, without blanks at their ends: libssh2 takes what stands
	                       there for the key */
	size_t nlines;
	struct known_hosts_key *revoked;
	size_t nrevoked;
	size_t authorities; /* @cert-authority lines */
};

/* Everything lives in `a`. -1: ERROR_MALFORMED for a NUL byte, an unknown marker or a @revoked line
 * without a key, with its line; ERROR_MEMORY. */
int known_hosts_read(
    struct arena *a, const char *bytes, size_t len, struct known_hosts *out, struct error *e);

/* Is it one of the revoked keys? */
bool known_hosts_revokes(const struct known_hosts *k, const void *blob, size_t len);
