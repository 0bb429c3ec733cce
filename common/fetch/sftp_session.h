/*
 * fetch/sftp_session: signed in to a result server, by public key and nothing else (RFC 4252
 * section 7), with its host key pinned; and the bytes of its regular files.
 *
 * Only sluis-fetch(8) uses this: the hooks load no ssh code. Trusted: identity and known_hosts,
 * read as base/safefile.h does. Refused: a host key that is not pinned, was changed or revoked; an
 * identity that others can read; a directory, device or symbolic link. No agent, password, shell or
 * command is used. The digest of the bytes is for the hook to compare.
 */
#pragma once

#include <libssh2.h>
#include <libssh2_sftp.h>

#include "base/base.h"

struct sftp_target {
	const char *host, *user;
	const char *identity, *known_hosts; /* paths */
	unsigned port;
	unsigned timeout; /* seconds to be signed in, and for each file */
	size_t max_size; /* bytes of one file */
};

struct sftp_session {
	struct arena *arena;
	const struct sftp_target *target;
	int fd;
	LIBSSH2_SESSION *ssh;
	LIBSSH2_SFTP *sftp;
	int64_t until; /* the deadline of what is done now (monotonic.h) */
};

/* 0, or -1 with the cause, which is always ERROR_UNREADABLE. `s` is closed in either case by
 * sftp_session_close(). */
int sftp_session_open(
    struct arena *a, const struct sftp_target *t, struct sftp_session *s, struct error *e);

/* Ends the connection without a word of farewell, since the server may be the one that hangs. */
void sftp_session_hang_up(struct sftp_session *s);

void sftp_session_close(struct sftp_session *s);

/* Gives the next call into libssh2 what is left until the deadline. -1 and `e` when nothing is. */
int sftp_session_hurry(struct sftp_session *s, struct error *e);

/* `e` from the last failure of libssh2: `what` could not be done. Returns -1. */
int sftp_session_fail(struct sftp_session *s, const char *what, struct error *e);

struct sftp_sink { /* where the bytes go; each returns 0, or -1 when nobody wants them any more */
	int (*size)(size_t size);
	int (*data)(const void *bytes, size_t n);
};

/*
 * 0: all bytes are in the sink. -1: ERROR_ABSENT, there is no such file; ERROR_MALFORMED, it is no
 * regular file or too large; ERROR_UNREADABLE, it could not be told or read. *lost: the session is
 * of no use any more.
 */
int sftp_file_fetch(struct sftp_session *s, const char *path, const struct sftp_sink *sink,
    bool *lost, struct error *e);
