#include "audit.h"

#include <git2.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#define TRY_FOR_NS ((int64_t)8 * 1000 * 1000 * 1000)
#define PAUSE_US 500
#define PAUSE_US_MAX 20000

static int64_t
monotonic_ns(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000000000 + t.tv_nsec;
}

int
audit_tip(struct arena *a, const struct repo *r, git_oid *tip, int *found, struct error *e)
{
	int rc = git_reference_name_to_id(tip, r->git, AUDIT_REF);

	*found = rc == 0;
	return rc == 0 || rc == GIT_ENOTFOUND ? 0 : repo_error(a, GIT_ERROR, e, AUDIT_REF " cannot be read");
}

int
audit_empty_tree(struct arena *a, const struct repo *store, git_oid *out, struct error *e)
{
	git_treebuilder *tb = NULL;
	int rc = git_treebuilder_new(&tb, store->git, NULL);

	if (rc == 0)
		rc = git_treebuilder_write(out, tb);
	git_treebuilder_free(tb);
	return rc == 0 ? 0 : repo_error(a, GIT_ERROR, e, "the audit cannot be written");
}

/* One attempt on top of the tip as it is now: 0, or a libgit2 error. */
static int
try_once(const struct repo *store, const char *message, git_tree *tree, git_signature *who, git_oid *out)
{
	git_commit *parent = NULL;
	git_reference *ref = NULL;
	git_oid tip;
	int rc = git_reference_name_to_id(&tip, store->git, AUDIT_REF);
	bool first = rc == GIT_ENOTFOUND;

	if (rc == 0)
		rc = git_commit_lookup(&parent, store->git, &tip);
	if (rc == 0 || first)
		rc = git_commit_create(out, store->git, NULL, who, who, NULL, message, tree, first ? 0 : 1,
		    (const git_commit *[]){ parent });
	if (rc == 0 && first)
		rc = git_reference_create(&ref, store->git, AUDIT_REF, out, 0, "sluis");
	else if (rc == 0)
		rc = git_reference_create_matching(&ref, store->git, AUDIT_REF, out, 1, &tip, "sluis");
	git_reference_free(ref);
	git_commit_free(parent);
	return rc;
}

/* Somebody else was faster, or holds the lock. */
static bool
again(int rc)
{
	return rc == GIT_EMODIFIED || rc == GIT_ELOCKED || rc == GIT_EEXISTS;
}

static int
append(const struct repo *store, const char *message, git_tree *tree, git_signature *who, git_oid *out)
{
	int64_t end = monotonic_ns() + TRY_FOR_NS;
	unsigned pause = PAUSE_US, seed = (unsigned)getpid();
	int rc;

	while (again(rc = try_once(store, message, tree, who, out)) && monotonic_ns() < end) {
		usleep(pause + (unsigned)rand_r(&seed) % pause);
		pause = pause * 2 < PAUSE_US_MAX ? pause * 2 : PAUSE_US_MAX;
	}
	return rc;
}

int
audit_mend(struct error *e)
{
	if (e->kind == ERROR_MEMORY)
		return -1;	/* which has a mend of its own */
	return error_mend(e, "the administrator of the server looks at disk, rights and locks of the repository; then push again");
}

int
audit_append(struct arena *a, const struct repo *store, const char *message, const git_oid *tree_id, int64_t now,
	git_oid *out, struct error *e)
{
	git_signature *who = NULL;
	git_tree *tree = NULL;
	int rc = git_tree_lookup(&tree, store->git, tree_id);

	if (rc == 0)
		rc = git_signature_new(&who, "Sluis", "sluis@localhost", (git_time_t)now, 0);
	if (rc == 0)
		rc = append(store, message, tree, who, out);
	git_signature_free(who);
	git_tree_free(tree);
	if (rc == 0)
		return 0;
	memset(out, 0, sizeof(*out));	/* it was written, perhaps, and is no entry */
	repo_error(a, GIT_ERROR, e, "the verdict cannot be recorded in " AUDIT_REF);
	return audit_mend(e);
}
