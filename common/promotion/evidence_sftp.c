#include "promotion/evidence_sftp.h"

#include "base/installed.h"
#include "audit/audit.h"
#include "git/refs.h"

#define FAN 2 /* hex digits of a name that are a folder of their own */
#define OUTCOMES_MAX 2000 /* entries without a verdict that may follow one */

/* The name of a link in the folder: a digest of place and digest, so that the same bytes elsewhere
 * are another link. `place` is "sftp://host/path". -1 when it cannot be computed. */
static int result_cache_name(struct arena *a, const char *place,
    const unsigned char sha256[DIGEST_SIZE], char out[DIGEST_HEX])
{
	unsigned char sum[DIGEST_SIZE];
	char hex[DIGEST_HEX];
	const char *link = arena_printf(a, "%s sha256:%s", place, digest_hex(sha256, hex));

	if (link == NULL || digest_sha256(link, strlen(link), sum) < 0)
		return -1;
	digest_hex(sum, out);
	return 0;
}

/* A folder of a tree; NULL for none. */
static git_tree *open_folder(const struct repo *r, const git_tree *tree, const char *name)
{
	const git_tree_entry *entry = tree != NULL ? git_tree_entry_byname(tree, name) : NULL;
	git_tree *out = NULL;

	if (entry != NULL && git_tree_entry_type(entry) == GIT_OBJECT_TREE)
		git_tree_lookup(&out, r->git, git_tree_entry_id(entry));
	return out;
}

/* The entry before; NULL at the first. Frees the one given. */
static git_commit *before(git_commit *c)
{
	git_commit *parent = NULL;

	if (git_commit_parentcount(c) > 0)
		git_commit_parent(&parent, c, 0);
	git_commit_free(c);
	return parent;
}

/* Outcomes, which have no files, may stand after the newest verdict. */
git_tree *result_cache_open(const struct repo *r)
{
	git_commit *c = NULL;
	git_tree *tree = NULL, *out;
	git_oid tip;

	if (refs_kept(r, AUDIT_REF, &tip) < 0 || git_commit_lookup(&c, r->git, &tip) < 0)
		return NULL;
	for (size_t i = 0; c != NULL && i < OUTCOMES_MAX; i++) {
		if (git_commit_tree(&tree, c) < 0 || git_tree_entrycount(tree) > 0)
			break;
		git_tree_free(tree);
		tree = NULL;
		c = before(c);
	}
	out = open_folder(r, tree, RESULT_CACHE_FOLDER);
	git_tree_free(tree);
	git_commit_free(c);
	return out;
}

/* The blob that a folder (may be NULL) has under that name: 0, or -1 for none. */
static int result_cache_find(const git_tree *folder, const char *name, git_oid *out)
{
	git_tree_entry *entry = NULL;
	char path[DIGEST_HEX + 1];

	snprintf(path, sizeof(path), "%.*s/%s", FAN, name, name + FAN);
	if (folder == NULL || git_tree_entry_bypath(&entry, folder, path) < 0)
		return -1;
	git_oid_cpy(out, git_tree_entry_id(entry));
	git_tree_entry_free(entry);
	return 0;
}

/* A tree with one entry more, or another one under that name; `tree` may be NULL. */
static int with_entry(const struct repo *store, const git_tree *tree, const char *name,
    const git_oid *id, git_filemode_t mode, git_oid *out)
{
	git_treebuilder *tb = NULL;
	int rc = git_treebuilder_new(&tb, store->git, tree);

	if (rc == 0)
		rc = git_treebuilder_insert(NULL, tb, name, id, mode);
	if (rc == 0)
		rc = git_treebuilder_write(out, tb);
	git_treebuilder_free(tb);
	return rc;
}

int result_cache_add(
    const struct repo *store, git_oid *folder, const char *name, const git_oid *blob)
{
	char fan[FAN + 1] = "";
	git_tree *tree = NULL, *sub;
	git_oid id;
	int rc;

	memcpy(fan, name, FAN);
	if (!git_oid_is_zero(folder) && (rc = git_tree_lookup(&tree, store->git, folder)) < 0)
		return rc;
	sub = open_folder(store, tree, fan);
	rc = with_entry(store, sub, name + FAN, blob, GIT_FILEMODE_BLOB, &id);
	if (rc == 0)
		rc = with_entry(store, tree, fan, &id, GIT_FILEMODE_TREE, folder);
	git_tree_free(sub);
	git_tree_free(tree);
	return rc;
}

struct evidence_known {
	char name[DIGEST_HEX]; /* result_cache_name() */
	struct fact intact;
	git_oid blob;
	struct evidence_known *next;
};

void evidence_servers_init(struct arena *a, const struct repo *r, const struct policy *p,
    struct progress *progress, struct evidence_servers *out)
{
	static const char *const beside[] = { FETCH_PROGRAM, "../libexec/sluis/" FETCH_PROGRAM };
	const char *folder = NULL;

	memset(out, 0, sizeof(*out));
	out->repo = r;
	out->fetch = (struct fetch){ .arena = a, .policy = p, .progress = progress };
	if (p->nsftp == 0)
		return;
	repo_configured(a, r, "sluis.libexec", &folder, &out->why);
	if (folder != NULL)
		out->fetch.program = arena_printf(a, "%s/" FETCH_PROGRAM, folder);
	for (size_t i = 0; folder == NULL && i < 2; i++)
		if (out->fetch.program == NULL || access(out->fetch.program, F_OK) != 0)
			out->fetch.program = installed_path(a, beside[i]);
	if (out->fetch.program == NULL && out->why.kind == ERROR_NONE)
		error_set(&out->why, ERROR_UNREADABLE,
		    "this program cannot tell where it is (/proc), nor where " FETCH_PROGRAM " is");
}

void evidence_servers_end(struct evidence_servers *s)
{
	fetch_end(&s->fetch);
	git_tree_free(s->before);
	memset(s, 0, sizeof(*s));
}

/* From an earlier push. -1 when it is not there as it should be: then it is fetched. */
static int find_before(
    struct evidence_servers *s, const struct exhibit *x, struct evidence_known *k)
{
	struct exhibit_bytes b = { 0 };
	struct error why = { 0 };
	int ret = -1;

	if (!s->looked)
		s->before = result_cache_open(s->repo);
	s->looked = true;
	if (result_cache_find(s->before, k->name, &k->blob) == 0 &&
	    exhibit_bytes_load(s->repo, &k->blob, &b) == 0)
		ret = exhibit_check(x, b.p, b.len, NULL, &why);
	exhibit_bytes_free(&b);
	return ret;
}

/* Kept in memory until the verdict is recorded (git/repo.h). */
static int fetch_now(struct evidence_servers *s, const struct link *link, const struct exhibit *x,
    struct evidence_known *k)
{
	struct error *why = &k->intact.why;
	struct fetch_bytes b = { 0 };
	int ret = -1;

	if (s->why.kind != ERROR_NONE)
		return error_copy(why, &s->why);
	if (fetch_file(&s->fetch, x->host, link->path, &b, why) == 0)
		ret = exhibit_check(x, b.p, b.len, NULL, why);
	if (ret == 0 && git_blob_create_from_buffer(&k->blob, s->repo->git, b.p, b.len) < 0)
		ret = repo_error(s->fetch.arena, GIT_ERROR, why, "%s cannot be kept", x->place);
	free(b.p);
	return ret;
}

/* The link by that name, followed when it was not yet in this run. NULL without memory. */
static const struct evidence_known *follow(
    struct evidence_servers *s, const struct link *link, const struct exhibit *x, const char *name)
{
	struct evidence_known *k = s->known;

	while (k != NULL && memcmp(k->name, name, DIGEST_HEX) != 0)
		k = k->next;
	if (k != NULL)
		return k;
	k = arena_alloc(s->fetch.arena, sizeof(*k));
	if (k == NULL)
		return NULL;
	memcpy(k->name, name, DIGEST_HEX);
	if (find_before(s, x, k) == 0 || fetch_now(s, link, x, k) == 0)
		k->intact.is = FACT_YES;
	else
		exhibit_fails(&k->intact);
	k->next = s->known;
	return s->known = k;
}

int evidence_sftp(struct evidence_servers *s, const struct link *link, struct exhibit *x)
{
	struct arena *a = s->fetch.arena;
	const struct evidence_known *k;
	char name[DIGEST_HEX];
	const char *place;

	x->host = policy_sftp_of(s->fetch.policy, link->host);
	if (x->host == NULL) {
		x->place = arena_printf(a, "sftp://%s", escape(a, link->host));
		x->intact.is = FACT_NO;
		return error_set(&x->intact.why, ERROR_UNSUPPORTED,
		    "%s is not a result server in the policy", x->place);
	}
	place = arena_printf(a, "sftp://%s%s", x->host->host, link->path);
	x->place = place != NULL ? escape(a, place) : "(out of memory)";
	if (place == NULL || result_cache_name(a, place, link->sha256, name) < 0)
		return error_memory(&x->intact.why);
	x->cache_name = arena_strdup(a, name);
	k = follow(s, link, x, name);
	if (k == NULL || x->cache_name == NULL)
		return error_memory(&x->intact.why);
	x->intact = k->intact;
	git_oid_cpy(&x->blob, &k->blob);
	return k->intact.is == FACT_YES ? 0 : -1;
}
