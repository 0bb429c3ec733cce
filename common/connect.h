/*
 * connect: a TCP connection to a host, within its time.
 */
#ifndef SLUIS_CONNECT_H
#define SLUIS_CONNECT_H

#include <stdint.h>

#include "arena.h"
#include "error.h"

/* Tries the addresses of the host one after the other until `until` (monotonic.h); each gets its
 * share of what is left. The descriptor, non-blocking; or -1 with ERROR_UNREADABLE. The look-up of
 * the name is not bounded. */
int connect_to(struct arena *a, const char *host, unsigned port, int64_t until, struct error *e);

#endif
