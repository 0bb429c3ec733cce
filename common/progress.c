#include "progress.h"

#include <stdio.h>
#include <time.h>
#include <unistd.h>

#include "say.h"

#define LINE_MAX_BYTES 80

static int64_t
monotonic(void)
{
	struct timespec t = { 0, 0 };

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

void
progress_start(struct progress *p, int fd, int64_t now)
{
	*p = (struct progress){ .fd = fd, .next = now + PROGRESS_FIRST };
}

void
progress_begin(struct progress *p, int fd)
{
	progress_start(p, fd, monotonic());
}

void
progress_at(struct progress *p, int64_t now)
{
	char line[LINE_MAX_BYTES];
	int n;

	if (now < p->next)
		return;
	p->next = now + PROGRESS_EVERY;
	n = snprintf(line, sizeof(line), say("sluis: still at work: %zu commits so far\n"), p->done);
	/* Whoever does not hear it loses nothing else. */
	if (n > 0 && (size_t)n < sizeof(line) && write(p->fd, line, (size_t)n) < 0)
		p->next = INT64_MAX;
}

void
progress_tick(struct progress *p)
{
	if (p != NULL && ++p->done % PROGRESS_STRIDE == 0)
		progress_at(p, monotonic());
}
