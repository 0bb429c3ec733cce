/* Parallel runs: what a sound record says, and every problem with its line. */
#include "record/record.h"

#define OID_A "4be91c0aa1b2c3d4e5f60718293a4b5c6d7e8f90"
#define OID_B "8c1f2aaaa1b2c3d4e5f60718293a4b5c6d7e8f90"

static const char sound[] = "[parallel-run]\n"
                            "promotion = 2026.11\n"
                            "old = " OID_A "\n"
                            "new = " OID_B "\n"
                            "started = 2026-11-10T00:00:00+01:00\n"
                            "finished = 2026-11-18T00:00:00+01:00\n"
                            "compared = 1000\n"
                            "identical = 999\n"
                            "[difference \"D-1\"]\n"
                            "description = One mark is rounded up\n"
                            "accepted-by = els\n"
                            "reason = The old one was wrong\n";

#define RECORD struct parallel_run
#define READ record_read_parallel_run
#include "record_fixture.h"

static void sound_run(void **state)
{
	struct fixture *f = *state;

	assert_line(f, 99, "", "");
	assert_string_equal(f->got.old, OID_A);
	assert_string_equal(f->got.new, OID_B);
	assert_int_equal(f->got.finished - f->got.started, 8 * 24 * 3600);
	assert_int_equal(f->got.compared, 1000);
	assert_int_equal(f->got.identical, 999);
	assert_int_equal(f->got.ndifferences, 1);
	assert_string_equal(f->got.differences[0].accepted_by, "els");
	assert_int_equal(read_text(f,
	                     "[parallel-run]\npromotion = p\nold = " OID_A "\nnew = " OID_B
	                     "\nstarted = 2026-11-10T00:00:00Z\n"
	                     "finished = 2026-11-10T00:00:00Z\ncompared = 5\nidentical = 5\n"),
	    0);
	assert_int_equal(f->got.ndifferences, 0);
}

static void refused(void **state)
{
	struct fixture *f = *state;

	assert_line(f, 3, "old = HEAD",
	    "3: 'old' is not the 40 hex digits, in lower case, that git prints: 'HEAD'\n");
	assert_line(
	    f, 6, "finished = 2026-11-09T00:00:00+01:00", "6: 'finished' is before 'started'\n");
	assert_line(f, 7, "compared = many", "7: 'compared' is not a whole number: 'many'\n");
	assert_line(f, 7, "compared = -1", "7: 'compared' is not a whole number: '-1'\n");
	assert_line(f, 7, "compared = 9999999999999",
	    "7: 'compared' is not a whole number: '9999999999999'\n");
	assert_line(f, 7, "compared = 0", "7: nothing was compared\n");
	assert_line(f, 8, "identical = 1001", "8: more is identical than was compared\n");
	assert_line(f, 8, "identical = 998",
	    "1: 1000 compared less 998 identical leaves 2 differences, and 1 stand below\n");
	assert_line(f, 8, "identical = 1000",
	    "1: 1000 compared less 1000 identical leaves 0 differences, and 1 stand below\n");
	assert_line(f, 11, "; nobody", "9: [difference \"D-1\"] has no 'accepted-by'\n");
	assert_line(f, 12, "reason =", "12: 'reason' is empty\n");
}

TESTS(T(sound_run), T(refused));
