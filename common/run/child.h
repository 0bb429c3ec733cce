/*
 * run/child: the one place where Sluis starts other programs, and what they say.
 *
 * A program that helps a person gets all that the person gave us. One whose word a verdict rests on
 * gets nothing of ours: no environment, no PATH, no descriptor but those meant for it. Hooks of
 * others and what runs on in the background get the limits that we found (base/limits.h).
 */
#pragma once

#include <sys/types.h>

#include "base/base.h"

enum child_kind {
	CHILD_OURS, /* looked up in PATH; our environment, descriptors and signals */
	CHILD_HOOK, /* the same without other descriptors (git 2.55 leaves one of its own open, and
	               waits for whoever holds it), and SIGPIPE ends it: git ignores that there */
	CHILD_APART, /* the same as ours in a session of its own, without other descriptors */
	CHILD_ALONE /* a path; LC_CTYPE=C, a process group of its own, no other descriptors, no
	               signal ignored or blocked */
};

/* Starts argv[0] with the `n` of `fds` as its descriptors 0, 1 and up; -1 stands for /dev/null. For
 * CHILD_ALONE none is below MEMFILE_LOWEST. 0, or an errno, also when argv[0] cannot be run. */
int child_start(enum child_kind kind, const int *fds, int n, const char *const *argv, pid_t *pid);

/* Starts argv[0] and waits. 0 and how it ended, as of waitpid(2): with 127 when it cannot be run.
 * -1: it could not be started, or (errno is ECHILD) nobody knows how it ended. */
int child_wait(enum child_kind kind, const int *fds, int n, const char *const *argv, int *status);

/* Ends a process group for good and waits for its first program. How that ended, as of waitpid(2);
 * -1 when it cannot be told. */
int child_put_down(pid_t pid);

/* Starts argv[0] in the background, cut loose from whoever waits for us: CHILD_APART, without
 * input. It writes to the file `log`, made anew, or to nobody. `prepare` sets its environment. */
void child_detach(const char *const argv[], const char *log, void (*prepare)(void));

/* From here on git goes by the repository that it is told alone, by no objects that replace others,
 * and asks nobody for a password, whatever receive-pack said of this push. */
void child_git_elsewhere(void);

/* Runs argv[0] (looked up in PATH) without input and takes its standard output, at most `max`
 * bytes. -1 when it cannot be run, says more, or does not exit with 0; without an `e` nobody sees
 * its errors either. */
int child_output(struct arena *a, const char *const argv[], size_t max, char **bytes, size_t *len,
    struct error *e);

/* The same for its standard output and error together, as a text. Its exit code; -1 when it cannot
 * be run (or exits with 127), says more, or dies of a signal. */
int child_told(struct arena *a, const char *const argv[], size_t max, char **text, struct error *e);

/* The same for its standard output alone, with these bytes to read. Its exit code, 127 also when it
 * cannot be run; -1 when it says more, or dies of a signal. */
int child_asked(struct arena *a, const char *const argv[], const char *input, size_t ninput,
    size_t max, char **bytes, size_t *len, struct error *e);

/* One that runs while we go on. */
struct child {
	const char *name;
	pid_t pid;
	int says; /* its standard output */
};

/* The two halves of child_asked(): each that was begun is ended. */
int child_begin(struct arena *a, const char *const argv[], const char *input, size_t ninput,
    struct child *out, struct error *e);
int child_end(
    struct arena *a, const struct child *c, size_t max, char **bytes, size_t *len, struct error *e);

/* Runs argv[0] with our own input and outputs. Its exit code; 127 when it cannot be run or dies of
 * a signal. */
int child_run(const char *const argv[]);
