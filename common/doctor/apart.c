/*
 * doctor/apart: can the audit repository be asked and written, and does it keep what it has?
 *
 * What git does there is tried on a ref that means nothing, since nobody can read its config from
 * here: is it moved aside, is it deleted? No entry is written.
 */
#include "audit/apart.h"
#include "audit/apart_git.h"
#include "audit/audit.h"
#include "audit/remote.h"
#include "doctor/doctor_internal.h"

#define TRIAL_REF "refs/sluis/doctor"

/* git's own receive.deny* are about branches only. */
#define HOOK \
	"printf '%%s\\n' '#!/bin/sh' '[ $2 = 0000000000000000000000000000000000000000 ] || git " \
	"merge-base --is-ancestor $2 $3' >%s && chmod 755 %s"

static const char *hook_command(struct doctor *d)
{
	const char *url = d->repo.apart->url, *file = "hooks/update";

	if (*url == '/')
		file = shellword(d->arena, arena_printf(d->arena, "%s/hooks/update", url));
	return arena_printf(d->arena, HOOK, file, file);
}

/* One of two commits that do not come from one another. */
static int make_one(
    struct doctor *d, const struct repo *store, int64_t at, git_oid *out, struct error *e)
{
	struct audit_seal none = { .asked = FACT_NO };
	git_tree *tree = NULL;
	git_oid empty;
	int rc;

	if (audit_empty_tree(d->arena, store, &empty, e) < 0)
		return -1;
	rc = git_tree_lookup(&tree, store->git, &empty);
	if (rc == 0)
		rc = audit_commit(d->arena, store, &none, "Sluis", at,
		    "git sluis doctor tries what may be done here\n", tree, NULL, out, e);
	git_tree_free(tree);
	return rc == 0 ? 0 : repo_error(d->arena, GIT_ERROR, e, "the audit cannot be written");
}

/* What the ref is there now; zero for nothing. */
static int look(struct doctor *d, git_oid *is, struct error *e)
{
	const char *const args[] = { "ls-remote", "--quiet", d->repo.apart->url, TRIAL_REF };
	struct process p;

	memset(is, 0, sizeof(*is));
	if (apart_git(d->arena, &d->repo, args, sizeof(args) / sizeof(args[0]), &p, e) < 0)
		return -1;
	remote_ref_read(p.out, TRIAL_REF, is);
	return 0;
}

/* Makes the ref that, or deletes it; git may refuse. */
static int move(struct doctor *d, const git_oid *to, const char **said, struct error *e)
{
	char hex[OID_HEX + 1] = "";
	const char *args[] = { "send-pack", "--force", d->repo.apart->url, NULL };
	struct process p;

	if (to != NULL)
		git_oid_tostr(hex, sizeof(hex), to);
	args[3] = arena_printf(d->arena, "%s:" TRIAL_REF, hex);
	if (args[3] == NULL)
		return error_memory(e);
	apart_git(d->arena, &d->repo, args, sizeof(args) / sizeof(args[0]), &p, e);
	*said = remote_last_line(d->arena, p.err);
	memset(e, 0, sizeof(*e));
	return 0;
}

static int try_all(struct doctor *d, const struct repo *store, struct error *e)
{
	git_oid one, other, is;
	const char *said;
	bool rewinds;

	if (make_one(d, store, 0, &one, e) < 0 || make_one(d, store, 1, &other, e) < 0 ||
	    look(d, &is, e) < 0)
		return -1;
	if (git_oid_is_zero(&is) && (move(d, &one, &said, e) < 0 || look(d, &is, e) < 0))
		return -1;
	if (git_oid_is_zero(&is)) {
		doctor_say(d, DOCTOR_WRONG,
		    "the administrator lets the account of the hooks write there", NULL,
		    "the audit repository %s takes nothing: %s",
		    escape(d->arena, d->repo.apart->url), said);
		return 0;
	}
	if (git_oid_equal(&is, &other))
		other = one;
	if (move(d, &other, &said, e) < 0 || look(d, &is, e) < 0)
		return -1;
	rewinds = git_oid_equal(&is, &other);
	if (move(d, NULL, &said, e) < 0 || look(d, &is, e) < 0)
		return -1;
	if (rewinds || git_oid_is_zero(&is))
		doctor_say(d, DOCTOR_WRONG, "its owner gives it a hook:", hook_command(d),
		    "the audit repository %s lets refs be rewound or deleted: a node could take "
		    "back what it recorded",
		    escape(d->arena, d->repo.apart->url));
	return 0;
}

enum doctor_found doctor_apart(struct doctor *d)
{
	struct repo store = { 0 };
	struct error e = { 0 };
	int rc;

	if (!apart_named(&d->repo))
		return DOCTOR_FINE;
	rc = apart_ask(d->arena, &d->repo, &e);
	if (rc == 0 && !d->in->no_push) {
		rc = repo_open_writable(d->arena, &d->repo, &store, &e);
		if (rc == 0)
			rc = try_all(d, &store, &e);
		repo_close(&store);
	}
	if (rc < 0)
		doctor_say_error(d, DOCTOR_WRONG, &e);
	return DOCTOR_FINE;
}
