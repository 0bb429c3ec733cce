/*
 * git/errors: git_error_set_str(), which libgit2 1.8 moved to a header of its own.
 */
#pragma once

#include "base/base.h"
#if __has_include(<git2/sys/errors.h>)
#include <git2/sys/errors.h>
#endif
