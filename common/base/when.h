/*
 * base/when: times as people write them, turned into seconds since 1970 (UTC).
 *
 * RFC 3339 with a zone for records; a plain date for the policy's `from` and `until`.
 * A time without a zone is an error: nobody can tell which moment it means.
 */
#ifndef SLUIS_WHEN_H
#define SLUIS_WHEN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* "2026-11-24T14:00:00+01:00" (RFC 3339 5.6; `T`/`t` or one blank, fractions ignored, :60 only as a
 * leap second). 0, or -1 for anything else, also for dates that do not exist. */
int when_parse(const char *s, int64_t *out);

/* "2026-11-24": the first second of that day, UTC. 0 or -1. */
int when_parse_date(const char *s, int64_t *out);

/* One or the other; a date as the end of a period means its last second. 0 or -1. */
int when_parse_bound(const char *s, bool end, int64_t *out);

#define WHEN_MAX 32
/* Writes "2026-11-24T13:00:00Z" into `out` and returns it. Years outside 0000-9999 give "(no such
 * time)". */
const char *when_format(int64_t t, char out[WHEN_MAX]);

/* The clock for deadlines, which nobody sets (clock_gettime(2)): milliseconds since some moment. */
int64_t monotonic_ms(void);

/* Milliseconds until that moment, at most INT_MAX, as poll(2) wants them; 0 when it has come. */
int monotonic_left(int64_t until);

#endif
