#include "process.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>

#include "monotonic.h"
#include "process_child.h"

struct seat { /* of one running program; free when it has no process */
	struct process_child child;
	int64_t until;
};

struct run {
	struct arena *arena;
	struct seat seats[PROCESS_AT_ONCE_MAX];
	size_t nseats, taken;
	int limit;
	bool stuck; /* one was overdue, or cannot be watched */
};

static void
start(struct run *r, struct seat *s, struct process *p)
{
	s->until = monotonic_ms() + r->limit;
	r->taken += process_child_start(&s->child, p) == 0;
}

static void
stop(struct run *r, struct seat *s, enum process_end how, int code)
{
	process_child_stop(&s->child, how, code);
	r->taken--;
	r->stuck = true;
}

/* Milliseconds until the first one is overdue. */
static int
patience(const struct run *r)
{
	int64_t first = INT64_MAX;

	for (size_t i = 0; i < r->nseats; i++)
		if (r->seats[i].child.process != NULL && r->seats[i].until < first)
			first = r->seats[i].until;
	return monotonic_left(first);
}

/* Waits until a program ends or is overdue. */
static void
wait_for_one(struct run *r)
{
	struct pollfd watched[PROCESS_AT_ONCE_MAX];
	int rc, err;

	for (size_t i = 0; i < r->nseats; i++) {
		const struct process_child *c = &r->seats[i].child;

		watched[i] =
		    (struct pollfd){ .fd = c->process != NULL ? c->pidfd : -1, .events = POLLIN };
	}
	rc = poll(watched, r->nseats, patience(r));
	err = rc < 0 && errno != EINTR ? errno : 0;
	for (size_t i = 0; i < r->nseats; i++) {
		struct seat *s = &r->seats[i];

		if (s->child.process == NULL)
			continue;
		if (rc > 0 && watched[i].revents != 0 && process_child_reap(r->arena, &s->child))
			r->taken--;
		else if (monotonic_ms() >= s->until)
			stop(r, s, PROCESS_OVERDUE, 0);
		else if (err != 0)
			stop(r, s, PROCESS_UNKNOWN, err);
	}
}

static void
run_all(struct run *r, struct process *list, size_t n)
{
	size_t next = 0;

	while ((next < n && !r->stuck) || r->taken > 0) {
		for (size_t i = 0; i < r->nseats && next < n && !r->stuck; i++)
			if (r->seats[i].child.process == NULL)
				start(r, &r->seats[i], &list[next++]);
		if (r->taken > 0)
			wait_for_one(r);
	}
}

void
process_run_all(struct arena *a, struct process *list, size_t n, unsigned at_once, int limit)
{
	struct run r = { .arena = a, .limit = limit };
	struct sigaction ours = { .sa_handler = SIG_DFL }, before;

	r.nseats = at_once == 0 ? 1 : at_once < PROCESS_AT_ONCE_MAX ? at_once : PROCESS_AT_ONCE_MAX;
	for (size_t i = 0; i < n; i++) {
		list[i].end = PROCESS_UNKNOWN;
		list[i].code = ETIMEDOUT;
		list[i].out = list[i].err = "";
	}
	/* Whoever started us may have had SIGCHLD ignored; then the kernel tells nobody how a child
	 * ended. */
	sigemptyset(&ours.sa_mask);
	sigaction(SIGCHLD, &ours, &before);
	run_all(&r, list, n);
	sigaction(SIGCHLD, &before, NULL);
}
