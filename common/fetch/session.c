#include "fetch/fetch.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "run/child.h"
#include "base/escape.h"
#include "run/memfile.h"
#include "base/when.h"
#include "base/say/say.h"

#define LONG_MS 2000 /* after which the pusher is told */
#define GRACE_MS 2000 /* sluis-fetch ends by itself a little earlier, and says why */
#define ARGS 16

/* Ends it, for the reason that is set. -1. */
static int lose(struct fetch_session *s, const char *text, const char *mend)
{
	if (s->lost.kind == ERROR_NONE) {
		error_set(&s->lost, ERROR_UNREADABLE, "%s: %s", s->host->host,
		    say(text != NULL ? text : "out of memory"));
		error_mend(&s->lost, "%s", say(mend));
	}
	fetch_session_close(s);
	return -1;
}

#define MEND_PROGRAM \
	"the administrator of the server installs Sluis again, and looks at git config " \
	"sluis.libexec"
#define MEND_HOST \
	"push again; if it stays so, the administrator of the server runs sluis-fetch by hand, " \
	"as its manual page says"
#define MEND_TIME "push again; if it stays so, raise timeout of that [sftp] in the policy"
#define MEND_ALL \
	"push the promotions one by one, or raise timeout of an [sftp] in the policy: all files " \
	"may take six times the longest"

static int cannot_start(struct fetch_session *s, int err)
{
	return lose(s,
	    arena_printf(s->fetch->arena, say("%s cannot be started: %s"),
	        escape(s->fetch->arena, s->fetch->program), strerror(err)),
	    MEND_PROGRAM);
}

int fetch_session_distrust(struct fetch_session *s)
{
	return lose(s, "sluis-fetch gave an answer that cannot be", MEND_PROGRAM);
}

/* The other end is gone: how did the program end? */
static int ended(struct fetch_session *s)
{
	int status = child_put_down(s->pid);
	const char *how = status < 0 ?
	    say("nobody knows how") :
	    WIFEXITED(status) ?
	    arena_printf(s->fetch->arena, say("exit status %d"), WEXITSTATUS(status)) :
	    arena_printf(s->fetch->arena, say("signal %d"), WTERMSIG(status));

	s->pid = 0;
	return lose(s,
	    arena_printf(s->fetch->arena, say("sluis-fetch ended before its answer (%s)"), how),
	    MEND_PROGRAM);
}

static void tell(struct fetch_session *s)
{
	const char *line = arena_printf(
	    s->fetch->arena, say("sluis: fetching results from %.40s ...\n"), s->host->host);

	if (line != NULL)
		progress_say(s->fetch->progress, line);
	s->told = true;
}

static void set_deadline(struct fetch_session *s)
{
	int64_t now = monotonic_ms();

	s->tell_at = now + LONG_MS;
	s->until = now + (int64_t)s->host->timeout * 1000 + GRACE_MS;
	if (s->until > s->fetch->until)
		s->until = s->fetch->until;
}

static int overdue(struct fetch_session *s)
{
	struct arena *a = s->fetch->arena;
	bool all = monotonic_left(s->fetch->until) == 0;

	return lose(s,
	    all ?
	        "the files of this push take longer than all of them may together" :
	        arena_printf(a, say("sluis-fetch gave no answer within %u seconds, and was ended"),
	            s->host->timeout),
	    all ? MEND_ALL : MEND_TIME);
}

/* Waits until something can be read. */
static int wait_for(struct fetch_session *s)
{
	struct pollfd p = { .fd = s->fd, .events = POLLIN };

	for (;;) {
		bool quiet = s->told || s->tell_at >= s->until;
		int rc = poll(&p, 1, monotonic_left(quiet ? s->until : s->tell_at));

		if (rc > 0)
			return 0;
		if (rc < 0 && errno != EINTR)
			return lose(s,
			    arena_printf(s->fetch->arena,
			        say("sluis-fetch cannot be waited for: %s"), strerror(errno)),
			    MEND_HOST);
		if (monotonic_left(s->until) == 0)
			return overdue(s);
		if (!s->told && monotonic_left(s->tell_at) == 0)
			tell(s);
	}
}

/* At least one more byte into `to`, at most `room`. How many, or -1. Time runs out for one that
 * drips, too. */
static ssize_t receive(struct fetch_session *s, char *to, size_t room)
{
	ssize_t n;

	if (monotonic_left(s->until) == 0)
		return overdue(s);
	if (wait_for(s) < 0)
		return -1;
	do
		n = recv(s->fd, to, room, 0);
	while (n < 0 && errno == EINTR);
	return n > 0 ? n : ended(s);
}

static int read_line(struct fetch_session *s, size_t *len)
{
	for (;;) {
		char *start = s->buffer + s->from, *end = memchr(start, '\n', s->to - s->from);
		ssize_t n;

		if (end != NULL) {
			*len = (size_t)(end - start);
			return 0;
		}
		if (s->to - s->from > FETCH_ANSWER_MAX)
			return fetch_session_distrust(s);
		memmove(s->buffer, start, s->to - s->from);
		s->to -= s->from;
		s->from = 0;
		n = receive(s, s->buffer + s->to, FETCH_BUFFER - s->to);
		if (n < 0)
			return -1;
		s->to += (size_t)n;
	}
}

int fetch_session_answer(struct fetch_session *s, struct fetch_answer *out)
{
	size_t len = 0;

	if (read_line(s, &len) < 0)
		return -1;
	if (fetch_answer_read(s->buffer + s->from, len, out) < 0)
		return fetch_session_distrust(s);
	s->from += len + 1;
	if (out->kind != ANSWER_LOST)
		return 0;
	s->lost = out->why;
	fetch_session_close(s);
	return -1;
}

int fetch_session_bytes(struct fetch_session *s, char *to, size_t n)
{
	size_t have = s->to - s->from < n ? s->to - s->from : n;

	memcpy(to, s->buffer + s->from, have);
	s->from += have;
	while (have < n) {
		ssize_t more = receive(s, to + have, n - have);

		if (more < 0)
			return -1;
		have += (size_t)more;
	}
	return 0;
}

int fetch_session_ask(struct fetch_session *s, const char *path)
{
	const char *line = arena_printf(s->fetch->arena, "%s\n", path);
	size_t n = line != NULL ? strlen(line) : 0;

	set_deadline(s);
	if (line == NULL)
		return lose(s, NULL, "");
	/* A line fits into the socket; a program that is gone is no SIGPIPE for us. */
	return send(s->fd, line, n, MSG_NOSIGNAL) == (ssize_t)n ? 0 : ended(s);
}

/* A copy above the descriptors that a program gets. */
static int lift(int fd)
{
	int high = fcntl(fd, F_DUPFD_CLOEXEC, MEMFILE_LOWEST), err = errno;

	close(fd);
	errno = err;
	return high;
}

/* Our end becomes s->fd. 0, or an errno. */
static int spawn(struct fetch_session *s, const char *const *argv)
{
	int ends[2], theirs, rc;

	if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) < 0)
		return errno;
	s->fd = ends[0];
	theirs = lift(ends[1]);
	rc = theirs < 0 ?
	    errno :
	    child_start(CHILD_ALONE, (const int[]){ theirs, theirs, -1 }, 3, argv, &s->pid);
	if (theirs >= 0)
		close(theirs);
	if (rc != 0)
		s->pid = 0;
	return rc;
}

int fetch_session_open(struct fetch_session *s)
{
	struct arena *a = s->fetch->arena;
	const struct sftp_host *h = s->host;
	const char *const argv[ARGS] = { s->fetch->program, "--user", h->user, "--identity",
		h->identity, "--known-hosts", h->known_hosts, "--port",
		arena_printf(a, "%u", h->port), "--timeout", arena_printf(a, "%u", h->timeout),
		"--max-size", arena_printf(a, "%zu", h->max_size), h->host, NULL };
	struct fetch_answer answer;
	int rc;

	s->fd = -1;
	s->buffer = arena_alloc(a, FETCH_BUFFER);
	if (s->buffer == NULL || a->exhausted)
		return lose(s, NULL, "");
	set_deadline(s);
	rc = spawn(s, argv);
	if (rc != 0)
		return cannot_start(s, rc);
	if (fetch_session_answer(s, &answer) < 0)
		return -1;
	return answer.kind == ANSWER_READY ? 0 : fetch_session_distrust(s);
}

void fetch_session_close(struct fetch_session *s)
{
	if (s->pid > 0)
		child_put_down(s->pid);
	if (s->fd >= 0)
		close(s->fd);
	s->pid = 0;
	s->fd = -1;
}
