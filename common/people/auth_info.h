/*
 * people/auth_info: the keys that sshd let in, as it writes them where SSH_USER_AUTH points
 * (sshd_config(5), ExposeAuthInfo).
 *
 * A pure reader. A line is `METHOD [DETAILS]`; of a key the details are its type and its base64.
 * Other methods name nobody.
 */
#ifndef SLUIS_AUTH_INFO_H
#define SLUIS_AUTH_INFO_H

#include <stddef.h>

#include "base/arena.h"
#include "base/error.h"

#define AUTH_INFO_MAX ((size_t)64 << 10)

struct auth_key {
	const char *type, *key; /* as they stand there, unverified; in the arena */
};

struct auth_info {
	struct auth_key *list;
	size_t n;
};

/* 0, or -1: ERROR_MALFORMED with what is wrong as a constant text, or ERROR_MEMORY. */
int auth_info_read(
    struct arena *a, const char *bytes, size_t len, struct auth_info *out, struct error *e);

#endif
