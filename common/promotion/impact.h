/*
 * promotion/impact: the level that the changed paths demand, and the level that counts (norm CH.06
 * criterion 4).
 *
 * The paths are those at which base and merge differ, not what single commits touched on the way.
 */
#pragma once

#include "policy/policy.h"
#include "promotion/promotion.h"
#include "git/repo.h"

struct impact_floor {
	enum answer known; /* unknown: `why` */
	struct error why;
	const struct impact *level; /* the highest whose pattern is touched; NULL when none is */
	const char *path, *pattern; /* what made it that level; escaped */
	bool *touched; /* each level of the policy; NULL: none */
};

void impact_floor_find(struct arena *a, const struct repo *r, const struct policy *p,
    const git_oid *base_tree, const git_oid *merge_tree, struct impact_floor *out);

/* The level that is stated, when it is stated once and the policy has it; else NULL. */
const struct impact *impact_stated(const struct policy *p, const struct promotion *said);

/* The higher one of stated and floor; NULL for neither. */
const struct impact *impact_in_force(
    const struct policy *p, const struct promotion *said, const struct impact_floor *floor);

/* Does the promotion need what this level asks? It does of the one that is stated, and of each that
 * the change touches, whatever is stated. */
bool impact_asks(const struct policy *p, const struct promotion *said,
    const struct impact_floor *floor, const struct impact *level);
