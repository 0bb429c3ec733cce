#include "clone/clone.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "run/child.h"
#include "base/escape.h"
#include "base/safefile.h"

#define SAYS_MAX ((size_t)64 << 10)

const char *clone_folder(
    struct arena *a, const char *git_dir, const char *kind, const char *name, struct error *e)
{
	const char *parts[3] = { arena_printf(a, "%s/sluis", git_dir),
		arena_printf(a, "%s/sluis/%s", git_dir, kind),
		arena_printf(a, "%s/sluis/%s/%s", git_dir, kind, name) };

	for (size_t i = 0; i < 3; i++) {
		if (parts[i] == NULL) {
			error_memory(e);
			return NULL;
		}
		if (mkdir(parts[i], 0755) < 0 && errno != EEXIST) {
			error_set(e, ERROR_UNREADABLE, "%s cannot be made: %s", escape(a, parts[i]),
			    strerror(errno));
			return NULL;
		}
	}
	return parts[2];
}

const char *clone_ask(struct arena *a, const char *const argv[], struct error *e)
{
	char *bytes;
	size_t len;

	if (child_output(a, argv, SAYS_MAX, &bytes, &len, e) < 0)
		return NULL;
	bytes[strcspn(bytes, "\n")] = '\0';
	return bytes;
}

/* What `git rev-parse` says, a line for each question. */
struct position {
	const char *git_dir, *common_dir, *shallow, *format, *up, *prefix;
};

static int read_position(char *lines, struct position *out)
{
	enum { BARE_SAYS = 5 }; /* lines: nothing of where in a work tree */
	const char **each[] = { &out->git_dir, &out->common_dir, &out->shallow, &out->format,
		&out->up, &out->prefix };

	for (size_t i = 0; i < sizeof(each) / sizeof(each[0]); i++) {
		char *end = strchr(lines, '\n');

		if (end == NULL && i == BARE_SAYS)
			return 0;
		if (end == NULL)
			return -1;
		*end = '\0';
		*each[i] = lines;
		lines = end + 1;
	}
	return *lines == '\0' ? 0 :
	                        -1; /* a folder with a line feed in its name is refused here too */
}

static int refuse_unfit(const struct position *p, struct error *e)
{
	const char *const partial[] = { "git", "config", "--get", "extensions.partialclone", NULL };

	if (strcmp(p->format, "sha1") != 0) {
		error_set(e, ERROR_UNSUPPORTED,
		    "this is a SHA-256 repository, and Sluis judges SHA-1 repositories only");
		return error_mend(e, "git clone the project from a SHA-1 repository");
	}
	if (strcmp(p->shallow, "false") != 0) {
		error_set(e, ERROR_UNSUPPORTED,
		    "this clone is shallow, so part of the history cannot be judged");
		return error_mend(e, "git fetch --unshallow");
	}
	if (child_quiet(partial) != 0)
		return 0;
	error_set(
	    e, ERROR_UNSUPPORTED, "this clone is partial, so part of the history cannot be judged");
	return error_mend(e, "make a whole one with git clone");
}

/* What git exports to hooks and aliases is about where git stood; from here on it is about the
 * clone alone. */
static void name_to_git(const struct clone *c)
{
	static const char *const others[] = { "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_COMMON_DIR",
		"GIT_OBJECT_DIRECTORY", "GIT_ALTERNATE_OBJECT_DIRECTORIES", "GIT_NAMESPACE",
		"GIT_PREFIX", "GIT_SHALLOW_FILE", "GIT_GRAFT_FILE" };

	for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++)
		unsetenv(others[i]);
	setenv("GIT_DIR", c->git_dir, 1);
}

int clone_find(struct arena *a, struct clone *out, struct error *e)
{
	const char *const where[] = { "git", "rev-parse", "--path-format=absolute", "--git-dir",
		"--git-common-dir", "--is-shallow-repository", "--show-object-format",
		"--show-cdup", "--show-prefix", NULL };
	struct position p = { .prefix = "" };
	char *bytes = NULL;
	size_t len;

	memset(out, 0, sizeof(*out));
	if (child_quiet(where) != 0 || child_output(a, where, SAYS_MAX, &bytes, &len, e) < 0) {
		error_set(e, ERROR_ABSENT, "there is no git repository here");
		return error_mend(e, "run it in a clone of the project");
	}
	if (read_position(bytes, &p) < 0)
		return error_set(
		    e, ERROR_UNSUPPORTED, "the folder of this clone has a line feed in its name");
	if (refuse_unfit(&p, e) < 0)
		return -1;
	if (*p.up != '\0' && chdir(p.up) < 0)
		return error_set(e, ERROR_UNREADABLE,
		    "the top of the work tree cannot be entered: %s", escape(a, p.up));
	out->git_dir = p.git_dir;
	out->common_dir = p.common_dir;
	out->prefix = p.prefix;
	name_to_git(out);
	return 0;
}

int clone_check_url(struct arena *a, const char *url, struct error *e)
{
	size_t word =
	    strspn(url, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789+.-");

	if (*url != '\0' && *url != '-' && strncmp(url + word, "::", 2) != 0 &&
	    strcmp(escape_whole(a, url), url) == 0)
		return 0;
	error_set(e, ERROR_MALFORMED, "'%s' is no address of a repository", escape(a, url));
	return error_mend(e, "such as https://git.example.org/project.git, or HOST:PATH");
}

/* Makes it, and those above it. */
static int make_folder(struct arena *a, const char *path, struct error *e)
{
	char *copy = arena_strdup(a, path);

	if (copy == NULL)
		return error_memory(e);
	for (char *at = strchr(copy + 1, '/');; at = strchr(at + 1, '/')) {
		if (at != NULL)
			*at = '\0';
		if (mkdir(copy, 0700) < 0 && errno != EEXIST)
			return error_set(e, ERROR_UNREADABLE, "%s cannot be made: %s",
			    escape(a, copy), strerror(errno));
		if (at == NULL)
			return 0;
		*at = '/';
	}
}

int clone_apart(struct arena *a, struct clone *out, struct error *e)
{
	const char *cache = getenv("XDG_CACHE_HOME"), *home = getenv("HOME"), *dir;
	const char *init[] = { "git", "--git-dir", NULL, "init", "--quiet", "--bare",
		"--template=", "--object-format=sha1", NULL };

	if (cache != NULL && *cache == '/')
		dir = arena_printf(a, "%s/sluis/clone.git", cache);
	else if (home != NULL && *home == '/')
		dir = arena_printf(a, "%s/.cache/sluis/clone.git", home);
	else
		return error_set(e, ERROR_ABSENT, "neither HOME nor XDG_CACHE_HOME names a folder");
	if (dir == NULL)
		return error_memory(e);
	init[2] = dir;
	/* Git runs what the configuration of a repository tells it to. */
	if (make_folder(a, dir, e) < 0 ||
	    safefile_check_folder(a, arena_strndup(a, dir, (size_t)(strrchr(dir, '/') - dir)), e) <
	        0 ||
	    safefile_check_folder(a, dir, e) < 0)
		return -1;
	if (child_quiet(init) != 0)
		return error_set(e, ERROR_UNREADABLE, "git cannot use %s", escape(a, dir));
	*out = (struct clone){ dir, dir, "" };
	name_to_git(out);
	return 0;
}

const char *clone_public_url(struct arena *a, const char *url)
{
	const char *host = strstr(url, "://"), *at = NULL;
	size_t user;

	host = host != NULL ? host + strlen("://") : url;
	for (const char *c = host; host > url && *c != '\0' && *c != '/'; c++)
		at = *c == '@' ? c : at;
	if (at == NULL)
		return url;
	user = strncmp(url, "http", strlen("http")) == 0 ? 0 : strcspn(host, ":@");
	return arena_printf(
	    a, "%.*s%.*s%s", (int)(host - url), url, (int)user, host, user > 0 ? at : at + 1);
}

const char *clone_command(struct arena *a, const char *url, const char *command)
{
	static const char *const verbs[] = { "status", "page", "sign", "start", "close", "promote",
		"accept", "deployed" };
	static const char ours[] = "git sluis ";
	size_t n;

	if (url == NULL || command == NULL || strncmp(command, ours, strlen(ours)) != 0)
		return command;
	n = strlen(ours) + strcspn(command + strlen(ours), " ");
	for (size_t i = 0; i < sizeof(verbs) / sizeof(verbs[0]); i++)
		if (strncmp(command + strlen(ours), verbs[i], n - strlen(ours)) == 0 &&
		    strlen(verbs[i]) == n - strlen(ours))
			return arena_printf(
			    a, "%.*s %s%s", (int)n, command, shellword(a, url), command + n);
	return command;
}

const char *clone_path(struct arena *a, const struct clone *c, const char *name)
{
	return *name == '/' ? name : arena_printf(a, "%s%s", c->prefix, name);
}

const char *clone_identity(struct arena *a, struct error *e)
{
	const char *const ask[] = { "git", "var", "GIT_COMMITTER_IDENT", NULL };
	const char *ident = child_quiet(ask) == 0 ? clone_ask(a, ask, e) : NULL;
	const char *open = ident != NULL ? strchr(ident, '<') : NULL,
	           *end = open != NULL ? strchr(open, '>') : NULL;
	const char *address =
	    end != NULL ? arena_strndup(a, open + 1, (size_t)(end - open - 1)) : NULL;

	if (address == NULL) {
		error_set(e, ERROR_ABSENT, "git does not know your address");
		error_mend(e, "git sluis setup");
	}
	return address;
}

const char *clone_push_url(struct arena *a, const char **remote, struct error *e)
{
	const char *const list[] = { "git", "remote", NULL };
	const char *wanted = *remote != NULL ? *remote : "origin", *last = NULL;
	bool known = false;
	size_t n = 0, len;
	char *names, *save = NULL;
	struct error none = { 0 };

	if (child_output(a, list, SAYS_MAX, &names, &len, &none) == 0)
		for (char *name = strtok_r(names, "\n", &save); name != NULL;
		     name = strtok_r(NULL, "\n", &save), n++) {
			known = known || strcmp(name, wanted) == 0;
			last = name;
		}
	if (*remote == NULL && !known && n != 1) {
		error_set(e, ERROR_ABSENT, "this clone has no remote 'origin'");
		error_mend(e,
		    n == 0 ? "git remote add origin URL" :
		             "name one of them with --remote:\ngit remote");
		return NULL;
	}
	if (*remote == NULL)
		*remote = known ? wanted : last;
	return known || *remote == last ?
	    clone_ask(a,
	        (const char *const[]){ "git", "remote", "get-url", "--push", "--", *remote, NULL },
	        e) :
	    clone_ask(a,
	        (const char *const[]){ "git", "ls-remote", "--get-url", "--", *remote, NULL }, e);
}
