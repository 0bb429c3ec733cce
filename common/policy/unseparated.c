/* Where a policy does not keep apart who makes a change, who signs it off, who brings it over. */
#include "policy/policy.h"

#define SWITCHES 4 /* of [separation] */

/* May the person work where work starts? Where no role is asked, everybody may. */
static bool develops(const struct policy *p, const struct person *who, int64_t now)
{
	for (size_t i = 0; i < p->nenvironments; i++)
		if (p->environments[i].from == NULL && !who->service &&
		    environment_may_push(&p->environments[i], who, now))
			return true;
	return false;
}

/* Somebody who holds the role of a sign-off today and makes changes; NULL for nobody. */
static const struct person *developer_of(
    const struct policy *p, const struct signoff *so, int64_t now)
{
	for (size_t i = 0; i < so->role->nmembers; i++) {
		const struct person *who = so->role->members[i].person;

		if (role_has(so->role, who, now) && develops(p, who, now))
			return who;
	}
	return NULL;
}

static bool is_off(const struct policy *p, int64_t now, size_t at, struct policy_unseparated *out)
{
	const bool switches[SWITCHES] = { p->authors_may_sign, p->authors_may_promote,
		p->unknown_authors_allowed, !p->one_signer_one_role };

	*out = (struct policy_unseparated){ 0 };
	if (at < SWITCHES) {
		out->kind = (enum unseparated)at;
		return switches[at];
	}
	at -= SWITCHES;
	if (at < p->nsignoffs) {
		out->kind = UNSEPARATED_DEVELOPER_SIGNS;
		out->signoff = &p->signoffs[at];
		out->person = developer_of(p, out->signoff, now);
		return out->person != NULL;
	}
	at -= p->nsignoffs;
	out->environment = &p->environments[at];
	out->kind = out->environment->from == NULL ? UNSEPARATED_COMMITTER : UNSEPARATED_TRAILER;
	return out->environment->from == NULL ?
	    !out->environment->committer_is_pusher :
	    out->environment->nsignoffs > 0 && out->environment->proof == PROOF_TRAILER;
}

bool policy_unseparated(
    const struct policy *p, int64_t now, size_t *at, struct policy_unseparated *out)
{
	while (*at < SWITCHES + p->nsignoffs + p->nenvironments)
		if (is_off(p, now, (*at)++, out))
			return true;
	return false;
}

const char *policy_unseparated_line(struct arena *a, const struct policy_unseparated *u)
{
	static const char *const lines[SWITCHES] = {
		[UNSEPARATED_AUTHORS_SIGN] = "authors-may-sign = yes",
		[UNSEPARATED_AUTHORS_PROMOTE] = "authors-may-promote = yes",
		[UNSEPARATED_UNKNOWN_AUTHORS] = "unknown-authors = allow",
		[UNSEPARATED_ONE_SIGNER] = "one-signer-one-role = no",
	};
	const char *text;

	if (u->kind < SWITCHES)
		return lines[u->kind];
	if (u->kind == UNSEPARATED_DEVELOPER_SIGNS)
		text = arena_printf(a, say("signoff \"%s\": developer %s"),
		    escape(a, u->signoff->id), escape(a, u->person->id));
	else
		text = arena_printf(a, "environment \"%s\": %s", escape(a, u->environment->id),
		    u->kind == UNSEPARATED_TRAILER ? "proof = trailer" :
		                                     "committer-is-pusher = no");
	return text != NULL ? text : "(out of memory)";
}
