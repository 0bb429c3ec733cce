/*
 * gate/next_hooks: the hooks that were there before ours, kept in `NAME.d/` beside our hook.
 *
 * They run after ours has accepted, in the order of their names, each with the same arguments and
 * standard input; the first that fails refuses the push. As in git itself, a file that is not
 * executable is no hook.
 */
#pragma once

#include "base/base.h"

/*
 * Runs what is in the folder named argv[0] and ".d", with argv's other arguments and `len` bytes of
 * input. 0 when all succeeded or none is there. Otherwise the exit code of the one that failed, or
 * -1 (with `e`) when one could not be run, died of a signal, or the folder could not be read.
 */
int next_hooks_run(
    struct arena *a, char *const argv[], const char *input, size_t len, struct error *e);

/* Is that folder there? Then some time may have passed. */
bool next_hooks_there(struct arena *a, char *const argv[]);
