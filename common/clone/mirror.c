#include "clone/mirror.h"

#include <errno.h>
#include <fcntl.h>
#include <git2.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "run/child.h"
#include "base/digest.h"
#include "base/escape.h"
#include "base/output.h"
#include "policy/folder.h"
#include "policy/published.h"

#define SAYS_MAX ((size_t)16 << 20)
#define CONFIG_MAX ((size_t)1 << 20)

/* One mirror for each URL. */
static int make_folders(
    struct arena *a, const struct clone *c, const char *url, const char **out, struct error *e)
{
	const char *digest = digest_text(a, url, strlen(url));
	const char *name = digest != NULL ? arena_strndup(a, digest, 16) : NULL;

	if (name == NULL)
		return error_set(e, ERROR_UNREADABLE, "the digest of a URL cannot be computed");
	*out = clone_folder(a, c->common_dir, "views", name, e);
	return *out != NULL ? 0 : -1;
}

static int write_file(
    struct arena *a, const char *path, const char *bytes, size_t len, struct error *e)
{
	if (path != NULL)
		unlink(path);
	return output_file(a, path, O_EXCL, bytes, len, e);
}

/* One at a time: two fetches into the same refs would trip over each other. */
static int take_lock(struct arena *a, struct mirror *m, struct error *e)
{
	const char *path = arena_printf(a, "%s.lock", m->dir);

	m->lock = path != NULL ? open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0644) : -1;
	if (m->lock >= 0 && flock(m->lock, LOCK_EX) == 0)
		return 0;
	return error_set(
	    e, ERROR_UNREADABLE, "%s cannot be locked: %s", escape(a, path), strerror(errno));
}

static int make_repository(
    struct arena *a, const struct clone *c, const struct mirror *m, struct error *e)
{
	const char *const init[] = { "git", "--git-dir", m->dir, "init", "--quiet", "--bare",
		"--template=", "--object-format=sha1", NULL };
	const char *objects = arena_printf(a, "%s/objects\n", c->common_dir),
	           *head = arena_printf(a, "%s/HEAD", m->dir);
	struct stat st;
	char *said;
	size_t len;

	if (objects == NULL || head == NULL)
		return error_memory(e);
	if (stat(head, &st) < 0 && child_output(a, init, SAYS_MAX, &said, &len, e) < 0)
		return -1;
	if (mkdir(arena_printf(a, "%s/objects/info", m->dir), 0755) < 0 && errno != EEXIST)
		return error_set(e, ERROR_UNREADABLE, "%s cannot be written: %s", escape(a, m->dir),
		    strerror(errno));
	return write_file(
	    a, arena_printf(a, "%s/objects/info/alternates", m->dir), objects, strlen(objects), e);
}

/* How the clone reaches its remotes, and who signs with which key; nothing else of its config is
 * the mirror's. */
static bool is_lent(const char *key)
{
	static const char *const starts[] = { "http.", "credential.", "ssh.", "protocol.",
		"core.sshcommand", "core.gitproxy", "core.askpass", "user.", "author.",
		"committer.", "gpg.", "commit.gpgsign", "push.gpgsign", "push.pushoption" };

	for (size_t i = 0; i < sizeof(starts) / sizeof(starts[0]); i++)
		if (strncmp(key, starts[i], strlen(starts[i])) == 0)
			return true;
	return false;
}

static void set_numbered(const char *what, unsigned long n, const char *value)
{
	char name[64];

	snprintf(name, sizeof(name), "GIT_CONFIG_%s_%lu", what, n);
	setenv(name, value, 1);
}

/* By git's own variables for a config of one run (git-config(1), ENVIRONMENT). */
void mirror_lend_config(struct arena *a)
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

static int fetch(
    struct arena *a, const struct mirror *m, const char *const specs[3], struct error *e)
{
	const char *const argv[] = { "git", "--git-dir", m->dir, "fetch", "--quiet", "--force",
		"--prune", "--no-tags", "--no-write-fetch-head", "--no-recurse-submodules", "--",
		m->url, specs[0], specs[1], specs[2], NULL };
	struct error why = { 0 };
	char *said;
	size_t len;

	if (child_output(a, argv, SAYS_MAX, &said, &len, &why) == 0)
		return 0;
	error_set(e, ERROR_UNREADABLE, "%s cannot be fetched from", escape(a, m->url));
	return error_mend(e, "see what git ls-remote %s says", escape(a, m->url));
}

int mirror_fetch_more(struct arena *a, const struct mirror *m, const char *pattern, struct error *e)
{
	size_t fixed = strcspn(pattern, "*");
	const char *specs[3] = { NULL, NULL, NULL };

	if (strncmp(pattern, "refs/heads/", strlen("refs/heads/")) == 0)
		return 0;
	specs[0] = arena_printf(a, "+%.*s%s:%.*s%s", (int)fixed, pattern,
	    pattern[fixed] != '\0' ? "*" : "", (int)fixed, pattern,
	    pattern[fixed] != '\0' ? "*" : "");
	return specs[0] != NULL ? fetch(a, m, specs, e) : error_memory(e);
}

int mirror_mend_policy(struct error *e)
{
	return error_mend(e,
	    "the administrator of the server mends it, and runs in the repository:\n"
	    "git sluis policy --publish");
}

static int read_published(
    struct arena *a, const struct mirror *m, struct policy_folder *out, struct error *e)
{
	git_object *tree = NULL;
	struct error why = { 0 };
	struct repo r = { 0 };
	int rc;

	if (repo_open_path(a, m->dir, &r, e) < 0)
		return -1;
	rc = git_revparse_single(&tree, r.git, PUBLISHED_REF "^{tree}");
	rc = rc == 0 ? folder_of_tree(a, &r, git_object_id(tree), PUBLISHED_REF, out, &why) :
	               repo_error(a, rc, &why, PUBLISHED_REF " cannot be read");
	git_object_free(tree);
	repo_close(&r);
	if (rc == 0)
		return 0;
	error_set(e, why.kind, "%s publishes no policy: %s", escape(a, m->url), why.text);
	return mirror_mend_policy(e);
}

/* Puts the published files where the engine looks for them. */
static int place_policy(struct arena *a, struct mirror *m, struct error *e)
{
	const char *folder = arena_printf(a, "%s/sluis", m->dir), *path;
	struct policy_folder f;

	m->policy = arena_printf(a, "%s/policy.ini", folder);
	if (folder == NULL || m->policy == NULL)
		return error_memory(e);
	if ((mkdir(folder, 0755) < 0 && errno != EEXIST) || chmod(folder, 0755) < 0)
		return error_set(e, ERROR_UNREADABLE, "%s cannot be made: %s", escape(a, folder),
		    strerror(errno));
	if (read_published(a, m, &f, e) < 0)
		return -1;
	for (size_t n = 0; n < FOLDER_FILES; n++) {
		path = arena_printf(a, "%s/%s", folder, folder_names[n]);
		if (path != NULL && f.files[n].bytes == NULL)
			unlink(path);
		else if (write_file(a, path, f.files[n].bytes, f.files[n].len, e) < 0)
			return -1;
	}
	return 0;
}

static int check_published(struct arena *a, const struct mirror *m, struct error *e)
{
	const char *const known[] = { "git", "--git-dir", m->dir, "rev-parse", "--quiet",
		"--verify", PUBLISHED_REF "^{tree}", NULL };

	if (child_quiet(known) == 0)
		return 0;
	error_set(
	    e, ERROR_ABSENT, "%s publishes no policy: it has no " PUBLISHED_REF, escape(a, m->url));
	return mirror_mend_policy(e);
}

/* A ref whose object git gc took away from the clone. */
static bool is_broken(const struct mirror *m)
{
	const char *const argv[] = { "git", "--git-dir", m->dir, "for-each-ref",
		"--format=%(objecttype)", NULL };

	return child_quiet(argv) != 0;
}

static bool is_empty(struct arena *a, const struct mirror *m)
{
	const char *const argv[] = { "git", "--git-dir", m->dir, "for-each-ref", "--count=1",
		NULL };
	struct error why = { 0 };
	char *said;
	size_t len;

	return child_output(a, argv, SAYS_MAX, &said, &len, &why) == 0 && len == 0;
}

/* Of a remote that has no policy nothing else is plan. */
static int fill(struct arena *a, const struct clone *c, struct mirror *m, struct error *e)
{
	static const char *const ours[3] = { "+refs/sluis/*:refs/sluis/*" };
	static const char *const all[3] = { "+refs/sluis/*:refs/sluis/*",
		"+refs/heads/*:refs/heads/*", "+refs/signoffs/*:refs/signoffs/*" };

	if (make_repository(a, c, m, e) < 0)
		return -1;
	if (is_empty(a, m) && (fetch(a, m, ours, e) < 0 || check_published(a, m, e) < 0))
		return -1;
	return fetch(a, m, all, e) < 0 || check_published(a, m, e) < 0 ? -1 : place_policy(a, m, e);
}

static int start_anew(struct arena *a, const struct clone *c, struct mirror *m, struct error *e)
{
	const char *const argv[] = { "rm", "-rf", "--", m->dir, NULL };

	child_run(argv);
	return make_folders(a, c, m->url, &m->dir, e);
}

int mirror_open(struct arena *a, const struct clone *c, const char *url, bool fresh,
    struct mirror *out, struct error *e)
{
	*out = (struct mirror)MIRROR_NONE;
	out->url = url;
	mirror_lend_config(a);
	if (make_folders(a, c, url, &out->dir, e) < 0 || take_lock(a, out, e) < 0)
		return -1;
	if (make_repository(a, c, out, e) < 0 ||
	    ((fresh || is_broken(out)) && start_anew(a, c, out, e) < 0))
		return -1;
	return fill(a, c, out, e);
}

void mirror_close(struct mirror *m)
{
	if (m->lock >= 0)
		close(m->lock);
	*m = (struct mirror)MIRROR_NONE;
}
