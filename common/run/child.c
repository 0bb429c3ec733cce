#include "run/child.h"

#include <signal.h>
#include <spawn.h>
#include <sys/syscall.h>
#include <sys/wait.h>

#include "base/limits.h"
#include "base/output.h"
#include "run/memfile.h"

enum { BOTH = -2 }; /* standard output and error are one */

static int set_descriptors(posix_spawn_file_actions_t *fa, const int *fds, int n, bool only)
{
	int rc = 0;

	for (int i = 0; rc == 0 && i < n; i++)
		rc = fds[i] < 0 ? posix_spawn_file_actions_addopen(fa, i, "/dev/null", O_RDWR, 0) :
		                  posix_spawn_file_actions_adddup2(fa, fds[i], i);
	if (rc != 0 || !only)
		return rc;
#ifdef __GLIBC__
	return posix_spawn_file_actions_addclosefrom_np(fa, n);
#else /* musl: dup2 in the child keeps open what it names */
	return syscall(SYS_close_range, n, ~0U, 4 /* CLOSE_RANGE_CLOEXEC */) < 0 ? errno : 0;
#endif
}

/* A process group or session of its own lets all that the program starts end with it. */
static int set_attributes(posix_spawnattr_t *attr, enum child_kind kind)
{
	static const short flags[] = { [CHILD_HOOK] = POSIX_SPAWN_SETSIGDEF,
		[CHILD_APART] = POSIX_SPAWN_SETSID,
		[CHILD_ALONE] =
		    POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETPGROUP };
	sigset_t none, normal;

	sigemptyset(&none);
	sigfillset(&normal);
	if (kind == CHILD_HOOK) {
		sigemptyset(&normal);
		sigaddset(&normal, SIGPIPE);
	}
	posix_spawnattr_setsigmask(attr, &none);
	posix_spawnattr_setsigdefault(attr, &normal);
	posix_spawnattr_setpgroup(attr, 0);
	return posix_spawnattr_setflags(attr, flags[kind]);
}

int child_start(enum child_kind kind, const int *fds, int n, const char *const *argv, pid_t *pid)
{
	/* Its messages are those of sluis-fetch; nothing else of it is anybody's locale. */
	static char plain[] = "LC_CTYPE=C", dutch[] = "LC_MESSAGES=nl";
	char *const bare[] = { plain, say_language() == LANGUAGE_NL ? dutch : NULL, NULL };
	/* It leaves argv alone; its prototype is older than const. */
	char *const *args = (char *const *)(uintptr_t)argv;
	posix_spawn_file_actions_t fa;
	posix_spawnattr_t attr;
	bool foreign = kind == CHILD_HOOK || kind == CHILD_APART;
	int rc = posix_spawn_file_actions_init(&fa);

	if (rc != 0)
		return rc;
	rc = posix_spawnattr_init(&attr);
	if (rc != 0)
		goto out;
	rc = set_attributes(&attr, kind);
	if (rc == 0)
		rc = set_descriptors(&fa, fds, n, kind != CHILD_OURS);
	if (foreign)
		limits_lend();
	if (rc == 0)
		rc = kind == CHILD_ALONE ? posix_spawn(pid, argv[0], &fa, &attr, args, bare) :
		                           posix_spawnp(pid, argv[0], &fa, &attr, args, environ);
	if (foreign)
		limits_resume();
	posix_spawnattr_destroy(&attr);
out:
	posix_spawn_file_actions_destroy(&fa);
	return rc;
}

/* As child_start(), but one that cannot be run is pid 0, whose end wait_for() knows. 0 or -1. */
static int start(enum child_kind kind, const int *fds, int n, const char *const *argv, pid_t *pid)
{
	int rc = child_start(kind, fds, n, argv, pid);

	if (rc != 0)
		*pid = 0;
	errno = rc;
	return rc == EAGAIN || rc == ENOMEM ? -1 : 0;
}

static int wait_for(pid_t pid, int *status)
{
	*status = 127 << 8;
	return pid > 0 && waitpid(pid, status, 0) < 0 ? -1 : 0;
}

int child_wait(enum child_kind kind, const int *fds, int n, const char *const *argv, int *status)
{
	pid_t pid;

	return start(kind, fds, n, argv, &pid) < 0 ? -1 : wait_for(pid, status);
}

int child_put_down(pid_t pid)
{
	int status;

	kill(-pid, SIGKILL);
	return wait_for(pid, &status) == 0 ? status : -1;
}

void child_detach(const char *const argv[], const char *log, void (*prepare)(void))
{
	pid_t pid = fork();
	int status;

	if (pid == 0) {
		int out = open(log, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, 0640);

		prepare();
		child_start(CHILD_APART, (const int[]){ -1, out, out }, 3, argv, &pid);
		_exit(0); /* so that nobody waits for the grandchild */
	}
	wait_for(pid, &status);
}

void child_git_elsewhere(void)
{
	for (const char *const *name = (const char *const[]){ "GIT_DIR", "GIT_WORK_TREE",
	         "GIT_NAMESPACE", "GIT_QUARANTINE_PATH", "GIT_OBJECT_DIRECTORY",
	         "GIT_ALTERNATE_OBJECT_DIRECTORIES", "GIT_PUSH_OPTION_COUNT", NULL };
	     *name != NULL; name++)
		unsetenv(*name);
	setenv("GIT_TERMINAL_PROMPT", "0", 1);
	setenv("GIT_NO_REPLACE_OBJECTS", "1", 1);
	setenv("GIT_GRAFT_FILE", "/dev/null", 1);
	setenv("LC_ALL", "C", 1);
}

/* `err` is its standard error, or BOTH for its standard output too. */
static int begin(
    struct arena *a, const char *const argv[], int in, int err, struct child *out, struct error *e)
{
	int ends[2], rc;

	*out = (struct child){ argv[0], 0, -1 };
	if (pipe2(ends, O_CLOEXEC) < 0)
		return error_set(e, ERROR_UNREADABLE, "%s cannot be started", escape(a, argv[0]));
	rc = start(CHILD_OURS, (const int[]){ in, ends[1], err == BOTH ? ends[1] : err }, 3, argv,
	    &out->pid);
	close(ends[1]);
	out->says = ends[0];
	if (rc == 0)
		return 0;
	close(out->says);
	return error_set(e, ERROR_UNREADABLE, "%s cannot be started", escape(a, argv[0]));
}

/* 0 and how it ended, or -1. */
static int hear(struct arena *a, const struct child *c, size_t max, char **bytes, size_t *len,
    int *status, struct error *e)
{
	int rc = input_read(a, c->says, max, bytes, len, e);

	close(c->says);
	if (wait_for(c->pid, status) < 0)
		return error_set(
		    e, ERROR_UNREADABLE, "how %s ended is not known", escape(a, c->name));
	return rc;
}

int child_output(struct arena *a, const char *const argv[], size_t max, char **bytes, size_t *len,
    struct error *e)
{
	struct child c;
	int status;

	if (begin(a, argv, -1, e != NULL ? STDERR_FILENO : -1, &c, e) < 0 ||
	    hear(a, &c, max, bytes, len, &status, e) < 0)
		return -1;
	return WIFEXITED(status) && WEXITSTATUS(status) == 0 ?
	    0 :
	    error_set(e, ERROR_UNREADABLE, "%s failed", escape(a, argv[0]));
}

int child_told(struct arena *a, const char *const argv[], size_t max, char **text, struct error *e)
{
	struct child c;
	size_t len;
	int status;

	if (begin(a, argv, -1, BOTH, &c, e) < 0 || hear(a, &c, max, text, &len, &status, e) < 0)
		return -1;
	if (!WIFEXITED(status) || WEXITSTATUS(status) == 127)
		return error_set(e, ERROR_UNREADABLE, "%s cannot be run", escape(a, argv[0]));
	return WEXITSTATUS(status);
}

int child_begin(struct arena *a, const char *const argv[], const char *input, size_t ninput,
    struct child *out, struct error *e)
{
	int in = memfile_make(input, ninput), rc;

	if (in < 0)
		return error_set(e, ERROR_UNREADABLE, "%s cannot be started", escape(a, argv[0]));
	rc = begin(a, argv, in, STDERR_FILENO, out, e);
	close(in);
	return rc;
}

int child_end(
    struct arena *a, const struct child *c, size_t max, char **bytes, size_t *len, struct error *e)
{
	int status;

	if (hear(a, c, max, bytes, len, &status, e) < 0)
		return -1;
	return WIFEXITED(status) ? WEXITSTATUS(status) :
	                           error_set(e, ERROR_UNREADABLE, "%s failed", escape(a, c->name));
}

int child_asked(struct arena *a, const char *const argv[], const char *input, size_t ninput,
    size_t max, char **bytes, size_t *len, struct error *e)
{
	struct child c;

	return child_begin(a, argv, input, ninput, &c, e) < 0 ?
	    -1 :
	    child_end(a, &c, max, bytes, len, e);
}

int child_run(const char *const argv[])
{
	int status, rc = child_wait(CHILD_OURS, NULL, 0, argv, &status);

	return rc == 0 && WIFEXITED(status) ? WEXITSTATUS(status) : 127;
}
