/*
 * policy_refer: values that name other sections of the policy.
 */
#include <string.h>

#include "escape.h"
#include "policy_value.h"

#define PIECES_MAX 6 /* one more than any value has */

/* The section of that name, or NULL and a problem. */
static const char *
find(const struct policy_value *v, enum policy_kind of, const char *name)
{
	struct arena *a = v->reading->arena;
	const char *item = policy_find(&v->reading->stores[of], name);

	if (item == NULL)
		ini_problem(a, v->reading->problems, v->key->line, "'%s = %s': there is no %s",
		    v->row->name, escape(a, v->key->value),
		    policy_title(a, policy_sections[of].kind, name));
	return item;
}

void
policy_value_one(const struct policy_value *v)
{
	const char *item = find(v, v->row->of, v->key->value);

	if (item == NULL)
		item = v->reading->stores[v->row->of].unknown;
	policy_value_put(v, &item, sizeof(item));
}

static bool
listed(const struct policy_value *v, const char *item)
{
	const char **list;
	size_t n;

	memcpy(&list, v->item + v->row->at, sizeof(list));
	memcpy(&n, v->item + v->row->n_at, sizeof(n));
	for (size_t i = 0; i < n; i++)
		if (memcmp(&list[i], &item, sizeof(item)) == 0)
			return true;
	return false;
}

void
policy_value_many(const struct policy_value *v)
{
	const char *item = find(v, v->row->of, v->key->value);

	if (item != NULL && listed(v, item))
		policy_value_wrong(v, "stands there twice");
	else if (item != NULL)
		policy_value_append(v, &item, sizeof(item));
}

/* Cuts a value at its blanks; PIECES_MAX pieces mean: too many. */
static size_t
cut(const struct policy_value *v, char *pieces[PIECES_MAX])
{
	char *copy = arena_strdup(v->reading->arena, v->key->value), *save;
	size_t n = 0;

	for (char *p = copy != NULL ? strtok_r(copy, " \t", &save) : NULL;
	     p != NULL && n < PIECES_MAX; p = strtok_r(NULL, " \t", &save))
		pieces[n++] = p;
	return n;
}

/* [from DATE] [until DATE] in `n` pieces. */
static bool
read_period(const struct policy_value *v, char **piece, size_t n, struct member *m)
{
	bool from = n >= 2 && strcmp(piece[0], "from") == 0, until, sound = true;

	if (from)
		sound = policy_value_moment(v, piece[1], false, &m->period.from);
	n -= from ? 2 : 0;
	piece += from ? 2 : 0;
	until = n >= 2 && strcmp(piece[0], "until") == 0;
	if (until)
		sound = policy_value_moment(v, piece[1], true, &m->period.until) && sound;
	n -= until ? 2 : 0;
	if (n > 0 || (m->deputy && !until)) {
		policy_value_wrong(v,
		    m->deputy ? "is not PERSON, perhaps 'from DATE', and 'until DATE'" :
		                "is not PERSON, perhaps with 'from DATE' and 'until DATE'");
		return false;
	}
	if (sound && m->period.until < m->period.from) {
		policy_value_wrong(v, "ends before it starts");
		return false;
	}
	return sound;
}

/* PERSON [from DATE] [until DATE]. A deputy's time has an end. */
void
policy_value_member(const struct policy_value *v)
{
	char *piece[PIECES_MAX];
	size_t n = cut(v, piece);
	struct member m = { .period = { INT64_MIN, INT64_MAX },
		.deputy = v->row->type == TYPE_DEPUTY,
		.line = v->key->line };
	bool sound;

	if (n == 0)
		return;
	sound = read_period(v, piece + 1, n - 1, &m);
	m.person = (const struct person *)find(v, KIND_PERSON, piece[0]);
	if (!sound)
		m.person = NULL;
	policy_value_append(v, &m, sizeof(m));
}

void
policy_value_conflict(const struct policy_value *v)
{
	char *piece[PIECES_MAX];
	struct conflict c = { .line = v->key->line };

	if (cut(v, piece) != 2) {
		policy_value_wrong(v, "is not two roles with a blank between");
		return;
	}
	c.a = (const struct role *)find(v, KIND_ROLE, piece[0]);
	c.b = (const struct role *)find(v, KIND_ROLE, piece[1]);
	if (c.a != NULL && c.a == c.b)
		policy_value_wrong(v, "names one role twice");
	else if (c.a != NULL && c.b != NULL)
		policy_value_append(v, &c, sizeof(c));
}
