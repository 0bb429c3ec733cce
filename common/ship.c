#include "ship.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/time.h>
#include <syslog.h>

#include "child.h"
#include "syslog_line.h"

#define SYSLOG_TICK_US 20000 /* between attempts to tell the log, of which there are two */

/* A mirror that does not answer is given up after this: git and whatever it started, ssh above all.
 */
#define SHIP_SECONDS "60"
#define SHIP_KILL_AFTER "--kill-after=5"

/* What receive-pack said of this push must not lead git astray. */
static void
prepare(void)
{
	for (const char *const *name =
	         (const char *const[]){ "GIT_DIR", "GIT_QUARANTINE_PATH", "GIT_OBJECT_DIRECTORY",
	             "GIT_ALTERNATE_OBJECT_DIRECTORIES", "GIT_PUSH_OPTION_COUNT", NULL };
	     *name != NULL; name++)
		unsetenv(*name);
	setenv("GIT_TERMINAL_PROMPT", "0", 1);
	setenv("GIT_SSH_COMMAND", "ssh -o BatchMode=yes -o ConnectTimeout=10", 0);
}

void
ship_to_mirror(const struct repo *r, const struct policy *p)
{
	const char *const argv[] = { "timeout", "--verbose", SHIP_KILL_AFTER, SHIP_SECONDS, "git",
		"-C", r->dir, "push", "--quiet", p->audit.mirror, "refs/sluis/*:refs/sluis/*",
		NULL };
	char log[4096];
	size_t n = strlen(r->dir);

	if (p->audit.mirror == NULL || n + sizeof("sluis/ship.log") > sizeof(log))
		return;
	memcpy(log, r->dir, n);
	memcpy(log + n, "sluis/ship.log", sizeof("sluis/ship.log"));
	child_detach(argv, log, prepare);
}

/* Its coming is enough: it ends a wait. */
static void
tick(int sig)
{
	(void)sig;
}

/* syslog(3) waits for ever where the log's queue is full and nobody reads it; each tick ends one of
 * its attempts. */
static void
send_line(const char *line)
{
	const struct itimerval ticks = { { 0, SYSLOG_TICK_US }, { 0, SYSLOG_TICK_US } };
	struct itimerval timer;
	struct sigaction ours = { .sa_handler = tick }, before;
	sigset_t alarm_only, mask;

	sigemptyset(&ours.sa_mask);
	sigemptyset(&alarm_only);
	sigaddset(&alarm_only, SIGALRM);
	sigaction(SIGALRM, &ours, &before);
	sigprocmask(SIG_UNBLOCK, &alarm_only, &mask);
	setitimer(ITIMER_REAL, &ticks, &timer);
	openlog("sluis", LOG_PID, LOG_AUTH);
	syslog(LOG_NOTICE, "%s", line);
	closelog();
	setitimer(ITIMER_REAL, &timer, NULL);
	sigprocmask(SIG_SETMASK, &mask, NULL);
	sigaction(SIGALRM, &before, NULL);
}

void
ship_to_syslog(struct arena *a, const char *message, const git_oid *entry)
{
	const char *line = syslog_line(a, entry, message);

	if (line != NULL)
		send_line(line);
}
