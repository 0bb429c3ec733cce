#include "fetch/fetch.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>

#include "base/when.h"

#define ALL_TIMES 6 /* of the longest timeout, for all files of a run */

static void begin(struct fetch *f)
{
	unsigned longest = 0;

	if (f->until != 0)
		return;
	/* Whoever started us may have had SIGCHLD ignored; then nobody could say how a program
	 * ended. */
	signal(SIGCHLD, SIG_DFL);
	for (size_t i = 0; i < f->policy->nsftp; i++)
		if (f->policy->sftp[i].timeout > longest)
			longest = f->policy->sftp[i].timeout;
	f->until = monotonic_ms() + (int64_t)longest * ALL_TIMES * 1000;
}

/* The session of that host, started when there is none yet. NULL without memory. */
static struct fetch_session *session_of(struct fetch *f, const struct sftp_host *host)
{
	struct fetch_session *s = f->sessions;

	while (s != NULL && s->host != host)
		s = s->next;
	if (s != NULL)
		return s;
	s = arena_alloc(f->arena, sizeof(*s));
	if (s == NULL)
		return NULL;
	*s = (struct fetch_session){ .fetch = f, .host = host, .next = f->sessions, .fd = -1 };
	f->sessions = s;
	begin(f);
	fetch_session_open(s);
	return s;
}

/* The bytes behind the line `size`. 1 when the file is whole, 0 when the answer says why not, -1
 * when the session is lost. */
static int receive(struct fetch_session *s, struct fetch_bytes *b, struct fetch_answer *answer)
{
	size_t got = 0;

	for (;;) {
		if (fetch_session_answer(s, answer) < 0)
			return -1;
		if (answer->kind == ANSWER_NO)
			return 0;
		if (answer->kind == ANSWER_END && got == b->len)
			return 1;
		if (answer->kind != ANSWER_DATA || answer->n > b->len - got)
			return fetch_session_distrust(s);
		if (fetch_session_bytes(s, b->p + got, answer->n) < 0)
			return -1;
		got += answer->n;
	}
}

/* As many bytes as the server says, within what may be. -1 when the session is lost. */
static int make_room(struct fetch_session *s, size_t n, struct fetch_bytes *b)
{
	struct fetch *f = s->fetch;

	if (n > s->host->max_size)
		return fetch_session_distrust(s);
	if (n > FETCH_BYTES_MAX - f->bytes) {
		error_set(&s->lost, ERROR_UNREADABLE,
		    "the files of this push are larger together than %zu MiB",
		    FETCH_BYTES_MAX >> 20);
		error_mend(
		    &s->lost, "push the promotions one by one, or keep large logs elsewhere");
		fetch_session_close(s);
		return -1;
	}
	f->bytes += n;
	b->len = n;
	b->p = malloc(n + 1);
	if (b->p != NULL)
		return 0;
	error_memory(&s->lost);
	fetch_session_close(s);
	return -1;
}

int fetch_file(struct fetch *f, const struct sftp_host *host, const char *path,
    struct fetch_bytes *out, struct error *e)
{
	struct fetch_session *s = session_of(f, host);
	struct fetch_answer answer;
	int rc = -1;

	memset(out, 0, sizeof(*out));
	if (s == NULL)
		return error_memory(e);
	if (s->lost.kind == ERROR_NONE && fetch_session_ask(s, path) == 0 &&
	    fetch_session_answer(s, &answer) == 0) {
		if (answer.kind == ANSWER_SIZE)
			rc = make_room(s, answer.n, out) < 0 ? -1 : receive(s, out, &answer);
		else
			rc = answer.kind == ANSWER_NO ? 0 : fetch_session_distrust(s);
	}
	if (rc == 1)
		return 0;
	free(out->p);
	memset(out, 0, sizeof(*out));
	*e = rc == 0 ? answer.why : s->lost;
	return -1;
}

void fetch_end(struct fetch *f)
{
	for (struct fetch_session *s = f->sessions; s != NULL; s = s->next)
		fetch_session_close(s);
	f->sessions = NULL;
}
