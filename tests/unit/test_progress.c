/* A sign of life: when it comes, by a clock that the test sets, and what it looks like. */
#include "unit.h"
#include "git/progress.h"

struct fixture {
	struct progress p;
	int fds[2];
};

static int setup(void **state)
{
	static struct fixture f;

	assert_int_equal(pipe2(f.fds, O_NONBLOCK), 0);
	progress_start(&f.p, f.fds[1], 1000000);
	*state = &f;
	return 0;
}

static int teardown(void **state)
{
	struct fixture *f = *state;

	close(f->fds[0]);
	close(f->fds[1]);
	say_in(LANGUAGE_EN);
	return 0;
}

/* What has been said since the last time. */
static const char *heard(struct fixture *f)
{
	static char text[4096];
	ssize_t n = read(f->fds[0], text, sizeof(text) - 1);

	text[n > 0 ? n : 0] = '\0';
	return text;
}

static void nothing_for_short_work(void **state)
{
	struct fixture *f = *state;

	f->p.done = 100000;
	progress_at(&f->p, 1000000);
	progress_at(&f->p, 1001999);
	assert_string_equal(heard(f), "");
}

static void first_after_two_seconds_then_every_five(void **state)
{
	struct fixture *f = *state;

	f->p.done = 256;
	progress_at(&f->p, 1002000);
	assert_string_equal(heard(f), "sluis: still at work: 256 commits so far\n");
	f->p.done = 512;
	progress_at(&f->p, 1002001);
	progress_at(&f->p, 1006999);
	assert_string_equal(heard(f), "");
	progress_at(&f->p, 1007000);
	assert_string_equal(heard(f), "sluis: still at work: 512 commits so far\n");
	progress_at(&f->p, 1100000); /* one line, however long it took */
	assert_string_equal(heard(f), "sluis: still at work: 512 commits so far\n");
}

static void ticks_are_counted(void **state)
{
	struct fixture *f = *state;

	f->p.next = INT64_MIN; /* due at once, whatever the clock says */
	for (int i = 1; i < PROGRESS_STRIDE; i++)
		progress_tick(&f->p);
	assert_string_equal(heard(f), "");
	progress_tick(&f->p);
	assert_string_equal(heard(f), "sluis: still at work: 256 commits so far\n");
	progress_tick(NULL);
}

static void in_dutch(void **state)
{
	struct fixture *f = *state;

	say_in(LANGUAGE_NL);
	f->p.done = SIZE_MAX;
	progress_at(&f->p, 1002000);
	assert_string_equal(
	    heard(f), "sluis: nog bezig: 18446744073709551615 commits tot nu toe\n");
}

static void nobody_hears_it(void **state)
{
	struct fixture *f = *state;
	int fd = f->p.fd;

	f->p.fd = -1;
	progress_at(&f->p, 1002000);
	f->p.fd = fd;
	progress_at(&f->p, INT64_MAX - PROGRESS_EVERY);
	assert_string_equal(heard(f), "");
}

int main(void)
{
#undef T
#define T(test) cmocka_unit_test_setup_teardown(test, setup, teardown)
	const struct CMUnitTest tests[] = {
		T(nothing_for_short_work),
		T(first_after_two_seconds_then_every_five),
		T(ticks_are_counted),
		T(in_dutch),
		T(nobody_hears_it),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
