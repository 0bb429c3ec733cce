/*
 * people/added: the folder of a policy with one person more in it, or one key of theirs.
 *
 * Everything that is in the folder stays as it is: lines are put in, none is written anew but that
 * of the version where another is given. Refused is whatever is somebody else's already, and what
 * would not read back as it was meant.
 */
#pragma once

#include "people/line.h"
#include "policy/folder.h"

struct addition {
	struct person_line who;
	const char *login; /* NULL: none */
	const char **roles;
	size_t nroles;
	bool known; /* the policy has the person: their key and these roles alone */
	const char *version; /* of the policy from now on; NULL: as it is */
};

/* Pure, but for the zones of a policy and a revoked_keys that only ssh-keygen can read. 0, or -1
 * with `e`, and what is wrong with the policy that it would be in `problems`. */
int people_added(struct arena *a, const struct policy_folder *old, const struct addition *add,
    int64_t now, struct policy_folder *out, struct ini_problems *problems, struct error *e);
