#include "git/progress.h"

#include <stdio.h>
#include <unistd.h>

#include "base/when.h"
#include "base/output.h"
#include "base/say/say.h"

#define LINE_MAX_BYTES 80

void progress_start(struct progress *p, int fd, int64_t now)
{
	*p = (struct progress){ .fd = fd, .next = now + PROGRESS_FIRST };
}

void progress_begin(struct progress *p, int fd)
{
	progress_start(p, fd, monotonic_ms());
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
	/* Whoever does not hear it loses nothing else. */
	if (n > 0 && (size_t)n < sizeof(line) && write(p->fd, line, (size_t)n) < 0)
		p->next = INT64_MAX;
}

void progress_tick(struct progress *p)
{
	if (p != NULL && ++p->done % PROGRESS_STRIDE == 0)
		progress_at(p, monotonic_ms());
}

void progress_say(struct progress *p, const char *line)
{
	if (p != NULL)
		output_plain(p->fd, line);
}
