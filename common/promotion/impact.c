#include "promotion/impact.h"

#include <string.h>

#include "base/escape.h"
#include "git/history.h"
#include "base/pattern.h"

struct search {
	struct arena *arena;
	const struct policy *policy;
	struct impact_floor *out;
};

static const char *touched(const struct impact *level, const char *path)
{
	for (size_t i = 0; i < level->npaths; i++)
		if (pathpattern_match(level->paths[i], path))
			return level->paths[i];
	return NULL;
}

/* Levels stand lowest first, so only those above what was found need be asked. */
static void raise_floor(void *ctx, const char *path)
{
	struct search *s = ctx;
	const struct impact *first = s->policy->impacts;

	for (size_t i = s->policy->nimpacts;
	     i-- > 0 && (s->out->level == NULL || &first[i] > s->out->level);) {
		const char *pattern = touched(&first[i], path);

		if (pattern == NULL)
			continue;
		s->out->level = &first[i];
		s->out->path = escape(s->arena, path);
		s->out->pattern = escape(s->arena, pattern);
		return;
	}
}

void impact_floor_find(struct arena *a, const struct repo *r, const struct policy *p,
    const git_oid *base_tree, const git_oid *merge_tree, struct impact_floor *out)
{
	struct search s = { a, p, out };

	memset(out, 0, sizeof(*out));
	if (history_changed_paths(a, r, base_tree, merge_tree, raise_floor, &s, &out->why) == 0)
		out->known = FACT_YES;
}

const struct impact *impact_stated(const struct policy *p, const struct promotion *said)
{
	return said->impact.times == 1 ? policy_impact_by_id(p, said->impact.value) : NULL;
}

const struct impact *impact_in_force(
    const struct policy *p, const struct promotion *said, const struct impact_floor *floor)
{
	const struct impact *stated = impact_stated(p, said);

	if (stated == NULL || (floor->level != NULL && floor->level > stated))
		return floor->level;
	return stated;
}
