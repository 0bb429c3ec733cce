/*
 * policy/published: the policy where everyone can fetch it, as the history of refs/sluis/policy
 * (norm CH.06 criterion 1).
 */
#ifndef SLUIS_PUBLISHED_H
#define SLUIS_PUBLISHED_H

#include <stdint.h>

#include "base/arena.h"
#include "base/error.h"
#include "policy/file.h"
#include "git/repo.h"

#define PUBLISHED_REF "refs/sluis/policy"

/* Is the policy of `f` the one at the tip of refs/sluis/policy, byte for byte? */
void published_find(
    struct arena *a, const struct repo *r, const struct policy_file *f, struct fact *out);

/* Puts the policy there, with allowed_signers beside it, as a new commit. `r` was opened by
 * repo_open_store(). 1 when it did, 0 when it was there already, -1 with `e`. */
int published_write(struct arena *a, const struct repo *r, const struct policy_file *f, int64_t now,
    struct error *e);

#endif
