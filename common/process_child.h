/*
 * process_child: one running program: how it is started, watched and ended (process.h runs many).
 */
#ifndef SLUIS_PROCESS_CHILD_H
#define SLUIS_PROCESS_CHILD_H

#include <stdbool.h>
#include <sys/types.h>

#include "process.h"

struct process_child {
	struct process *process; /* what it was started for; NULL: there is none */
	pid_t pid;
	int pidfd; /* readable when it has ended (pidfd_open(2)) */
	int out, err;
};

/* Starts argv[0], an absolute path, with `fds` as its descriptors 0, 1 and up, and nothing else: no
 * other descriptor, LC_ALL=C as its environment, a process group of its own, no signal ignored or
 * blocked. None of `fds` is below MEMFILE_LOWEST. 0, or an errno. */
int process_spawn(const int *fds, int n, const char *const *argv, pid_t *pid);

/* Ends a program for good, with what it started, and waits until it is gone. How it ended, as of
 * waitpid(2); -1 when that cannot be told. */
int process_put_down(pid_t pid);

/* 0; or -1, and the process has its errno. */
int process_child_start(struct process_child *c, struct process *p);

/* Notes how it ended and what it wrote. False while it still runs. */
bool process_child_reap(struct arena *a, struct process_child *c);

/* Ends it, and notes `end` and `code` for it. */
void process_child_stop(struct process_child *c, enum process_end end, int code);

#endif
