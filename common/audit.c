#include "audit.h"

#include <git2.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "ship.h"

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

/* An entry on its way. */
struct appending {
	struct arena *arena;
	const struct repo *store;
	const struct audit_seal *seal;
	const char *message;
	git_tree *tree;
	git_signature *who;
	struct error *e;	/* set when the entry cannot be signed */
};

/* GIT_EUSER, with the error, for an entry that cannot be signed. */
static int
write_signed(struct appending *w, size_t n, const git_commit *parents[], git_oid *out)
{
	git_buf bytes = { 0 };
	const char *signature = NULL;
	int rc = git_commit_create_buffer(&bytes, w->store->git, w->who, w->who, NULL, w->message, w->tree, n, parents);

	if (rc == 0 && audit_seal_sign(w->arena, w->seal, bytes.ptr, bytes.size, &signature, w->e) < 0)
		rc = GIT_EUSER;
	if (rc == 0)
		rc = git_commit_create_with_signature(out, w->store->git, bytes.ptr, signature, NULL);
	git_buf_dispose(&bytes);
	return rc;
}

/* A policy with a mistake does not end a row of signed entries. */
static int
check_unknown(struct appending *w, const git_commit *parent)
{
	git_buf value = { 0 };
	int rc = git_commit_header_field(&value, parent, "gpgsig");

	git_buf_dispose(&value);
	if (rc == GIT_ENOTFOUND)
		return 0;
	if (rc < 0)
		return rc;
	error_set(w->e, ERROR_UNREADABLE, "the entry before it is signed, and the policy cannot be read to say with which key");
	return GIT_EUSER;
}

static int
write_entry(struct appending *w, git_commit *parent, git_oid *out)
{
	const git_commit *parents[] = { parent };
	size_t n = parent != NULL ? 1 : 0;
	int rc = w->seal->asked == FACT_UNKNOWN && parent != NULL ? check_unknown(w, parent) : 0;

	if (rc < 0)
		return rc;
	if (w->seal->asked == FACT_YES)
		return write_signed(w, n, parents, out);
	return git_commit_create(out, w->store->git, NULL, w->who, w->who, NULL, w->message, w->tree, n, parents);
}

/* One attempt on top of the tip as it is now: 0, or a libgit2 error. */
static int
try_once(struct appending *w, git_oid *out)
{
	git_commit *parent = NULL;
	git_reference *ref = NULL;
	git_oid tip;
	int rc = git_reference_name_to_id(&tip, w->store->git, AUDIT_REF);
	bool first = rc == GIT_ENOTFOUND;

	if (rc == 0)
		rc = git_commit_lookup(&parent, w->store->git, &tip);
	if (rc == 0 || first)
		rc = write_entry(w, parent, out);
	if (rc == 0 && first)
		rc = git_reference_create(&ref, w->store->git, AUDIT_REF, out, 0, "sluis");
	else if (rc == 0)
		rc = git_reference_create_matching(&ref, w->store->git, AUDIT_REF, out, 1, &tip, "sluis");
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
append(struct appending *w, git_oid *out)
{
	int64_t end = monotonic_ns() + TRY_FOR_NS;
	unsigned pause = PAUSE_US, seed = (unsigned)getpid();
	int rc;

	while (again(rc = try_once(w, out)) && monotonic_ns() < end) {
		usleep(pause + (unsigned)rand_r(&seed) % pause);
		pause = pause * 2 < PAUSE_US_MAX ? pause * 2 : PAUSE_US_MAX;
	}
	return rc;
}

int
audit_mend(struct error *e)
{
	return error_mend(e, "the administrator of the server looks at disk, rights and locks of the repository; then push again");
}

int
audit_append(struct arena *a, const struct repo *store, const struct audit_seal *seal, const char *message,
	const git_oid *tree, int64_t now, git_oid *out, struct error *e)
{
	struct error why = { 0 };
	struct appending w = { .arena = a, .store = store, .seal = seal, .message = message, .e = &why };
	int rc = git_tree_lookup(&w.tree, store->git, tree);

	if (rc == 0)
		rc = git_signature_new(&w.who, "Sluis", "sluis@localhost", (git_time_t)now, 0);
	if (rc == 0)
		rc = append(&w, out);
	git_signature_free(w.who);
	git_tree_free(w.tree);
	if (rc == 0 && seal->syslog)
		ship_to_syslog(a, message, out);
	if (rc == 0)
		return 0;
	memset(out, 0, sizeof(*out));	/* it was written, perhaps, and is no entry */
	if (why.kind == ERROR_NONE) {
		repo_error(a, GIT_ERROR, e, "the verdict cannot be recorded in " AUDIT_REF);
		return audit_mend(e);
	}
	error_set(e, why.kind, "the verdict cannot be recorded in " AUDIT_REF ": %s", why.text);
	return *why.mend != '\0' ? error_mend(e, "%s", why.mend) : audit_mend(e);
}
