#include "fetch/fetch.h"

#include <poll.h>
#include <signal.h>
#include <sys/socket.h>
#include <sys/wait.h>

#include "fetch/answer.h"
#include "run/child.h"
#include "run/memfile.h"

#define LONG_MS 2000 /* after which the pusher is told */
#define GRACE_MS 2000 /* sluis-fetch ends by itself a little earlier, and says why */
#define ARGS 16
#define FETCH_BUFFER ((size_t)64 << 10)
#define ALL_TIMES 6 /* of the longest timeout, for all files of a run */

/* One running sluis-fetch(8), and the conversation with it over a socket that is its standard input
 * and output. */
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

/* Ends the program. */
static void close_session(struct fetch_session *s)
{
	if (s->pid > 0)
		child_put_down(s->pid);
	if (s->fd >= 0)
		close(s->fd);
	s->pid = 0;
	s->fd = -1;
}

/* Ends it, for the reason that is set. -1. */
static int lose(struct fetch_session *s, const char *text, const char *mend)
{
	if (s->lost.kind == ERROR_NONE) {
		error_set(&s->lost, ERROR_UNREADABLE, "%s: %s", s->host->host,
		    say(text != NULL ? text : "out of memory"));
		error_mend(&s->lost, "%s", say(mend));
	}
	close_session(s);
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
	    say_printf(s->fetch->arena, "%s cannot be started: %s",
	        escape(s->fetch->arena, s->fetch->program), strerror(err)),
	    MEND_PROGRAM);
}

/* It said what it should not. -1. */
static int distrust(struct fetch_session *s)
{
	return lose(s, "sluis-fetch gave an answer that cannot be", MEND_PROGRAM);
}

/* The other end is gone: how did the program end? */
static int ended(struct fetch_session *s)
{
	int status = child_put_down(s->pid);
	const char *how = status < 0 ? say("nobody knows how") :
	    WIFEXITED(status) ? say_printf(s->fetch->arena, "exit status %d", WEXITSTATUS(status)) :
	                        say_printf(s->fetch->arena, "signal %d", WTERMSIG(status));

	s->pid = 0;
	return lose(s, say_printf(s->fetch->arena, "sluis-fetch ended before its answer (%s)", how),
	    MEND_PROGRAM);
}

static void tell(struct fetch_session *s)
{
	const char *line =
	    say_printf(s->fetch->arena, "sluis: fetching results from %.40s ...\n", s->host->host);

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
	    all ? "the files of this push take longer than all of them may together" :
	          say_printf(a, "sluis-fetch gave no answer within %u seconds, and was ended",
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
			    say_printf(s->fetch->arena, "sluis-fetch cannot be waited for: %s",
			        strerror(errno)),
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
			return distrust(s);
		memmove(s->buffer, start, s->to - s->from);
		s->to -= s->from;
		s->from = 0;
		n = receive(s, s->buffer + s->to, FETCH_BUFFER - s->to);
		if (n < 0)
			return -1;
		s->to += (size_t)n;
	}
}

/* The next line of the answer. 0, or -1 and s->lost: too. An answer ANSWER_LOST is -1 as well. */
static int next_answer(struct fetch_session *s, struct fetch_answer *out)
{
	size_t len = 0;

	if (read_line(s, &len) < 0)
		return -1;
	if (fetch_answer_read(s->buffer + s->from, len, out) < 0)
		return distrust(s);
	s->from += len + 1;
	if (out->kind != ANSWER_LOST)
		return 0;
	s->lost = out->why;
	close_session(s);
	return -1;
}

/* `n` bytes that the answer announced. 0, or -1 and s->lost. */
static int next_bytes(struct fetch_session *s, char *to, size_t n)
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

/* Asks for a file. 0, or -1 and s->lost. */
static int ask(struct fetch_session *s, const char *path)
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

/* Starts the program and waits until it is signed in. 0, or -1 and s->lost. */
static int open_session(struct fetch_session *s)
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
	if (next_answer(s, &answer) < 0)
		return -1;
	return answer.kind == ANSWER_READY ? 0 : distrust(s);
}

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
	open_session(s);
	return s;
}

/* The bytes behind the line `size`. 1 when the file is whole, 0 when the answer says why not, -1
 * when the session is lost. */
static int receive_file(struct fetch_session *s, struct fetch_bytes *b, struct fetch_answer *answer)
{
	size_t got = 0;

	for (;;) {
		if (next_answer(s, answer) < 0)
			return -1;
		if (answer->kind == ANSWER_NO)
			return 0;
		if (answer->kind == ANSWER_END && got == b->len)
			return 1;
		if (answer->kind != ANSWER_DATA || answer->n > b->len - got)
			return distrust(s);
		if (next_bytes(s, b->p + got, answer->n) < 0)
			return -1;
		got += answer->n;
	}
}

/* As many bytes as the server says, within what may be. -1 when the session is lost. */
static int make_room(struct fetch_session *s, size_t n, struct fetch_bytes *b)
{
	struct fetch *f = s->fetch;

	if (n > s->host->max_size)
		return distrust(s);
	if (n > FETCH_BYTES_MAX - f->bytes) {
		error_set(&s->lost, ERROR_UNREADABLE,
		    "the files of this push are larger together than %zu MiB",
		    FETCH_BYTES_MAX >> 20);
		error_mend(
		    &s->lost, "push the promotions one by one, or keep large logs elsewhere");
		close_session(s);
		return -1;
	}
	f->bytes += n;
	b->len = n;
	b->p = malloc(n + 1);
	if (b->p != NULL)
		return 0;
	error_memory(&s->lost);
	close_session(s);
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
	if (s->lost.kind == ERROR_NONE && ask(s, path) == 0 && next_answer(s, &answer) == 0) {
		if (answer.kind == ANSWER_SIZE)
			rc = make_room(s, answer.n, out) < 0 ? -1 : receive_file(s, out, &answer);
		else
			rc = answer.kind == ANSWER_NO ? 0 : distrust(s);
	}
	if (rc == 1)
		return 0;
	free(out->p);
	memset(out, 0, sizeof(*out));
	return error_copy(e, rc == 0 ? &answer.why : &s->lost);
}

void fetch_end(struct fetch *f)
{
	for (struct fetch_session *s = f->sessions; s != NULL; s = s->next)
		close_session(s);
	f->sessions = NULL;
}
