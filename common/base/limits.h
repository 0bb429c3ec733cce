/*
 * base/limits: what a hook may use of the host (setrlimit(2)), and that it gets what it needs.
 *
 * Memory and open files are bounded where no push that can be judged comes near, and no core dump
 * keeps keys and secrets. These are soft limits; a program of somebody else that a hook starts gets
 * those that the hook found. Processor time is bounded by git/watch. Processes are not:
 * RLIMIT_NPROC counts all of the user's.
 */
#pragma once

#include "base/base.h"

#define LIMITS_MEMORY 8 /* times what a run may keep: libraries and their copies take some too */
#define LIMITS_FILES 4096 /* open at once: packs, and a few more */
#define LIMITS_FILES_NEEDED 64

struct limits {
	uint64_t memory, files;
};

/* What they are for a hook that starts as this process did. -1 when the host leaves too little:
 * open files, or a umask that shuts us out of what we write. */
int limits_find(struct limits *out, struct error *e);

/* Takes them on. -1 as above, or when the kernel refuses. */
int limits_set(struct error *e);

/* What a run may keep, in bytes; ARENA_RUN_CAP until this is said. */
void limits_memory(uint64_t bytes);

/* Around the start of a program that is not ours: what was found, and ours again. Nothing where
 * none were set. */
void limits_lend(void);
void limits_resume(void);
