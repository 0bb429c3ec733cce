/*
 * fetch/fetch: files of result servers, read by sluis-fetch(8), which is started once for each host
 * of a push and asked one file after the other.
 *
 * That program is not believed: what it says is bounded in size and time, and read by a strict
 * reader (fetch/answer.h). Whoever calls compares the digest of the bytes. Whatever goes wrong is
 * ERROR_UNREADABLE: undecided, never a pass. After a session has failed its host is not asked again
 * in this run.
 */
#ifndef SLUIS_FETCH_H
#define SLUIS_FETCH_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#include "base/arena.h"
#include "base/error.h"
#include "fetch/answer.h"
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

#define FETCH_BUFFER ((size_t)64 << 10)

/* One running sluis-fetch(8), and the conversation with it over a socket that is its standard input
 * and output; what follows is for fetch/fetch.c alone. */
struct fetch_session {
	struct fetch *fetch;
	const struct sftp_host *host;
	struct fetch_session *next;
	pid_t pid; /* 0: none runs */
	int fd;
	bool told; /* the pusher knows that it takes long */
	int64_t tell_at, until; /* of what is waited for now */
	struct error lost; /* kind is not ERROR_NONE: of no use any more, and why */
	char *buffer; /* FETCH_BUFFER bytes: what came and is not read yet */
	size_t from, to;
};

/* Starts the program and waits until it is signed in. 0, or -1 and s->lost. */
int fetch_session_open(struct fetch_session *s);

/* Asks for a file. 0, or -1 and s->lost. */
int fetch_session_ask(struct fetch_session *s, const char *path);

/* The next line of the answer. 0, or -1 and s->lost: too. An answer ANSWER_LOST is -1 as well. */
int fetch_session_answer(struct fetch_session *s, struct fetch_answer *out);

/* `n` bytes that the answer announced. 0, or -1 and s->lost. */
int fetch_session_bytes(struct fetch_session *s, char *to, size_t n);

/* It said what it should not. -1. */
int fetch_session_distrust(struct fetch_session *s);

/* Ends the program. */
void fetch_session_close(struct fetch_session *s);

#endif
