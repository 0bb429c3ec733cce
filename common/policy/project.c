#include "policy/project.h"

#include "base/safefile.h"

#define VARIABLE "GL_PROJECT_PATH"
#define WORD "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz"

bool project_named(const char *name)
{
	size_t n = name != NULL ? strlen(name) : 0;

	if (n == 0 || n > PROJECT_MAX)
		return false;
	for (const char *p = name;; p += n + 1) {
		n = strcspn(p, "/");
		/* Neither "." nor "..", nor what a command takes for an option. */
		if (n == 0 || strchr(WORD, *p) == NULL || strspn(p, WORD ".-") < n)
			return false;
		if (p[n] == '\0')
			return n < 4 || strcmp(p + n - 4, ".git") != 0;
	}
}

/* Are the last words of these `n` bytes of a path that name? */
static bool ends(const char *path, size_t n, const char *name)
{
	size_t len = strlen(name);

	return n >= len && memcmp(path + n - len, name, len) == 0 &&
	    (n == len || path[n - len - 1] == '/');
}

bool project_hook(const char *program)
{
	const char *end = strrchr(program, '/'), *slash;
	size_t n = end != NULL ? (size_t)(end - program) : 0;

	if (ends(program, n, "custom_hooks"))
		return true;
	slash = memrchr(program, '/', n);
	return slash != NULL && end - slash > 3 && memcmp(end - 2, ".d", 2) == 0 &&
	    ends(program, (size_t)(slash - program), "custom_hooks");
}

static int absent(const char *name, const char *what, struct error *e)
{
	error_set(
	    e, ERROR_ABSENT, "there is no policy for the project %s: %s is not there", name, what);
	return error_mend(e,
	    "the administrator puts it there, with your folder in place of my-policy:\n"
	    "install -D -m 644 -t " PROJECTS "/%s my-policy/*",
	    name);
}

/* Whoever may write in one of the folders could put another policy there. */
static int check_folders(struct arena *a, const char *name, struct error *e)
{
	for (size_t n = 0;;) {
		const char *folder =
		    arena_printf(a, PROJECTS "%s%.*s", n > 0 ? "/" : "", (int)n, name);
		struct stat st;

		if (folder == NULL)
			return error_memory(e);
		if (lstat(folder, &st) != 0 && errno == ENOENT)
			return absent(name, folder, e);
		if (safefile_check_folder(a, folder, e) < 0)
			return -1;
		if (name[n] == '\0')
			return 0;
		n += n > 0;
		n += strcspn(name + n, "/");
	}
}

/* The project's name as the host says it. */
static int find_name(struct arena *a, const char **name, struct error *e)
{
	*name = getenv(VARIABLE);
	if (project_named(*name))
		return 0;
	if (*name == NULL)
		error_set(e, ERROR_ABSENT,
		    "GitLab does not say which project this is: %s is not set", VARIABLE);
	else
		error_set(e, ERROR_MALFORMED, "%s is no path of a project: '%s'", VARIABLE,
		    escape(a, *name));
	return error_mend(e, "push through GitLab; by hand, set it as GitLab does: group/project");
}

int project_policy(struct arena *a, const char **path, struct error *e)
{
	const char *name;
	struct stat st;

	*path = NULL;
	if (!project_hook(program_invocation_name) ||
	    (lstat(PROJECTS, &st) != 0 && errno == ENOENT))
		return 0;
	if (find_name(a, &name, e) < 0 || check_folders(a, name, e) < 0)
		return -1;
	*path = arena_printf(a, PROJECTS "/%s/policy.ini", name);
	return *path != NULL ? 0 : error_memory(e);
}
