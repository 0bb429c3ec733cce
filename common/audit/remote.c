#include "audit/remote.h"

#include <dirent.h>
#include <sys/resource.h>

#include "run/child.h"

#define SAID_MAX ((size_t)64 << 10)
#define GONE 2 /* exit status of git ls-remote --exit-code */
#define OVERDUE 124 /* exit status of timeout(1); 137 when it had to kill */
#define KILLED 137
#define LEFT_FOR 3600 /* seconds after which a pack that came in part is nobody's */

static int64_t bound(const struct repo *r, const char *key, int64_t otherwise)
{
	git_config *config = NULL;
	int64_t n;
	int rc = git_repository_config_snapshot(&config, r->git);

	if (rc == 0)
		rc = git_config_get_int64(&n, config, key);
	git_config_free(config);
	return rc == 0 && n > 0 ? n : otherwise;
}

const char *remote_last_line(struct arena *a, const char *said)
{
	/* What follows is of no use, and it is not itself where something was said before it. */
	const char *after = strstr(said, "fatal: Could not read from remote repository."),
	           *first = strstr(said, "remote: error: ");
	size_t n = after == NULL || after == said ? strlen(said) : (size_t)(after - said), from;

	if (after == said || first != NULL) {
		said = first != NULL ? first : said;
		n = strcspn(said, "\n");
	}
	while (n > 0 && strchr("\n\r ", said[n - 1]) != NULL)
		n--;
	for (from = n; from > 0 && said[from - 1] != '\n'; from--)
		;
	return n > 0 ? escape_bytes(a, said + from, n - from) : say("git gave no reason");
}

static int fail(struct arena *a, const char *url, int rc, const char *said, struct error *e)
{
	if (rc == OVERDUE || rc == KILLED)
		return error_set(e, ERROR_UNREADABLE, "%s gave no answer in time", escape(a, url));
	return error_set(e, ERROR_UNREADABLE, "%s cannot be read: %s", escape(a, url),
	    remote_last_line(a, said));
}

/* Runs git in the repository. Its exit code and what it said, or -1. */
static int run(struct arena *a, const struct repo *r, const char *const *args, size_t n,
    char **said, struct error *e)
{
	const char *argv[32] = { "timeout", "--kill-after=5",
		arena_printf(a, "%lld", (long long)bound(r, "sluis.fetchSeconds", REMOTE_SECONDS)),
		"git", "--git-dir", r->dir, "-c", "core.hooksPath=/dev/null" };
	const size_t before = 8;

	if (argv[2] == NULL)
		return error_memory(e);
	memcpy(argv + before, args, n * sizeof(*args));
	child_git_elsewhere();
	return child_told(a, argv, SAID_MAX, said, e);
}

int remote_ref_read(const char *said, const char *name, git_oid *out)
{
	size_t n, len = strlen(name);

	/* Other lines are of refs whose names end alike, or what ssh said. */
	for (const char *at = said; *at != '\0'; at += n, at += *at == '\n') {
		n = strcspn(at, "\n");
		if (n == OID_HEX + 1 + len && (at[OID_HEX] == '\t' || at[OID_HEX] == ' ') &&
		    memcmp(at + OID_HEX + 1, name, len) == 0 && oid_parse(at, OID_HEX, out) == 0)
			return 0;
	}
	return -1;
}

int remote_tip(struct arena *a, const struct repo *r, const char *url, const char *name,
    git_oid *out, struct error *e)
{
	const char *const args[] = { "ls-remote", "--quiet", "--exit-code", "--", url, name };
	char *said;
	int rc = run(a, r, args, sizeof(args) / sizeof(args[0]), &said, e);

	if (rc < 0)
		return -1;
	if (rc == GONE)
		return error_set(e, ERROR_ABSENT, "there is no %s in %s", name, escape(a, url));
	if (rc != 0)
		return fail(a, url, rc, said, e);
	return remote_ref_read(said, name, out) == 0 ?
	    0 :
	    error_set(e, ERROR_ABSENT, "there is no %s in %s", name, escape(a, url));
}

/* A fetch that was cut off leaves its part of a pack: with each try the disk would be fuller. */
static void sweep(struct arena *a, const struct repo *r)
{
	const char *path = arena_printf(a, "%sobjects/pack", r->dir);
	DIR *dir = path != NULL ? opendir(path) : NULL;
	const struct dirent *d;
	struct stat st;

	while (dir != NULL && (d = readdir(dir)) != NULL)
		if (begins_with(d->d_name, "tmp_pack_") &&
		    fstatat(dirfd(dir), d->d_name, &st, AT_SYMLINK_NOFOLLOW) == 0 &&
		    st.st_mtime < time(NULL) - LEFT_FOR)
			unlinkat(dirfd(dir), d->d_name, 0);
	if (dir != NULL)
		closedir(dir);
}

int remote_bound(struct arena *a, const struct repo *r, struct rlimit *before, struct error *e)
{
	struct rlimit bounded;

	if (getrlimit(RLIMIT_FSIZE, before) < 0)
		return error_set(e, ERROR_UNREADABLE, "the limits of this process are not known");
	sweep(a, r);
	bounded = *before;
	bounded.rlim_cur = (rlim_t)bound(r, "sluis.fetchBytes", REMOTE_BYTES);
	if (bounded.rlim_cur > before->rlim_cur)
		bounded.rlim_cur = before->rlim_cur;
	return setrlimit(RLIMIT_FSIZE, &bounded) == 0 ?
	    0 :
	    error_set(e, ERROR_UNREADABLE, "the size of what is fetched cannot be bounded");
}

/* One pack, so that the bound of a file is that of the fetch. */
static int fetch(struct arena *a, const struct repo *r, const char *url, const char *spec,
    char **said, struct error *e)
{
	const char *const args[] = { "-c", "fetch.unpackLimit=1", "-c", "fetch.prune=false", "-c",
		"gc.auto=0", "fetch", "--quiet", "--refmap=", "--no-tags", "--no-write-fetch-head",
		"--no-recurse-submodules", "--", url, spec };
	struct rlimit before;
	int rc;

	if (remote_bound(a, r, &before, e) < 0)
		return -1;
	rc = run(a, r, args, sizeof(args) / sizeof(args[0]), said, e);
	setrlimit(RLIMIT_FSIZE, &before);
	return rc;
}

int remote_fetch(struct arena *a, const struct repo *r, const char *url, const char *name,
    const char *into, git_oid *out, struct error *e)
{
	const char *spec = arena_printf(a, "+%s:%s", name, into);
	char *said;
	int rc;

	if (spec == NULL)
		return error_memory(e);
	rc = fetch(a, r, url, spec, &said, e);
	if (rc < 0)
		return -1;
	if (rc != 0)
		return fail(a, url, rc, said, e);
	rc = git_reference_name_to_id(out, r->git, into);
	return rc == 0 ? 0 : repo_error(a, GIT_ERROR, e, "what was fetched cannot be read");
}
