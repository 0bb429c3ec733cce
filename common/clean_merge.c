#include "clean_merge.h"

#include <git2.h>
#include <string.h>

#include "oid.h"
#include "say.h"

/* Merges the parents and compares the result with the tree of `c`: 1 for the same, 0, or a libgit2
 * error. */
static int
same_as_merge(const struct repo *r, const struct commit *c)
{
	git_merge_options merge = GIT_MERGE_OPTIONS_INIT;
	git_diff_options opt = GIT_DIFF_OPTIONS_INIT;
	git_commit *ours = NULL, *theirs = NULL;
	git_index *index = NULL;
	git_tree *tree = NULL;
	git_diff *diff = NULL;
	int rc;

	opt.flags = GIT_DIFF_INCLUDE_TYPECHANGE | GIT_DIFF_SKIP_BINARY_CHECK;
	if ((rc = git_commit_lookup(&ours, r->git, &c->parents[0])) == 0 &&
	    (rc = git_commit_lookup(&theirs, r->git, &c->parents[1])) == 0 &&
	    (rc = git_tree_lookup(&tree, r->git, &c->tree)) == 0 &&
	    (rc = git_merge_commits(&index, r->git, ours, theirs, &merge)) == 0 &&
	    !git_index_has_conflicts(index) &&
	    (rc = git_diff_tree_to_index(&diff, r->git, tree, index, &opt)) == 0)
		rc = git_diff_num_deltas(diff) == 0;
	git_diff_free(diff);
	git_index_free(index);
	git_tree_free(tree);
	git_commit_free(theirs);
	git_commit_free(ours);
	return rc;
}

void
clean_merge(struct arena *a, const struct repo *r, const struct commit *c, struct fact *out)
{
	int rc;

	memset(out, 0, sizeof(*out));
	if (c->nparents != 2) {
		out->is = FACT_NO;
		return;
	}
	rc = same_as_merge(r, c);
	if (rc < 0)
		repo_error(a, GIT_ERROR, &out->why,
		    arena_printf(
		        a, say("the merge %s cannot be made again"), oid_short(a, &c->id)));
	else
		out->is = rc == 1 ? FACT_YES : FACT_NO;
}
