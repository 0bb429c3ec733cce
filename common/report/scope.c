/*
 * report/scope: which promotions a report counts.
 *
 * Unless it is asked otherwise, those into an environment where changes end: production. What goes
 * over to acceptance on the way there is no promotion to production, and is counted apart.
 */
#include "report/report_internal.h"

static struct report_scope *scope_of(struct report *r, const char *environment)
{
	struct report_scope **at = &r->scopes, *s;

	while (*at != NULL && strcmp((*at)->environment, environment) < 0)
		at = &(*at)->next;
	if (*at != NULL && strcmp((*at)->environment, environment) == 0)
		return *at;
	s = arena_alloc(r->arena, sizeof(*s));
	if (s == NULL)
		return NULL;
	*s = (struct report_scope){ arena_strdup(r->arena, environment), false, *at };
	return s->environment != NULL ? (*at = s) : NULL;
}

/* `env` is NULL where the policy does not say where changes end. */
static bool look(struct report *r, const char *environment, const struct policy *policy,
    const struct environment *env)
{
	bool asked = r->query.environment != NULL || r->query.all_environments;
	bool counted = asked ? report_asked(r->query.environment, environment) :
	                       env == NULL || environment_is_final(policy, env);
	struct report_scope *s = scope_of(r, environment);

	if (s != NULL) /* else the exhausted arena says so */
		s->counted = s->counted || counted;
	return counted;
}

bool report_counted(struct report *r, const struct report_repo *repo, const struct audit_seen *seen,
    const char *environment)
{
	const struct policy *policy = report_policy_of(r, &repo->repo, seen);

	/* All that it has, once: what moved without a verdict is one of these. */
	for (size_t i = 0; policy != NULL && policy != r->scoped && i < policy->nenvironments; i++)
		if (policy->environments[i].from != NULL)
			look(r, escape(r->arena, policy->environments[i].id), policy,
			    &policy->environments[i]);
	r->scoped = policy;
	return look(r, environment, policy,
	    policy != NULL ? policy_environment_by_id(policy, environment) : NULL);
}

bool report_in_scope(const struct report *r, const char *environment)
{
	const struct report_scope *s = r->scopes;

	while (s != NULL && strcmp(s->environment, environment) != 0)
		s = s->next;
	return s == NULL || s->counted;
}

bool report_no_such_environment(const struct report *r)
{
	const struct report_scope *s = r->scopes;

	if (r->query.environment == NULL || s == NULL)
		return false;
	while (s != NULL && strcmp(s->environment, r->query.environment) != 0)
		s = s->next;
	return s == NULL;
}

const char *report_scope(struct arena *a, const struct report *r, bool counted)
{
	struct report_list all = { "" };

	if (counted && r->query.environment != NULL)
		return printable_escaped(a, r->query.environment);
	for (const struct report_scope *s = r->scopes; s != NULL; s = s->next)
		if (s->counted == counted)
			report_list_add(a, &all, ", ", printable_escaped(a, s->environment));
	return counted && all.len == 0 ? "-" : all.text;
}
