#include "run/process.h"

#include <signal.h>
#include <sys/wait.h>

#include "run/child.h"
#include "run/memfile.h"

#define FIRST_FILE 3 /* after stdin, stdout and stderr */
#define KILL_LIMIT 1000 /* ms in which a killed program has to be gone */

struct seat { /* of one running program */
	struct process *process; /* what it was started for; NULL: the seat is free */
	pid_t pid;
	int out, err;
	int64_t until;
};

struct run {
	struct arena *arena;
	struct seat seats[PROCESS_AT_ONCE_MAX];
	size_t nseats, taken;
	int limit;
	bool stuck; /* one was overdue */
};

const char *process_file(size_t n)
{
	static const char *const paths[PROCESS_FILES_MAX] = { "/proc/self/fd/3", "/proc/self/fd/4",
		"/proc/self/fd/5" };

	return n < PROCESS_FILES_MAX ? paths[n] : NULL;
}

/* The descriptors that a program shall have as 0, 1, 2 and up. */
struct table {
	int fds[FIRST_FILE + PROCESS_FILES_MAX];
	int n;
};

static bool add(struct table *t, int fd)
{
	if (fd < 0)
		return false;
	t->fds[t->n++] = fd;
	return true;
}

static bool fill(struct table *t, const struct process *p)
{
	if (!add(t, memfile_make(p->input.bytes, p->input.len)) || !add(t, memfile_room()) ||
	    !add(t, memfile_room()))
		return false;
	for (size_t i = 0; i < p->nfiles; i++)
		if (!add(t, memfile_make(p->files[i].bytes, p->files[i].len)))
			return false;
	return true;
}

static void shut(int fd)
{
	if (fd >= 0)
		close(fd);
}

/* Notes how it ended, and frees its seat. */
static void leave(struct seat *s, enum process_end how, int code)
{
	s->process->end = how;
	s->process->code = code;
	shut(s->out);
	shut(s->err);
	*s = (struct seat){ 0 };
}

static void start(struct run *r, struct seat *s, struct process *p)
{
	struct table t = { .n = 0 };
	int rc = fill(&t, p) ? 0 : errno;

	*s = (struct seat){ p, 0, -1, -1, monotonic_ms() + r->limit };
	if (rc == 0)
		rc = child_start(CHILD_ALONE, t.fds, t.n, p->argv, &s->pid);
	for (int i = 0; i < t.n; i++)
		if (i == STDOUT_FILENO)
			s->out = t.fds[i];
		else if (i == STDERR_FILENO)
			s->err = t.fds[i];
		else
			close(t.fds[i]);
	if (rc == 0)
		r->taken++;
	else
		leave(s, PROCESS_UNKNOWN, rc);
}

/* Has it ended? 1, 0, or -1 with errno. */
static int ended(pid_t pid, siginfo_t *info)
{
	info->si_pid = 0;
	return waitid(P_PID, (id_t)pid, info, WEXITED | WNOHANG) < 0 ? -1 : info->si_pid != 0;
}

/* Until a child ends, or so many milliseconds. SIGCHLD is blocked, so that none is missed that
 * ended since it was looked for. */
static void await(int ms)
{
	struct timespec limit = { ms / 1000, ms % 1000 * 1000000L };
	sigset_t child;

	sigemptyset(&child);
	sigaddset(&child, SIGCHLD);
	sigtimedwait(&child, NULL, &limit);
}

/* Notes how it ended and what it wrote. False while it still runs. */
static bool reap(struct run *r, struct seat *s)
{
	siginfo_t info;
	const char *out, *err;
	int rc = ended(s->pid, &info);

	if (rc == 0)
		return false;
	r->taken--;
	rc = rc < 0 ? errno : 0;
	out = memfile_text(r->arena, s->out);
	err = memfile_text(r->arena, s->err);
	if (out != NULL && err != NULL) {
		s->process->out = out;
		s->process->err = err;
	} else {
		rc = ENOMEM;
	}
	if (rc != 0)
		leave(s, PROCESS_UNKNOWN, rc);
	else
		leave(s, info.si_code == CLD_EXITED ? PROCESS_EXITED : PROCESS_KILLED,
		    info.si_status);
	return true;
}

/* One that even SIGKILL does not end, as on a dead network disk, is left behind: nobody shall wait
 * for it. */
static void stop(struct run *r, struct seat *s)
{
	int64_t until = monotonic_ms() + KILL_LIMIT;
	siginfo_t info;

	kill(-s->pid, SIGKILL);
	while (ended(s->pid, &info) == 0 && monotonic_ms() < until)
		await(monotonic_left(until));
	leave(s, PROCESS_OVERDUE, 0);
	r->taken--;
	r->stuck = true;
}

/* Milliseconds until the first one is overdue. */
static int patience(const struct run *r)
{
	int64_t first = INT64_MAX;

	for (size_t i = 0; i < r->nseats; i++)
		if (r->seats[i].process != NULL && r->seats[i].until < first)
			first = r->seats[i].until;
	return monotonic_left(first);
}

/* Waits until a program ends or is overdue. */
static void wait_for_one(struct run *r)
{
	size_t before = r->taken;

	for (;;) {
		for (size_t i = 0; i < r->nseats; i++)
			if (r->seats[i].process != NULL && !reap(r, &r->seats[i]) &&
			    monotonic_ms() >= r->seats[i].until)
				stop(r, &r->seats[i]);
		if (r->taken < before)
			return;
		await(patience(r));
	}
}

static void run_all(struct run *r, struct process *list, size_t n)
{
	size_t next = 0;

	while ((next < n && !r->stuck) || r->taken > 0) {
		for (size_t i = 0; i < r->nseats && next < n && !r->stuck; i++)
			if (r->seats[i].process == NULL)
				start(r, &r->seats[i], &list[next++]);
		if (r->taken > 0)
			wait_for_one(r);
	}
}

void process_run_all(struct arena *a, struct process *list, size_t n, unsigned at_once, int limit)
{
	struct run r = { .arena = a, .limit = limit };
	struct sigaction ours = { .sa_handler = SIG_DFL }, before;
	sigset_t child, mask;

	r.nseats = at_once == 0 ? 1 : at_once < PROCESS_AT_ONCE_MAX ? at_once : PROCESS_AT_ONCE_MAX;
	for (size_t i = 0; i < n; i++) {
		list[i].end = PROCESS_UNKNOWN;
		list[i].code = ETIMEDOUT;
		list[i].out = list[i].err = "";
	}
	/* Whoever started us may have had SIGCHLD ignored; then the kernel tells nobody how a child
	 * ended. */
	sigemptyset(&ours.sa_mask);
	sigemptyset(&child);
	sigaddset(&child, SIGCHLD);
	sigaction(SIGCHLD, &ours, &before);
	sigprocmask(SIG_BLOCK, &child, &mask);
	run_all(&r, list, n);
	sigprocmask(SIG_SETMASK, &mask, NULL);
	sigaction(SIGCHLD, &before, NULL);
}
