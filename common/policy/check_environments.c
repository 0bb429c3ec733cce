/*
 * policy/check_environments: every environment has refs of its own and a way that leads there, and
 * nothing is promised for it that would never be asked (norm CH.06 criteria 3 and 9). Each result
 * server is named once, and a machine answers for it (criterion 6).
 */
#include "base/pattern.h"
#include "policy/policy_internal.h"
#include "policy/refalias.h"

static const char *title(const struct policy_checking *c, const struct environment *env)
{
	return policy_title(c->arena, "environment", env->id);
}

/* "test from acceptance from test": along its sources until it comes back. */
static const char *circle(const struct policy_checking *c, const struct environment *env)
{
	const char *text = escape(c->arena, env->id);
	const struct environment *e = env;

	do {
		e = e->from;
		text = arena_printf(c->arena, say("%s from %s"), text, escape(c->arena, e->id));
	} while (e != env && text != NULL);
	return text != NULL ? text : "(out of memory)";
}

/* Is it the first in the file of a circle that it is in? */
static bool heads_circle(const struct policy_checking *c, const struct environment *env)
{
	const struct environment *e = env->from;

	for (size_t i = 0; i < c->policy->nenvironments && e != NULL && e != env; i++) {
		if (e->line < env->line)
			return false;
		e = e->from;
	}
	return e == env;
}

/* Then neither could be made while the other is there. */
static bool mistakable(const char *one, const char *other)
{
	return pattern_exact(one) && pattern_exact(other) &&
	    (refalias_can_be(one, other) || refalias_can_be(other, one));
}

static void check_refs(const struct policy_checking *c, const struct environment *env)
{
	const struct policy *p = c->policy;

	if (env->ref == NULL)
		return;
	if (p->evidence_ref != NULL && pattern_overlap(env->ref, p->evidence_ref))
		policy_problem(c, env->line, "%s governs %s, which is the ref of [evidence]",
		    title(c, env), escape(c->arena, p->evidence_ref));
	if (p->evidence_ref != NULL && mistakable(env->ref, p->evidence_ref))
		policy_problem(c, env->line,
		    "%s governs %s, which can be taken for the ref of [evidence], %s",
		    title(c, env), escape(c->arena, env->ref), escape(c->arena, p->evidence_ref));
	for (const struct environment *o = p->environments; o < p->environments + p->nenvironments;
	     o++) {
		if (o->line >= env->line || o->ref == NULL)
			continue;
		if (pattern_overlap(env->ref, o->ref))
			policy_problem(c, env->line,
			    "%s and %s on line %u govern the same ref: %s and %s", title(c, env),
			    title(c, o), o->line, escape(c->arena, env->ref),
			    escape(c->arena, o->ref));
		else if (mistakable(env->ref, o->ref))
			policy_problem(c, env->line,
			    "%s and %s on line %u have refs that can be taken for each other: %s "
			    "and %s",
			    title(c, env), title(c, o), o->line, escape(c->arena, env->ref),
			    escape(c->arena, o->ref));
	}
}

/* What is asked of promotions means nothing where nothing is promoted to. */
static void check_start(const struct policy_checking *c, const struct environment *env)
{
	const char *const asked[] = { env->nsignoffs > 0 ? "signoff" : NULL,
		env->require != 0 ? "require" : NULL, env->fast_forward ? "fast-forward" : NULL,
		env->window_max_hours > 0 ? "window-max-hours" : NULL };

	for (size_t i = 0; i < sizeof(asked) / sizeof(asked[0]); i++)
		if (asked[i] != NULL)
			policy_problem(c, env->line,
			    "%s comes from no other, so work starts there and its '%s' would never "
			    "be asked",
			    title(c, env), asked[i]);
}

static void check_promotions(const struct policy_checking *c, const struct environment *env)
{
	const struct policy *p = c->policy;
	static const struct {
		enum require group;
		const char *word;
	} recorded[] = { { REQUIRE_PLAN, "plan" }, { REQUIRE_ACCEPTANCE, "acceptance" },
		{ REQUIRE_PARALLEL_RUN, "parallel-run" } };
	bool run = (env->require & REQUIRE_PARALLEL_RUN) != 0,
	     impact = (env->require & REQUIRE_IMPACT) != 0,
	     tags = env->ref != NULL && begins_with(env->ref, "refs/tags/");

	if ((env->fast_forward || tags) && (env->nsignoffs > 0 || env->require != 0))
		policy_problem(c, env->line,
		    tags ? "%s is of tags and has %s: a tag is made and never promoted to, so they "
		           "would never be asked; ask them where it comes from" :
		           "%s has 'fast-forward = yes' and %s: a fast-forward carries no "
		           "trailers, so they would never be asked; take out one or the other",
		    title(c, env),
		    env->nsignoffs > 0 && env->require != 0 ? say("'signoff' and 'require'") :
		        env->nsignoffs > 0                  ? "'signoff'" :
		                                              "'require'");
	for (size_t i = 0; i < sizeof(recorded) / sizeof(recorded[0]); i++)
		if ((env->require & recorded[i].group) != 0 && p->evidence_ref == NULL)
			policy_problem(c, env->line,
			    "%s has 'require = %s', and there is no [evidence] to find it in",
			    title(c, env), recorded[i].word);
	if (env->window_max_hours > 0 && (env->require & REQUIRE_PLAN) == 0)
		policy_problem(c, env->line,
		    "%s has 'window-max-hours' without 'require = plan', so it would never be "
		    "asked",
		    title(c, env));
	if (impact && p->nimpacts == 0)
		policy_problem(c, env->line,
		    "%s has 'require = impact', and there is no [impact \"ID\"] to choose from",
		    title(c, env));
	if (run && !impact)
		policy_problem(c, env->line,
		    "%s has 'require = parallel-run' without 'impact', which says whether one is "
		    "asked",
		    title(c, env));
}

static void check_impact(const struct policy_checking *c, const struct impact *level)
{
	if (level->nexcepts > 0 && level->npaths == 0)
		policy_problem(c, level->line,
		    "%s has 'except' and no 'path' to except from: path = ** is everything",
		    policy_title(c->arena, "impact", level->id));
}

static void check_freeze(const struct policy_checking *c, const struct freeze *f)
{
	const char *shown = policy_title(c->arena, "freeze", f->id);

	if (f->period.until < f->period.from)
		policy_problem(c, f->line, "%s: 'to' is before 'from'", shown);
	for (size_t i = 0; i < f->nenvironments; i++)
		if (f->environments[i]->from == NULL)
			policy_problem(c, f->line,
			    "%s names %s, where work starts: a freeze stops promotions only", shown,
			    title(c, f->environments[i]));
}

/* A deployment is of one promotion, which has an id. */
static void check_target(const struct policy_checking *c, const struct target *t)
{
	const char *shown = policy_title(c->arena, "target", t->id);
	const struct environment *env = t->environment;
	const char *why = NULL;

	for (size_t i = 0; i < t->nexcepts; i++)
		if (strcmp(t->excepts[i], "**") == 0)
			policy_problem(
			    c, t->line, "%s: 'except = **' leaves nothing to compare", shown);
	if (env == NULL || env->ref == NULL)
		return;
	if (env->from == NULL)
		why = "where work starts: nothing is promoted there";
	else if (env->fast_forward)
		why = "which has 'fast-forward = yes': a fast-forward has no id to record its "
		      "deployment under";
	else if (!pattern_exact(env->ref))
		why = "which has more than one ref: nobody can say which one a target shows";
	else if (begins_with(env->ref, "refs/tags/"))
		why = "which is of tags: a tag is made and never promoted to";
	else if (c->policy->evidence_ref == NULL)
		why = "and there is no [evidence] to record its deployment in";
	if (why != NULL)
		policy_problem(c, t->line, "%s names %s, %s", shown, title(c, env), say(why));
}

static void check_host(const struct policy_checking *c, const struct sftp_host *h)
{
	const char *title = policy_title(c->arena, "sftp", h->host);

	if (h->service != NULL && h->service->id != NULL && !h->service->service)
		policy_problem(c, h->line,
		    "%s has %s as its 'service'; a person brings records in under the own name, in "
		    "the evidence",
		    title, policy_who(c->arena, h->service));
	for (const struct sftp_host *o = c->policy->sftp; o < h; o++)
		if (strcasecmp(o->host, h->host) == 0 && strcmp(o->host, h->host) != 0)
			policy_problem(c, h->line,
			    "%s is the host of %s on line %u: case does not matter", title,
			    policy_title(c->arena, "sftp", o->host), o->line);
}

/* Nobody is asked for a password, and no host is believed on sight. */
static void check_audit(const struct policy_checking *c, const struct audit_policy *p)
{
	bool ssh = p->repository != NULL && *p->repository != '/';

	if (ssh && (p->identity == NULL || p->known_hosts == NULL))
		policy_problem(c, p->line,
		    "[audit] has a 'repository' at ssh://, and no '%s' to sign in there",
		    p->identity == NULL ? "identity" : "known-hosts");
}

void policy_check_environments(const struct policy_checking *c)
{
	const struct policy *p = c->policy;

	for (size_t i = 0; i < p->nenvironments; i++) {
		const struct environment *env = &p->environments[i];

		if (heads_circle(c, env))
			policy_problem(c, env->line, "%s: the sources go in a circle: %s",
			    title(c, env), circle(c, env));
		check_refs(c, env);
		if (env->from == NULL)
			check_start(c, env);
		else
			check_promotions(c, env);
	}
	for (size_t i = 0; i < p->nimpacts; i++)
		check_impact(c, &p->impacts[i]);
	for (size_t i = 0; i < p->nfreezes; i++)
		check_freeze(c, &p->freezes[i]);
	for (size_t i = 0; i < p->ntargets; i++)
		check_target(c, &p->targets[i]);
	for (size_t i = 0; i < p->nsftp; i++)
		check_host(c, &p->sftp[i]);
	check_audit(c, &p->audit);
}
