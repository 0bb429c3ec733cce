/*
 * base/pattern: the two kinds of pattern of a policy, of ref names and of paths. Everything but the
 * wildcards is compared byte for byte.
 *
 * In a ref name `*` stands for one or more bytes, slashes too, as in a git refspec (git-fetch(1));
 * at most one of them.
 *
 * A path is matched part by part, from the top of the tree. `*` stands for any bytes of one part,
 * `?` for one byte of it, and `**` as a part of its own for any number of parts, none included:
 * `db/` followed by `**` matches everything in db, and db itself when that is a submodule or became
 * a file. The time it takes is bounded by the product of the two lengths.
 */
#pragma once

#include "base/base.h"

/* Is this an exact name (no `*`)? */
bool pattern_exact(const char *pattern);

bool pattern_match(const char *pattern, const char *ref);

/* Is there a ref name that both patterns match? (Exact names are patterns too.) */
bool pattern_overlap(const char *a, const char *b);

bool pathpattern_match(const char *pattern, const char *path);

/* What is wrong with a pattern, as a constant text; NULL for a sound one. */
const char *pathpattern_wrong(const char *pattern);
