/*
 * fetch_session: one running sluis-fetch(8), and the conversation with it over a socket that is its
 * standard input and output.
 */
#ifndef SLUIS_FETCH_SESSION_H
#define SLUIS_FETCH_SESSION_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#include "arena.h"
#include "fetch_answer.h"
#include "policy.h"

#define FETCH_PROGRAM "sluis-fetch"
#define FETCH_BUFFER ((size_t)64 << 10)

struct fetch_session;

struct fetch { /* one run */
	struct arena *arena;
	const struct policy *policy;
	const char *program; /* absolute path of sluis-fetch */
	int tell; /* descriptor for a line to the pusher while it takes long; 0: none */
	struct fetch_session *sessions; /* those that were started */
	int64_t until; /* for all files of a run (monotonic.h); 0 before the first */
	size_t bytes; /* fetched until now */
};

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
