#include "clone/mirror.h"

#include <sys/file.h>

#include "audit/audit.h"
#include "audit/index.h"
#include "run/child.h"
#include "base/digest.h"
#include "base/output.h"
#include "base/safefile.h"
#include "policy/folder.h"
#include "policy/published.h"

#define SAYS_MAX ((size_t)16 << 20)
#define MANY 1000 /* refs, each in a file of its own */
#define DAY (24 * 60 * 60)

static const char ours[] = "+refs/sluis/*:refs/sluis/*\n";

/* One mirror for each URL; in a partial clone it has all objects itself. */
static int make_folders(
    struct arena *a, const struct clone *c, const char *url, const char **out, struct error *e)
{
	const char *digest = digest_text(a, url, strlen(url));
	const char *name = digest != NULL ? arena_strndup(a, digest, 16) : NULL;

	if (name == NULL)
		return error_set(e, ERROR_UNREADABLE, "the digest of a URL cannot be computed");
	*out = clone_folder(
	    a, c->common_dir, config_lacks_objects(&c->config) ? "whole" : "views", name, e);
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
	const char *objects = arena_printf(a, "%s/objects\n", c->common_dir);

	if (objects == NULL)
		return error_memory(e);
	if (clone_init(a, m->dir, e) < 0)
		return -1;
	if (mkdir(arena_printf(a, "%s/objects/info", m->dir), 0755) < 0 && errno != EEXIST)
		return error_set(e, ERROR_UNREADABLE, "%s cannot be written: %s", escape(a, m->dir),
		    strerror(errno));
	return write_file(
	    a, arena_printf(a, "%s/objects/info/alternates", m->dir), objects, strlen(objects), e);
}

/* Has the clone little that the mirror lacks? A day of it comes twice rather than that git lists
 * all refs of the clone each time, to say what it has. */
static bool is_recent(struct arena *a, const struct clone *c, const struct mirror *m)
{
	const char *path = arena_printf(a, "%s/sluis/policy.ini", m->dir),
	           *head = arena_printf(a, "%s/FETCH_HEAD", c->git_dir);
	struct stat mine, theirs;

	if (path == NULL || head == NULL || stat(path, &mine) < 0)
		return false;
	return stat(head, &theirs) == 0 ? theirs.st_mtime - mine.st_mtime < DAY : errno == ENOENT;
}

/* Of the refs of those refspecs, in one connection. */
static int begin_fetch(struct mirror *m, const char *specs, struct error *e)
{
	const char *argv[20] = { "git", "--git-dir", m->dir },
	           *const fetch[] = { "fetch", "--quiet", "--force", "--prune", "--no-tags",
		           "--no-write-fetch-head", "--no-recurse-submodules",
		           "--no-auto-maintenance", "--no-write-commit-graph", "--stdin", "--",
		           m->url };
	size_t n = 3;

	if (m->recent) {
		argv[n++] = "-c";
		argv[n++] = "core.alternateRefsCommand=true";
	}
	memcpy(argv + n, fetch, sizeof(fetch));
	m->runs = child_begin(m->arena, argv, specs, strlen(specs), &m->fetch, e) == 0;
	return m->runs ? 0 : -1;
}

static int end_fetch(struct mirror *m, struct error *e)
{
	struct arena *a = m->arena;
	struct error why = { 0 };
	char *said;
	size_t len;

	m->runs = false;
	if (child_end(a, &m->fetch, SAYS_MAX, &said, &len, &why) == 0)
		return 0;
	error_set(e, ERROR_UNREADABLE, "%s cannot be fetched from", escape(a, m->url));
	return error_mend(e, "see what git ls-remote %s says", escape(a, m->url));
}

static int fetch(struct mirror *m, const char *specs, struct error *e)
{
	return begin_fetch(m, specs, e) == 0 && end_fetch(m, e) == 0 ? 0 : -1;
}

static const char *also_path(struct arena *a, const struct mirror *m)
{
	return arena_printf(a, "%s/sluis/also", m->dir);
}

int mirror_fetch_also(struct mirror *m, const char *specs, struct error *e)
{
	struct arena *a = m->arena;
	int rc;

	if (specs == NULL)
		return error_memory(e);
	if (strcmp(specs, m->also) == 0)
		return 0;
	rc = mirror_settle(m, e);
	if (rc != 0)
		return rc;
	return write_file(a, also_path(a, m), specs, strlen(specs), e) == 0 &&
	        (*specs == '\0' || fetch(m, specs, e) == 0) ?
	    0 :
	    -1;
}

int mirror_mend_policy(struct error *e)
{
	return error_mend(e,
	    "the administrator of the server mends it, and runs in the repository:\n"
	    "git sluis policy --publish");
}

static int open_repository(struct mirror *m, struct error *e)
{
	if (m->repo.git != NULL || repo_open_path(m->arena, m->dir, &m->repo, e) == 0)
		return 0;
	repo_close(&m->repo);
	return -1;
}

static int read_published(
    struct arena *a, struct mirror *m, struct policy_folder *out, struct error *e)
{
	git_object *tree = NULL;
	struct error why = { 0 };
	int rc;

	if (open_repository(m, e) < 0)
		return -1;
	rc = git_revparse_single(&tree, m->repo.git, PUBLISHED_REF "^{tree}");
	if (rc == GIT_ENOTFOUND || rc == GIT_EINVALIDSPEC)
		error_set(&why, ERROR_ABSENT, "it has no " PUBLISHED_REF);
	else
		rc = rc == 0 ?
		    folder_of_tree(a, &m->repo, git_object_id(tree), PUBLISHED_REF, out, &why) :
		    repo_error(a, rc, &why, PUBLISHED_REF " cannot be read");
	git_object_free(tree);
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

enum state { EMPTY, FILLED, BROKEN };

/* All refs, as text. Broken, where that is asked: of a ref whose object git gc took away from the
 * clone. */
static enum state look(struct mirror *m, bool whole)
{
	git_reference_iterator *refs = NULL;
	enum state is = BROKEN;
	git_reference *ref;
	struct error why = { 0 };
	struct output all = { 0 };
	char hex[OID_HEX + 1];
	int rc;

	if (open_repository(m, &why) == 0 && output_start(&all) == 0 &&
	    (rc = git_reference_iterator_new(&refs, m->repo.git)) == 0) {
		is = EMPTY;
		m->nrefs = 0;
		while (is != BROKEN && (rc = git_reference_next(&ref, refs)) == 0) {
			const git_oid *id = git_reference_target(ref);

			is = id == NULL || (whole && !git_odb_exists(m->repo.odb, id)) ? BROKEN :
			                                                                 FILLED;
			if (is == FILLED)
				fprintf(all.file, "%s %s\n", git_oid_tostr(hex, sizeof(hex), id),
				    git_reference_name(ref));
			git_reference_free(ref);
			m->nrefs++;
		}
		is = rc == 0 || rc == GIT_ITEROVER ? is : BROKEN;
	}
	git_reference_iterator_free(refs);
	m->refs = output_keep(&all, m->arena);
	return m->refs != NULL ? is : BROKEN;
}

/* Something came. So many refs are packed by who comes back, since git looks at objects alone; and
 * the audit is looked up by what leads to its entries, as on the server. */
static void tidy(struct mirror *m, bool fresh)
{
	const char *const maintain[] = { "git", "--git-dir", m->dir, "maintenance", "run", "--auto",
		"--quiet", NULL };
	const char *const pack[] = { "git", "--git-dir", m->dir, "pack-refs", "--all", NULL };
	const char *packed = arena_printf(m->arena, "%s/packed-refs", m->dir);
	struct error can_do_without = { 0 };
	git_oid audit;

	child_run(maintain);
	if (!fresh && m->nrefs > MANY && packed != NULL && access(packed, F_OK) < 0)
		child_run(pack);
	if (git_reference_name_to_id(&audit, m->repo.git, AUDIT_REF) == 0)
		index_keep(m->arena, &m->repo, &audit, false, &can_do_without);
}

int mirror_settle(struct mirror *m, struct error *e)
{
	const char *before = m->refs;

	if (!m->runs)
		return 0;
	if (end_fetch(m, e) < 0)
		return -1;
	if (look(m, false) == FILLED && before != NULL && strcmp(before, m->refs) == 0)
		return 0;
	tidy(m, before == NULL || *before == '\0');
	return MIRROR_MOVED;
}

static int start_anew(struct arena *a, const struct clone *c, struct mirror *m, struct error *e)
{
	const char *const argv[] = { "rm", "-rf", "--", m->dir, NULL };

	repo_close(&m->repo);
	child_run(argv);
	return make_folders(a, c, m->url, &m->dir, e) < 0 ? -1 : make_repository(a, c, m, e);
}

/* Of a remote that has no policy nothing else is taken. */
static int fill(struct mirror *m, enum mirror_when when, struct error *e)
{
	bool empty = when == MIRROR_FRESH;
	struct arena *a = m->arena;
	const char *path = also_path(a, m), *all;
	struct safefile also;
	struct error why = { 0 };

	m->also = path != NULL && safefile_read_any(a, path, SAYS_MAX, &also, &why) == 0 ?
	    also.bytes :
	    "";
	all = arena_printf(
	    a, "%s+refs/heads/*:refs/heads/*\n+refs/signoffs/*:refs/signoffs/*\n%s", ours, m->also);
	if (all == NULL)
		return error_memory(e);
	if (empty && (fetch(m, ours, e) < 0 || place_policy(a, m, e) < 0))
		return -1;
	if (when != MIRROR_FETCHED && begin_fetch(m, all, e) < 0)
		return -1;
	if (when != MIRROR_AHEAD && mirror_settle(m, e) == -1)
		return -1;
	return place_policy(a, m, e);
}

int mirror_open(struct arena *a, const struct clone *c, const char *url, enum mirror_when when,
    struct mirror *out, struct error *e)
{
	enum state is;

	*out = (struct mirror)MIRROR_NONE;
	out->arena = a;
	out->url = url;
	config_lend(&c->config);
	if (make_folders(a, c, url, &out->dir, e) < 0 || take_lock(a, out, e) < 0 ||
	    make_repository(a, c, out, e) < 0)
		return -1;
	is = when == MIRROR_FRESH ? BROKEN : look(out, true);
	out->recent = config_lacks_objects(&c->config) || (is == FILLED && is_recent(a, c, out));
	if (is == BROKEN && start_anew(a, c, out, e) < 0)
		return -1;
	return fill(out, is == FILLED ? when : MIRROR_FRESH, e);
}

void mirror_close(struct mirror *m)
{
	struct error none = { 0 };

	mirror_settle(m, &none);
	repo_close(&m->repo);
	if (m->lock >= 0)
		close(m->lock);
	*m = (struct mirror)MIRROR_NONE;
}
