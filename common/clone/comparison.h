/*
 * clone/comparison: the outputs of an old and a new system, file by file (norm CH.06 criterion 4).
 *
 * Identical are two regular files with the same bytes under the same name, and nothing else: a
 * symbolic link, which is never followed, a device, a file that stands in both folders as one and
 * the same is a difference. What cannot be read, or changes while it is read, makes no comparison
 * at all. Modes, owners and times are not compared.
 */
#pragma once

#include "base/base.h"

#define COMPARISON_DIFFERENCES_MAX 500 /* somebody has to explain each */

struct comparison_difference {
	const char *path; /* escaped */
	const char *what; /* "differs in line 12", "is not in new" */
	const char *old,
	    *new; /* these lines, escaped and cut; NULL where there is nothing to show */
};

struct comparison {
	struct arena *arena;
	size_t compared, identical;
	struct comparison_difference *differences; /* in the order of paths */
	size_t n, missing; /* of those: that stand in one folder only */
};

/* Compares everything below two folders. 0, or -1 with what cannot be compared, also when nothing
 * is there. */
int comparison_make(
    struct arena *a, const char *old, const char *new, struct comparison *out, struct error *e);
