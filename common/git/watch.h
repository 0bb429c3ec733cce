/*
 * git/watch: a run ends in time, and says over which object it sat (timer_create(2)); how much it
 * may use is the repository's own config to say.
 *
 * libgit2 inflates a loose object that was cut short for ever. So every program sets itself a limit
 * of processor time and one of time by the clock; whoever reaches one, or spends 20 seconds of the
 * first without reading another object, ends as undecided.
 */
#pragma once

#include "base/base.h"

/* Seconds of processor time and by the clock, and MiB of memory, where the repository's own config
 * sets no sluis.cpuSeconds, sluis.wallSeconds and sluis.memoryMegabytes. */
#define WATCH_CPU 300
#define WATCH_WALL 3600
#define WATCH_MEMORY (ARENA_RUN_CAP >> 20)

/* The first repository that a run opens sets its limits; each tells which object is read. `*memory`
 * is what the run may keep, in bytes. 0, or a libgit2 error: no run goes on without. */
int watch_repository(git_repository *r, git_odb *odb, size_t *memory);

/* The work is done; what follows is somebody else's time. */
void watch_end(void);
