#include "process_child.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdint.h>
#include <string.h>
#include <sys/pidfd.h>
#include <sys/wait.h>
#include <unistd.h>

#include "memfile.h"

#define FIRST_FILE 3 /* after stdin, stdout and stderr */
#define KILL_LIMIT 1000 /* ms in which a killed program has to be gone */

const char *
process_file(size_t n)
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

static void
shut(int fd)
{
	if (fd >= 0)
		close(fd);
}

static bool
add(struct table *t, int fd)
{
	if (fd < 0)
		return false;
	t->fds[t->n++] = fd;
	return true;
}

static bool
fill(struct table *t, const struct process *p)
{
	if (!add(t, memfile_make(p->input.bytes, p->input.len)) || !add(t, memfile_room()) ||
	    !add(t, memfile_room()))
		return false;
	for (size_t i = 0; i < p->nfiles; i++)
		if (!add(t, memfile_make(p->files[i].bytes, p->files[i].len)))
			return false;
	return true;
}

static int
add_files(const int *fds, int n, posix_spawn_file_actions_t *fa)
{
	int rc = 0;

	for (int i = 0; rc == 0 && i < n; i++)
		rc = posix_spawn_file_actions_adddup2(fa, fds[i], i);
	return rc != 0 ? rc : posix_spawn_file_actions_addclosefrom_np(fa, n);
}

/* A process group of its own, so that what the program itself started ends with it; no signal
 * ignored or blocked. */
static int
set_attributes(posix_spawnattr_t *attr)
{
	sigset_t none, all;

	sigemptyset(&none);
	sigfillset(&all);
	posix_spawnattr_setsigmask(attr, &none);
	posix_spawnattr_setsigdefault(attr, &all);
	posix_spawnattr_setpgroup(attr, 0);
	return posix_spawnattr_setflags(
	    attr, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETPGROUP);
}

int
process_spawn(const int *fds, int n, const char *const *argv, pid_t *pid)
{
	static char locale[] = "LC_ALL=C";
	char *const env[] = { locale, NULL };
	posix_spawn_file_actions_t fa;
	posix_spawnattr_t attr;
	int rc = posix_spawn_file_actions_init(&fa);

	if (rc != 0)
		return rc;
	rc = posix_spawnattr_init(&attr);
	if (rc != 0)
		goto out;
	rc = set_attributes(&attr);
	if (rc == 0)
		rc = add_files(fds, n, &fa);
	if (rc == 0) /* which leaves argv alone; its prototype is older than const */
		rc = posix_spawn(pid, argv[0], &fa, &attr, (char *const *)(uintptr_t)argv, env);
	posix_spawnattr_destroy(&attr);
out:
	posix_spawn_file_actions_destroy(&fa);
	return rc;
}

static void
note(struct process_child *c, enum process_end how, int code)
{
	c->process->end = how;
	c->process->code = code;
}

static void
leave(struct process_child *c)
{
	shut(c->pidfd);
	shut(c->out);
	shut(c->err);
	memset(c, 0, sizeof(*c));
}

int
process_put_down(pid_t pid)
{
	int status, rc;

	kill(-pid, SIGKILL);
	while ((rc = waitpid(pid, &status, 0)) < 0 && errno == EINTR)
		continue;
	return rc == pid ? status : -1;
}

int
process_child_start(struct process_child *c, struct process *p)
{
	struct table t = { .n = 0 };
	int rc = fill(&t, p) ? 0 : errno;

	*c = (struct process_child){ p, 0, -1, -1, -1 };
	if (rc == 0)
		rc = process_spawn(t.fds, t.n, p->argv, &c->pid);
	if (rc == 0) {
		c->pidfd = pidfd_open(c->pid, 0);
		rc = c->pidfd < 0 ? errno : 0;
		if (rc != 0)
			process_put_down(c->pid);
	}
	for (int i = 0; i < t.n; i++)
		if (i == STDOUT_FILENO)
			c->out = t.fds[i];
		else if (i == STDERR_FILENO)
			c->err = t.fds[i];
		else
			close(t.fds[i]);
	if (rc == 0)
		return 0;
	note(c, PROCESS_UNKNOWN, rc);
	leave(c);
	return -1;
}

bool
process_child_reap(struct arena *a, struct process_child *c)
{
	siginfo_t info = { 0 };
	const char *out, *err;
	int rc;

	do
		rc = waitid(P_PIDFD, (id_t)c->pidfd, &info, WEXITED | WNOHANG);
	while (rc < 0 && errno == EINTR);
	if (rc == 0 && info.si_pid == 0)
		return false;
	if (rc < 0)
		note(c, PROCESS_UNKNOWN, errno);
	else
		note(c, info.si_code == CLD_EXITED ? PROCESS_EXITED : PROCESS_KILLED,
		    info.si_status);
	out = memfile_text(a, c->out);
	err = memfile_text(a, c->err);
	if (out != NULL && err != NULL) {
		c->process->out = out;
		c->process->err = err;
	} else {
		note(c, PROCESS_UNKNOWN, ENOMEM);
	}
	leave(c);
	return true;
}

/* One that even SIGKILL does not end, as on a dead network disk, is left behind: nobody shall wait
 * for it. */
void
process_child_stop(struct process_child *c, enum process_end end, int code)
{
	struct pollfd gone = { .fd = c->pidfd, .events = POLLIN };
	siginfo_t info;

	kill(-c->pid, SIGKILL);
	while (poll(&gone, 1, KILL_LIMIT) < 0 && errno == EINTR)
		continue;
	waitid(P_PIDFD, (id_t)c->pidfd, &info, WEXITED | WNOHANG);
	note(c, end, code);
	leave(c);
}
