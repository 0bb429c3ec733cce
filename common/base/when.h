/*
 * base/when: times as people write them, turned into seconds since 1970 (UTC).
 *
 * RFC 3339 with a zone for records; a plain date for the policy's `from` and `until`.
 * A time without a zone is an error: nobody can tell which moment it means.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"

#define WHEN_DAY INT64_C(86400) /* seconds */

/* The days that `now` is past `due`, a part for a whole one; 0: it is not. */
int64_t when_days_late(int64_t due, int64_t now);

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

/* The same in the arena; never NULL. */
const char *when_text(struct arena *a, int64_t t);

/*
 * What the clocks of a zone show, such as Europe/Amsterdam: by the C library and its database
 * (tzset(3)), which every system keeps up to date. A zone is a name below /usr/share/zoneinfo,
 * whatever TZ and TZDIR say; NULL is UTC. Not for threads: TZ is set for the moment of a question.
 */
#define ZONE_MAX 64 /* bytes of a name */

/* Has the database a zone of that name, in which no leap seconds are counted? */
bool zone_known(const char *name);

/* What clocks there show at that moment, in seconds since 1970 as if in UTC. */
int64_t zone_wall(const char *name, int64_t at);

/* The moment at which clocks there show that. One that they skip or show twice has two readings:
 * the earlier of them, or with `last` the later. */
int64_t zone_moment(const char *name, int64_t wall, bool last);

/* A time of RFC 3339, which may lack its zone: then it is one there. 0 or -1. */
int zone_parse(const char *name, const char *text, bool last, int64_t *out);

/* The clock for deadlines, which nobody sets (clock_gettime(2)): milliseconds since some moment. */
int64_t monotonic_ms(void);

/* Milliseconds until that moment, at most INT_MAX, as poll(2) wants them; 0 when it has come. */
int monotonic_left(int64_t until);
