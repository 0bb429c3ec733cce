#include "promotion/impact.h"

#include "git/history.h"
#include "base/pattern.h"

struct search {
	struct arena *arena;
	const struct policy *policy;
	struct impact_floor *out;
};

static const char *matching(const char *const *patterns, size_t n, const char *path)
{
	for (size_t i = 0; i < n; i++)
		if (pathpattern_match(patterns[i], path))
			return patterns[i];
	return NULL;
}

/* Each level that the path touches; the highest is the floor, by the first path that made it so. */
static void touch(void *ctx, const char *path)
{
	struct search *s = ctx;
	struct impact_floor *out = s->out;

	for (size_t i = 0; i < s->policy->nimpacts; i++) {
		const struct impact *level = &s->policy->impacts[i];
		const char *pattern =
		    out->touched[i] ? NULL : matching(level->paths, level->npaths, path);

		if (pattern == NULL || matching(level->excepts, level->nexcepts, path) != NULL)
			continue;
		out->touched[i] = true;
		if (out->level != NULL && out->level > level)
			continue;
		out->level = level;
		out->path = escape(s->arena, path);
		out->pattern = escape(s->arena, pattern);
	}
}

void impact_floor_find(struct arena *a, const struct repo *r, const struct policy *p,
    const git_oid *base_tree, const git_oid *merge_tree, struct impact_floor *out)
{
	struct search s = { a, p, out };

	memset(out, 0, sizeof(*out));
	out->touched = arena_array(a, p->nimpacts + 1, sizeof(*out->touched));
	if (out->touched == NULL)
		error_memory(&out->why);
	else if (history_changed_paths(a, r, base_tree, merge_tree, touch, &s, &out->why) == 0)
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

bool impact_asks(const struct policy *p, const struct promotion *said,
    const struct impact_floor *floor, const struct impact *level)
{
	return impact_stated(p, said) == level ||
	    (floor->touched != NULL && floor->touched[level - p->impacts]);
}
