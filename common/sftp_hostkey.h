/*
 * sftp_hostkey: is this the key of that host, as the known_hosts file pins it?
 */
#ifndef SLUIS_SFTP_HOSTKEY_H
#define SLUIS_SFTP_HOSTKEY_H

#include "known_hosts.h"
#include "sftp_session.h"

struct sftp_hostkeys {
	struct known_hosts file;
	LIBSSH2_KNOWNHOSTS *pinned; /* its plain lines */
	const char *host; /* in lower case, as OpenSSH writes it there */
	char
	    methods[256]; /* the kinds of key that are pinned for the host, as libssh2 wants them */
};

/* Reads the file. -1 with the cause when it cannot be used, or pins no key of the host. */
int sftp_hostkeys_load(struct sftp_session *s, struct sftp_hostkeys *out, struct error *e);

void sftp_hostkeys_free(struct sftp_hostkeys *k);

/* The key that the server has shown. -1 with the cause for any but a pinned one. */
int sftp_hostkey_check(struct sftp_session *s, const struct sftp_hostkeys *k, struct error *e);

#endif
