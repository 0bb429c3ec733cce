/*
 * audit/remote: one ref of a repository that is somebody else's, fetched in bounded time and size.
 *
 * git does it, into a ref of our own. The other side is believed in nothing: it may hang, send
 * without end, or say what it likes; what came is judged afterwards, as raw objects. No hook of the
 * repository is run, and no other ref is touched, whatever its config says of that remote.
 */
#pragma once

#include <sys/resource.h>

#include "git/repo.h"

#define REMOTE_SECONDS 300 /* for one answer; git config sluis.fetchSeconds */
#define REMOTE_BYTES ((int64_t)1 << 30) /* of one fetch; git config sluis.fetchBytes */

/* The id before `name` in what git ls-remote or git fetch-pack says. 0, or -1 for none. */
int remote_ref_read(const char *said, const char *name, git_oid *out);

/* The line of what git said that tells why it failed, escaped: the first error of the other side,
 * else the last line. */
const char *remote_last_line(struct arena *a, const char *said);

/* Until `before` is set again, the limit is ours for the time of a child: it writes no file larger
 * than a fetch may be. What fetches that were cut off left behind is swept. 0 or -1. */
int remote_bound(struct arena *a, const struct repo *r, struct rlimit *before, struct error *e);

/* Where the ref `name` of `url` (or a remote's name) is. 0, or -1: ERROR_ABSENT when that
 * repository has none, else ERROR_UNREADABLE. */
int remote_tip(struct arena *a, const struct repo *r, const char *url, const char *name,
    git_oid *out, struct error *e);

/* Makes the ref `into` what the ref `name` there is. 0 and its value, or -1. */
int remote_fetch(struct arena *a, const struct repo *r, const char *url, const char *name,
    const char *into, git_oid *out, struct error *e);
