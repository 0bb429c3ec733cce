/*
 * policy/check_signoffs: can every sign-off be given by enough people who did not make the change?
 * (norm CH.06 criteria 5, 7 and 9)
 */
#include "policy/policy_internal.h"

#define SEATS_MAX 100 /* sign-offs of one promotion */
#define NAMES_MAX 4

/* Sign-offs that one promotion asks together. */
struct asked {
	const struct policy_checking *c;
	const struct signoff *const *kinds;
	size_t nkinds;
	bool *maker; /* for each person: may push where the work starts */
};

/* While they are there. */
static bool can_sign(const struct member *m)
{
	return m->person != NULL && !m->person->service && m->person->nemails > 0;
}

/* That a role is not there, or has nobody, is said already. */
static bool unresolved(const struct signoff *s)
{
	if (s->role == NULL || s->role->nmembers == 0)
		return true;
	for (size_t i = 0; i < s->role->nmembers; i++)
		if (s->role->members[i].person == NULL)
			return true;
	return false;
}

/* Somebody may be in a role more than once, at different times. */
static size_t count_signers(const struct policy_checking *c, const struct signoff *s)
{
	size_t n = 0;

	policy_unmark(c);
	for (size_t i = 0; i < s->role->nmembers; i++)
		n += can_sign(&s->role->members[i]) && policy_mark(c, s->role->members[i].person);
	return n;
}

static bool can_be_given(const struct policy_checking *c, const struct signoff *s)
{
	return !unresolved(s) && count_signers(c, s) >= s->count;
}

/* "Kim Jansen, Els de Vries": those who can sign; at least one. */
static const char *signers(const struct policy_checking *c, const struct signoff *s)
{
	const char *text = NULL;
	size_t n = 0;

	policy_unmark(c);
	for (size_t i = 0; i < s->role->nmembers; i++) {
		const struct member *m = &s->role->members[i];
		const char *name;

		if (!can_sign(m) || !policy_mark(c, m->person) || ++n > NAMES_MAX)
			continue;
		name = escape(c->arena, m->person->name);
		text = text == NULL ? name : arena_printf(c->arena, "%s, %s", text, name);
		if (c->arena->exhausted)
			return "(out of memory)";
	}
	if (n > NAMES_MAX)
		text = arena_printf(c->arena, say("%s and %zu more"), text, n - NAMES_MAX);
	return text != NULL ? text : "(out of memory)";
}

static void check_signoff(const struct policy_checking *c, const struct signoff *s)
{
	const char *title = policy_title(c->arena, "signoff", s->id);
	size_t n;

	if (s->role == NULL)
		return;
	for (size_t i = 0; i < s->role->nmembers; i++) {
		const struct person *who = s->role->members[i].person;

		if (who != NULL && who->service)
			policy_problem(c, s->line,
			    "%s: the role '%s' has %s, and a service never signs", title,
			    escape(c->arena, s->role->id), policy_who(c->arena, who));
	}
	if (unresolved(s))
		return;
	n = count_signers(c, s);
	if (n == 0)
		policy_problem(c, s->line,
		    "%s can be given by nobody: no person of role '%s' has an 'email'", title,
		    escape(c->arena, s->role->id));
	else if (n < s->count)
		policy_problem(c, s->line,
		    "%s asks for %u persons, and the role '%s' has %zu who can give it: %s", title,
		    s->count, escape(c->arena, s->role->id), n, signers(c, s));
}

struct seating {
	const struct policy_checking *c;
	const struct signoff *const *kinds;
	size_t *taken; /* for each person: the kind that they fill, from 1; 0 for none */
	size_t *tried; /* for each person: the last seat for which moving them was tried, from 1 */
	size_t seat; /* the one at hand, from 1 */
};

static size_t index_of(const struct seating *t, const struct member *m)
{
	return (size_t)(m->person - t->c->policy->persons);
}

/* Kuhn's augmenting path: somebody free, or somebody who is seated and can be replaced there. */
static bool fill(struct seating *t, size_t kind)
{
	const struct role *r = t->kinds[kind]->role;
	const struct member *m, *end = r->members + r->nmembers;

	for (m = r->members; m < end; m++)
		if (can_sign(m) && t->taken[index_of(t, m)] == 0) {
			t->taken[index_of(t, m)] = kind + 1;
			return true;
		}
	for (m = r->members; m < end; m++) {
		if (!can_sign(m) || t->tried[index_of(t, m)] == t->seat)
			continue;
		t->tried[index_of(t, m)] = t->seat;
		if (fill(t, t->taken[index_of(t, m)] - 1)) {
			t->taken[index_of(t, m)] = kind + 1;
			return true;
		}
	}
	return false;
}

/* Enough different people for all these sign-offs? A maximum matching of seats and people: each
 * person takes one seat, of a sign-off whose role they hold. The roles are resolved. False without
 * memory, too. Takes time for each seat and member: not for more than SEATS_MAX. */
static bool seats_fill(
    const struct policy_checking *c, const struct signoff *const *kinds, size_t nkinds)
{
	struct seating t = { .c = c, .kinds = kinds };

	t.taken = arena_array(c->arena, c->policy->npersons, sizeof(*t.taken));
	t.tried = arena_array(c->arena, c->policy->npersons, sizeof(*t.tried));
	if (t.taken == NULL || t.tried == NULL)
		return false;
	for (size_t k = 0; k < nkinds; k++)
		for (unsigned i = 0; i < kinds[k]->count; i++) {
			t.seat++;
			if (!fill(&t, k))
				return false;
		}
	return true;
}

/* Enough people for all of them together? `title` says whose sign-offs these are. */
static void check_together(struct asked *t, const char *title, unsigned line)
{
	const struct policy_checking *c = t->c;
	size_t seats = 0;

	for (size_t k = 0; k < t->nkinds; k++) {
		if (!can_be_given(c, t->kinds[k]))
			return;
		seats += t->kinds[k]->count;
	}
	if (seats > SEATS_MAX)
		policy_problem(c, line, "%s asks for %zu sign-offs, and %d are the most", title,
		    seats, SEATS_MAX);
	else if (c->policy->one_signer_one_role && t->nkinds > 1 &&
	    !seats_fill(c, t->kinds, t->nkinds))
		policy_problem(c, line,
		    "%s asks for %zu sign-offs, and too few people can give them together: with "
		    "'one-signer-one-role = yes' everybody gives one",
		    title, seats);
}

/* Marks who makes changes, and has not stopped or left: nobody where everybody known may. False
 * when that does not matter. */
static bool mark_makers(struct asked *t, const struct environment *root)
{
	const struct policy *p = t->c->policy;

	if (root == NULL || p->authors_may_sign)
		return false;
	memset(t->maker, 0, p->npersons * sizeof(*t->maker));
	for (size_t i = 0; i < root->npush; i++)
		for (size_t k = 0; k < root->push[i]->nmembers; k++) {
			const struct member *m = &root->push[i]->members[k];

			if (m->person != NULL && policy_lasts(t->c, m, m))
				t->maker[m->person - p->persons] = true;
		}
	return true;
}

static bool only_makers(const struct asked *t, const struct signoff *s)
{
	for (size_t i = 0; i < s->role->nmembers; i++)
		if (can_sign(&s->role->members[i]) &&
		    !t->maker[s->role->members[i].person - t->c->policy->persons])
			return false;
	return true;
}

/* Those from `fresh` on: the others were judged already. */
static void check_independent(
    struct asked *t, size_t fresh, const struct environment *root, const char *title, unsigned line)
{
	const struct policy_checking *c = t->c;

	if (!mark_makers(t, root))
		return;
	for (size_t k = fresh; k < t->nkinds; k++) {
		const struct signoff *s = t->kinds[k];

		if (can_be_given(c, s) && only_makers(t, s))
			policy_problem(c, line,
			    "%s: nobody can give the sign-off '%s', as everyone of role '%s' may "
			    "also push to '%s', where work starts, and authors may not sign: %s",
			    title, escape(c->arena, s->id), escape(c->arena, s->role->id),
			    escape(c->arena, root->id), signers(c, s));
	}
}

static bool among(const struct signoff *const *list, size_t n, const struct signoff *s)
{
	for (size_t i = 0; i < n; i++)
		if (list[i] == s)
			return true;
	return false;
}

/* Where the work starts that ends up in `env`; NULL when its sources go in a circle. */
static const struct environment *root_of(const struct policy *p, const struct environment *env)
{
	for (size_t i = 0; i < p->nenvironments; i++) {
		if (env->from == NULL)
			return env;
		env = env->from;
	}
	return NULL;
}

/* What a level of impact asks besides. */
static void check_level(
    struct asked *t, const struct environment *env, const struct impact *level, const char *title)
{
	const struct signoff **kinds =
	    arena_array(t->c->arena, env->nsignoffs + level->nsignoffs, sizeof(*kinds));
	struct asked more = *t;

	if (kinds == NULL || level->nsignoffs == 0)
		return;
	for (size_t i = 0; i < env->nsignoffs; i++)
		kinds[i] = env->signoffs[i];
	more.kinds = kinds;
	more.nkinds = env->nsignoffs;
	for (size_t i = 0; i < level->nsignoffs; i++)
		if (!among(env->signoffs, env->nsignoffs, level->signoffs[i]))
			kinds[more.nkinds++] = level->signoffs[i];
	title = arena_printf(
	    t->c->arena, say("%s in %s"), policy_title(t->c->arena, "impact", level->id), title);
	if (title == NULL)
		return;
	check_together(&more, title, level->line);
	check_independent(&more, env->nsignoffs, root_of(t->c->policy, env), title, level->line);
}

static void check_environment(struct asked *t, const struct environment *env)
{
	const struct policy *p = t->c->policy;
	const char *title = policy_title(t->c->arena, "environment", env->id);

	t->kinds = env->signoffs;
	t->nkinds = env->nsignoffs;
	check_together(t, title, env->line);
	check_independent(t, 0, root_of(p, env), title, env->line);
	for (size_t i = 0; i < p->nimpacts && (env->require & REQUIRE_IMPACT) != 0; i++)
		check_level(t, env, &p->impacts[i], title);
}

static void check_emergency(struct asked *t)
{
	const struct policy *p = t->c->policy;

	t->kinds = p->emergency.signoffs;
	t->nkinds = p->emergency.nsignoffs;
	check_together(t, "[emergency]", p->emergency.line);
	for (size_t i = 0; i < p->nenvironments; i++)
		if (p->environments[i].from == NULL)
			check_independent(
			    t, 0, &p->environments[i], "[emergency]", p->emergency.line);
}

void policy_check_signoffs(const struct policy_checking *c)
{
	const struct policy *p = c->policy;
	struct asked t = { .c = c };

	t.maker = arena_array(c->arena, p->npersons, sizeof(*t.maker));
	if (t.maker == NULL)
		return;
	for (size_t i = 0; i < p->nsignoffs; i++)
		check_signoff(c, &p->signoffs[i]);
	for (size_t i = 0; i < p->nenvironments; i++)
		check_environment(&t, &p->environments[i]);
	check_emergency(&t);
}
