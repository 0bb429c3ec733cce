#include "child.h"

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdint.h>
#include <sys/wait.h>
#include <unistd.h>

#include "escape.h"
#include "input.h"

/* execvp(3) does not write to its arguments, whatever its prototype says. */
static void
become(const char *const argv[])
{
	execvp(argv[0], (char *const *)(uintptr_t)argv);
	_exit(127);
}

static void
run(const char *const argv[], int out, int err)
{
	int null = open("/dev/null", O_RDONLY);

	if (null >= 0 && dup2(null, STDIN_FILENO) >= 0 && dup2(out, STDOUT_FILENO) >= 0 &&
	    dup2(err, STDERR_FILENO) >= 0)
		become(argv);
	_exit(127);
}

/* What it says on its standard output, and on its standard error if `both`. 0 and how it ended, or
 * -1. */
static int
hear(struct arena *a, const char *const argv[], bool both, size_t max, char **bytes, size_t *len,
    int *status, struct error *e)
{
	int fds[2], rc;
	pid_t pid;

	if (pipe2(fds, O_CLOEXEC) < 0)
		return error_set(e, ERROR_UNREADABLE, "%s cannot be started", escape(a, argv[0]));
	pid = fork();
	if (pid == 0)
		run(argv, fds[1], both ? fds[1] : STDERR_FILENO);
	close(fds[1]);
	rc = pid < 0 ? error_set(e, ERROR_UNREADABLE, "%s cannot be started", escape(a, argv[0])) :
	               input_read(a, fds[0], max, bytes, len, e);
	close(fds[0]);
	while (pid > 0 && waitpid(pid, status, 0) < 0)
		if (errno != EINTR)
			return error_set(
			    e, ERROR_UNREADABLE, "how %s ended is not known", escape(a, argv[0]));
	return rc;
}

int
child_output(struct arena *a, const char *const argv[], size_t max, char **bytes, size_t *len,
    struct error *e)
{
	int status, rc = hear(a, argv, false, max, bytes, len, &status, e);

	if (rc == 0 && (!WIFEXITED(status) || WEXITSTATUS(status) != 0))
		return error_set(e, ERROR_UNREADABLE, "%s failed", escape(a, argv[0]));
	return rc;
}

int
child_told(struct arena *a, const char *const argv[], size_t max, char **text, struct error *e)
{
	size_t len;
	int status;

	if (hear(a, argv, true, max, text, &len, &status, e) < 0)
		return -1;
	if (!WIFEXITED(status) || WEXITSTATUS(status) == 127)
		return error_set(e, ERROR_UNREADABLE, "%s cannot be run", escape(a, argv[0]));
	return WEXITSTATUS(status);
}

static void
become_quiet(const char *const argv[])
{
	int null = open("/dev/null", O_RDWR);

	if (null >= 0 && dup2(null, STDIN_FILENO) >= 0 && dup2(null, STDOUT_FILENO) >= 0 &&
	    dup2(null, STDERR_FILENO) >= 0)
		become(argv);
	_exit(127);
}

static int
run_to_end(const char *const argv[], void (*start)(const char *const argv[]))
{
	int status = 0;
	pid_t pid = fork();

	if (pid == 0)
		start(argv);
	while (pid > 0 && waitpid(pid, &status, 0) < 0 && errno == EINTR)
		;
	return pid > 0 && WIFEXITED(status) ? WEXITSTATUS(status) : 127;
}

int
child_run(const char *const argv[])
{
	return run_to_end(argv, become);
}

int
child_quiet(const char *const argv[])
{
	return run_to_end(argv, become_quiet);
}
