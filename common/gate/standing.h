/*
 * gate/standing: does everything that an accepting verdict rests on stand as it took it, now that
 * the ref is about to move?
 *
 * Between the two there may be hours: a client that does not read, a slow hook, a lost network.
 * Nothing is fetched here and no signature verified, since refs are locked: the policy and the keys
 * are compared with the entry's, the clock with the time up to which it holds, each ref that it
 * rests on with its value, and the entries written since are read. What came in since is not
 * judged: whoever pushes again has it judged anew.
 */
#pragma once

#include "gate/transaction.h"
#include "git/repo.h"
#include "policy/file.h"

struct standing {
	struct arena *arena;
	const struct repo *repo;
	const struct policy_file *file; /* the policy in force */
	const struct transaction *transaction; /* what is about to move */
	int64_t now;
};

/* Of `verdict`, an entry that accepts, about `ref` (escaped whole). 0; or -1: ERROR_ABSENT when
 * something stands otherwise, else it could not be told. An entry of 0.1.0, which does not say what
 * it rests on, stands. */
int standing_check(
    const struct standing *s, const git_oid *verdict, const char *ref, struct error *e);
