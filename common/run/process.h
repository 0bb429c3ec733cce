/*
 * run/process: runs programs side by side, each within its time, and keeps how they ended and what
 * they said.
 *
 * All that a program reads and writes lies in memory (run/memfile.h): no pipe fills up, and a
 * grandchild that keeps the output open keeps nobody waiting. A program gets the files below and
 * nothing else: no other descriptor, and of the environment LC_CTYPE=C alone (and of a Dutch run,
 * LC_MESSAGES=nl).
 */
#pragma once

#include "base/base.h"

#define PROCESS_FILES_MAX 3
#define PROCESS_AT_ONCE_MAX 16

enum process_end {
	PROCESS_UNKNOWN = 0, /* it did not run, or nobody knows how it ended: `code` is errno */
	PROCESS_EXITED, /* `code` is the exit status */
	PROCESS_KILLED, /* by the signal `code` */
	PROCESS_OVERDUE /* its time was over, and it was ended */
};

struct process_bytes {
	const void *bytes;
	size_t len;
};

struct process {
	const char *const *argv; /* argv[0] is an absolute path: PATH is not looked at */
	struct process_bytes input;
	/* which it finds at process_file(0) and up */
	struct process_bytes files[PROCESS_FILES_MAX];
	size_t nfiles;
	/* Afterwards: */
	enum process_end end;
	int code;
	const char *out,
	    *err; /* the first MEMFILE_ROOM bytes of what it wrote; in the arena, never NULL */
};

/* The path under which a program finds its nth file, from 0. */
const char *process_file(size_t n);

/*
 * Runs all of them, at most `at_once` (of 16) at a time, each for at most `limit` milliseconds.
 * Once one is overdue no other is begun: those stay PROCESS_UNKNOWN with ETIMEDOUT, so that many
 * programs that hang do not add up to an endless push.
 */
void process_run_all(struct arena *a, struct process *list, size_t n, unsigned at_once, int limit);
