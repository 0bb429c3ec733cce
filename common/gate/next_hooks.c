#include "gate/next_hooks.h"

#include <dirent.h>
#include <sys/wait.h>

#include "git/watch.h"
#include "run/child.h"
#include "run/memfile.h"

static int failed(struct arena *a, const char *path, const char *what, struct error *e)
{
	error_set(e, ERROR_UNREADABLE, "the hook %s %s", escape(a, path), say(what));
	return error_mend(e, "the administrator of the server looks at that hook");
}

static int run_one(
    struct arena *a, const char *const argv[], const char *input, size_t len, struct error *e)
{
	/* A file, so that a hook which does not read it cannot block us. */
	int in = memfile_make(input, len), status, rc = -1;

	if (in >= 0) {
		rc = child_wait(CHILD_HOOK, (const int[]){ in, STDOUT_FILENO, STDERR_FILENO }, 3,
		    argv, &status);
		close(in);
	}
	if (rc < 0)
		return failed(a, argv[0],
		    in >= 0 && errno == ECHILD ? "cannot be waited for" : "cannot be started", e);
	if (!WIFEXITED(status))
		return failed(a, argv[0], "died of a signal", e);
	if (WEXITSTATUS(status) == 127)
		return failed(
		    a, argv[0], "cannot be run, or did not find a program that it needs", e);
	return WEXITSTATUS(status);
}

/* 1, 0, or -1 where it cannot be told. One that others may run and we may not is a hook. */
static int is_hook(const char *path)
{
	struct stat st;

	if (stat(path, &st) != 0)
		return errno == ENOENT ? 0 : -1;
	return S_ISREG(st.st_mode) && (st.st_mode & 0111) != 0;
}

/* A copy of argv whose first argument is the hook itself. */
static const char **arguments(struct arena *a, char *const argv[], const char *path)
{
	size_t n = 0;
	const char **copy;

	while (argv[n] != NULL)
		n++;
	copy = arena_array(a, n + 1, sizeof(*copy));
	if (copy == NULL)
		return NULL;
	memcpy(copy, argv, n * sizeof(*copy));
	copy[0] = path;
	return copy;
}

int next_hooks_run(
    struct arena *a, char *const argv[], const char *input, size_t len, struct error *e)
{
	const char *dir = arena_printf(a, "%s.d", argv[0]);
	struct dirent **names = NULL;
	int n, is, rc = 0;

	if (dir == NULL)
		return error_memory(e);
	n = scandir(dir, &names, NULL, alphasort);
	if (n < 0)
		return errno == ENOENT ? 0 : failed(a, dir, "folder cannot be read", e);
	watch_end();
	for (int i = 0; i < n && rc == 0; i++) {
		const char *path = arena_printf(a, "%s/%s", dir, names[i]->d_name);
		const char **args = path != NULL ? arguments(a, argv, path) : NULL;

		if (args == NULL)
			rc = error_memory(e);
		else if ((is = is_hook(path)) < 0)
			rc = failed(a, path, "cannot be looked at", e);
		else if (is)
			rc = run_one(a, args, input, len, e);
	}
	for (int i = 0; i < n; i++)
		free(names[i]);
	free(names);
	return rc;
}

bool next_hooks_there(struct arena *a, char *const argv[])
{
	const char *dir = arena_printf(a, "%s.d", argv[0]);

	return dir == NULL || access(dir, F_OK) == 0;
}
