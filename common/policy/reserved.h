/*
 * policy/reserved: names that can be taken for a ref that the gate guards (gitrevisions(7)).
 *
 * Who asks git for `production` gets a tag of that name before the branch. So the names that can be
 * taken for a governed ref, which is there or named exactly by the policy, are reserved.
 */
#pragma once

#include "git/refs.h"
#include "policy/policy.h"

/* Has nobody but the gate a say in that ref: is it governed, or another spelling of one that is,
 * or one of its own? */
bool reserved_guards(const struct policy *p, const char *ref);

/* Does any of these changes move one, by its own name or by that of a symbolic ref? */
bool reserved_guards_any(const struct policy *p, const struct changes *cs);

/* May the gate have a word in what becomes of that ref, whichever refs there are? False only for a
 * name that it does not guard and that nobody takes for one. */
bool reserved_concerns(struct arena *a, const struct policy *p, const char *ref);

/* The governed ref that `ref` can be taken for, once `cs` is in; NULL for none. 0 or -1. */
int reserved_taken_for(struct arena *a, const struct repo *r, const struct policy *p,
    const struct changes *cs, const char *ref, const char **out, struct error *e);

/* The first ref that is there once `cs` is in, and that can be taken for the governed `ref`; NULL
 * for none. 0 or -1. */
int reserved_in_the_way(struct arena *a, const struct repo *r, const struct changes *cs,
    const char *ref, const char **out, struct error *e);

/* Says of a governed ref that it is symbolic and leads to `target`, with the command that makes it
 * a ref of its own. */
void reserved_symbolic(
    struct arena *a, const struct repo *r, const char *ref, const char *target, struct error *e);

/* Is none of the refs symbolic that reserved_hold() looks at? Told without opening the repository
 * at `dir`; false where that takes more. */
bool reserved_hold_plain(struct arena *a, const char *dir, const struct policy *p);

/* A governed ref is never symbolic. A change of what one leads to, where something is promoted, or
 * under the name of one, loses its target, with `why`. */
void reserved_hold(
    struct arena *a, const struct repo *r, const struct policy *p, struct changes *cs);
