/* Implementation plans: what a sound one says, and every problem with its line. */
#include "record/record.h"

#define OID_A "4be91c0aa1b2c3d4e5f60718293a4b5c6d7e8f90"

static const char sound[] = "[plan]\n"
                            "promotion = 2026.11\n"
                            "environment = production\n"
                            "candidate = " OID_A "\n"
                            "window-start = 2026-03-29T01:30:00+01:00\n"
                            "window-end = 2026-03-29T03:30:00+02:00\n"
                            "performer = noor\n"
                            "rollback = Merge the release before\n"
                            "communication = Mail to all schools\n"
                            "[step \"1\"]\n"
                            "action = Stop the queue\n"
                            "owner = jan\n";

#define RECORD struct plan
#define READ record_read_plan
#include "record_fixture.h"

static void sound_plan(void **state)
{
	struct fixture *f = *state;

	assert_line(f, 99, "", "");
	assert_string_equal(f->got.promotion, "2026.11");
	assert_string_equal(f->got.environment, "production");
	assert_string_equal(f->got.candidate, OID_A);
	/* The night in which summer time begins: one hour by the clock on the wall, one hour in
	 * fact. */
	assert_int_equal(f->got.window_end - f->got.window_start, 3600);
	assert_string_equal(f->got.performer, "noor");
	assert_int_equal(f->got.nsteps, 1);
	assert_string_equal(f->got.steps[0].action, "Stop the queue");
	assert_string_equal(f->got.steps[0].owner, "jan");
	assert_int_equal(f->got.steps[0].line, 10);
}

static void refused(void **state)
{
	struct fixture *f = *state;

	assert_line(f, 4, "candidate = 4be91c0",
	    "4: 'candidate' is not the 40 hex digits, in lower case, that git prints: '4be91c0'\n");
	assert_line(f, 5, "window-start = 2026-03-29T01:30:00",
	    "5: 'window-start' is no time with a zone, such as 2026-11-24T14:00:00+01:00: "
	    "'2026-03-29T01:30:00'\n");
	assert_line(f, 6, "window-end = 2026-03-29T02:30:00+02:00",
	    "6: 'window-end' is not after 'window-start'\n");
	assert_line(f, 8, "rollback =", "8: 'rollback' is empty\n");
	assert_line(f, 9, "; nobody", "1: [plan] has no 'communication'\n");
	assert_line(f, 11, "; nothing", "10: [step \"1\"] has no 'action'\n");
	assert_line(f, 12, "owner = jan\nwhen = now", "13: [step] knows no 'when'\n");
	assert_line(f, 10, "[step]",
	    "0: the implementation plan has no [step \"ID\"]\n10: [step] needs an id: [step "
	    "\"ID\"]\n");
	assert_line(f, 12, "owner = jan\n[step \"1\"]\naction = a\nowner = b",
	    "13: [step \"1\"] appears twice\n");
}

TESTS(T(sound_plan), T(refused));
