/*
 * base/installed: where this program was built, or `make install` put it.
 */
#pragma once

#include "base/base.h"

/* `path` from the folder of this program, whether or not it exists. NULL when that folder is not
 * known, or without memory. */
const char *installed_path(struct arena *a, const char *path);
