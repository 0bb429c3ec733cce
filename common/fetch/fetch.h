/*
 * fetch/fetch: files of result servers, read by sluis-fetch(8), which is started once for each host
 * of a push and asked one file after the other.
 *
 * That program is not believed: what it says is bounded in size and time, and read by a strict
 * reader (fetch/answer.h). Whoever calls compares the digest of the bytes. Whatever goes wrong is
 * ERROR_UNREADABLE: undecided, never a pass. After a session has failed its host is not asked again
 * in this run.
 */
#pragma once

#include "policy/policy.h"
#include "git/progress.h"

#define FETCH_PROGRAM "sluis-fetch"
#define FETCH_BYTES_MAX ((size_t)256 << 20) /* of all files of a run */

struct fetch_session;

struct fetch {
	struct arena *arena;
	const struct policy *policy;
	const char *program; /* absolute path of sluis-fetch */
	struct progress *progress; /* hears when it takes long; NULL for nobody */
	struct fetch_session *sessions; /* those that were started */
	int64_t until; /* for all files of a run (monotonic.h); 0 before the first */
	size_t bytes; /* fetched until now */
};

/* The bytes of one file; from malloc(3), since they may be large and live shortly. */
struct fetch_bytes {
	char *p;
	size_t len;
};

/*
 * Fetches one file. 0, and out->p is to be freed; or -1: ERROR_ABSENT, the server has no such file;
 * ERROR_MALFORMED, it is no regular file or too large; ERROR_UNREADABLE or ERROR_MEMORY otherwise.
 * `path` has no control characters (record/link.h).
 */
int fetch_file(struct fetch *f, const struct sftp_host *host, const char *path,
    struct fetch_bytes *out, struct error *e);

/* Ends all that was started. */
void fetch_end(struct fetch *f);
