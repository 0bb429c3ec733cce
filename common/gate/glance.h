/*
 * gate/glance: a push that the gate has no word in, told before the repository is opened.
 *
 * Names, the policy in force and what a plain repository shows from outside (git/plain.h) are all
 * that it takes. A glance only ever says that a push passes; what it cannot tell is judged, and
 * finds there the policy that was read here.
 */
#pragma once

#include "gate/transaction.h"
#include "git/change.h"
#include "policy/file.h"

struct glance {
	const char *dir; /* of a plain repository whose policy was read; else NULL */
	struct policy_file *file;
};

/* Reads the policy into `file`, which is zeroed where that is left to policy_file_load(). */
struct glance glance_take(struct arena *a, int64_t now, struct policy_file *file);

/* Are all of these refs nothing to the gate, and no other names of refs that are? Sets each
 * change's target when so. */
bool glance_passes(struct arena *a, const struct glance *g, struct changes *cs);

/* The same for what git is about to move, or has moved, under the names that refs really have. */
bool glance_lets_move(struct arena *a, const struct glance *g, const struct transaction *t);
