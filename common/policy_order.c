#include <string.h>

#include "policy_reading.h"

/* Environments that are put in another order. */
struct ordering {
	const struct environment *old, *unknown;
	size_t *place; /* of each: where it goes, from 1; 0 while that is open */
	size_t *chain; /* those that wait for their source */
	size_t n, placed;
};

static size_t
index_of(const struct ordering *o, const struct environment *env)
{
	return (size_t)(env - o->old);
}

/* Places an environment after its sources. A circle, which policy_check() refuses, is cut where it
 * closes. */
static void
put(struct ordering *o, size_t i)
{
	size_t depth = 0;

	while (depth < o->n && o->place[i] == 0) {
		o->chain[depth++] = i;
		if (o->old[i].from == NULL || o->old[i].from == o->unknown)
			break;
		i = index_of(o, o->old[i].from);
	}
	while (depth-- > 0)
		if (o->place[o->chain[depth]] == 0)
			o->place[o->chain[depth]] = ++o->placed;
}

static const struct environment *
moved(const struct ordering *o, const struct environment *new, const struct environment *env)
{
	return env != NULL && env != o->unknown ? new + o->place[index_of(o, env)] - 1 : env;
}

static void
move_freezes(
    const struct policy_reading *r, const struct ordering *o, const struct environment *new)
{
	struct freeze *list = (struct freeze *)r->stores[KIND_FREEZE].items;

	for (size_t i = 0; i < r->stores[KIND_FREEZE].n; i++)
		for (size_t k = 0; k < list[i].nenvironments; k++)
			list[i].environments[k] = moved(o, new, list[i].environments[k]);
}

int
policy_order(struct policy_reading *r)
{
	struct policy_store *s = &r->stores[KIND_ENVIRONMENT];
	struct environment *new = arena_array(r->arena, s->n, sizeof(*new));
	struct ordering o = { .old = (const struct environment *)s->items,
		.n = s->n,
		.unknown = (const struct environment *)s->unknown };

	o.place = arena_array(r->arena, s->n, sizeof(*o.place));
	o.chain = arena_array(r->arena, s->n, sizeof(*o.chain));
	if (new == NULL || o.place == NULL || o.chain == NULL)
		return -1;
	for (size_t i = 0; i < s->n; i++)
		put(&o, i);
	for (size_t i = 0; i < s->n; i++) {
		new[o.place[i] - 1] = o.old[i];
		new[o.place[i] - 1].from = moved(&o, new, o.old[i].from);
	}
	move_freezes(r, &o, new);
	s->items = (char *)new;
	return 0;
}
