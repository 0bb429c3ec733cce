#include "clone/evidence_branch.h"

#include "run/child.h"
#include "base/digest.h"
#include "git/history.h"

int evidence_branch_open(struct evidence_branch *b, struct session *se, struct error *e)
{
	struct error why = { 0 };

	b->session = se;
	b->n = 0;
	b->store = (struct repo){ 0 };
	b->ref = se->gate.file.policy.evidence_ref;
	if (session_person(se, e) == NULL)
		return -1;
	if (b->ref == NULL)
		return error_set(e, ERROR_ABSENT, "the policy names no evidence ref");
	b->there = advice_tip(&se->gate, b->ref, &b->parent, &why) == 0;
	if (!b->there && why.kind != ERROR_ABSENT)
		return error_copy(e, &why);
	return repo_open_store(&se->arena, se->mirror.dir, &b->store, e);
}

void evidence_branch_close(struct evidence_branch *b)
{
	repo_close(&b->store);
}

int evidence_branch_continue(struct evidence_branch *b, struct session *se, struct error *e)
{
	struct arena *a = &se->arena;
	const char *here;
	struct fact behind, ahead;
	git_oid mine;

	if (evidence_branch_open(b, se, e) < 0)
		return -1;
	if (!b->there)
		return advice_tip(&b->session->gate, b->ref, &b->parent, e);
	if (se->url != NULL)
		return 0;
	here = session_find(se, b->ref, "commit");
	if (here == NULL || oid_parse(here, strlen(here), &mine) < 0)
		return 0;
	/* The mirror has the objects of both. */
	history_reaches(a, &b->store, &b->parent, &mine, &behind);
	history_reaches(a, &b->store, &mine, &b->parent, &ahead);
	if (ahead.is == FACT_YES)
		b->parent = mine;
	if (ahead.is == FACT_YES || behind.is == FACT_YES)
		return 0;
	if (ahead.is == FACT_UNKNOWN || behind.is == FACT_UNKNOWN)
		return error_copy(e, ahead.is == FACT_UNKNOWN ? &ahead.why : &behind.why);
	error_set(e, ERROR_MALFORMED, "%s in this clone and on %s went different ways",
	    escape(a, b->ref), escape(a, b->session->remote));
	return error_mend(e, "rebase what is not pushed yet, or reset the branch to what %s has",
	    escape(a, b->session->remote));
}

static int parent_tree(struct evidence_branch *b, git_tree **out, struct error *e)
{
	git_commit *c = NULL;
	int rc = b->there ? git_commit_lookup(&c, b->store.git, &b->parent) : 0;

	*out = NULL;
	if (c != NULL)
		rc = git_commit_tree(out, c);
	git_commit_free(c);
	return rc == 0 ? 0 :
	                 repo_error(&b->session->arena, rc, e, "the evidence ref cannot be read");
}

int evidence_branch_read(
    struct evidence_branch *b, const char *path, const char **bytes, size_t *len, struct error *e)
{
	git_tree_entry *entry = NULL;
	git_tree *tree = NULL;
	git_blob *blob = NULL;
	int rc, ret = -1;

	if (parent_tree(b, &tree, e) < 0)
		return -1;
	rc = tree != NULL ? git_tree_entry_bypath(&entry, tree, path) : GIT_ENOTFOUND;
	if (rc == 0)
		rc = git_blob_lookup(&blob, b->store.git, git_tree_entry_id(entry));
	if (rc == GIT_ENOTFOUND) {
		error_set(e, ERROR_ABSENT, "%s is not in %s", escape(&b->session->arena, path),
		    escape(&b->session->arena, b->ref));
		goto out;
	}
	if (rc < 0) {
		repo_error(&b->session->arena, rc, e, "the evidence ref cannot be read");
		goto out;
	}
	*len = (size_t)git_blob_rawsize(blob);
	*bytes = arena_strndup(&b->session->arena, git_blob_rawcontent(blob), *len);
	ret = *bytes != NULL ? 0 : error_memory(e);
out:
	git_blob_free(blob);
	git_tree_entry_free(entry);
	git_tree_free(tree);
	return ret;
}

int evidence_branch_add(
    struct evidence_branch *b, const char *path, const char *bytes, size_t len, struct error *e)
{
	git_tree_update *f = &b->files[b->n];
	int rc;

	if (path == NULL || bytes == NULL)
		return error_memory(e);
	for (size_t i = 0; i < b->n; i++)
		if (strcmp(b->files[i].path, path) == 0)
			return 0; /* the name is that of the bytes */
	if (b->n == EVIDENCE_BRANCH_FILES_MAX)
		return error_set(e, ERROR_UNSUPPORTED, "these are more than %d files",
		    EVIDENCE_BRANCH_FILES_MAX);
	*f = (git_tree_update){ GIT_TREE_UPDATE_UPSERT, { { 0 } }, GIT_FILEMODE_BLOB, path };
	rc = git_blob_create_from_buffer(&f->id, b->store.git, bytes, len);
	if (rc < 0)
		return repo_error(
		    &b->session->arena, rc, e, "the file cannot be written to the repository");
	b->n++;
	return 0;
}

int evidence_branch_commit(struct evidence_branch *b, const char *message, struct error *e)
{
	git_tree *before = NULL;
	bool changed;
	git_oid tree;
	int rc;

	if (message == NULL)
		return error_memory(e);
	if (parent_tree(b, &before, e) < 0)
		return -1;
	rc = git_tree_create_updated(&tree, b->store.git, before, b->n, b->files);
	changed = before == NULL || !git_oid_equal(&tree, git_tree_id(before));
	git_tree_free(before);
	if (rc < 0)
		return repo_error(
		    &b->session->arena, rc, e, "the folder cannot be written to the repository");
	b->made = b->parent;
	return changed ?
	    session_commit(b->session, &tree, &b->parent, b->there, message, false, &b->made, e) :
	    0;
}

int evidence_branch_keep(struct evidence_branch *b, struct error *e)
{
	struct arena *a = &b->session->arena;
	char made[OID_HEX + 1];
	const char *const where[] = { "git", "for-each-ref", "--format=%(HEAD)%(worktreepath)",
		b->ref, NULL };
	/* Of version 2 of the protocol an object may be asked that no ref points to. */
	const char *const fetch[] = { "git", "-c", "protocol.version=2", "fetch", "--quiet",
		"--no-tags", "--no-write-fetch-head", "--no-recurse-submodules", "--",
		b->session->mirror.dir, made, NULL };
	const char *const merge[] = { "git", "merge", "--quiet", "--ff-only", made, NULL };
	const char *const update[] = { "git", "update-ref", "-m", "sluis: evidence", b->ref, made,
		NULL };
	const char *at = clone_ask(a, where, e);
	bool here = at != NULL && at[0] == '*';

	if (b->session->url != NULL)
		return 0;
	git_oid_tostr(made, sizeof(made), &b->made);
	if (at == NULL)
		return -1;
	if (!here && at[0] != '\0' && at[1] != '\0') {
		error_set(e, ERROR_UNSUPPORTED, "%s is checked out in %s", escape(a, b->ref),
		    escape(a, at + 1));
		return error_mend(e, "run it there");
	}
	if (child_run(fetch) == 0 && child_run(here ? merge : update) == 0)
		return 0;
	error_set(
	    e, ERROR_UNREADABLE, "%s cannot be moved to %s", escape(a, b->ref), escape(a, made));
	return error_mend(e, "commit or stash what you have changed there, and run it again");
}

int evidence_branch_send(struct evidence_branch *b)
{
	session_judge(b->session, &b->made, b->ref);
	return session_deliver(b->session, &b->made, b->ref, false);
}

const char *evidence_branch_link(struct arena *a, const char *path, const char *bytes, size_t len)
{
	const char *digest = digest_text(a, bytes, len);

	return digest != NULL ? arena_printf(a, "git:%s sha256:%s", path, digest) : NULL;
}

const char *evidence_branch_resolve(
    struct evidence_branch *b, const char *rev, const char *type, struct error *e)
{
	const char *hex = session_find(b->session, rev, type);

	if (hex == NULL) {
		error_set(e, ERROR_ABSENT, "'%s' is no commit that is known here",
		    escape(&b->session->arena, rev));
		error_mend(e, "git fetch, and look whether it is the right one");
	}
	return hex;
}

const struct environment *evidence_branch_environment(
    struct evidence_branch *b, const char *id, enum require group, struct error *e)
{
	const struct policy *p = &b->session->gate.file.policy;
	const struct environment *env = id != NULL ? policy_environment_by_id(p, id) : NULL;

	for (size_t i = p->nenvironments; id == NULL && env == NULL && i-- > 0;)
		if (p->environments[i].from != NULL && (p->environments[i].require & group) != 0)
			env = &p->environments[i];
	if (env != NULL && env->from != NULL)
		return env;
	if (id != NULL)
		error_set(e, ERROR_ABSENT,
		    "the policy has no environment '%s' that something is promoted to",
		    escape(&b->session->arena, id));
	else
		error_set(e, ERROR_ABSENT, "no environment of the policy asks for such a record");
	error_mend(e, "git sluis policy --markdown says what is asked where");
	return NULL;
}
