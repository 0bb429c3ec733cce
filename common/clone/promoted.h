/*
 * clone/promoted: the merge of a promotion that an environment has had.
 */
#pragma once

#include "clone/proposal.h"
#include "clone/session.h"
#include "git/commit.h"

/* The newest merge of that id, on the environment of that name (NULL: on the last that has it). 0
 * or -1. */
int promoted_find(
    struct gate *g, const char *id, const char *environment, struct commit *out, struct error *e);

/* Is there anything under that id: files, a sign-off, a merge; or are they `elsewhere`, on a result
 * server? 0, also where nothing need be there or nobody can tell; or -1 with `e`. */
int promoted_check_id(
    struct session *se, const struct proposal *pr, bool elsewhere, struct error *e);
