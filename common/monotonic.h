/*
 * monotonic: the clock for deadlines, which nobody sets (clock_gettime(2)).
 */
#ifndef SLUIS_MONOTONIC_H
#define SLUIS_MONOTONIC_H

#include <stdint.h>

/* Milliseconds since some moment. */
int64_t monotonic_ms(void);

/* Milliseconds until that moment, at most INT_MAX, as poll(2) wants them; 0 when it has come. */
int monotonic_left(int64_t until);

#endif
