#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "audit/audit.h"
#include "gate/audit_reconcile.h"
#include "gate/stock.h"
#include "audit/verify.h"
#include "run/child.h"
#include "command/command.h"
#include "base/escape.h"
#include "base/oid.h"
#include "policy/file.h"

#define AUDIT_CAP ((size_t)2 << 30)

/* The tip of the audit in another repository, as git ls-remote says it. */
static int remote_tip(struct arena *a, const char *url, git_oid *out, struct error *e)
{
	const char *const argv[] = { "git", "ls-remote", "--", url, AUDIT_REF, NULL };
	char *bytes;
	size_t len;

	if (child_output(a, argv, 4096, &bytes, &len, e) < 0)
		return -1;
	if (len > 40 && oid_parse(bytes, 40, out) == 0)
		return 0;
	return error_set(e, ERROR_ABSENT, "there is no " AUDIT_REF " in %s", escape(a, url));
}

/* A clone that fetched only the audit has no policy: then the refs are not looked at. */
static const struct policy *policy_here(
    struct arena *a, const struct repo *r, int64_t now, struct policy_file *file, struct error *e)
{
	struct error why = { 0 };

	if (policy_file_load(a, r, now, file, &why) == 0)
		return &file->policy;
	if (why.kind != ERROR_ABSENT)
		*e = why;
	return NULL;
}

/* By which keys it is held to be the host's: those that were given, else those of the policy. *with
 * is false for none. */
static int find_keys(struct arena *a, const struct options *o, const struct policy *p,
    struct audit_keys *out, bool *with, struct error *e)
{
	int rc = 0;

	memset(out, 0, sizeof(*out));
	*with = true;
	if (o->value[OPT_SIGNERS] != NULL)
		rc = audit_keys_load(a, o->value[OPT_SIGNERS], o->value[OPT_PRINCIPAL], out, e);
	else if (p != NULL && p->audit.sign != NULL)
		rc = audit_keys_of_host(a, p->audit.sign, out, e);
	else
		*with = false;
	out->all = options_have(o, OPT_ALL);
	return rc;
}

static void tell_signatures(
    struct arena *a, const struct audit_check *found, const struct audit_keys *keys)
{
	if (found->signed_entries == 0)
		return;
	if (keys == NULL)
		printf("%zu entries are signed, and no key was given to verify them by (--signers "
		       "FILE)\n",
		    found->signed_entries);
	else if (keys->all)
		printf("%zu of %zu signatures are good\n", found->good, found->signed_entries);
	else if (found->good > 0)
		printf("%s is signed by the host, and so is what was there before it (--all "
		       "verifies %zu signatures)\n",
		    oid_short(a, &found->newest_signed), found->signed_entries);
}

static int look_at_all(struct arena *a, struct repo *r, const struct options *o,
    struct audit_check *found, struct error *e)
{
	const char *against = o->value[OPT_AGAINST];
	const struct policy *p;
	struct policy_file file = { 0 };
	struct audit_keys keys;
	bool with = false;
	git_oid copy;

	if (repo_open_path(a, ".", r, e) < 0 ||
	    (against != NULL && remote_tip(a, against, &copy, e) < 0))
		return -1;
	p = policy_here(a, r, o->now, &file, e);
	if (e->kind != ERROR_NONE || find_keys(a, o, p, &keys, &with, e) < 0 ||
	    audit_verify(
	        a, r, p, against != NULL ? &copy : NULL, with ? &keys : NULL, stdout, found, e) < 0)
		return -1;
	printf("%zu entries, %zu verdicts, %zu pieces of evidence: %zu problem%s\n", found->entries,
	    found->verdicts, found->evidence, found->problems, found->problems == 1 ? "" : "s");
	if (found->settled > 0)
		printf("%zu more are settled by corrections of the repository's owner\n",
		    found->settled);
	tell_signatures(a, found, with ? &keys : NULL);
	if (p == NULL)
		puts("there is no policy here, so the refs were not held to the audit");
	else
		printf("%zu governed refs were held to it\n", found->refs);
	if (found->problems > 0 && p != NULL)
		puts("once it is known what happened: git sluis audit reconcile --reason TEXT");
	return 0;
}

static int verify(struct arena *a, const struct options *o)
{
	struct audit_check found;
	struct repo r = { 0 };
	struct error e = { 0 };
	int rc = look_at_all(a, &r, o, &found, &e);

	repo_close(&r);
	if (rc == 0)
		return found.problems > 0 ? 1 : 0;
	command_fail(&e);
	return 2;
}

/* What is wrong or missing in the audit, and what becomes of it. */
static int settle(struct arena *a, const struct repo *store, const struct correct_input *in)
{
	struct audit_held held;
	struct error e = { 0 };
	git_oid id;

	if (audit_correct(a, store, in, &held, &id, &e) < 0)
		return command_fail(&e);
	for (size_t i = 0; i < held.n; i++)
		if (held.list[i].mend != HELD_SETTLED)
			printf("  %s%s\n", held.list[i].text,
			    held.list[i].mend == HELD_BY_NOBODY ? ": no correction settles this" :
			                                          "");
	if (git_oid_is_zero(&id))
		puts("nothing was left for a correction to settle");
	else
		printf("settled by %s; recorded as %s in " AUDIT_REF
		       ", where every report shows it\n",
		    escape(a, in->by), oid_short(a, &id));
	return 0;
}

static int correction(struct arena *a, const struct repo *store, const struct options *o)
{
	struct policy_file file = { 0 };
	struct correct_input in = { .policy = &file.policy,
		.by = command_user(a),
		.reason = o->value[OPT_REASON],
		.now = o->now };
	struct error e = { 0 };

	if (in.by == NULL)
		error_memory(&e);
	else if (command_check_owner(store, &e) == 0 &&
	    policy_file_load(a, store, o->now, &file, &e) == 0)
		return settle(a, store, &in);
	return command_fail(&e);
}

static int reconcile(struct arena *a, const struct options *o)
{
	int64_t now = o->now;
	struct policy_file file = { 0 };
	struct repo store = { 0 };
	struct error e = { 0 }, none = { 0 };
	struct audit_seal seal;
	size_t n;
	int rc = repo_open_store(a, ".", &store, &e);

	if (rc == 0) {
		seal = audit_seal_asked(
		    &file.policy, policy_file_load(a, &store, now, &file, &none) == 0);
		rc = audit_reconcile(a, &store, &seal, 0, now, &n, &e);
	}
	if (rc < 0)
		rc = command_fail(&e);
	else
		printf("%zu outcome%s added\n", n, n == 1 ? "" : "s");
	if (rc == 0 && options_have(o, OPT_REASON))
		rc = correction(a, &store, o);
	repo_close(&store);
	return rc;
}

/* Arming takes stock. The words after it are the hooks, from the repository's folder. */
static int arm(struct arena *a, const struct options *o)
{
	struct policy_file file = { 0 };
	struct stock_input in = { .file = &file,
		.hooks = o->rest + 1,
		.nhooks = o->nrest - 1,
		.by = command_user(a),
		.now = o->now };
	struct repo store = { 0 };
	struct error e = { 0 };
	size_t entries = 0, n = 0;
	int rc = repo_open_store(a, ".", &store, &e);

	if (rc == 0 && in.by == NULL)
		rc = error_memory(&e);
	if (rc == 0)
		rc = command_check_owner(&store, &e);
	if (rc == 0)
		rc = policy_file_load(a, &store, o->now, &file, &e);
	if (rc == 0)
		rc = stock_take(a, &store, &in, &entries, &n, &e);
	repo_close(&store);
	if (rc < 0)
		return command_fail(&e);
	printf(entries > 0 ? "%zu governed refs are in the audit as they are now\n" :
	                     "%zu governed refs, and the audit knows them\n",
	    n);
	return 0;
}

int command_audit(const struct options *o)
{
	if (o->nrest < 1 || (options_have(o, OPT_PRINCIPAL) && !options_have(o, OPT_SIGNERS)))
		return command_usage(o);
	o->arena->cap = AUDIT_CAP;
	if (strcmp(o->rest[0], "arm") == 0 && o->n == 0)
		return arm(o->arena, o);
	if (o->nrest > 1)
		return command_usage(o);
	if (strcmp(o->rest[0], "verify") == 0 && !options_have(o, OPT_REASON))
		return verify(o->arena, o);
	if (strcmp(o->rest[0], "reconcile") == 0 &&
	    (o->n == 0 ||
	        (o->n == 1 && options_have(o, OPT_REASON) && *o->value[OPT_REASON] != '\0')))
		return reconcile(o->arena, o);
	return command_usage(o);
}
