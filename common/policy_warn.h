/*
 * policy_warn: what is no error in a policy and will hurt one day (norm CH.06 criterion 7).
 */
#ifndef SLUIS_POLICY_WARN_H
#define SLUIS_POLICY_WARN_H

#include <stdint.h>
#include <stdio.h>

#include "arena.h"
#include "policy.h"

/* Prints `file:line: warning: ...` for each sign-off that hangs on so few people that one absence
 * stops it. 0. */
int policy_warn(struct arena *a, const struct policy *p, const char *file, int64_t now, FILE *out);

#endif
