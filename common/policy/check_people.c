/*
 * policy/check_people: everybody is one person, and holds no two roles that exclude each other
 * (norm CH.06 criteria 7 and 9).
 */
#include "policy/policy_internal.h"

/* Takes an address or login for a person; `key` is what it is compared by. */
static void claim(const struct policy_checking *c, const char *what, struct lookup *claimed,
    const char *key, const char *text, const struct person *who)
{
	const struct person *first = key != NULL ? lookup_text(claimed, key) : NULL;
	const char *title;

	if (key == NULL || lookup_set_text(c->arena, claimed, key, (void *)who) < 0 ||
	    first == NULL)
		return;
	title = policy_who(c->arena, who);
	text = escape(c->arena, text);
	if (first == who)
		policy_problem(c, who->line, "%s has the %s '%s' twice", title, what, text);
	else
		policy_problem(c, who->line, "%s has the %s '%s', which is that of %s on line %u",
		    title, what, text, policy_who(c->arena, first), first->line);
}

static const char *lower(struct arena *a, const char *text)
{
	char *copy = arena_strdup(a, text);

	for (char *p = copy; p != NULL && *p != '\0'; p++)
		if (*p >= 'A' && *p <= 'Z')
			*p |= 0x20;
	return copy;
}

static void check_addresses(const struct policy_checking *c)
{
	const struct policy *p = c->policy;
	struct lookup emails = { 0 }, logins = { 0 };

	for (const struct person *who = p->persons; who < p->persons + p->npersons; who++) {
		for (size_t k = 0; k < who->nemails; k++)
			claim(c, "email", &emails, lower(c->arena, who->emails[k]), who->emails[k],
			    who);
		for (size_t k = 0; k < who->nlogins; k++)
			claim(c, "login", &logins, who->logins[k], who->logins[k], who);
	}
	if (p->npersons > 0 && logins.used == 0 && p->pusher_source != PUSHER_NONE &&
	    p->pusher_source != PUSHER_SSH_KEY)
		policy_problem(c, 0,
		    "nobody has a 'login', so nobody could push: 'source' of [pusher] says who "
		    "pushes by a login");
}

static void check_person(const struct policy_checking *c, const struct person *who)
{
	const bool known = who->nemails > 0 || who->nlogins > 0,
	           ends = who->there.until < who->there.from,
	           alone = who->service && who->nemails > 0 && who->owner == NULL,
	           owned = who->owner != NULL && who->owner->service;
	const char *title;

	if (known && !ends && !alone && !owned)
		return; /* nearly all, of thousands */
	title = policy_who(c->arena, who);
	if (!known)
		policy_problem(c, who->line, "%s has neither an 'email' nor a 'login'", title);
	if (ends)
		policy_problem(c, who->line, "%s: 'until' is before 'from'", title);
	if (alone)
		policy_problem(c, who->line,
		    "%s has an 'email' and no 'owner': nobody answers for what it authors", title);
	if (owned)
		policy_problem(c, who->line,
		    "%s has %s as its 'owner'; only a person can answer for it", title,
		    policy_who(c->arena, who->owner));
}

static bool overlap(const struct period *a, const struct period *b)
{
	return a->from <= b->until && b->from <= a->until;
}

/* A time that ends before it starts is a problem already. */
static bool never_there(const struct member *m)
{
	return m->person != NULL && m->person->there.from <= m->person->there.until &&
	    !overlap(&m->period, &m->person->there);
}

/* qsort: by person, then by start. */
static int by_person(const void *a, const void *b)
{
	const struct member *x = a, *y = b;

	if (x->person != y->person)
		return x->person > y->person ? 1 : -1;
	return x->period.from != y->period.from ?
	    (x->period.from > y->period.from) - (x->period.from < y->period.from) :
	    (x->line > y->line) - (x->line < y->line);
}

static void check_twice(const struct policy_checking *c, const struct role *r)
{
	struct member *sorted =
	    arena_grow(c->arena, r->members, r->nmembers, r->nmembers, sizeof(*sorted));

	if (sorted == NULL)
		return;
	if (r->nmembers > 1)
		qsort(sorted, r->nmembers, sizeof(*sorted), by_person);
	for (size_t i = 1; i < r->nmembers; i++) {
		const struct member *a = &sorted[i - 1], *b = &sorted[i];

		if (b->person != NULL && a->person == b->person && overlap(&a->period, &b->period))
			policy_problem(c, a->line > b->line ? a->line : b->line,
			    "%s has '%s' twice at the same time",
			    policy_title(c->arena, "role", r->id), escape(c->arena, b->person->id));
	}
}

static void check_role(const struct policy_checking *c, const struct role *r)
{
	bool member = false;

	for (size_t i = 0; i < r->nmembers; i++) {
		const struct member *m = &r->members[i];

		member = member || !m->deputy;
		if (never_there(m))
			policy_problem(c, m->line, "%s is never there in that time",
			    policy_who(c->arena, m->person));
	}
	if (!member)
		policy_problem(
		    c, r->line, "%s has no member", policy_title(c->arena, "role", r->id));
	check_twice(c, r);
}

static bool holds_too(const struct policy_checking *c, const struct role *r, const struct member *m)
{
	for (size_t i = 0; i < r->nmembers; i++)
		if (r->members[i].person == m->person && policy_lasts(c, &r->members[i], m))
			return true;
	return false;
}

/* With marks, so that two large roles are compared quickly. */
static void check_conflict(const struct policy_checking *c, const struct conflict *k)
{
	const struct person *first = c->policy->persons;

	policy_unmark(c);
	for (size_t i = 0; i < k->a->nmembers; i++)
		if (k->a->members[i].person != NULL)
			policy_mark(c, k->a->members[i].person);
	for (size_t i = 0; i < k->b->nmembers; i++) {
		const struct member *m = &k->b->members[i];

		if (m->person == NULL || !c->marks[m->person - first] || !holds_too(c, k->a, m))
			continue;
		c->marks[m->person - first] = false;
		policy_problem(c, k->line, "%s holds both roles, '%s' and '%s'",
		    policy_who(c->arena, m->person), escape(c->arena, k->a->id),
		    escape(c->arena, k->b->id));
	}
}

void policy_check_people(const struct policy_checking *c)
{
	const struct policy *p = c->policy;

	check_addresses(c);
	for (size_t i = 0; i < p->npersons; i++)
		check_person(c, &p->persons[i]);
	for (size_t i = 0; i < p->nroles; i++)
		check_role(c, &p->roles[i]);
	for (size_t i = 0; i < p->nconflicts; i++)
		check_conflict(c, &p->conflicts[i]);
}

const char *policy_who(struct arena *a, const struct person *who)
{
	return policy_title(
	    a, policy_sections[who->service ? KIND_SERVICE : KIND_PERSON].kind, who->id);
}

void policy_unmark(const struct policy_checking *c)
{
	memset(c->marks, 0, c->policy->npersons * sizeof(*c->marks));
}

bool policy_mark(const struct policy_checking *c, const struct person *who)
{
	bool *mark = &c->marks[who - c->policy->persons], fresh = !*mark;

	*mark = true;
	return fresh;
}

static int64_t latest(int64_t a, int64_t b, int64_t c)
{
	return a > b ? (a > c ? a : c) : (b > c ? b : c);
}

bool policy_lasts(const struct policy_checking *c, const struct member *a, const struct member *b)
{
	const struct period *there = &b->person->there;
	int64_t start = latest(a->period.from, b->period.from, latest(there->from, c->now, c->now));

	return start <= a->period.until && start <= b->period.until && start <= there->until;
}
