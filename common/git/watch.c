#include "git/watch.h"

#include <git2/sys/odb_backend.h>
#include <poll.h>
#include <signal.h>

#include "base/verdict.h"
#include "git/errors.h"

#define OBJECT_SECONDS 20 /* of processor time, in which at least one more object is read */
#define FIRST 2000 /* before every store, that of writes in memory too */

enum { CPU, WALL, LIMITS, MEMORY = LIMITS, SETTINGS };

static const clockid_t clocks[LIMITS] = { CLOCK_PROCESS_CPUTIME_ID, CLOCK_MONOTONIC };

static const struct {
	const char *key, *range;
	int32_t without, most;
} settings[SETTINGS] = {
	[CPU] = { "sluis.cpuSeconds", "sluis.cpuSeconds is not between 1 and 86400", WATCH_CPU,
	    86400 },
	[WALL] = { "sluis.wallSeconds", "sluis.wallSeconds is not between 1 and 86400", WATCH_WALL,
	    86400 },
	[MEMORY] = { "sluis.memoryMegabytes", "sluis.memoryMegabytes is not between 1 and 65536",
	    WATCH_MEMORY, 65536 },
};

static timer_t timers[LIMITS];
static bool is_begun;
static int32_t tick, left; /* seconds of processor time */
static int32_t megabytes = WATCH_MEMORY;
static volatile sig_atomic_t reads; /* how many objects were asked for */
static git_oid reading;

/* All of this is safe in the handler of a signal: nothing is allocated, and say() only looks up. */
static void add(char *text, size_t room, const char *more)
{
	size_t n = strlen(text), m = strlen(more);

	if (m < room - n)
		memcpy(text + n, more, m + 1);
}

static void end_overdue(int limit)
{
	struct pollfd out = { .fd = STDERR_FILENO, .events = POLLOUT };
	char text[1024] = "", hex[OID_HEX + 1];
	ssize_t sent = 0;

	add(text, sizeof(text),
	    say(limit == CPU ? "sluis: could not decide: its processor time is used up\n" :
	                       "sluis: could not decide: its time is over\n"));
	if (reads > 0) {
		git_oid_tostr(hex, sizeof(hex), &reading);
		add(text, sizeof(text), say("       the object that was read last:\n       "));
		add(text, sizeof(text), hex);
		add(text, sizeof(text), "\n");
	}
	add(text, sizeof(text),
	    say("  fix: the administrator of the server runs git fsck --full in the\n"
	        "       repository; where nothing is damaged, more seconds are set with\n"
	        "       git config "));
	add(text, sizeof(text), settings[limit].key);
	add(text, sizeof(text), "\n");
	/* Whoever does not listen is not waited for. */
	if (poll(&out, 1, 0) == 1)
		sent = write(STDERR_FILENO, text, strlen(text));
	(void)sent;
	_exit(verdict_exit_code(VERDICT_UNDECIDED));
}

static void look(int sig, siginfo_t *info, void *context)
{
	static sig_atomic_t seen = -1;
	int limit = info->si_value.sival_int;

	(void)sig;
	(void)context;
	if (limit == CPU) {
		left -= tick;
		if (left > 0 && seen != reads) {
			seen = reads;
			return;
		}
	}
	end_overdue(limit);
}

static int no(const char *why)
{
	git_error_set_str(GIT_ERROR_OS, why);
	return GIT_ERROR;
}

/* 0, or a libgit2 error. */
static int begin(void)
{
	struct sigaction act = { .sa_sigaction = look, .sa_flags = SA_SIGINFO | SA_RESTART };
	int rc = sigaction(SIGXCPU, &act, NULL);

	for (int i = 0; rc == 0 && i < LIMITS; i++) {
		struct sigevent event = { .sigev_notify = SIGEV_SIGNAL,
			.sigev_signo = SIGXCPU,
			.sigev_value.sival_int = i };

		rc = timer_create(clocks[i], &event, &timers[i]);
	}
	is_begun = rc == 0;
	return rc == 0 ? 0 : no(strerror(errno));
}

/* Every store is asked in turn; this one has nothing, and sees what is asked. */
static int note(const git_oid *id)
{
	reading = *id;
	reads = reads + 1;
	return GIT_ENOTFOUND;
}

static int look_at_read(
    void **bytes, size_t *len, git_object_t *type, git_odb_backend *b, const git_oid *id)
{
	(void)bytes, (void)len, (void)type, (void)b;
	return note(id);
}

static int look_at_header(size_t *len, git_object_t *type, git_odb_backend *b, const git_oid *id)
{
	(void)len, (void)type, (void)b;
	return note(id);
}

static void drop(git_odb_backend *b)
{
	free(b);
}

static int note_reads(git_odb *odb)
{
	git_odb_backend *b = calloc(1, sizeof(*b));
	int rc;

	if (b == NULL)
		return GIT_ERROR;
	rc = git_odb_init_backend(b, GIT_ODB_BACKEND_VERSION);
	b->read = look_at_read;
	b->read_header = look_at_header;
	b->free = drop;
	if (rc == 0)
		rc = git_odb_add_backend(odb, b, FIRST);
	if (rc < 0)
		free(b);
	return rc;
}

static int read_setting(git_config *local, int i, int32_t *out)
{
	int rc;

	*out = settings[i].without;
	rc = local != NULL ? git_config_get_int32(out, local, settings[i].key) : 0;
	if (rc < 0 && rc != GIT_ENOTFOUND)
		return rc;
	if (*out >= 1 && *out <= settings[i].most)
		return 0;
	*out = settings[i].without;
	return no(settings[i].range);
}

static int set_limit(git_config *local, int limit)
{
	struct itimerspec when = { 0 };
	int32_t seconds;
	int rc = read_setting(local, limit, &seconds);

	if (rc < 0)
		return rc;
	if (limit == CPU) {
		left = seconds;
		tick = seconds < OBJECT_SECONDS ? seconds : OBJECT_SECONDS;
		when.it_interval.tv_sec = seconds = tick;
	}
	when.it_value.tv_sec = seconds;
	return timer_settime(timers[limit], 0, &when, NULL) == 0 ? 0 : no(strerror(errno));
}

/* From the repository's own config. */
static int set_all(git_repository *r)
{
	git_config *all = NULL, *local = NULL;
	int rc;

	rc = git_repository_config(&all, r);
	if (rc == 0)
		rc = git_config_open_level(&local, all, GIT_CONFIG_LEVEL_LOCAL);
	if (rc == GIT_ENOTFOUND)
		rc = 0;
	for (int i = 0; rc == 0 && i < LIMITS; i++)
		rc = set_limit(local, i);
	if (rc == 0)
		rc = read_setting(local, MEMORY, &megabytes);
	git_config_free(local);
	git_config_free(all);
	return rc;
}

int watch_repository(git_repository *r, git_odb *odb, size_t *memory)
{
	int rc = note_reads(odb);

	if (rc == 0 && !is_begun && (rc = begin()) == 0)
		rc = set_all(r);
	*memory = (size_t)megabytes << 20;
	return rc;
}

void watch_end(void)
{
	for (int i = 0; is_begun && i < LIMITS; i++)
		timer_delete(timers[i]);
	is_begun = false;
}
