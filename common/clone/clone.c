#include "clone/clone.h"

#include "run/child.h"
#include "base/safefile.h"

#define SAYS_MAX ((size_t)64 << 10)

/* Makes it, and those above it. */
static int make_folder(struct arena *a, const char *path, mode_t mode, struct error *e)
{
	char *copy = path != NULL ? arena_strdup(a, path) : NULL;

	if (copy == NULL)
		return error_memory(e);
	for (char *at = strchr(copy + 1, '/');; at = strchr(at + 1, '/')) {
		if (at != NULL)
			*at = '\0';
		if (mkdir(copy, mode) < 0 && errno != EEXIST)
			return error_set(e, ERROR_UNREADABLE, "%s cannot be made: %s",
			    escape(a, copy), strerror(errno));
		if (at == NULL)
			return 0;
		*at = '/';
	}
}

const char *clone_folder(
    struct arena *a, const char *git_dir, const char *kind, const char *name, struct error *e)
{
	const char *path = arena_printf(a, "%s/sluis/%s/%s", git_dir, kind, name);

	return make_folder(a, path, 0755, e) == 0 ? path : NULL;
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

/* What `git rev-parse` says, a line for each question; in a bare repository none of a work tree. */
enum { GIT_DIR, COMMON_DIR, SHALLOW, FORMAT, UP, PREFIX, LINES };

/* -1: a folder has a line feed in its name. */
static int cut_lines(char *text, const char *out[LINES])
{
	size_t n = 0;

	for (char *end; n < LINES && (end = strchr(text, '\n')) != NULL; text = end + 1) {
		*end = '\0';
		out[n++] = text;
	}
	return n > UP && *text == '\0' ? 0 : -1;
}

static int refuse_unfit(const char *const said[LINES], struct error *e)
{
	if (strcmp(said[FORMAT], "sha1") != 0) {
		error_set(e, ERROR_UNSUPPORTED,
		    "this is a SHA-256 repository, and Sluis judges SHA-1 repositories only");
		return error_mend(e, "git clone the project from a SHA-1 repository");
	}
	if (strcmp(said[SHALLOW], "false") == 0)
		return 0;
	error_set(
	    e, ERROR_UNSUPPORTED, "this clone is shallow, so part of the history cannot be judged");
	return error_mend(e, "git fetch --unshallow");
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
	const char *said[LINES] = { [PREFIX] = "" };
	struct child config;
	bool here;
	char *bytes;
	size_t len;
	int rc;

	memset(out, 0, sizeof(*out));
	if (config_begin(a, &config, e) < 0)
		return -1;
	here = child_output(a, where, SAYS_MAX, &bytes, &len, NULL) == 0;
	rc = config_end(a, &config, &out->config, e);
	if (!here) {
		error_set(e, ERROR_ABSENT, "there is no git repository here");
		return error_mend(e, "run it in a clone of the project");
	}
	if (cut_lines(bytes, said) < 0)
		return error_set(
		    e, ERROR_UNSUPPORTED, "the folder of this clone has a line feed in its name");
	if (*said[UP] != '\0' && chdir(said[UP]) < 0)
		return error_set(e, ERROR_UNREADABLE,
		    "the top of the work tree cannot be entered: %s", escape(a, said[UP]));
	out->git_dir = said[GIT_DIR];
	out->common_dir = said[COMMON_DIR];
	out->prefix = said[PREFIX];
	name_to_git(out);
	return rc < 0 ? -1 : refuse_unfit(said, e);
}

int clone_check_url(struct arena *a, const char *url, struct error *e)
{
	size_t word =
	    strspn(url, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789+.-");

	if (*url != '\0' && *url != '-' && !begins_with(url + word, "::") &&
	    strcmp(escape_whole(a, url), url) == 0)
		return 0;
	error_set(e, ERROR_MALFORMED, "'%s' is no address of a repository", escape(a, url));
	return error_mend(e, "such as https://git.example.org/project.git, or HOST:PATH");
}

int clone_init(struct arena *a, const char *dir, struct error *e)
{
	const char *const init[] = { "git", "--git-dir", dir, "init", "--quiet", "--bare",
		"--template=", "--object-format=sha1", NULL };
	const char *head = arena_printf(a, "%s/HEAD", dir);
	struct stat st;

	if (head == NULL)
		return error_memory(e);
	return stat(head, &st) == 0 || child_run(init) == 0 ?
	    0 :
	    error_set(e, ERROR_UNREADABLE, "git cannot use %s", escape(a, dir));
}

int clone_apart(struct arena *a, struct clone *out, struct error *e)
{
	const char *cache = getenv("XDG_CACHE_HOME"), *home = getenv("HOME"), *dir;
	struct child config;

	memset(out, 0, sizeof(*out));
	if (cache != NULL && *cache == '/')
		dir = arena_printf(a, "%s/sluis/clone.git", cache);
	else if (home != NULL && *home == '/')
		dir = arena_printf(a, "%s/.cache/sluis/clone.git", home);
	else
		return error_set(e, ERROR_ABSENT, "neither HOME nor XDG_CACHE_HOME names a folder");
	if (dir == NULL)
		return error_memory(e);
	/* Git runs what the configuration of a repository tells it to. */
	if (make_folder(a, dir, 0700, e) < 0 ||
	    safefile_check_folder(a, arena_strndup(a, dir, (size_t)(strrchr(dir, '/') - dir)), e) <
	        0 ||
	    safefile_check_folder(a, dir, e) < 0)
		return -1;
	if (clone_init(a, dir, e) < 0 || config_begin(a, &config, e) < 0 ||
	    config_end(a, &config, &out->config, e) < 0)
		return -1;
	out->git_dir = out->common_dir = dir;
	out->prefix = "";
	name_to_git(out);
	config_lend(&out->config);
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
	user = begins_with(url, "http") ? 0 : strcspn(host, ":@");
	return arena_printf(
	    a, "%.*s%.*s%s", (int)(host - url), url, (int)user, host, user > 0 ? at : at + 1);
}

const char *clone_command(struct arena *a, const char *url, const char *command)
{
	static const char *const verbs[] = { "status", "page", "sign", "start", "close", "promote",
		"accept", "deployed" };
	static const char ours[] = "git sluis ";
	size_t n;

	if (url == NULL || command == NULL || !begins_with(command, ours))
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

/* What git cuts off the ends of a name and an address. */
static bool is_crud(char c)
{
	return (unsigned char)c <= ' ' || strchr(".,:;<>\"\\'", c) != NULL;
}

/* As it is set; NULL for what git guesses, or would change. */
static const char *find_ident(
    const struct clone *c, const char *env, const char *committer, const char *user)
{
	const char *said = getenv(env);
	size_t n;

	if (said == NULL && ((said = config_get(&c->config, committer)) == NULL || *said == '\0'))
		said = config_get(&c->config, user);
	n = said != NULL ? strlen(said) : 0;
	return n > 0 && !is_crud(said[0]) && !is_crud(said[n - 1]) &&
	        strpbrk(said, "<>\n") == NULL ?
	    said :
	    NULL;
}

const char *clone_identity(struct arena *a, const struct clone *c, struct error *e)
{
	const char *const ask[] = { "git", "var", "GIT_COMMITTER_IDENT", NULL };
	const char *name = find_ident(c, "GIT_COMMITTER_NAME", "committer.name", "user.name"),
	           *address = find_ident(c, "GIT_COMMITTER_EMAIL", "committer.email", "user.email"),
	           *open, *end;

	if (name != NULL && address != NULL)
		return address;
	open = (address = clone_ask(a, ask, NULL)) != NULL ? strchr(address, '<') : NULL;
	end = open != NULL ? strchr(open, '>') : NULL;
	address = end != NULL ? arena_strndup(a, open + 1, (size_t)(end - open - 1)) : NULL;
	if (address == NULL) {
		error_set(e, ERROR_ABSENT, "git does not know your address");
		error_mend(e, "git sluis setup");
	}
	return address;
}

/* The name in remote.NAME.VARIABLE; NULL for another key. */
static const char *remote_name(struct arena *a, const char *key)
{
	size_t start = strlen("remote.");
	const char *name = key + start, *last = strrchr(key, '.');

	return strncmp(key, "remote.", start) == 0 && last > name ?
	    arena_strndup(a, name, (size_t)(last - name)) :
	    NULL;
}

/* What remote.NAME.`variable` is. `plain` becomes false where it is said twice. */
static const char *find_url(
    struct arena *a, const struct config *c, const char *name, const char *variable, bool *plain)
{
	const char *key = arena_printf(a, "remote.%s.%s", name, variable), *found = NULL;

	for (size_t i = 0; key != NULL && i < c->n; i++)
		if (strcmp(c->list[i].key, key) == 0) {
			*plain = *plain && found == NULL;
			found = c->list[i].value;
		}
	return found;
}

const char *clone_push_url(
    struct arena *a, const struct clone *c, const char **remote, struct error *e)
{
	const char *wanted = *remote != NULL ? *remote : "origin", *last = NULL, *url, *push;
	bool known = false, several = false, plain = true;

	for (size_t i = 0; i < c->config.n; i++) {
		const char *key = c->config.list[i].key, *name = remote_name(a, key);

		plain = plain && !begins_with(key, "url.");
		if (name == NULL)
			continue;
		known = known || strcmp(name, wanted) == 0;
		several = several || (last != NULL && strcmp(name, last) != 0);
		last = name;
	}
	if (*remote == NULL && !known && (several || last == NULL)) {
		error_set(e, ERROR_ABSENT, "this clone has no remote 'origin'");
		error_mend(e,
		    last == NULL ? "git remote add origin URL" :
		                   "name one of them with --remote:\ngit remote");
		return NULL;
	}
	if (*remote == NULL)
		*remote = known ? wanted : last;
	url = find_url(a, &c->config, *remote, "url", &plain);
	push = find_url(a, &c->config, *remote, "pushurl", &plain);
	if (plain)
		return push != NULL ? push : url != NULL ? url : *remote;
	/* What is rewritten (url.BASE.insteadOf), or said twice, is git's own word. */
	return url != NULL || push != NULL ?
	    clone_ask(a,
	        (const char *const[]){ "git", "remote", "get-url", "--push", "--", *remote, NULL },
	        e) :
	    clone_ask(a,
	        (const char *const[]){ "git", "ls-remote", "--get-url", "--", *remote, NULL }, e);
}
