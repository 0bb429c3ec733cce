/*
 * base/version: which Sluis a program is.
 */
#ifndef SLUIS_VERSION_H
#define SLUIS_VERSION_H

#include <stdbool.h>

/* When `--version` is the only argument: prints "sluis VERSION" to standard output, and is true. */
bool version_asked(int argc, char *argv[]);

#endif
