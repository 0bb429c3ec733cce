/*
 * git/alternates: other stores from which a repository borrows objects (gitrepository-layout(5),
 * objects/info/alternates).
 *
 * Git reads more of such a file than libgit2 does, and what is there only would look missing.
 */
#pragma once

#include "base/base.h"

/* Does libgit2 find what git finds, from the repository `dir` (with its slash) on? -1 with
 * ERROR_UNSUPPORTED for a line that it does not follow. */
int alternates_check(struct arena *a, const char *dir, struct error *e);
