#include "audit/ship.h"

#include <signal.h>
#include <sys/time.h>
#include <syslog.h>

#include "audit/entry.h"
#include "base/output.h"
#include "run/child.h"

#define SYSLOG_REFS 3 /* that are named; a push may have thousands */
#define SYSLOG_TICK_US 20000 /* between attempts to tell the log, of which there are two */

/* The number is that of examples (RFC 5612): nobody has their own here, and a name without a
 * number is IANA's. */
#define ELEMENT "sluis@32473"

/* A mirror that does not answer is given up after this: git and whatever it started, ssh above all.
 */
#define SHIP_SECONDS "60"
#define SHIP_KILL_AFTER "--kill-after=5"

static void prepare(void)
{
	child_git_elsewhere();
	setenv("GIT_SSH_COMMAND", "ssh -o BatchMode=yes -o ConnectTimeout=10", 0);
}

void ship_to_mirror(const struct repo *r, const struct policy *p)
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

/* RFC 5424, 6.3.3: a backslash before '"', '\\' and ']'. The text is escaped already. */
static void put(FILE *out, const char *name, const char *value)
{
	if (value == NULL)
		return;
	fprintf(out, " %s=\"", name);
	for (; *value != '\0'; value++)
		fprintf(out, "%s%c", strchr("\"\\]", *value) != NULL ? "\\" : "", *value);
	fputc('"', out);
}

static void put_entry(FILE *out, const struct audit_entry *entry)
{
	static const char *const kinds[] = {
		[AUDIT_VERDICT] = "verdict",
		[AUDIT_OUTCOME] = "outcome",
		[AUDIT_UNLOCK] = "unlock",
		[AUDIT_ARMED] = "armed",
		[AUDIT_CORRECTION] = "correction",
	};

	put(out, "kind", kinds[entry->kind]);
	if (entry->kind == AUDIT_VERDICT)
		put(out, "decision", verdict_word(entry->decision));
	if (entry->kind == AUDIT_OUTCOME)
		put(out, "outcome", entry->moved == AUDIT_MOVED ? "moved" : "not-moved");
	put(out, "pusher", entry->pusher);
	put(out, "login", entry->login);
	put(out, "by", entry->by);
	put(out, "reason", entry->reason);
	for (size_t i = 0; i < entry->nrefs && i < SYSLOG_REFS; i++) {
		const struct audit_ref *ref = &entry->refs[i];

		put(out, "ref", ref->name);
		if (ref->nsteps != 1 || ref->steps->word == NULL)
			continue;
		put(out, "promotion", ref->steps->promotion);
		put(out, "role", ref->steps->role);
		put(out, "word", ref->steps->word);
	}
}

/* [sluis@32473 entry="..." kind="verdict" decision="accept" pusher="noor" ref="..."] subject. NULL
 * without memory, or for a message that is none of the gate's. */
static const char *syslog_line(struct arena *a, const git_oid *id, const char *message)
{
	struct audit_entry entry;
	struct error e = { 0 };
	struct output line;

	if (audit_entry_read(a, message, strlen(message), &entry, &e) < 0 ||
	    output_start(&line) < 0)
		return NULL;
	fputs("[" ELEMENT, line.file);
	put(line.file, "entry", oid_hex(a, id));
	put_entry(line.file, &entry);
	fprintf(line.file, "] %.*s", (int)strcspn(message, "\n"), message);
	return output_keep(&line, a);
}

/* Its coming is enough: it ends a wait. */
static void tick(int sig)
{
	(void)sig;
}

/* syslog(3) waits for ever where the log's queue is full and nobody reads it; each tick ends one of
 * its attempts. */
static void send_line(const char *line)
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

void ship_to_syslog(struct arena *a, const char *message, const git_oid *entry)
{
	const char *line = syslog_line(a, entry, message);

	if (line != NULL)
		send_line(line);
}
