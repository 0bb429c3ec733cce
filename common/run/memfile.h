/*
 * run/memfile: files that lie in memory (memfd_create(2)), for programs that read and write files.
 *
 * No name, no temporary folder, nothing left behind after a crash. They close on exec; a program
 * gets its copy.
 */
#pragma once

#include "base/base.h"

/* No descriptor below this is given, so that those of a program can be set without treading on
 * ours. */
#define MEMFILE_LOWEST 16
#define MEMFILE_ROOM ((size_t)32 << 10)

/* A file with these bytes, at its start. The descriptor, or -1 with errno. */
int memfile_make(const void *bytes, size_t len);

/* A file of MEMFILE_ROOM zero bytes that cannot grow: who writes without end fills no memory. As
 * above. */
int memfile_room(void);

/* What was written into such a file, up to the first NUL. NULL without memory, or when it cannot be
 * read. */
const char *memfile_text(struct arena *a, int fd);
