#include "policy/policy.h"

#include "base/pattern.h"

/* The one with that id; NULL for none. */
#define BY_ID(function, type, list, n) \
	const struct type *function(const struct policy *p, const char *id) \
	{ \
		for (size_t i = 0; i < p->n; i++) \
			if (strcmp(p->list[i].id, id) == 0) \
				return &p->list[i]; \
		return NULL; \
	}

BY_ID(policy_environment_by_id, environment, environments, nenvironments)
BY_ID(policy_role_by_id, role, roles, nroles)
BY_ID(policy_target_by_id, target, targets, ntargets)
BY_ID(policy_impact_by_id, impact, impacts, nimpacts)

bool period_has(const struct period *p, int64_t at)
{
	return p->from <= at && at <= p->until;
}

bool person_active(const struct person *who, int64_t at)
{
	return period_has(&who->there, at);
}

bool member_active(const struct member *m, int64_t at)
{
	return m->person != NULL && person_active(m->person, at) && period_has(&m->period, at);
}

bool role_has(const struct role *r, const struct person *who, int64_t at)
{
	for (size_t i = 0; i < r->nmembers; i++)
		if (r->members[i].person == who && member_active(&r->members[i], at))
			return true;
	return false;
}

bool roles_have(const struct role *const *roles, size_t n, const struct person *who, int64_t at)
{
	for (size_t i = 0; i < n; i++)
		if (role_has(roles[i], who, at))
			return true;
	return n == 0;
}

bool environment_may_push(const struct environment *env, const struct person *who, int64_t at)
{
	return who != NULL && person_active(who, at) && roles_have(env->push, env->npush, who, at);
}

bool role_by_deputy(const struct role *r, const struct person *who, int64_t at)
{
	bool deputy = false;

	for (size_t i = 0; i < r->nmembers; i++) {
		const struct member *m = &r->members[i];

		if (m->person == who && !m->deputy && member_active(m, at))
			return false;
		deputy = deputy || (m->person == who && m->deputy);
	}
	return deputy;
}

bool environment_is_final(const struct policy *p, const struct environment *env)
{
	for (size_t i = 0; i < p->nenvironments; i++) {
		const struct environment *later = &p->environments[i], *from = later->from;

		while (from != NULL && from != env)
			from = from->from;
		if (from != NULL && (later->require != 0 || later->nsignoffs > 0))
			return false;
	}
	return env->from != NULL;
}

/* Somebody may be in a role more than once, at different times. */
static bool named_before(const struct role *r, size_t i, int64_t at)
{
	for (size_t k = 0; k < i; k++)
		if (r->members[k].person == r->members[i].person &&
		    member_active(&r->members[k], at))
			return true;
	return false;
}

const char *people_names(struct arena *a, const struct people *who, size_t max)
{
	const char *text = NULL, *last = NULL;

	for (size_t i = 0; i < who->n && i <= max; i++) {
		if (last != NULL)
			text = text == NULL ? last : arena_printf(a, "%s, %s", text, last);
		last = i < max ? escape(a, who->list[i]->name) : say("others");
		if (a->exhausted)
			return "(out of memory)";
	}
	if (last == NULL)
		return say("nobody");
	text = text == NULL ? last : arena_printf(a, say("%s or %s"), text, last);
	return text != NULL ? text : "(out of memory)";
}

const char *role_names(struct arena *a, const struct role *r, int64_t at, size_t max)
{
	struct people who = { arena_array(a, r->nmembers + 1, sizeof(*who.list)), 0 };

	for (size_t i = 0; who.list != NULL && i < r->nmembers; i++)
		if (member_active(&r->members[i], at) && !named_before(r, i, at))
			who.list[who.n++] = r->members[i].person;
	return people_names(a, &who, max);
}

const char *person_shown(struct arena *a, const struct person *who)
{
	const char *text = escape(a, who->name);

	if (who->owner != NULL)
		text = arena_printf(a, say("%s (owner %s)"), text, escape(a, who->owner->name));
	return text != NULL ? text : "(out of memory)";
}

const struct environment *policy_environment_of(const struct policy *p, const char *ref)
{
	const struct environment *found = NULL;

	for (size_t i = 0; i < p->nenvironments; i++) {
		const struct environment *env = &p->environments[i];

		if (pattern_match(env->ref, ref) && (found == NULL || pattern_exact(env->ref)))
			found = env;
	}
	return found;
}

bool policy_governs(const struct policy *p, const char *ref)
{
	return begins_with(ref, "refs/signoffs/") || policy_environment_of(p, ref) != NULL ||
	    (p->evidence_ref != NULL && strcmp(p->evidence_ref, ref) == 0);
}

const struct target *policy_target_of(
    const struct policy *p, const struct environment *env, size_t *at)
{
	while (*at < p->ntargets)
		if (p->targets[(*at)++].environment == env)
			return &p->targets[*at - 1];
	return NULL;
}

const struct sftp_host *policy_sftp_of(const struct policy *p, const char *host)
{
	for (size_t i = 0; i < p->nsftp; i++)
		if (strcasecmp(p->sftp[i].host, host) == 0)
			return &p->sftp[i];
	return NULL;
}
