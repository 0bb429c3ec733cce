#include "evidence_branch.h"

#include <git2.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "child.h"
#include "digest.h"
#include "escape.h"
#include "ini.h"
#include "oid.h"

#define SAYS_MAX ((size_t)1 << 20)

/* The first line that git says. */
static const char *
ask(struct arena *a, const char *const argv[], struct error *e)
{
	char *bytes;
	size_t len;

	if (child_output(a, argv, SAYS_MAX, &bytes, &len, e) < 0)
		return NULL;
	bytes[strcspn(bytes, "\n")] = '\0';
	return bytes;
}

static int
fetch(struct evidence_branch *b, const char *ref, struct error *e)
{
	const char *const argv[] = { "git", "fetch", "--quiet", "--no-tags", "--", b->remote, ref,
		NULL };
	struct error why = { 0 };

	if (ask(b->arena, argv, &why) != NULL)
		return 0;
	error_set(e, ERROR_ABSENT, "%s cannot be fetched from %s", escape(b->arena, ref),
	    escape(b->arena, b->remote));
	return error_mend(
	    e, "see what git fetch %s %s says", escape(b->arena, b->remote), escape(b->arena, ref));
}

static int
fetch_policy(struct evidence_branch *b, struct error *e)
{
	static const char *const show[] = { "git", "show", "FETCH_HEAD:policy.ini", NULL };
	struct ini_problems problems = { 0 };
	char *bytes;
	size_t len;

	if (fetch(b, "refs/sluis/policy", e) < 0 ||
	    child_output(b->arena, show, SAYS_MAX, &bytes, &len, e) < 0 ||
	    policy_read(b->arena, bytes, len, (int64_t)time(NULL), &b->policy, &problems, e) < 0)
		return -1;
	b->ref = b->policy.evidence_ref;
	return b->ref != NULL ? 0 : error_set(e, ERROR_ABSENT, "the policy names no evidence ref");
}

static int
find_person(struct evidence_branch *b, struct error *e)
{
	static const char *const var[] = { "git", "var", "GIT_COMMITTER_IDENT", NULL };
	const char *ident = ask(b->arena, var, e),
	           *from = ident != NULL ? strchr(ident, '<') : NULL;
	size_t n = from != NULL ? strcspn(from + 1, ">") : 0;

	if (from != NULL)
		b->me = policy_person_by_email(&b->policy, from + 1, n);
	if (b->me != NULL)
		return 0;
	error_set(e, ERROR_ABSENT, "'%s' is no address of the policy",
	    from != NULL ? escape_bytes(b->arena, from + 1, n) : "");
	return error_mend(
	    e, "git config user.email ADDRESS, with the address that the policy has of you");
}

const char *
evidence_branch_resolve(struct arena *a, const char *rev, const char *type, struct error *e)
{
	const char *const argv[] = { "git", "rev-parse", "--verify", "--quiet", "--end-of-options",
		arena_printf(a, "%s^{%s}", rev, type), NULL };
	const char *hex = argv[5] != NULL ? ask(a, argv, e) : NULL;

	if (hex == NULL) {
		error_set(e, ERROR_ABSENT, "'%s' is no commit that is known here", escape(a, rev));
		error_mend(e, "git fetch, and look whether it is the right one");
	}
	return hex;
}

const char *
evidence_branch_tip(struct evidence_branch *b, const char *ref, struct error *e)
{
	return fetch(b, ref, e) == 0 ?
	    evidence_branch_resolve(b->arena, "FETCH_HEAD", "commit", e) :
	    NULL;
}

static bool
is_ancestor(const char *x, const char *y)
{
	const char *const argv[] = { "git", "merge-base", "--is-ancestor", x, y, NULL };

	return child_run(argv) == 0;
}

/* What the remote has, or what stands on top of that in the clone and was not pushed yet. */
static int
find_parent(struct evidence_branch *b, struct error *e)
{
	const char *const local[] = { "git", "rev-parse", "--verify", "--quiet", b->ref, NULL };
	const char *tip = evidence_branch_tip(b, b->ref, e), *here;
	struct error none = { 0 };

	if (tip == NULL)
		return -1;
	here = ask(b->arena, local, &none);
	if (here != NULL && is_ancestor(tip, here))
		tip = here;
	if (here != NULL && !is_ancestor(here, tip)) {
		error_set(e, ERROR_MALFORMED, "%s in this clone and on %s went different ways",
		    escape(b->arena, b->ref), escape(b->arena, b->remote));
		return error_mend(e,
		    "rebase what is not pushed yet, or reset the branch to what %s has",
		    escape(b->arena, b->remote));
	}
	return oid_parse(tip, strlen(tip), &b->parent) == 0 ?
	    0 :
	    error_set(e, ERROR_UNREADABLE, "git names no commit");
}

int
evidence_branch_open(
    struct arena *a, const char *remote, struct evidence_branch *b, struct error *e)
{
	memset(b, 0, sizeof(*b));
	b->arena = a;
	b->remote = remote;
	if (fetch_policy(b, e) < 0 || find_person(b, e) < 0 || find_parent(b, e) < 0)
		return -1;
	return repo_open_store(a, ".", &b->repo, e);
}

void
evidence_branch_close(struct evidence_branch *b)
{
	repo_close(&b->repo);
}

static int
parent_tree(struct evidence_branch *b, git_tree **out, struct error *e)
{
	git_commit *c = NULL;
	int rc = git_commit_lookup(&c, b->repo.git, &b->parent);

	if (rc == 0)
		rc = git_commit_tree(out, c);
	git_commit_free(c);
	return rc == 0 ? 0 : repo_error(b->arena, rc, e, "the evidence ref cannot be read");
}

int
evidence_branch_read(
    struct evidence_branch *b, const char *path, const char **bytes, size_t *len, struct error *e)
{
	git_tree_entry *entry = NULL;
	git_tree *tree = NULL;
	git_blob *blob = NULL;
	int rc, ret = -1;

	if (parent_tree(b, &tree, e) < 0)
		return -1;
	rc = git_tree_entry_bypath(&entry, tree, path);
	if (rc == 0)
		rc = git_blob_lookup(&blob, b->repo.git, git_tree_entry_id(entry));
	if (rc == GIT_ENOTFOUND) {
		error_set(e, ERROR_ABSENT, "%s is not in %s", escape(b->arena, path),
		    escape(b->arena, b->ref));
		goto out;
	}
	if (rc < 0) {
		repo_error(b->arena, rc, e, "the evidence ref cannot be read");
		goto out;
	}
	*len = (size_t)git_blob_rawsize(blob);
	*bytes = arena_strndup(b->arena, git_blob_rawcontent(blob), *len);
	ret = *bytes != NULL ? 0 : error_memory(e);
out:
	git_blob_free(blob);
	git_tree_entry_free(entry);
	git_tree_free(tree);
	return ret;
}

int
evidence_branch_add(
    struct evidence_branch *b, const char *path, const char *bytes, size_t len, struct error *e)
{
	int rc;

	if (path == NULL)
		return error_memory(e);
	for (size_t i = 0; i < b->n; i++)
		if (strcmp(b->files[i].path, path) == 0)
			return 0; /* the name is that of the bytes */
	if (b->n == EVIDENCE_BRANCH_FILES_MAX)
		return error_set(e, ERROR_UNSUPPORTED, "these are more than %d files",
		    EVIDENCE_BRANCH_FILES_MAX);
	rc = git_blob_create_from_buffer(&b->files[b->n].blob, b->repo.git, bytes, len);
	if (rc < 0)
		return repo_error(b->arena, rc, e, "the file cannot be written to the repository");
	b->files[b->n++].path = path;
	return 0;
}

static int
make_tree(struct evidence_branch *b, git_oid *out, bool *changed, struct error *e)
{
	git_tree_update updates[EVIDENCE_BRANCH_FILES_MAX];
	git_tree *tree = NULL;
	int rc;

	if (parent_tree(b, &tree, e) < 0)
		return -1;
	for (size_t i = 0; i < b->n; i++)
		updates[i] = (git_tree_update){ GIT_TREE_UPDATE_UPSERT, b->files[i].blob,
			GIT_FILEMODE_BLOB, b->files[i].path };
	rc = git_tree_create_updated(out, b->repo.git, tree, b->n, updates);
	*changed = rc == 0 && !git_oid_equal(out, git_tree_id(tree));
	git_tree_free(tree);
	return rc == 0 ?
	    0 :
	    repo_error(b->arena, rc, e, "the folder cannot be written to the repository");
}

/* The branch to the commit: with its work tree, where one stands on it. */
static int
move_branch(struct evidence_branch *b, const char *made, struct error *e)
{
	const char *const where[] = { "git", "for-each-ref", "--format=%(HEAD)%(worktreepath)",
		b->ref, NULL };
	const char *const merge[] = { "git", "merge", "--quiet", "--ff-only", made, NULL };
	const char *const update[] = { "git", "update-ref", "-m", "sluis: evidence", b->ref, made,
		NULL };
	const char *at = ask(b->arena, where, e);
	bool here = at != NULL && at[0] == '*';

	if (at == NULL)
		return -1;
	if (!here && at[0] != '\0' && at[1] != '\0') {
		error_set(e, ERROR_UNSUPPORTED, "%s is checked out in %s", escape(b->arena, b->ref),
		    escape(b->arena, at + 1));
		return error_mend(e, "run it there");
	}
	if (child_run(here ? merge : update) == 0)
		return 0;
	error_set(e, ERROR_UNREADABLE, "%s cannot be moved to %s", escape(b->arena, b->ref),
	    escape(b->arena, made));
	return error_mend(e, "commit or stash what you have changed there, and run it again");
}

int
evidence_branch_commit(struct evidence_branch *b, const char *message, struct error *e)
{
	char tree[GIT_OID_HEXSZ + 1], parent[GIT_OID_HEXSZ + 1];
	const char *const commit[] = { "git", "commit-tree", "-p",
		git_oid_tostr(parent, sizeof(parent), &b->parent), "-m", message, tree, NULL };
	const char *made;
	bool changed;
	git_oid id;

	if (message == NULL)
		return error_memory(e);
	if (make_tree(b, &id, &changed, e) < 0)
		return -1;
	git_oid_tostr(tree, sizeof(tree), &id);
	made = changed ? ask(b->arena, commit, e) : parent;
	if (made == NULL || oid_parse(made, strlen(made), &b->made) < 0)
		return error_set(e, ERROR_UNREADABLE, "git makes no commit of it");
	return move_branch(b, made, e);
}

int
evidence_branch_push(const struct evidence_branch *b, bool push)
{
	char hex[GIT_OID_HEXSZ + 1], answer[16] = "";
	const char *spec =
	    arena_printf(b->arena, "%s:%s", git_oid_tostr(hex, sizeof(hex), &b->made), b->ref);
	const char *const argv[] = { "git", "push", "--quiet", "--", b->remote, spec, NULL };

	if (spec == NULL)
		return 2;
	if (!push) {
		printf("Push it to %s? [y/N] ", escape(b->arena, b->remote));
		fflush(stdout);
		push = fgets(answer, sizeof(answer), stdin) != NULL &&
		    (answer[0] == 'y' || answer[0] == 'Y' || answer[0] == 'j');
	}
	fflush(stdout);
	if (push)
		return child_run(argv) == 0 ? 0 : 1;
	printf("\nlater: git push %s %s\n", escape(b->arena, b->remote), escape(b->arena, b->ref));
	return 0;
}

const char *
evidence_branch_link(struct arena *a, const char *path, const char *bytes, size_t len)
{
	unsigned char sum[DIGEST_SIZE];
	char hex[DIGEST_HEX];

	return digest_sha256(bytes, len, sum) == 0 ?
	    arena_printf(a, "git:%s sha256:%s", path, digest_hex(sum, hex)) :
	    NULL;
}

const struct environment *
evidence_branch_environment(
    struct evidence_branch *b, const char *id, enum require group, struct error *e)
{
	const struct policy *p = &b->policy;
	const struct environment *env = id != NULL ? policy_environment_by_id(p, id) : NULL;

	for (size_t i = p->nenvironments; id == NULL && env == NULL && i-- > 0;)
		if (p->environments[i].from != NULL && (p->environments[i].require & group) != 0)
			env = &p->environments[i];
	if (env != NULL && env->from != NULL)
		return env;
	if (id != NULL)
		error_set(e, ERROR_ABSENT,
		    "the policy has no environment '%s' that something is promoted to",
		    escape(b->arena, id));
	else
		error_set(e, ERROR_ABSENT, "no environment of the policy asks for such a record");
	error_mend(e, "git sluis policy --markdown says what is asked where");
	return NULL;
}
