/*
 * pattern: ref names with `*`.
 *
 * `*` stands for one or more bytes, slashes too, as in a git refspec (git-fetch(1)); at most one
 * of them. Everything else is compared byte for byte.
 */
#ifndef SLUIS_PATTERN_H
#define SLUIS_PATTERN_H

#include <stdbool.h>

/* Is this an exact name (no `*`)? */
bool pattern_exact(const char *pattern);

bool pattern_match(const char *pattern, const char *ref);

/* Is there a ref name that both patterns match? (Exact names are patterns too.) */
bool pattern_overlap(const char *a, const char *b);

#endif
