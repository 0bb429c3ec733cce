#include "policy/published.h"

#include <git2.h>
#include <pwd.h>
#include <string.h>
#include <unistd.h>

#include "base/escape.h"
#include "base/safefile.h"

#define SIGNERS_MAX ((size_t)4 << 20)

/* The commit at the ref; NULL and 0 when there is none. */
static int tip(struct arena *a, const struct repo *r, git_commit **out, struct error *e)
{
	git_oid id;
	int rc = git_reference_name_to_id(&id, r->git, PUBLISHED_REF);

	*out = NULL;
	if (rc == GIT_ENOTFOUND)
		return 0;
	if (rc == 0)
		rc = git_commit_lookup(out, r->git, &id);
	return rc == 0 ? 0 : repo_error(a, GIT_ERROR, e, PUBLISHED_REF " cannot be read");
}

/* Does the tree hold exactly these bytes as `name`? 1, 0, or a libgit2 error. */
static int holds(git_commit *c, const char *name, const char *bytes, size_t len)
{
	git_tree *tree = NULL;
	git_oid id;
	int rc = git_commit_tree(&tree, c);

	if (rc == 0)
		rc = git_odb_hash(&id, bytes, len, GIT_OBJECT_BLOB);
	if (rc == 0) {
		const git_tree_entry *entry = git_tree_entry_byname(tree, name);

		rc = entry != NULL && git_oid_equal(git_tree_entry_id(entry), &id);
	}
	git_tree_free(tree);
	return rc;
}

void published_find(
    struct arena *a, const struct repo *r, const struct policy_file *f, struct fact *out)
{
	git_commit *c = NULL;
	int rc;

	memset(out, 0, sizeof(*out));
	if (tip(a, r, &c, &out->why) < 0)
		return;
	rc = c != NULL ? holds(c, "policy.ini", f->bytes, f->len) : 0;
	if (rc < 0) {
		repo_error(a, GIT_ERROR, &out->why, PUBLISHED_REF " cannot be read");
	} else if (rc == 1) {
		out->is = FACT_YES;
	} else {
		out->is = FACT_NO;
		error_set(&out->why, ERROR_ABSENT,
		    c == NULL ? "the policy is not published: there is no " PUBLISHED_REF :
		                "the policy in force, version %s, differs from the one published "
		                "at " PUBLISHED_REF,
		    escape(a, f->policy.version));
	}
	git_commit_free(c);
}

/* What is published: 0 and the id of the tree. */
static int write_tree(struct arena *a, const struct repo *r, const struct policy_file *f,
    git_oid *out, struct error *e)
{
	git_treebuilder *tb = NULL;
	struct safefile signers = { 0 };
	struct error absent = { 0 };
	git_oid blob;
	int rc;

	if (safefile_read(a, f->signers, SIGNERS_MAX, &signers, &absent) < 0 &&
	    absent.kind != ERROR_ABSENT) {
		*e = absent;
		return -1;
	}
	rc = git_treebuilder_new(&tb, r->git, NULL);
	if (rc == 0)
		rc = git_blob_create_from_buffer(&blob, r->git, f->bytes, f->len);
	if (rc == 0)
		rc = git_treebuilder_insert(NULL, tb, "policy.ini", &blob, GIT_FILEMODE_BLOB);
	if (rc == 0 && signers.bytes != NULL)
		rc = git_blob_create_from_buffer(&blob, r->git, signers.bytes, signers.len);
	if (rc == 0 && signers.bytes != NULL)
		rc = git_treebuilder_insert(NULL, tb, "allowed_signers", &blob, GIT_FILEMODE_BLOB);
	if (rc == 0)
		rc = git_treebuilder_write(out, tb);
	git_treebuilder_free(tb);
	return rc == 0 ?
	    0 :
	    repo_error(a, GIT_ERROR, e, "the policy cannot be written to the object store");
}

static const char *message(struct arena *a, const struct policy_file *f)
{
	const struct passwd *pw = getpwuid(geteuid());

	return arena_printf(a, "Policy %s\n\nPublished-by: %s\nNorm: %s\n",
	    escape(a, f->policy.version), pw != NULL ? escape(a, pw->pw_name) : "(unknown)",
	    escape(a, f->policy.norm));
}

static int write_commit(struct arena *a, const struct repo *r, const struct policy_file *f,
    int64_t now, git_commit *parent, const git_oid *tree_id, struct error *e)
{
	const git_commit *parents[] = { parent };
	git_signature *who = NULL;
	git_tree *tree = NULL;
	git_reference *ref = NULL;
	const char *text = message(a, f);
	git_oid id;
	int rc;

	if (text == NULL)
		return error_memory(e);
	rc = git_tree_lookup(&tree, r->git, tree_id);
	if (rc == 0)
		rc = git_signature_new(&who, "Sluis", "sluis@localhost", (git_time_t)now, 0);
	if (rc == 0)
		rc = git_commit_create(
		    &id, r->git, NULL, who, who, "UTF-8", text, tree, parent != NULL, parents);
	if (rc == 0)
		rc = git_reference_create_matching(&ref, r->git, PUBLISHED_REF, &id, parent != NULL,
		    parent != NULL ? git_commit_id(parent) : NULL, "sluis: policy published");
	git_reference_free(ref);
	git_signature_free(who);
	git_tree_free(tree);
	return rc == 0 ? 0 : repo_error(a, GIT_ERROR, e, PUBLISHED_REF " cannot be written");
}

int published_write(struct arena *a, const struct repo *r, const struct policy_file *f, int64_t now,
    struct error *e)
{
	git_commit *parent = NULL;
	git_oid tree;
	int ret = -1;

	if (tip(a, r, &parent, e) < 0 || write_tree(a, r, f, &tree, e) < 0)
		goto out;
	if (parent != NULL && git_oid_equal(git_commit_tree_id(parent), &tree))
		ret = 0;
	else
		ret = write_commit(a, r, f, now, parent, &tree, e) == 0 ? 1 : -1;
out:
	git_commit_free(parent);
	return ret;
}
