#include "promotion/signoff.h"

#include "git/commit.h"

static bool counts(const struct signoff *kind, const struct person *who, int64_t now)
{
	return who != NULL && !who->service && role_has(kind->role, who, now);
}

static bool has(const struct asked *asked, const struct signoff *kind)
{
	for (size_t i = 0; i < asked->n; i++)
		if (asked->list[i] == kind)
			return true;
	return false;
}

static void ask(struct asked *out, const struct signoff *const *list, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (!has(out, list[i]))
			out->list[out->n++] = list[i];
}

void signoff_asked(struct arena *a, const struct policy *p, const struct environment *env,
    const struct promotion *said, const struct impact_floor *floor, struct asked *out)
{
	bool by_level = floor != NULL && (env->require & REQUIRE_IMPACT) != 0 &&
	    said->exception != EXCEPTION_ROLLBACK;

	memset(out, 0, sizeof(*out));
	out->list = arena_array(a, p->nsignoffs + 1, sizeof(*out->list));
	if (out->list == NULL) {
		error_memory(&out->why);
		return;
	}
	if (said->exception != EXCEPTION_NONE && p->emergency.allowed) {
		ask(out, p->emergency.signoffs, p->emergency.nsignoffs);
	} else {
		ask(out, env->signoffs, env->nsignoffs);
		if (by_level && floor->known != FACT_YES) {
			out->why = floor->why;
			return;
		}
		for (size_t i = 0; by_level && i < p->nimpacts; i++)
			if (impact_asks(p, said, floor, &p->impacts[i]))
				ask(out, p->impacts[i].signoffs, p->impacts[i].nsignoffs);
	}
	out->known = FACT_YES;
}

static bool any_of(const struct signoff *const *list, size_t n, const struct role *role)
{
	for (size_t i = 0; i < n; i++)
		if (list[i]->role == role)
			return true;
	return false;
}

bool signoff_may_veto(const struct policy *p, const struct environment *env, enum exception kind,
    const struct role *role)
{
	if (any_of(p->emergency.signoffs, p->emergency.nsignoffs, role))
		return true;
	if (kind == EXCEPTION_EMERGENCY && p->emergency.allowed)
		return false;
	for (size_t i = 0; i < p->nimpacts; i++)
		if (any_of(p->impacts[i].signoffs, p->impacts[i].nsignoffs, role))
			return true;
	return any_of(env->signoffs, env->nsignoffs, role);
}

void signoff_claims(struct arena *a, const struct policy *p, const struct asked *asked,
    const struct trailers *ts, int64_t now, struct claims *out)
{
	size_t room = ts->n * asked->n;

	out->n = 0;
	out->list = arena_array(a, room + 1, sizeof(*out->list));
	for (size_t k = 0; out->list != NULL && k < asked->n; k++)
		for (size_t i = 0; i < ts->n; i++) {
			const struct signoff *kind = asked->list[k];
			const struct trailer *t = &ts->list[i];
			struct claim *c = &out->list[out->n];
			const char *address;
			size_t len;

			if (!trailer_is(t, kind->trailer))
				continue;
			address = commit_address(t->value, strlen(t->value), &len);
			c->kind = kind;
			c->person =
			    address != NULL ? policy_person_by_email(p, address, len) : NULL;
			c->text = escape(a, arena_printf(a, "%s: %s", kind->trailer, t->value));
			c->counts = counts(kind, c->person, now);
			out->n++;
		}
}

/* A place that one person can fill: the nth signature of one sign-off. */
struct place {
	const struct signoff *kind;
	size_t of; /* index into asked->list */
	const struct person *by;
};

struct matching {
	const struct claims *claims;
	struct place *places;
	size_t nplaces;
	bool *visited; /* places tried for the person at hand */
	bool once; /* one person, one place in all */
};

static bool may_fill(const struct matching *m, const struct person *who, const struct place *pl)
{
	for (size_t i = 0; i < m->claims->n; i++)
		if (m->claims->list[i].counts && m->claims->list[i].kind == pl->kind &&
		    m->claims->list[i].person == who)
			return true;
	return false;
}

/* Kuhn's augmenting path: gives `who` a place, moving others along if they can go elsewhere. */
static bool seat(struct matching *m, const struct person *who, const struct signoff *only)
{
	for (size_t i = 0; i < m->nplaces; i++) {
		struct place *pl = &m->places[i];

		if (m->visited[i] || (only != NULL && pl->kind != only) || !may_fill(m, who, pl))
			continue;
		m->visited[i] = true;
		if (pl->by == NULL || (m->once && seat(m, pl->by, NULL))) {
			pl->by = who;
			return true;
		}
	}
	return false;
}

static bool seated(const struct matching *m, const struct person *who, const struct signoff *kind)
{
	for (size_t i = 0; i < m->nplaces; i++)
		if (m->places[i].by == who && (m->once || m->places[i].kind == kind))
			return true;
	return false;
}

static int make_places(
    struct arena *a, const struct asked *asked, size_t nclaims, struct matching *m)
{
	for (size_t k = 0; k < asked->n; k++)
		m->nplaces += asked->list[k]->count < nclaims ? asked->list[k]->count : nclaims;
	m->places = arena_array(a, m->nplaces + 1, sizeof(*m->places));
	m->visited = arena_array(a, m->nplaces + 1, sizeof(*m->visited));
	if (m->places == NULL || m->visited == NULL)
		return -1;
	m->nplaces = 0;
	for (size_t k = 0; k < asked->n; k++)
		for (size_t i = 0; i < asked->list[k]->count && i < nclaims; i++)
			m->places[m->nplaces++] = (struct place){ asked->list[k], k, NULL };
	return 0;
}

int signoff_credit(struct arena *a, const struct policy *p, const struct asked *asked,
    const struct claims *claims, unsigned *got)
{
	struct matching m = { .claims = claims, .once = p->one_signer_one_role };

	memset(got, 0, asked->n * sizeof(*got));
	if (make_places(a, asked, claims->n, &m) < 0)
		return -1;
	for (size_t i = 0; i < claims->n; i++) {
		const struct claim *c = &claims->list[i];

		if (!c->counts || seated(&m, c->person, c->kind))
			continue;
		memset(m.visited, 0, m.nplaces * sizeof(*m.visited));
		seat(&m, c->person, m.once ? NULL : c->kind);
	}
	for (size_t i = 0; i < m.nplaces; i++)
		if (m.places[i].by != NULL)
			got[m.places[i].of]++;
	return 0;
}

static int credited(struct arena *a, const struct policy *p, const struct asked *asked,
    const struct claims *claims, unsigned *got, unsigned *sum)
{
	*sum = 0;
	if (got == NULL || signoff_credit(a, p, asked, claims, got) < 0)
		return -1;
	for (size_t i = 0; i < asked->n; i++)
		*sum += got[i];
	return 0;
}

int signoff_left(struct arena *a, const struct policy *p, const struct asked *asked,
    const struct claims *claims, const struct signoff *kind, int64_t at,
    const struct contributors *makers, struct people *out)
{
	struct claims more = { arena_array(a, claims->n + 1, sizeof(*more.list)), claims->n + 1 };
	unsigned *got = arena_array(a, asked->n + 1, sizeof(*got)), before, after;
	struct people all;

	out->n = 0;
	if (more.list == NULL || credited(a, p, asked, claims, got, &before) < 0 ||
	    contributors_others(
	        a, p, (const struct role *const *)&kind->role, 1, at, makers, &all) < 0)
		return -1;
	if (claims->n > 0)
		memcpy(more.list, claims->list, claims->n * sizeof(*more.list));
	out->list = all.list;
	for (size_t i = 0; i < all.n; i++) {
		more.list[claims->n] =
		    (struct claim){ .kind = kind, .person = all.list[i], .counts = true };
		if (credited(a, p, asked, &more, got, &after) < 0)
			return -1;
		if (after > before)
			out->list[out->n++] = all.list[i];
	}
	return 0;
}
