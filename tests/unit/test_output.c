/* What a hook says in other letters than ASCII: a reader of 128 bytes at a time, such as git
 * receive-pack, never gets half a character; one that reads nothing for a while gets it all. */
#include <sys/wait.h>

#include "fixture.h"
#include "base/output.h"
#include "base/utf8.h"

static bool whole(const char *p, size_t n)
{
	size_t len = 0;
	uint32_t c;

	for (size_t at = 0; at < n; at += len) {
		len = utf8_char(p + at, n - at, &c);
		if (len == 0)
			return false;
	}
	return true;
}

/* In another process: is what comes `want`, in reads that are whole? It pauses before every third.
 */
static void read_all(int fd, const char *want, unsigned seed, bool late)
{
	static char got[16384];
	char *p = got;
	bool good = true;
	ssize_t len;

	if (late)
		sleep(2);
	while ((len = read(fd, p, 128)) > 0) {
		struct timespec pause = { .tv_nsec = seed % 300000 };

		good = good && (late || whole(p, (size_t)len));
		p += len;
		seed = seed * 1103515245 + 12345;
		if (seed >> 16 & 3)
			nanosleep(&pause, NULL);
	}
	_exit(good && strcmp(got, want) == 0 ? 0 : 1);
}

static void assert_sent(const char *text, unsigned seed, bool late)
{
	struct output o;
	int fds[2], status;
	pid_t reader;

	assert_int_equal(pipe(fds), 0);
	reader = fork();
	assert_true(reader >= 0);
	if (reader == 0) {
		close(fds[1]);
		read_all(fds[0], text, seed, late);
	}
	close(fds[0]);
	assert_int_equal(output_start(&o), 0);
	fputs(text, o.file);
	assert_int_equal(output_send(&o, fds[1]), 0);
	close(fds[1]);
	assert_int_equal(waitpid(reader, &status, 0), reader);
	assert_true(WIFEXITED(status) && WEXITSTATUS(status) == 0);
}

/* Lines of names and of ASCII, and one that is longer than a packet. */
static void make_text(char *text, unsigned round)
{
	static const char *const lines[] = { "sluis: production stays at 8c1f2aa\n", "\n",
		"  Jos\xc3\xa9, Zo\xc3\xab or \xc5\x81ukasz signs off\n",
		"  fix: \xe6\xa0\xa1\xe9\x95\xb7 \xf0\x9f\x98\x80\n", "complete  CH.06-8\n" };

	for (unsigned i = 0; i < 40; i++)
		text = stpcpy(text, lines[(i * (round + 1) + i / 3) % 5]);
	for (unsigned i = 0; i < 100 + round; i++)
		text = stpcpy(text, i % 7 == 0 ? "x" : "\xe6\xa0\xa1");
	strcpy(text, "\nend\n");
}

static void whole_characters(void **state)
{
	char text[4096];

	(void)state;
	for (unsigned round = 0; round < 40; round++) {
		make_text(text, round);
		assert_sent(text, round, false);
	}
}

static void late_reader(void **state)
{
	char text[4096];

	(void)state;
	make_text(text, 1);
	assert_sent(text, 1, true);
}

TESTS(cmocka_unit_test(whole_characters), cmocka_unit_test(late_reader));
