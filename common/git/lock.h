/*
 * git/lock: files that keep others from a ref (git-update-ref(1)), and those among them that were
 * left behind.
 *
 * A ref is locked for a moment, by REF.lock beside it. Who is killed meanwhile leaves it there, and
 * nobody can move the ref any more. The gate removes none: two that do so at once would each
 * believe to be alone.
 */
#ifndef SLUIS_LOCK_H
#define SLUIS_LOCK_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/error.h"
#include "git/repo.h"

/* Is it there, and older than any lock that somebody still holds? */
bool lock_left_behind(const char *path, int64_t now);

/* Can the ref be moved? 0, or -1 when locks were left behind on it, with the command that removes
 * them; or without memory. */
int lock_check(
    struct arena *a, const struct repo *r, const char *ref, int64_t now, struct error *e);

/* Who removes such a lock; `path` may be several, quoted for a shell. Returns -1. */
int lock_mend(struct error *e, const char *path);

#endif
