/*
 * pathpattern: paths of a tree, matched part by part.
 *
 * A pattern starts at the top of the tree. `*` stands for any bytes of one part, `?` for one byte
 * of it, and `**` as a part of its own for any number of parts, none included: `db/` followed by
 * `**` matches everything in db, and db itself when that is a submodule or became a file.
 * Everything else is compared byte for byte. Pure; its time is bounded by the product of the two
 * lengths.
 */
#ifndef SLUIS_PATHPATTERN_H
#define SLUIS_PATHPATTERN_H

#include <stdbool.h>

bool pathpattern_match(const char *pattern, const char *path);

/* What is wrong with a pattern, as a constant text; NULL for a sound one. */
const char *pathpattern_wrong(const char *pattern);

#endif
