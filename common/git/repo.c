#include "git/repo.h"

#include <git2/sys/mempack.h>
#include <git2/sys/repository.h>
#include <pwd.h>

#include "base/limits.h"
#include "git/alternates.h"
#include "git/watch.h"

/* zlib fails to start for want of memory alone, and libgit2 does not say so. */
static bool no_memory(const git_error *g)
{
	return g != NULL &&
	    (g->klass == GIT_ERROR_NOMEMORY ||
	        (g->klass == GIT_ERROR_ZLIB && strstr(g->message, "initialize") != NULL));
}

int repo_error(struct arena *a, int code, struct error *e, const char *fmt, ...)
{
	const git_error *g = git_error_last();
	const char *what;
	va_list ap;

	va_start(ap, fmt);
	what = arena_vprintf(a, say(fmt), ap);
	va_end(ap);
	if (a->exhausted || no_memory(g))
		return error_memory(e);
	error_set(e, code == GIT_ENOTFOUND ? ERROR_ABSENT : ERROR_UNREADABLE, "%s: %s", what,
	    g != NULL ? escape(a, g->message) : say("git gave no reason"));
	return error_mend(e, "the administrator of the server runs git fsck in the repository");
}

static int refuse_sha256(struct error *e)
{
	error_set(e, ERROR_UNSUPPORTED, "this is a SHA-256 repository, and " REPO_MARK);
	return error_mend(e, "the administrator moves the project to a SHA-1 repository");
}

bool repo_foreign(struct arena *a, const char *path, struct error *e)
{
	const struct passwd *pw;
	bool root = geteuid() == 0;
	const char *as_owner;
	struct stat st;
	char *real;

	if (stat(path, &st) != 0 || st.st_uid == geteuid() || (pw = getpwuid(st.st_uid)) == NULL)
		return false;
	real = realpath(path, NULL);
	error_set(e, ERROR_UNREADABLE, "%s belongs to %s, and git trusts no repository of others",
	    escape(a, real != NULL ? real : path), escape(a, pw->pw_name));
	free(real);
	as_owner = arena_printf(a, "%s -u %s%s", root ? "runuser" : "sudo",
	    shellword(a, pw->pw_name), root ? " --" : "");
	error_mend(e, "its owner runs it: put this before the command\n%s", as_owner);
	return true;
}

/* libgit2's refusals to open, in words that say what they mean. */
static int open_error(struct arena *a, int code, const char *path, struct error *e)
{
	const git_error *g = git_error_last();
	const char *msg = g != NULL && g->message != NULL ? g->message : "";

	if (strstr(msg, "object format") != NULL)
		return refuse_sha256(e);
	if (strstr(msg, "extensions.refstorage") != NULL) {
		error_set(e, ERROR_UNSUPPORTED,
		    "the repository keeps its refs in a reftable, which Sluis cannot read");
		return error_mend(e,
		    "the administrator runs in the repository:\ngit refs migrate "
		    "--ref-format=files");
	}
	if (strstr(msg, "extension") != NULL) {
		error_set(e, ERROR_UNSUPPORTED,
		    "the repository uses something Sluis cannot judge: %s", escape(a, msg));
		return error_mend(
		    e, "the administrator removes that extension from the repository's config");
	}
	if (strstr(msg, "safe.directory") != NULL || code == GIT_EOWNER) {
		if (path != NULL && repo_foreign(a, path, e))
			return -1;
		error_set(e, ERROR_UNREADABLE,
		    "the repository belongs to another user than the one the hook runs as");
		return error_mend(e,
		    "the administrator gives the repository to that user, or lists it in "
		    "safe.directory");
	}
	repo_error(a, code, e, "%s",
	    path != NULL ? escape(a, path) : say("the repository cannot be opened"));
	return error_mend(
	    e, "the administrator of the server checks the repository's folder and its owner");
}

/* Files by which a repository shows another history than its objects have: "is an ancestor" cannot
 * be answered there. libgit2 reads them since 1.7. */
static int refuse_other_history(struct arena *a, struct repo *r, struct error *e)
{
	static const struct {
		const char *file, *text, *mend;
	} others[] = {
		{ "shallow", "the repository is shallow, so part of the history cannot be judged",
		    "the administrator runs git fetch --unshallow in it" },
		{ "info/grafts", "the repository has grafts, so its history cannot be judged",
		    "the administrator removes info/grafts, or runs in the repository:\n"
		    "git replace --convert-graft-file" },
	};
	struct stat st;

	for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++) {
		const char *file = arena_printf(a, "%s%s", r->dir, others[i].file);

		if (file == NULL)
			return error_memory(e);
		if (stat(file, &st) != 0 || st.st_size == 0)
			continue;
		error_set(e, ERROR_UNSUPPORTED, "%s", say(others[i].text));
		return error_mend(e, "%s", say(others[i].mend));
	}
	return 0;
}

/* Not every libgit2 knows these extensions; of the first, refuse_by_config() sees the value, and
 * the second is for who deletes objects. Any libgit2 lets them pass, so that the answer is one. */
static void know_extensions(void)
{
	static const char *const known[] = { "objectformat", "preciousobjects" };

	git_libgit2_opts(GIT_OPT_SET_EXTENSIONS, known, sizeof(known) / sizeof(known[0]));
}

/* With receive.shallowUpdate any push of any branch makes it shallow, and git does so after
 * pre-receive. */
static int refuse_by_config(struct arena *a, struct repo *r, struct error *e)
{
	git_config *config = NULL;
	const char *format = NULL;
	bool sha256;
	int on = 0, rc = git_repository_config(&config, r->git);

	if (rc == 0)
		rc = git_config_get_string(&format, config, "extensions.objectFormat");
	sha256 = rc == 0 && strcmp(format, "sha1") != 0;
	if (rc == 0 || rc == GIT_ENOTFOUND)
		rc = git_config_get_bool(&on, config, "receive.shallowUpdate");
	git_config_free(config);
	if (sha256)
		return refuse_sha256(e);
	if (rc == GIT_ENOTFOUND || (rc == 0 && !on))
		return 0;
	if (rc < 0)
		return repo_error(a, rc, e, "the repository's config cannot be read");
	error_set(e, ERROR_UNSUPPORTED,
	    "receive.shallowUpdate lets anybody's push make the repository shallow");
	return error_mend(e, "the administrator runs: git config receive.shallowUpdate false");
}

#define MEMPACK_PRIORITY 1000 /* above every store on disk, so that it takes all writes */

static int keep_writes_in_memory(struct arena *a, struct repo *r, struct error *e)
{
	git_odb_backend *mem = NULL;
	int rc = git_mempack_new(&mem);

	if (rc == 0)
		rc = git_odb_add_backend(r->odb, mem, MEMPACK_PRIORITY);
	return rc == 0 ? 0 :
	                 repo_error(a, rc, e, "the object store cannot be shielded from writes");
}

/* However large the repository: libgit2 keeps 8 MiB of small objects, which several questions ask
 * for, and maps little of the packs: 64 MiB hold the commits of a hundred thousand. */
static void stay_small(void)
{
	git_libgit2_opts(GIT_OPT_SET_CACHE_MAX_SIZE, (ssize_t)8 << 20);
	git_libgit2_opts(GIT_OPT_SET_CACHE_OBJECT_LIMIT, GIT_OBJECT_BLOB, (size_t)4096);
	git_libgit2_opts(GIT_OPT_SET_MWINDOW_SIZE, (size_t)4 << 20);
	git_libgit2_opts(GIT_OPT_SET_MWINDOW_MAPPED_LIMIT, (size_t)64 << 20);
}

/* libgit2 looks at each file of it again whenever it is asked something. */
static int read_config_once(struct repo *r)
{
	git_config *config = NULL;
	int rc = git_repository_config_snapshot(&config, r->git);

	if (rc == 0)
		rc = git_repository_set_config(r->git, config);
	git_config_free(config);
	return rc;
}

static int opened(struct arena *a, struct repo *r, bool writable, struct error *e)
{
	int rc = read_config_once(r);

	if (rc < 0)
		return repo_error(a, rc, e, "the repository's config cannot be read");
	stay_small();
	r->dir = arena_strdup(a, git_repository_commondir(r->git));
	r->apart = arena_alloc(a, sizeof(*r->apart));
	if (r->dir == NULL || r->apart == NULL)
		return error_memory(e);
	if (refuse_by_config(a, r, e) < 0)
		return -1;
	rc = git_repository_odb(&r->odb, r->git);
	if (rc < 0)
		return repo_error(a, rc, e, "the object store cannot be opened");
	rc = watch_repository(r->git, r->odb, &r->memory);
	if (rc < 0) {
		repo_error(a, rc, e, "no limits can be set");
		return error_mend(e,
		    "the administrator of the server looks at sluis.cpuSeconds, sluis.wallSeconds "
		    "and sluis.memoryMegabytes in the repository's config");
	}
	if (a->cap == ARENA_RUN_CAP || a->cap < r->memory)
		a->cap = r->memory > a->used ? r->memory : a->used;
	limits_memory(r->memory);
	if (!writable && keep_writes_in_memory(a, r, e) < 0)
		return -1;
	return refuse_other_history(a, r, e) < 0 ? -1 : alternates_check(a, r->dir, e);
}

/* Git quotes the path of the objects where it has a colon, and libgit2 does not know of that. */
static int add_quoted(struct arena *a, struct repo *r, struct error *e)
{
	const char *others = getenv("GIT_ALTERNATE_OBJECT_DIRECTORIES");
	const char *own = arena_printf(a, "%sobjects", r->dir);
	int rc = own != NULL && others != NULL && strchr(others, '"') != NULL ?
	    git_odb_add_disk_alternate(r->odb, own) :
	    0;

	return rc == 0 ? 0 : repo_error(a, rc, e, "the object store cannot be opened");
}

/* It says who is whose parent without the bytes that an id is of, so nothing is judged by it; and
 * libgit2 opens it anew with each store that it finds. */
static int without_commit_graph(struct arena *a, struct repo *r, struct error *e)
{
	int rc = git_odb_set_commit_graph(r->odb, NULL);

	return rc == 0 ? 0 : repo_error(a, rc, e, "the object store cannot be opened");
}

/* A run that opens no repository goes without libgit2. */
static void begin(struct repo *r)
{
	memset(r, 0, sizeof(*r));
	git_libgit2_init();
	r->begun = true;
}

int repo_open_env(struct arena *a, struct repo *r, struct error *e)
{
	const char *ns = getenv("GIT_NAMESPACE"), *tree = getenv("GIT_WORK_TREE");
	int rc;

	begin(r);
	if (ns != NULL && *ns != '\0') {
		error_set(e, ERROR_UNSUPPORTED,
		    "the push goes into the namespace '%s', and Sluis does not judge namespaces",
		    escape(a, ns));
		return error_mend(e, "the administrator of the server takes GIT_NAMESPACE away");
	}
	if (limits_set(e) < 0)
		return -1;
	know_extensions();
	/* Which git names in a linked work tree, and libgit2 refuses; hooks after ours may want it.
	 */
	tree = tree != NULL ? arena_strdup(a, tree) : NULL;
	unsetenv("GIT_WORK_TREE");
	rc = git_repository_open_ext(&r->git, NULL, GIT_REPOSITORY_OPEN_FROM_ENV, NULL);
	if (tree != NULL)
		setenv("GIT_WORK_TREE", tree, 1);
	if (rc < 0)
		return open_error(a, rc, NULL, e);
	return opened(a, r, false, e) < 0 || add_quoted(a, r, e) < 0 ?
	    -1 :
	    without_commit_graph(a, r, e);
}

static int open_path(
    struct arena *a, const char *path, bool writable, struct repo *r, struct error *e)
{
	int rc;

	begin(r);
	know_extensions();
	rc = git_repository_open_ext(&r->git, path, 0, NULL);
	if (rc < 0)
		return open_error(a, rc, path, e);
	return opened(a, r, writable, e) < 0 ? -1 : without_commit_graph(a, r, e);
}

int repo_open_path(struct arena *a, const char *path, struct repo *r, struct error *e)
{
	return open_path(a, path, false, r, e);
}

int repo_open_store(struct arena *a, const char *path, struct repo *r, struct error *e)
{
	git_libgit2_opts(GIT_OPT_ENABLE_FSYNC_GITDIR, 1);
	return open_path(a, path, true, r, e);
}

int repo_open_writable(struct arena *a, const struct repo *of, struct repo *store, struct error *e)
{
	if (repo_open_store(a, of->dir, store, e) < 0)
		return -1;
	store->progress = of->progress;
	store->apart = of->apart;
	return 0;
}

void repo_close(struct repo *r)
{
	if (!r->begun)
		return;
	git_odb_free(r->odb);
	git_repository_free(r->git);
	git_libgit2_shutdown();
	memset(r, 0, sizeof(*r));
}

int repo_configured(
    struct arena *a, const struct repo *r, const char *key, const char **path, struct error *e)
{
	git_config *all = NULL, *local = NULL;
	git_buf value = { 0 };
	int rc, ret = 0;

	*path = NULL;
	rc = git_repository_config(&all, r->git);
	if (rc == 0)
		rc = git_config_open_level(&local, all, GIT_CONFIG_LEVEL_LOCAL);
	if (rc == 0)
		rc = git_config_get_string_buf(&value, local, key);
	if (rc == 0) {
		*path = value.ptr[0] == '/' ? arena_strdup(a, value.ptr) :
		                              arena_printf(a, "%s%s", r->dir, value.ptr);
		if (*path == NULL)
			ret = error_memory(e);
	} else if (rc != GIT_ENOTFOUND)
		ret = repo_error(a, GIT_ERROR, e, "the repository's config cannot be read");
	git_buf_dispose(&value);
	git_config_free(local);
	git_config_free(all);
	return ret;
}
