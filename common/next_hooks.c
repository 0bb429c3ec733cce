#include "next_hooks.h"

#include <dirent.h>
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "escape.h"
#include "say.h"

static int
failed(struct arena *a, const char *path, const char *what, struct error *e)
{
	error_set(e, ERROR_UNREADABLE, "the hook %s %s", escape(a, path), say(what));
	return error_mend(e, "the administrator of the server looks at that hook");
}

/* A file with the input, so that a hook which does not read it cannot block us. -1 without memory.
 */
static int
input_file(const char *input, size_t len)
{
	int fd = memfd_create("input", MFD_CLOEXEC);
	size_t done = 0;

	while (fd >= 0 && done < len) {
		ssize_t n = write(fd, input + done, len - done);

		if (n < 0 && errno != EINTR) {
			close(fd);
			return -1;
		}
		done += n > 0 ? (size_t)n : 0;
	}
	if (fd >= 0)
		lseek(fd, 0, SEEK_SET);
	return fd;
}

static void
exec_hook(const char *path, char *const argv[], int in)
{
	/* git ignores SIGPIPE around its hooks' input; a hook expects the default. */
	signal(SIGPIPE, SIG_DFL);
	if (dup2(in, STDIN_FILENO) >= 0)
		execv(path, argv);
	_exit(127);
}

static int
run_one(struct arena *a, const char *path, char *const argv[], const char *input, size_t len,
    struct error *e)
{
	int in = input_file(input, len), status;
	pid_t pid = in >= 0 ? fork() : -1;

	if (pid == 0)
		exec_hook(path, argv, in);
	if (in >= 0)
		close(in);
	if (pid < 0)
		return failed(a, path, "cannot be started", e);
	while (waitpid(pid, &status, 0) < 0)
		if (errno != EINTR)
			return failed(a, path, "cannot be waited for", e);
	if (!WIFEXITED(status))
		return failed(a, path, "died of a signal", e);
	if (WEXITSTATUS(status) == 127)
		return failed(a, path, "cannot be run, or did not find a program that it needs", e);
	return WEXITSTATUS(status);
}

static int
is_hook(const char *path)
{
	struct stat st;

	return stat(path, &st) == 0 && S_ISREG(st.st_mode) && access(path, X_OK) == 0;
}

/* A copy of argv whose first argument is the hook itself. */
static char **
arguments(struct arena *a, char *const argv[], char *path)
{
	size_t n = 0;
	char **copy;

	while (argv[n] != NULL)
		n++;
	copy = arena_array(a, n + 1, sizeof(*copy));
	if (copy == NULL)
		return NULL;
	memcpy(copy, argv, n * sizeof(*copy));
	copy[0] = path;
	return copy;
}

int
next_hooks_run(struct arena *a, char *const argv[], const char *input, size_t len, struct error *e)
{
	const char *dir = arena_printf(a, "%s.d", argv[0]);
	struct dirent **names = NULL;
	int n, rc = 0;

	if (dir == NULL)
		return error_memory(e);
	n = scandir(dir, &names, NULL, alphasort);
	if (n < 0)
		return errno == ENOENT ? 0 : failed(a, dir, "folder cannot be read", e);
	for (int i = 0; i < n && rc == 0; i++) {
		char *path = arena_printf(a, "%s/%s", dir, names[i]->d_name);
		char **args = path != NULL ? arguments(a, argv, path) : NULL;

		if (args == NULL)
			rc = error_memory(e);
		else if (is_hook(path))
			rc = run_one(a, path, args, input, len, e);
	}
	for (int i = 0; i < n; i++)
		free(names[i]);
	free(names);
	return rc;
}
