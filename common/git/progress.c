#include "git/progress.h"

#include "base/output.h"

#define LINE_MAX_BYTES 80

void progress_start(struct progress *p, int fd, int64_t now)
{
	*p = (struct progress){ .fd = fd, .next = now + PROGRESS_FIRST };
}

void progress_at(struct progress *p, int64_t now)
{
	char line[LINE_MAX_BYTES];
	int n;

	if (now < p->next)
		return;
	p->next = now + PROGRESS_EVERY;
	n = snprintf(
	    line, sizeof(line), say("sluis: still at work: %zu commits so far\n"), p->done);
	if (n > 0 && (size_t)n < sizeof(line))
		progress_say(p, line);
}

void progress_tick(struct progress *p)
{
	if (p != NULL && ++p->done % PROGRESS_STRIDE == 0)
		progress_at(p, monotonic_ms());
}

void progress_say(struct progress *p, const char *line)
{
	if (p == NULL || (p->fd >= 0 && output_timely(p->fd, line, strlen(line)) == 0))
		return;
	/* Whoever does not hear it loses nothing else, and is waited for once. */
	p->fd = -1;
	p->next = INT64_MAX;
}
