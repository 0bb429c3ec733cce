/*
 * base/safefile: read a file that decides something, if nobody else could have written it.
 */
#pragma once

#include "base/base.h"

struct safefile {
	char *bytes; /* NUL-terminated, in the arena */
	size_t len;
	struct stat st;
};

/*
 * Reads a regular file of at most `max` bytes. Refused: a file owned by neither root nor the user
 * this runs as, writable by group or others, not a regular file, or in a folder (the one it lies
 * in, symbolic links resolved) that others may write without the sticky bit. ERROR_ABSENT when
 * there is none, ERROR_UNREADABLE otherwise, ERROR_MEMORY. The check is on the open descriptor
 * (fstat), not on the name.
 */
int safefile_read(
    struct arena *a, const char *path, size_t max, struct safefile *out, struct error *e);

/* The same without the owner and mode check, for files whose maker is trusted in another way. */
int safefile_read_any(
    struct arena *a, const char *path, size_t max, struct safefile *out, struct error *e);

/* Would safefile_read() read that file, whatever its size? It is looked at alone. */
int safefile_look(struct arena *a, const char *path, struct stat *out, struct error *e);

/* May nobody else write in that folder, as above, and is it no link to another? 0 or -1. */
int safefile_check_folder(struct arena *a, const char *path, struct error *e);

/* May a program that runs as this user be given the secret in that file: a regular file that the
 * user owns and nobody else may read or write, in a folder as above? The file is not read. 0, or -1
 * with errors as above. */
int safefile_check_secret(struct arena *a, const char *path, struct error *e);
/* The same as safefile_read(), for a secret: it belongs to the user this runs as, and nobody else
 * can read it. */
int safefile_read_secret(
    struct arena *a, const char *path, size_t max, struct safefile *out, struct error *e);
