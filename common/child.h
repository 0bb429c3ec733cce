/*
 * child: what another program says.
 */
#ifndef SLUIS_CHILD_H
#define SLUIS_CHILD_H

#include <stddef.h>

#include "arena.h"
#include "error.h"

/* Runs argv[0] (looked up in PATH) without input and takes its standard output, at most `max`
 * bytes. -1 when it cannot be run, says more, or does not exit with 0. */
int child_output(struct arena *a, const char *const argv[], size_t max, char **bytes, size_t *len,
    struct error *e);

/* The same, of its standard output and error together, as a text, and whatever its exit code is,
 * which is returned. -1 when it cannot be run (or exits with 127), says more, or dies of a signal.
 */
int child_told(struct arena *a, const char *const argv[], size_t max, char **text, struct error *e);
/* Runs argv[0] without input and says nothing of what it says. Its exit code, as child_run(). */
int child_quiet(const char *const argv[]);

/* Runs argv[0] with our own input and outputs. Its exit code; 127 when it cannot be run or dies of
 * a signal. */
int child_run(const char *const argv[]);

#endif
