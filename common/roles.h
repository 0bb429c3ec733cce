/*
 * roles: the matrix of persons, roles, environments and conflicts, for people and for spreadsheets
 * (norm CH.06 criteria 7 and 9).
 */
#ifndef SLUIS_ROLES_H
#define SLUIS_ROLES_H

#include <stdint.h>
#include <stdio.h>

#include "arena.h"
#include "policy.h"

/* One block for each person: dates, roles with their dates, where he pushes, what he signs. */
void roles_print(struct arena *a, const struct policy *p, int64_t now, FILE *out);

/* One row for each role that a person holds or held, RFC 4180; a person without a role has one row.
 */
void roles_print_csv(struct arena *a, const struct policy *p, int64_t now, FILE *out);

/* The same rows as an array of objects. */
void roles_print_json(struct arena *a, const struct policy *p, int64_t now, FILE *out);

#endif
