/*
 * policy_seats: enough different people for all the sign-offs of one promotion?
 *
 * A maximum matching of seats and people: each person takes one seat, of a sign-off whose role the
 * person holds.
 */
#include "policy_check.h"

struct seating {
	const struct policy_checking *c;
	const struct signoff *const *kinds;
	size_t *taken; /* for each person: the kind that the person fills, from 1; 0 for none */
	size_t *tried; /* for each person: the last seat for which moving the person was tried, from
	                  1 */
	size_t seat; /* the one at hand, from 1 */
};

static size_t
index_of(const struct seating *t, const struct member *m)
{
	return (size_t)(m->person - t->c->policy->persons);
}

/* Kuhn's augmenting path: somebody free, or somebody who is seated and can be replaced there. */
static bool
fill(struct seating *t, size_t kind)
{
	const struct role *r = t->kinds[kind]->role;
	const struct member *m, *end = r->members + r->nmembers;

	for (m = r->members; m < end; m++)
		if (policy_can_sign(m) && t->taken[index_of(t, m)] == 0) {
			t->taken[index_of(t, m)] = kind + 1;
			return true;
		}
	for (m = r->members; m < end; m++) {
		if (!policy_can_sign(m) || t->tried[index_of(t, m)] == t->seat)
			continue;
		t->tried[index_of(t, m)] = t->seat;
		if (fill(t, t->taken[index_of(t, m)] - 1)) {
			t->taken[index_of(t, m)] = kind + 1;
			return true;
		}
	}
	return false;
}

bool
policy_seats(const struct policy_checking *c, const struct signoff *const *kinds, size_t nkinds)
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
