/* Has everyone who has to sign a key, and can the files with the keys be read? */
#include "doctor/doctor_internal.h"
#include "base/lookup.h"
#include "sign/revoked.h"
#include "sign/sshsig.h"

/* Who needs a key: a mark for each person of the policy. */
struct needed {
	const struct policy *policy;
	bool *list;
	int64_t now;
};

static void need_role(struct needed *n, const struct role *r, bool services)
{
	for (size_t i = 0; i < r->nmembers; i++)
		if (member_active(&r->members[i], n->now) &&
		    (services || !r->members[i].person->service))
			n->list[r->members[i].person - n->policy->persons] = true;
}

static void need_roles(struct needed *n, const struct role *const *roles, size_t count)
{
	for (size_t i = 0; i < count; i++)
		need_role(n, roles[i], true);
}

static void need_signoffs(struct needed *n, const struct signoff *const *signoffs, size_t count)
{
	for (size_t i = 0; i < count; i++)
		need_role(n, signoffs[i]->role, false);
}

static void find_needed(struct needed *n)
{
	const struct policy *p = n->policy;
	bool keys = p->pusher_source == PUSHER_SSH_KEY || p->pusher_signed, proven = false;

	for (size_t i = 0; i < p->nenvironments; i++) {
		const struct environment *env = &p->environments[i];

		proven = proven || (env->proof == PROOF_SIGNATURE && env->nsignoffs > 0);
		if (env->proof == PROOF_SIGNATURE)
			need_signoffs(n, env->signoffs, env->nsignoffs);
		if (keys || env->signed_commits)
			need_roles(n, env->push, env->npush);
	}
	if (keys)
		need_roles(n, p->evidence_push, p->nevidence_push);
	if (proven)
		need_signoffs(n, p->emergency.signoffs, p->emergency.nsignoffs);
	for (size_t i = 0; proven && i < p->nimpacts; i++)
		need_signoffs(n, p->impacts[i].signoffs, p->impacts[i].nsignoffs);
}

/* Has the person a key at this moment, their own or by certificate? */
static bool has_key(const struct signers *s, const struct person *who, int64_t now)
{
	for (size_t i = 0; i < s->n; i++) {
		const struct signer *one = &s->list[i];

		if (now >= one->valid_after && now <= one->valid_before &&
		    lookup_among(one->principals, one->nprincipals, who->id))
			return true;
	}
	return false;
}

static void check_keyless(struct doctor *d, const struct needed *n, const struct signers *s)
{
	const char *names = NULL;
	bool some = false;

	for (size_t i = 0; i < n->policy->npersons; i++) {
		const struct person *who = &n->policy->persons[i];

		if (n->list[i] && has_key(s, who, n->now))
			some = true;
		else if (n->list[i])
			names = arena_printf(d->arena, "%s%s%s (%s)", names != NULL ? names : "",
			    names != NULL ? ", " : "", escape(d->arena, who->name),
			    escape(d->arena, who->id));
	}
	if (names != NULL)
		doctor_say(d, d->arming && some ? DOCTOR_NOTE : DOCTOR_WRONG,
		    "the administrator adds a line with the id and the public key for each of them",
		    NULL,
		    "allowed_signers gives no key at this moment to who has to sign or push: %s",
		    names);
}

static void check_shared(struct doctor *d, const struct signers *s)
{
	for (size_t i = 0; i < s->n; i++)
		if (signers_shares(s, &s->list[i], d->in->now)) {
			doctor_say(d, DOCTOR_WRONG,
			    "the administrator gives each of them a key of their own", NULL,
			    "line %u of allowed_signers gives %s a key that somebody else has too: "
			    "what it signs counts for neither",
			    s->list[i].line, escape(d->arena, s->list[i].principals[0]));
			return;
		}
}

enum doctor_found doctor_keys(struct doctor *d)
{
	const struct policy *p = &d->file.policy;
	struct needed n = { p, arena_array(d->arena, p->npersons + 1, sizeof(bool)), d->in->now };
	struct sshsig_tool tool = { 0 };
	struct revoked revoked;
	struct error e = { 0 };
	bool any = false;

	if (n.list == NULL)
		return DOCTOR_UNKNOWN;
	find_needed(&n);
	for (size_t i = 0; i < p->npersons; i++)
		any = any || n.list[i];
	if (sshsig_load(d->arena, d->file.signers, d->file.revoked, &tool) < 0) {
		if (any || tool.why.kind != ERROR_ABSENT)
			doctor_say_error(d,
			    tool.why.kind == ERROR_MEMORY ? DOCTOR_UNKNOWN : DOCTOR_WRONG,
			    &tool.why);
		return DOCTOR_FINE;
	}
	if (revoked_load(d->arena, d->file.revoked, &revoked, &e) < 0)
		doctor_say_error(d, DOCTOR_WRONG, &e);
	if (any && access(SSHSIG_PROGRAM, X_OK) != 0)
		doctor_say(d, DOCTOR_WRONG, "root installs it:", "apt-get install openssh-client",
		    "%s, which verifies signatures, cannot be run", SSHSIG_PROGRAM);
	check_keyless(d, &n, &tool.known);
	check_shared(d, &tool.known);
	return DOCTOR_FINE;
}
