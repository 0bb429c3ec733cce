/*
 * input: everything that stands on a file descriptor, up to a bound.
 */
#ifndef SLUIS_INPUT_H
#define SLUIS_INPUT_H

#include <stddef.h>

#include "arena.h"
#include "error.h"

/* Reads to the end. -1: ERROR_UNREADABLE, ERROR_MALFORMED for more than `max` bytes, ERROR_MEMORY.
 */
int input_read(struct arena *a, int fd, size_t max, char **bytes, size_t *len, struct error *e);

#endif
