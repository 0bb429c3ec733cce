/*
 * git/progress: a sign of life at the other end of a push, while many commits are looked at.
 *
 * Nothing for short work: a first line after two seconds, then one every five. Each is a whole line
 * of ASCII in one write(2).
 */
#pragma once

#include "base/base.h"

#define PROGRESS_FIRST 2000 /* milliseconds of silence */
#define PROGRESS_EVERY 5000
#define PROGRESS_STRIDE 256 /* commits between two looks at the clock */

struct progress {
	int fd; /* to write to */
	size_t done; /* commits so far */
	bool waits; /* it was said that something else is waited for */
	/* when the next line is due, in milliseconds of the clock of progress_tick() */
	int64_t next;
};

/* Starts at `now`, in milliseconds of a clock that does not go back: monotonic_ms(). */
void progress_start(struct progress *p, int fd, int64_t now);

/* Says how far it is, when that is due at `now`. */
void progress_at(struct progress *p, int64_t now);

/* One commit more, by the monotonic clock; NULL for work that nobody waits for. */
void progress_tick(struct progress *p);

/* Says a whole line of its own; nothing for NULL. */
void progress_say(struct progress *p, const char *line);
