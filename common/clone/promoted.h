/*
 * clone/promoted: the merge of a promotion that an environment has had.
 */
#ifndef SLUIS_PROMOTED_H
#define SLUIS_PROMOTED_H

#include "gate/gate.h"
#include "git/commit.h"

/* The newest merge of that id, on the environment of that name (NULL: on the last that has it). 0
 * or -1. */
int promoted_find(
    struct gate *g, const char *id, const char *environment, struct commit *out, struct error *e);

#endif
