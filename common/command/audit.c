#include "audit/audit.h"
#include "audit/copy.h"
#include "audit/cosign.h"
#include "audit/remote.h"
#include "gate/audit_reconcile.h"
#include "gate/stock.h"
#include "git/place.h"
#include "audit/verify.h"
#include "command/command.h"
#include "policy/file.h"

#define AUDIT_CAP ((size_t)2 << 30)

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

/* By which keys it is held to be the host's: those that were given, else those of the policy.
 * out->n is 0 for none. */
static int find_keys(struct arena *a, const struct options *o, const struct policy *p,
    struct audit_keys *out, struct error *e)
{
	int rc = 0;

	memset(out, 0, sizeof(*out));
	if (o->value[OPT_SIGNERS] != NULL)
		rc = audit_keys_load(a, o->value[OPT_SIGNERS], o->value[OPT_PRINCIPAL], out, e);
	if (rc == 0 && out->n == 0 && p != NULL && p->audit.sign != NULL)
		rc = audit_keys_of_host(a, p->audit.sign, out, e);
	out->all = options_have(o, OPT_ALL);
	return rc;
}

static void tell_signatures(
    struct arena *a, const struct audit_check *found, const struct audit_keys *keys)
{
	if (found->signed_entries == 0)
		return;
	if (keys == NULL)
		printf(say("%zu entries are signed, and no key was given to verify them by "
		           "(--signers FILE)\n"),
		    found->signed_entries);
	else if (keys->all)
		printf(say("%zu of %zu signatures are good\n"), found->good, found->signed_entries);
	else if (found->good > 0)
		printf(say("%s is signed by the host, and so is what was there before it (--all "
		           "verifies %zu signatures)\n"),
		    oid_short(a, &found->newest_signed), found->signed_entries);
}

static void tell(struct arena *a, const struct audit_check *found, const struct audit_keys *keys,
    const struct policy *p, const struct copy *copy)
{
	if (found->approved > 0)
		printf(
		    say("%zu policies at refs/sluis/policy, %zu of them approved by a promotion\n"),
		    found->policies, found->approved);
	printf(found->problems == 1 ?
	        say("%zu entries, %zu verdicts, %zu pieces of evidence: %zu problem\n") :
	        say("%zu entries, %zu verdicts, %zu pieces of evidence: %zu problems\n"),
	    found->entries, found->verdicts, found->evidence, found->problems);
	if (found->settled > 0)
		printf(say("%zu more are settled by corrections of the repository's owner\n"),
		    found->settled);
	tell_signatures(a, found, keys);
	if (copy->witnessed)
		puts(witness_text(&found->witness));
	if (p == NULL)
		puts(say("there is no policy here, so the refs were not held to the audit"));
	else
		printf(say("%zu governed refs were held to it\n"), found->refs);
	if (found->problems > 0 && p != NULL)
		puts(
		    say("once it is known what happened: git sluis audit reconcile --reason TEXT"));
}

/* A witness's clone has a copy of the audit too, or its log alone. */
static int read_copy(struct arena *a, const struct repo *r, const struct options *o,
    struct copy *copy, const git_oid **against, git_oid *tip, struct error *e)
{
	struct error why = { 0 };

	*against = NULL;
	if (copy_open(a, r, o->value[OPT_AGAINST], o->value[OPT_SIGNERS], copy, e) < 0)
		return -1;
	if (o->value[OPT_AGAINST] == NULL)
		return 0;
	if (remote_tip(a, r, o->value[OPT_AGAINST], AUDIT_REF, tip, &why) == 0)
		*against = tip;
	else if (why.kind != ERROR_ABSENT || !copy->witnessed)
		return error_copy(e, &why);
	return 0;
}

static int look_at_all(struct arena *a, struct repo *r, const struct options *o,
    struct audit_check *found, struct error *e)
{
	struct audit_verify_input in = { 0 };
	struct policy_file file = { 0 };
	struct audit_keys keys;
	struct copy copy;
	git_oid tip;

	if (repo_open_path(a, ".", r, e) < 0 || read_copy(a, r, o, &copy, &in.against, &tip, e) < 0)
		return -1;
	in.policy = policy_here(a, r, o->now, &file, e);
	if (e->kind != ERROR_NONE || find_keys(a, o, in.policy, &keys, e) < 0)
		return -1;
	in.keys = keys.n > 0 ? &keys : NULL;
	in.witnesses = &copy.keys;
	in.log = copy.witnessed ? &copy.log : NULL;
	in.log_known = copy.known;
	if (audit_verify(a, r, &in, stdout, found, e) < 0)
		return -1;
	tell(a, found, in.keys, in.policy, &copy);
	return copy.witnessed && found->problems == 0 ? copy_keep(a, r, &copy, e) : 0;
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
			    held.list[i].mend == HELD_BY_NOBODY ?
			        say(": no correction settles this") :
			        "");
	if (git_oid_is_zero(&id))
		puts(say("nothing was left for a correction to settle"));
	else
		printf(say("settled by %s; recorded as %s in refs/sluis/audit, where every report "
		           "shows it\n"),
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
		if (options_have(o, OPT_REASON))
			rc = command_check_owner(&store, &e) == 0 ?
			    command_begin_apart(a, &store, &e) :
			    -1;
	}
	if (rc == 0)
		rc = audit_reconcile(a, &store, &seal, 0, now, &n, &e);
	if (rc < 0)
		rc = command_fail(&e);
	else
		printf(n == 1 ? say("%zu outcome added\n") : say("%zu outcomes added\n"), n);
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
	struct stock found;
	int rc = repo_open_store(a, ".", &store, &e);

	if (rc == 0 && in.by == NULL)
		rc = error_memory(&e);
	if (rc == 0)
		rc = command_check_owner(&store, &e);
	if (rc == 0)
		rc = policy_file_load(a, &store, o->now, &file, &e);
	if (rc == 0)
		rc = command_begin_apart(a, &store, &e);
	if (rc == 0)
		rc = stock_take(a, &store, &in, &found, &e);
	if (rc == 0)
		rc = place_note(a, &store, &e);
	repo_close(&store);
	if (rc < 0)
		return command_fail(&e);
	printf(found.entries > 0 ?
	        say("governed refs, in the audit as they are now: %zu (new, so baselines: %zu)\n") :
	        say("governed refs, known to the audit: %zu\n"),
	    found.refs, found.baselines);
	return 0;
}

static int tell_cosigned(struct arena *a, const struct cosigned *done, const char *remote)
{
	printf(say("%s of %s is witnessed by %s, %zu new\n"), oid_short(a, &done->entry),
	    escape(a, remote), oid_short(a, &done->note), done->fresh);
	if (done->first)
		puts(say("nothing was seen before: all of it is taken as it is now"));
	return done->findings > 0 ? 1 : 0;
}

/* In the clone of a witness, whose own config names the keys. */
static int witness(struct arena *a, const struct options *o)
{
	const char *remote = options_have(o, OPT_REMOTE) ? o->value[OPT_REMOTE] : "origin",
	           *signers = NULL;
	struct cosign_input in = { .remote = remote, .now = o->now, .out = stdout };
	struct audit_keys own;
	struct audit_keys host;
	struct repo store = { 0 };
	struct cosigned done;
	struct error e = { 0 };
	int turn = -1, rc = repo_open_store(a, ".", &store, &e);

	if (rc == 0)
		rc = repo_configured(a, &store, "sluis.witnessKey", &in.key, &e);
	if (rc == 0)
		rc = repo_configured(a, &store, "sluis.witnessSigners", &signers, &e);
	if (rc == 0 && (in.key == NULL || signers == NULL)) {
		error_set(&e, ERROR_ABSENT, "this clone names no %s of a witness",
		    in.key == NULL ? say("key") : say("signers"));
		rc = error_mend(&e, "git config %s FILE, as git-sluis(1) shows under audit witness",
		    in.key == NULL ? "sluis.witnessKey" : "sluis.witnessSigners");
	}
	if (rc == 0)
		rc = witness_keys_load(a, signers, &own, &e);
	if (rc == 0 && own.n == 0)
		rc = error_set(&e, ERROR_ABSENT,
		    "%s names no witness: no line of it has namespaces=\"%s\"", escape(a, signers),
		    NOTE_SPACE);
	if (rc == 0)
		rc = audit_keys_load(a, signers, NULL, &host, &e);
	if (rc == 0 && (turn = audit_turn(&store)) < 0)
		rc = error_set(&e, ERROR_UNREADABLE, "another witness is at work in this clone");
	in.own = &own;
	in.host = rc == 0 && host.n > 0 ? &host : NULL;
	if (rc == 0)
		rc = cosign(a, &store, &in, &done, &e);
	audit_turn_end(turn);
	repo_close(&store);
	return rc < 0 ? command_fail(&e) : tell_cosigned(a, &done, remote);
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
	if (strcmp(o->rest[0], "verify") == 0 && !options_have(o, OPT_REASON) &&
	    !options_have(o, OPT_REMOTE))
		return verify(o->arena, o);
	if (strcmp(o->rest[0], "witness") == 0 && o->n == (options_have(o, OPT_REMOTE) ? 1 : 0))
		return witness(o->arena, o);
	if (strcmp(o->rest[0], "reconcile") == 0 &&
	    (o->n == 0 ||
	        (o->n == 1 && options_have(o, OPT_REASON) && *o->value[OPT_REASON] != '\0')))
		return reconcile(o->arena, o);
	return command_usage(o);
}
