/*
 * git/trailer: the trailers of a commit message, read as git reads them, or refused.
 *
 * The grammar is that of `git interpret-trailers --parse` (git-interpret-trailers(1)). git's own
 * readers do not agree on every message: `interpret-trailers` stops at a "---" line, `git log`
 * and `git for-each-ref` do not. Where two of git's readers would see different trailers, the
 * message is refused and the reason says why; nothing is guessed.
 *
 * A pure function from bytes to a struct. It trusts nothing.
 */
#pragma once

#include "base/base.h"

#define TRAILER_MESSAGE_MAX ((size_t)1 << 20) /* bytes of a message */
#define TRAILER_COUNT_MAX 1000 /* trailers of a message */

struct trailer {
	const char *key; /* as written; compare with trailer_is() */
	const char *value; /* unfolded, trimmed; may be "" */
};

struct trailers {
	struct trailer *list;
	size_t n;
};

/*
 * Reads the trailers of the `len` bytes at `msg` (a raw commit message, not NUL-terminated).
 * A message without trailers gives n = 0 and 0. On -1: ERROR_MALFORMED with the reason for a
 * message that is refused, ERROR_MEMORY otherwise. `out` lives in `a`.
 */
int trailer_read(
    struct arena *a, const char *msg, size_t len, struct trailers *out, struct error *e);

/* Does this trailer have that key, whatever its case? */
int trailer_is(const struct trailer *t, const char *key);

/* The nth (from 0) trailer with that key; NULL where there is none. */
const struct trailer *trailer_find(const struct trailers *ts, const char *key, size_t nth);

/* Does one of that key have that very value? */
bool trailer_has(const struct trailers *ts, const char *key, const char *value);

/* How often the key stands there. */
size_t trailer_count(const struct trailers *ts, const char *key);
