/*
 * base/zone: what the clocks of a zone show, such as Europe/Amsterdam.
 *
 * By the C library and its database (tzset(3)), which every system keeps up to date; a zone is a
 * name below /usr/share/zoneinfo, whatever TZ and TZDIR say. NULL is UTC. Not for threads: TZ is
 * set for the moment of a question.
 */
#ifndef SLUIS_ZONE_H
#define SLUIS_ZONE_H

#include <stdbool.h>
#include <stdint.h>

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

#endif
