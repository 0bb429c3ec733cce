#include "git/provenance.h"

#include <git2.h>
#include <string.h>

#include "base/escape.h"
#include "base/say/say.h"

/* What stands at `path` in a commit: 0 and its id, GIT_ENOTFOUND, or another libgit2 error. */
static int entry_at(git_commit *c, const char *path, git_oid *out)
{
	git_tree_entry *entry = NULL;
	git_tree *tree = NULL;
	int rc = git_commit_tree(&tree, c);

	if (rc < 0)
		return GIT_ERROR;
	rc = git_tree_entry_bypath(&entry, tree, path);
	if (rc == 0)
		git_oid_cpy(out, git_tree_entry_id(entry));
	else if (rc == GIT_ENOTFOUND && git_error_last() != NULL &&
	    git_error_last()->klass != GIT_ERROR_TREE)
		rc = GIT_ERROR; /* a tree on the way is missing */
	git_tree_entry_free(entry);
	git_tree_free(tree);
	return rc;
}

/* The first parent that holds the same at `path`: 1 and `*next`, 0 for none, or a libgit2 error. */
static int same_in_parent(git_commit *c, const char *path, const git_oid *what, git_commit **next)
{
	for (unsigned i = 0; i < git_commit_parentcount(c); i++) {
		git_commit *parent = NULL;
		git_oid there;
		int rc = git_commit_parent(&parent, c, i);

		if (rc < 0)
			return GIT_ERROR;
		rc = entry_at(parent, path, &there);
		if (rc == 0 && git_oid_equal(&there, what)) {
			*next = parent;
			return 1;
		}
		git_commit_free(parent);
		if (rc < 0 && rc != GIT_ENOTFOUND)
			return rc;
	}
	return 0;
}

/* 0 and the id of the commit that brought it, or a libgit2 error. */
static int follow(const struct repo *r, const git_oid *tip, const char *path, git_oid *out)
{
	git_commit *c = NULL, *next = NULL;
	git_oid what;
	int rc = git_commit_lookup(&c, r->git, tip);

	if (rc == 0)
		rc = entry_at(c, path, &what);
	while (rc == 0 && (rc = same_in_parent(c, path, &what, &next)) == 1) {
		git_commit_free(c);
		c = next;
		rc = 0;
	}
	if (rc == 0)
		git_oid_cpy(out, git_commit_id(c));
	git_commit_free(c);
	return rc;
}

void provenance_find(struct arena *a, const struct repo *r, const git_oid *tip, const char *path,
    struct provenance *out)
{
	git_oid id;
	int rc = follow(r, tip, path, &id);

	memset(out, 0, sizeof(*out));
	if (rc < 0)
		repo_error(a, GIT_ERROR, &out->why,
		    arena_printf(a, say("who brought in %s cannot be found out"), escape(a, path)));
	else if (commit_load(a, r, &id, &out->commit, &out->why) == 0)
		out->known = FACT_YES;
}
