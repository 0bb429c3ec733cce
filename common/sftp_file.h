/*
 * sftp_file: the bytes of one regular file of a result server.
 *
 * Directories, devices and symbolic links are refused before they are opened, and what was opened
 * is looked at again: nothing but a regular file of the size that it says is read. Its digest is
 * for the hook to compare.
 */
#ifndef SLUIS_SFTP_FILE_H
#define SLUIS_SFTP_FILE_H

#include <stdbool.h>

#include "sftp_session.h"

struct sftp_sink { /* where the bytes go; each returns 0, or -1 when nobody wants them any more */
	int (*size)(void *ctx, size_t size);
	int (*data)(void *ctx, const void *bytes, size_t n);
	void *ctx;
};

/*
 * 0: all bytes are in the sink. -1: ERROR_ABSENT, there is no such file; ERROR_MALFORMED, it is no
 * regular file or too large; ERROR_UNREADABLE, it could not be told or read. *lost: the session is
 * of no use any more.
 */
int sftp_file_fetch(struct sftp_session *s, const char *path, const struct sftp_sink *sink,
    bool *lost, struct error *e);

#endif
