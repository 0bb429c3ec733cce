/*
 * promotion/lock_out: commits that no promotion could be signed off for (norm CH.06 criteria 5 and
 * 9), found where they come in, while they can still change.
 */
#pragma once

#include "git/repo.h"
#include "people/contributors.h"
#include "policy/policy.h"

/*
 * Finds them in tip minus hidden, whose contributors `cs` holds: each alone leaves too few people
 * for a sign-off that an environment asks, or a level of impact that the commit touches, or
 * [emergency], where there are enough without it. Persons are counted who hold the role at `at`,
 * each for one role where a signer fills one only. They are added to `cs`, which is not complete
 * where the commits cannot be read.
 */
void lock_outs_find(struct arena *a, const struct repo *r, const struct policy *p,
    const git_oid *tip, const git_oid *hidden, size_t nhidden, int64_t at, struct contributors *cs);
