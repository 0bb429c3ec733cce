/*
 * base/base: what every file speaks of, and has by its first header: C, POSIX and libgit2, memory,
 * errors, times, ids, and texts for people.
 */
#pragma once

#include <errno.h>
#include <fcntl.h>
#include <git2.h>
#include <inttypes.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/error.h"
#include "base/escape.h"
#include "base/oid.h"
#include "base/printable.h"
#include "base/say/say.h"
#include "base/when.h"

static inline bool begins_with(const char *text, const char *with)
{
	return strncmp(text, with, strlen(with)) == 0;
}
