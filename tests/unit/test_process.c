/* Programs run side by side: what they are given, how they end, and what is known when something
 * goes wrong. */
#include <signal.h>
#include <sys/resource.h>
#include <sys/time.h>

#include "unit.h"
#include "run/memfile.h"
#include "run/process.h"

#define LIMIT 20000 /* ms; far more than any of these needs */

static struct arena arena;

static int setup(void **state)
{
	(void)state;
	arena_init(&arena, (size_t)4 << 20);
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	arena_release(&arena);
	return 0;
}

static int64_t clock_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

/* How many descriptors are open. */
static int count_open(void)
{
	int n = 0;

	for (int fd = 0; fd < 256; fd++)
		n += fcntl(fd, F_GETFD) >= 0;
	return n;
}

static void run_one(struct process *p)
{
	process_run_all(&arena, p, 1, 1, LIMIT);
}

static void run_shell(struct process *p, const char *text, int limit)
{
	static const char *argv[4];

	argv[0] = "/bin/sh";
	argv[1] = "-c";
	argv[2] = text;
	memset(p, 0, sizeof(*p));
	p->argv = argv;
	process_run_all(&arena, p, 1, 1, limit);
}

static void input_and_files(void **state)
{
	const char *const argv[] = { "/bin/cat", "-", process_file(0), process_file(2),
		process_file(1), NULL };
	struct process p = { .argv = argv,
		.input = { "in", 2 },
		.files = { { "zero", 4 }, { "one", 3 }, { "two", 3 } },
		.nfiles = 3 };

	(void)state;
	run_one(&p);
	assert_int_equal(p.end, PROCESS_EXITED);
	assert_int_equal(p.code, 0);
	assert_string_equal(p.out, "inzerotwoone");
	assert_string_equal(p.err, "");
	assert_null(process_file(PROCESS_FILES_MAX));
}

static void no_input(void **state)
{
	const char *const argv[] = { "/bin/cat", "-", process_file(0), NULL };
	struct process p = { .argv = argv, .nfiles = 1 };

	(void)state;
	run_one(&p);
	assert_int_equal(p.end, PROCESS_EXITED);
	assert_int_equal(p.code, 0);
	assert_string_equal(p.out, "");
}

/* A file may be opened as often as the program likes, each time from its start. */
static void file_opened_twice(void **state)
{
	const char *const argv[] = { "/bin/cat", process_file(0), process_file(0), NULL };
	struct process p = { .argv = argv, .files = { { "ab", 2 } }, .nfiles = 1 };

	(void)state;
	run_one(&p);
	assert_string_equal(p.out, "abab");
}

static void environment_is_bare(void **state)
{
	const char *const argv[] = { "/usr/bin/env", NULL };
	struct process p = { .argv = argv };

	(void)state;
	setenv("SSH_AUTH_SOCK", "/tmp/agent", 1);
	setenv("TZ", "Pacific/Kiritimati", 1);
	run_one(&p);
	assert_string_equal(p.out, "LC_CTYPE=C\n");
	say_in(LANGUAGE_NL);
	run_one(&p);
	say_in(LANGUAGE_EN);
	assert_string_equal(p.out, "LC_CTYPE=C\nLC_MESSAGES=nl\n");
	unsetenv("TZ");
	unsetenv("SSH_AUTH_SOCK");
}

/* 4 is the folder that ls itself reads. */
static void no_other_descriptors(void **state)
{
	const char *const argv[] = { "/bin/ls", "/proc/self/fd", NULL };
	struct process p = { .argv = argv, .nfiles = 1 };
	int open_one = dup(2), high = fcntl(2, F_DUPFD, 40);

	(void)state;
	run_one(&p);
	close(open_one);
	close(high);
	assert_string_equal(p.out, "0\n1\n2\n3\n4\n");
}

static void path_is_not_searched(void **state)
{
	const char *const argv[] = { "true", NULL };
	struct process p = { .argv = argv };

	(void)state;
	run_one(&p);
	assert_int_equal(p.end, PROCESS_UNKNOWN);
	assert_int_equal(p.code, ENOENT);
	assert_string_equal(p.out, "");
	assert_string_equal(p.err, "");
}

static void cannot_be_run(void **state)
{
	static const struct {
		const char *program;
		int code;
	} table[] = {
		{ "/nowhere/ssh-keygen", ENOENT },
		{ "/etc/passwd", EACCES },
		{ "/tmp", EACCES },
		{ "", ENOENT },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
		const char *const argv[] = { table[i].program, NULL };
		struct process p = { .argv = argv };
		int before = count_open();

		run_one(&p);
		assert_int_equal(p.end, PROCESS_UNKNOWN);
		assert_int_equal(p.code, table[i].code);
		assert_int_equal(count_open(), before);
	}
}

static void exit_status(void **state)
{
	struct process p;

	(void)state;
	run_shell(&p, "echo out; echo err >&2; exit 255", LIMIT);
	assert_int_equal(p.end, PROCESS_EXITED);
	assert_int_equal(p.code, 255);
	assert_string_equal(p.out, "out\n");
	assert_string_equal(p.err, "err\n");
}

static void ended_by_a_signal(void **state)
{
	struct process p;

	(void)state;
	run_shell(&p, "echo out; kill -SEGV $$", LIMIT);
	assert_int_equal(p.end, PROCESS_KILLED);
	assert_int_equal(p.code, SIGSEGV);
	assert_string_equal(p.out, "out\n");
}

static void output_up_to_a_nul(void **state)
{
	struct process p;

	(void)state;
	run_shell(&p, "printf 'a\\0b'", LIMIT);
	assert_string_equal(p.out, "a");
}

static void output_without_end(void **state)
{
	const char *const argv[] = { "/usr/bin/yes", NULL };
	struct process p = { .argv = argv };

	(void)state;
	run_one(&p);
	assert_int_equal(p.end, PROCESS_EXITED);
	assert_int_equal(p.code, 1);
	assert_int_equal(strlen(p.out), MEMFILE_ROOM);
}

/* Is the process of that number gone, or at least dead? */
static bool dead(const char *number)
{
	char path[64], state = 0;
	FILE *f;

	snprintf(path, sizeof(path), "/proc/%.20s/stat", number);
	f = fopen(path, "r");
	if (f == NULL)
		return true;
	if (fscanf(f, "%*d (%*[^)]) %c", &state) != 1)
		state = 0;
	fclose(f);
	return state == 'Z' || state == 'X';
}

/* What hangs is ended, with what it started itself. */
static void overdue(void **state)
{
	char name[] = "/tmp/sluis-process-XXXXXX", text[128], number[32] = "";
	int64_t before = clock_ms();
	int fd = mkstemp(name), open_before = count_open();
	struct process p;

	(void)state;
	snprintf(text, sizeof(text), "sleep 60 & echo $! >%s; wait", name);
	run_shell(&p, text, 400);
	assert_int_equal(p.end, PROCESS_OVERDUE);
	assert_in_range(clock_ms() - before, 400, 5000);
	assert_int_equal(count_open(), open_before);
	assert_true(read(fd, number, sizeof(number) - 1) > 1);
	number[strcspn(number, "\n")] = '\0';
	for (int i = 0; i < 100 && !dead(number); i++)
		usleep(20000);
	assert_true(dead(number));
	close(fd);
	unlink(name);
}

/* One that ignores SIGTERM is no better off. */
static void overdue_and_stubborn(void **state)
{
	struct process p;

	(void)state;
	run_shell(&p, "trap '' TERM INT HUP; while :; do sleep 1; done", 300);
	assert_int_equal(p.end, PROCESS_OVERDUE);
}

/* A grandchild that lives on and keeps the output open is not waited for. */
static void grandchild_lives_on(void **state)
{
	int64_t before = clock_ms();
	struct process p;

	(void)state;
	run_shell(&p, "sleep 3 & echo done", LIMIT);
	assert_int_equal(p.end, PROCESS_EXITED);
	assert_string_equal(p.out, "done\n");
	assert_true(clock_ms() - before < 2500);
}

static void side_by_side(void **state)
{
	const char *const argv[] = { "/bin/sleep", "0.5", NULL };
	struct process list[8];
	int64_t before = clock_ms();

	(void)state;
	for (size_t i = 0; i < 8; i++)
		list[i] = (struct process){ .argv = argv };
	process_run_all(&arena, list, 8, 8, LIMIT);
	assert_in_range(clock_ms() - before, 500, 1900);
	for (size_t i = 0; i < 8; i++)
		assert_int_equal(list[i].end, PROCESS_EXITED);
}

/* More than there are seats: all get their turn, and each its own answer. */
static void many(void **state)
{
	static const unsigned at_once[] = { 0, 1, 3, 16, 1000 };
	const char *const argv[] = { "/bin/cat", NULL };
	struct process list[40];
	char texts[40][8];

	(void)state;
	for (size_t k = 0; k < sizeof(at_once) / sizeof(at_once[0]); k++) {
		for (size_t i = 0; i < 40; i++) {
			snprintf(texts[i], sizeof(texts[i]), "%zu", i);
			list[i] = (struct process){ .argv = argv,
				.input = { texts[i], strlen(texts[i]) } };
		}
		process_run_all(&arena, list, 40, at_once[k], LIMIT);
		for (size_t i = 0; i < 40; i++) {
			assert_int_equal(list[i].end, PROCESS_EXITED);
			assert_string_equal(list[i].out, texts[i]);
		}
	}
}

static void none(void **state)
{
	(void)state;
	process_run_all(&arena, NULL, 0, 8, LIMIT);
}

/* Once one hangs, those that still wait are not begun. */
static void nothing_after_a_hang(void **state)
{
	const char *const slow[] = { "/bin/sleep", "60", NULL },
	                  *const fast[] = { "/bin/true", NULL };
	int64_t before = clock_ms();
	struct process list[12];

	(void)state;
	for (size_t i = 0; i < 12; i++)
		list[i] = (struct process){ .argv = i < 2 ? slow : fast };
	process_run_all(&arena, list, 12, 2, 400);
	assert_true(clock_ms() - before < 4000);
	for (size_t i = 0; i < 12; i++) {
		assert_int_equal(list[i].end, i < 2 ? PROCESS_OVERDUE : PROCESS_UNKNOWN);
		assert_int_equal(list[i].code, i < 2 ? 0 : ETIMEDOUT);
	}
}

/* The others that run have their time; only what has not begun is left out. */
static void the_others_finish(void **state)
{
	const char *const slow[] = { "/bin/sleep", "60", NULL },
	                  *const fast[] = { "/bin/echo", "here", NULL };
	struct process list[2] = { { .argv = slow }, { .argv = fast } };

	(void)state;
	process_run_all(&arena, list, 2, 2, 1500);
	assert_int_equal(list[0].end, PROCESS_OVERDUE);
	assert_int_equal(list[1].end, PROCESS_EXITED);
	assert_string_equal(list[1].out, "here\n");
}

static void ignored_sigchld(void **state)
{
	struct sigaction after;
	struct process p;

	(void)state;
	signal(SIGCHLD, SIG_IGN);
	run_shell(&p, "exit 3", LIMIT);
	sigaction(SIGCHLD, NULL, &after);
	signal(SIGCHLD, SIG_DFL);
	assert_int_equal(p.end, PROCESS_EXITED);
	assert_int_equal(p.code, 3);
	assert_true(after.sa_handler == SIG_IGN);
}

static void blocked_signals(void **state)
{
	sigset_t set, old;
	struct process p;

	(void)state;
	sigemptyset(&set);
	sigaddset(&set, SIGCHLD);
	sigaddset(&set, SIGTERM);
	sigprocmask(SIG_BLOCK, &set, &old);
	signal(SIGPIPE, SIG_IGN);
	run_shell(&p, "kill -TERM $$", LIMIT);
	assert_int_equal(p.end, PROCESS_KILLED);
	assert_int_equal(p.code, SIGTERM);
	run_shell(&p, "kill -PIPE $$", LIMIT);
	assert_int_equal(p.end, PROCESS_KILLED);
	assert_int_equal(p.code, SIGPIPE);
	signal(SIGPIPE, SIG_DFL);
	sigprocmask(SIG_SETMASK, &old, NULL);
}

static volatile sig_atomic_t alarms;

static void on_alarm(int sig)
{
	(void)sig;
	alarms++;
}

static void interrupted(void **state)
{
	struct sigaction sa = { .sa_handler = on_alarm }, old;
	struct itimerval often = { { 0, 5000 }, { 0, 5000 } }, never = { 0 };
	struct process p, slow;

	(void)state;
	alarms = 0;
	sigaction(SIGALRM, &sa, &old);
	setitimer(ITIMER_REAL, &often, NULL);
	run_shell(&p, "sleep 0.3; echo done; exit 7", LIMIT);
	run_shell(&slow, "sleep 60", 300);
	setitimer(ITIMER_REAL, &never, NULL);
	sigaction(SIGALRM, &old, NULL);
	assert_true(alarms > 10);
	assert_int_equal(p.end, PROCESS_EXITED);
	assert_int_equal(p.code, 7);
	assert_string_equal(p.out, "done\n");
	assert_int_equal(slow.end, PROCESS_OVERDUE);
}

/* At each count of free descriptors: all goes well, or it is known that it did not; and none is
 * lost. */
static void descriptors_run_out(void **state)
{
	const char *const argv[] = { "/bin/cat", NULL };
	struct rlimit old, few;
	int before = count_open();
	unsigned well = 0, badly = 0;

	(void)state;
	assert_int_equal(getrlimit(RLIMIT_NOFILE, &old), 0);
	for (rlim_t n = 1; n < 48; n++) {
		struct process list[3] = { { .argv = argv, .input = { "x", 1 }, .nfiles = 2 } };

		list[1] = list[2] = list[0];
		few = (struct rlimit){ n, old.rlim_max };
		assert_int_equal(setrlimit(RLIMIT_NOFILE, &few), 0);
		process_run_all(&arena, list, 3, 3, LIMIT);
		assert_int_equal(setrlimit(RLIMIT_NOFILE, &old), 0);
		assert_int_equal(count_open(), before);
		for (size_t i = 0; i < 3; i++)
			if (list[i].end == PROCESS_EXITED) {
				assert_string_equal(list[i].out, "x");
				well++;
			} else {
				assert_int_equal(list[i].end, PROCESS_UNKNOWN);
				assert_true(list[i].code != 0);
				badly++;
			}
	}
	assert_true(well > 10 && badly > 30);
}

static void closed_standard_descriptors(void **state)
{
	const char *const argv[] = { "/bin/cat", "-", process_file(0), NULL };
	struct process p = {
		.argv = argv, .input = { "in", 2 }, .files = { { "file", 4 } }, .nfiles = 1
	};
	int in = fcntl(0, F_DUPFD, 100), out = fcntl(1, F_DUPFD, 100);

	(void)state;
	close(0);
	close(1);
	run_one(&p);
	assert_int_equal(dup2(in, 0), 0);
	assert_int_equal(dup2(out, 1), 1);
	close(in);
	close(out);
	assert_int_equal(p.end, PROCESS_EXITED);
	assert_string_equal(p.out, "infile");
}

static void no_memory(void **state)
{
	const char *const argv[] = { "/bin/echo", "a long answer that does not fit", NULL };
	struct process p = { .argv = argv };
	struct arena tiny;

	(void)state;
	arena_init(&tiny, 16);
	process_run_all(&tiny, &p, 1, 1, LIMIT);
	assert_int_equal(p.end, PROCESS_UNKNOWN);
	assert_int_equal(p.code, ENOMEM);
	assert_string_equal(p.out, "");
	arena_release(&tiny);
}

static void memory_files(void **state)
{
	int fd = memfile_make("bytes", 5), room = memfile_room();
	char got[8] = "";

	(void)state;
	assert_true(fd >= MEMFILE_LOWEST && room >= MEMFILE_LOWEST);
	assert_int_equal(fcntl(fd, F_GETFD), FD_CLOEXEC);
	assert_int_equal(read(fd, got, sizeof(got)), 5);
	assert_string_equal(got, "bytes");
	assert_string_equal(memfile_text(&arena, room), "");
	assert_int_equal(write(room, "said", 4), 4);
	assert_string_equal(memfile_text(&arena, room), "said");
	assert_int_equal(pwrite(room, "x", 1, (off_t)MEMFILE_ROOM), -1);
	close(fd);
	close(room);
	assert_null(memfile_text(&arena, room));
}

TESTS_WITHIN(setup, teardown, T(input_and_files), T(no_input), T(file_opened_twice),
    T(environment_is_bare), T(no_other_descriptors), T(path_is_not_searched), T(cannot_be_run),
    T(exit_status), T(ended_by_a_signal), T(output_up_to_a_nul), T(output_without_end), T(overdue),
    T(overdue_and_stubborn), T(grandchild_lives_on), T(side_by_side), T(many), T(none),
    T(nothing_after_a_hang), T(the_others_finish), T(ignored_sigchld), T(blocked_signals),
    T(interrupted), T(descriptors_run_out), T(closed_standard_descriptors), T(no_memory),
    T(memory_files));
