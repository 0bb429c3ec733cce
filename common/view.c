#include "view.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "child.h"
#include "digest.h"
#include "escape.h"
#include "published.h"

#define SAYS_MAX ((size_t)16 << 20)
#define CONFIG_MAX ((size_t)1 << 20)

/* Everything in it belongs to whoever runs this, and the gate believes no file that others can
 * write. */
static int
make_folders(
    struct arena *a, const struct clone *c, const char *url, const char **out, struct error *e)
{
	unsigned char sum[DIGEST_SIZE];
	char hex[DIGEST_HEX];
	const char *parts[3];

	if (digest_sha256(url, strlen(url), sum) < 0)
		return error_set(e, ERROR_UNREADABLE, "the digest of a URL cannot be computed");
	parts[0] = arena_printf(a, "%s/sluis", c->common_dir);
	parts[1] = arena_printf(a, "%s/sluis/views", c->common_dir);
	parts[2] = arena_printf(a, "%s/sluis/views/%.16s", c->common_dir, digest_hex(sum, hex));
	*out = parts[2];
	for (size_t i = 0; i < 3; i++) {
		if (parts[i] == NULL)
			return error_memory(e);
		if (mkdir(parts[i], 0755) < 0 && errno != EEXIST)
			return error_set(e, ERROR_UNREADABLE, "%s cannot be made: %s",
			    escape(a, parts[i]), strerror(errno));
	}
	return 0;
}

static int
write_file(struct arena *a, const char *path, const char *bytes, size_t len, struct error *e)
{
	FILE *f;
	bool good;

	if (path == NULL)
		return error_memory(e);
	unlink(path);
	f = fopen(path, "wxe");
	good = f != NULL && fwrite(bytes, 1, len, f) == len && fchmod(fileno(f), 0644) == 0;
	if (f != NULL && fclose(f) != 0)
		good = false;
	return good ? 0 :
	              error_set(e, ERROR_UNREADABLE, "%s cannot be written: %s", escape(a, path),
	                  strerror(errno));
}

/* One at a time: two fetches into the same refs would trip over each other. */
static int
take_lock(struct arena *a, struct view *v, struct error *e)
{
	const char *path = arena_printf(a, "%s.lock", v->dir);

	v->lock = path != NULL ? open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0644) : -1;
	if (v->lock >= 0 && flock(v->lock, LOCK_EX) == 0)
		return 0;
	return error_set(
	    e, ERROR_UNREADABLE, "%s cannot be locked: %s", escape(a, path), strerror(errno));
}

static int
make_repository(struct arena *a, const struct clone *c, const struct view *v, struct error *e)
{
	const char *const init[] = { "git", "--git-dir", v->dir, "init", "--quiet", "--bare",
		"--template=", "--object-format=sha1", NULL };
	const char *objects = arena_printf(a, "%s/objects\n", c->common_dir),
	           *head = arena_printf(a, "%s/HEAD", v->dir);
	struct stat st;
	char *said;
	size_t len;

	if (objects == NULL || head == NULL)
		return error_memory(e);
	if (stat(head, &st) < 0 && child_output(a, init, SAYS_MAX, &said, &len, e) < 0)
		return -1;
	if (mkdir(arena_printf(a, "%s/objects/info", v->dir), 0755) < 0 && errno != EEXIST)
		return error_set(e, ERROR_UNREADABLE, "%s cannot be written: %s", escape(a, v->dir),
		    strerror(errno));
	return write_file(
	    a, arena_printf(a, "%s/objects/info/alternates", v->dir), objects, strlen(objects), e);
}

/* How the clone reaches its remotes, and who signs with which key; nothing else of its config is
 * the view's. */
static bool
is_lent(const char *key)
{
	static const char *const starts[] = { "http.", "credential.", "ssh.", "protocol.",
		"core.sshcommand", "core.gitproxy", "core.askpass", "user.", "author.",
		"committer.", "gpg.", "commit.gpgsign", "push.gpgsign", "push.pushoption" };

	for (size_t i = 0; i < sizeof(starts) / sizeof(starts[0]); i++)
		if (strncmp(key, starts[i], strlen(starts[i])) == 0)
			return true;
	return false;
}

static void
set_numbered(const char *what, unsigned long n, const char *value)
{
	char name[64];

	snprintf(name, sizeof(name), "GIT_CONFIG_%s_%lu", what, n);
	setenv(name, value, 1);
}

/* By git's own variables for a config of one run (git-config(1), ENVIRONMENT). */
static void
lend_config(struct arena *a)
{
	static bool lent;
	const char *const list[] = { "git", "config", "--local", "--includes", "--null", "--list",
		NULL };
	const char *before = getenv("GIT_CONFIG_COUNT");
	unsigned long n = before != NULL ? strtoul(before, NULL, 10) : 0;
	char *at, count[32];
	size_t len;
	struct error why = { 0 };

	if (lent || child_output(a, list, CONFIG_MAX, &at, &len, &why) < 0)
		return;
	lent = true;
	for (const char *end = at + len; at < end; at += strlen(at) + 1) {
		size_t key = strcspn(at, "\n");
		const char *name = arena_strndup(a, at, key);

		if (name == NULL || !is_lent(name))
			continue;
		set_numbered("KEY", n, name);
		set_numbered("VALUE", n, at[key] == '\n' ? at + key + 1 : "true");
		n++;
	}
	snprintf(count, sizeof(count), "%lu", n);
	setenv("GIT_CONFIG_COUNT", count, 1);
}

static int
fetch(struct arena *a, const struct view *v, const char *const specs[3], struct error *e)
{
	const char *const argv[] = { "git", "--git-dir", v->dir, "fetch", "--quiet", "--force",
		"--prune", "--no-tags", "--no-write-fetch-head", "--no-recurse-submodules", "--",
		v->url, specs[0], specs[1], specs[2], NULL };
	struct error why = { 0 };
	char *said;
	size_t len;

	if (child_output(a, argv, SAYS_MAX, &said, &len, &why) == 0)
		return 0;
	error_set(e, ERROR_UNREADABLE, "%s cannot be fetched from", escape(a, v->url));
	return error_mend(e, "see what git ls-remote %s says", escape(a, v->url));
}

int
view_fetch_more(struct arena *a, const struct view *v, const char *pattern, struct error *e)
{
	size_t fixed = strcspn(pattern, "*");
	const char *specs[3] = { NULL, NULL, NULL };

	if (strncmp(pattern, "refs/heads/", strlen("refs/heads/")) == 0)
		return 0;
	specs[0] = arena_printf(a, "+%.*s%s:%.*s%s", (int)fixed, pattern,
	    pattern[fixed] != '\0' ? "*" : "", (int)fixed, pattern,
	    pattern[fixed] != '\0' ? "*" : "");
	return specs[0] != NULL ? fetch(a, v, specs, e) : error_memory(e);
}

/* Puts a published file where the engine looks for it. */
static int
place(struct arena *a, const struct view *v, const char *folder, const char *name, bool needed,
    struct error *e)
{
	const char *const list[] = { "git", "--git-dir", v->dir, "ls-tree", "--name-only",
		PUBLISHED_REF, "--", name, NULL };
	const char *const show[] = { "git", "--git-dir", v->dir, "cat-file", "blob",
		arena_printf(a, PUBLISHED_REF ":%s", name), NULL };
	const char *path = arena_printf(a, "%s/%s", folder, name);
	char *bytes;
	size_t len;

	if (path == NULL || show[5] == NULL)
		return error_memory(e);
	unlink(path);
	if (child_output(a, list, SAYS_MAX, &bytes, &len, e) < 0)
		return -1;
	if (len == 0 && !needed)
		return 0;
	if (child_output(a, show, SAYS_MAX, &bytes, &len, e) < 0)
		return -1;
	return write_file(a, path, bytes, len, e);
}

static int
place_policy(struct arena *a, struct view *v, struct error *e)
{
	const char *folder = arena_printf(a, "%s/sluis", v->dir);

	v->policy = arena_printf(a, "%s/policy.ini", folder);
	if (folder == NULL || v->policy == NULL)
		return error_memory(e);
	if ((mkdir(folder, 0755) < 0 && errno != EEXIST) || chmod(folder, 0755) < 0)
		return error_set(e, ERROR_UNREADABLE, "%s cannot be made: %s", escape(a, folder),
		    strerror(errno));
	return place(a, v, folder, "allowed_signers", false, e) < 0 ?
	    -1 :
	    place(a, v, folder, "policy.ini", true, e);
}

static int
check_published(struct arena *a, const struct view *v, struct error *e)
{
	const char *const known[] = { "git", "--git-dir", v->dir, "rev-parse", "--quiet",
		"--verify", PUBLISHED_REF, NULL };

	if (child_quiet(known) == 0)
		return 0;
	error_set(
	    e, ERROR_ABSENT, "%s publishes no policy: it has no " PUBLISHED_REF, escape(a, v->url));
	return error_mend(
	    e, "the administrator of the server runs git sluis policy --publish there");
}

/* A ref whose object git gc took away from the clone. */
static bool
is_broken(const struct view *v)
{
	const char *const argv[] = { "git", "--git-dir", v->dir, "for-each-ref",
		"--format=%(objecttype)", NULL };

	return child_quiet(argv) != 0;
}

static bool
is_empty(struct arena *a, const struct view *v)
{
	const char *const argv[] = { "git", "--git-dir", v->dir, "for-each-ref", "--count=1",
		NULL };
	struct error why = { 0 };
	char *said;
	size_t len;

	return child_output(a, argv, SAYS_MAX, &said, &len, &why) == 0 && len == 0;
}

/* Of a remote that has no policy nothing else is wanted. */
static int
fill(struct arena *a, const struct clone *c, struct view *v, struct error *e)
{
	static const char *const ours[3] = { "+refs/sluis/*:refs/sluis/*" };
	static const char *const all[3] = { "+refs/sluis/*:refs/sluis/*",
		"+refs/heads/*:refs/heads/*", "+refs/signoffs/*:refs/signoffs/*" };

	if (make_repository(a, c, v, e) < 0)
		return -1;
	if (is_empty(a, v) && (fetch(a, v, ours, e) < 0 || check_published(a, v, e) < 0))
		return -1;
	return fetch(a, v, all, e) < 0 || check_published(a, v, e) < 0 ? -1 : place_policy(a, v, e);
}

static int
start_anew(struct arena *a, const struct clone *c, struct view *v, struct error *e)
{
	const char *const argv[] = { "rm", "-rf", "--", v->dir, NULL };

	child_run(argv);
	return make_folders(a, c, v->url, &v->dir, e);
}

int
view_open(struct arena *a, const struct clone *c, const char *url, bool fresh, struct view *out,
    struct error *e)
{
	*out = (struct view)VIEW_NONE;
	out->url = url;
	lend_config(a);
	if (make_folders(a, c, url, &out->dir, e) < 0 || take_lock(a, out, e) < 0)
		return -1;
	if (make_repository(a, c, out, e) < 0 ||
	    ((fresh || is_broken(out)) && start_anew(a, c, out, e) < 0))
		return -1;
	return fill(a, c, out, e);
}

void
view_close(struct view *v)
{
	if (v->lock >= 0)
		close(v->lock);
	*v = (struct view)VIEW_NONE;
}
