/* When a freeze lasts: of days, and of each week by the clocks of a zone that are put forward and
 * back. */
#include "fixture.h"
#include "policy/freeze.h"

static void reads(void **state)
{
	static const char *const wrong[] = { "", "fri 16:00", "fri 16:00..fri 16:00",
		"Fri 16:00..mon 07:00", "fri 24:00..mon 07:00", "fri 16:60..mon 07:00",
		"fri 16:00...mon 7:00", "fri 16:00..mon 07:00 ", "fri 16:00..may 07:00",
		"fri  6:00..mon 07:00", "fri 16.00..mon 07:00", "fri-16:00..mon 07:00" };
	char text[WEEKLY_MAX];
	struct weekly w;

	(void)state;
	for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++)
		assert_int_equal(weekly_read(wrong[i], &w), -1);
	assert_int_equal(weekly_read("fri 16:00..mon 07:00", &w), 0);
	assert_int_equal(w.from, 4 * 1440 + 960);
	assert_int_equal(w.minutes, 3 * 1440 - 540);
	assert_string_equal(weekly_format(&w, text), "fri 16:00..mon 07:00");
	assert_int_equal(weekly_read("mon 00:00..sun 23:59", &w), 0);
	assert_string_equal(weekly_format(&w, text), "mon 00:00..sun 23:59");
}

static bool covers(const char *one, const char *other)
{
	struct weekly w, o;

	assert_int_equal(weekly_read(one, &w), 0);
	assert_int_equal(weekly_read(other, &o), 0);
	return weekly_covers(&w, &o);
}

static void covered(void **state)
{
	(void)state;
	assert_true(covers("fri 16:00..mon 07:00", "fri 16:00..mon 07:00"));
	assert_true(covers("fri 16:00..mon 07:00", "sat 00:00..sun 00:00"));
	assert_true(covers("fri 16:00..mon 07:00", "mon 00:00..mon 07:00"));
	assert_false(covers("fri 16:00..mon 07:00", "fri 15:59..mon 07:00"));
	assert_false(covers("fri 16:00..mon 07:00", "mon 06:00..mon 07:01"));
	assert_false(covers("fri 16:00..mon 07:00", "tue 00:00..wed 00:00"));
	assert_false(covers("fri 16:00..mon 07:00", "sun 00:00..sat 00:00"));
}

/* "FROM until UNTIL" of the one that lasts at `at`, or comes next. */
static void assert_next(
    const char *zone, const char *recurs, const struct period *of, const char *at, const char *want)
{
	const struct policy p = { .zone = zone };
	struct freeze f = { .period = *of };
	char from[WHEN_MAX], until[WHEN_MAX], got[2 * WHEN_MAX + 8] = "never";
	struct period when;
	int64_t t;

	assert_int_equal(when_parse(at, &t), 0);
	if (recurs != NULL)
		assert_int_equal(weekly_read(recurs, &f.weekly), 0);
	if (freeze_next(&p, &f, t, &when))
		snprintf(got, sizeof(got), "%s until %s", when_format(when.from, from),
		    when_format(when.until, until));
	assert_string_equal(got, want);
}

static void each_week(void **state)
{
	static const struct period always = { INT64_MIN, INT64_MAX };
	static const char weekend[] = "fri 16:00..mon 07:00";

	(void)state;
	/* 2027-01-01 was a Friday. */
	assert_next(NULL, weekend, &always, "2027-01-01T15:59:59Z",
	    "2027-01-01T16:00:00Z until 2027-01-04T06:59:59Z");
	assert_next(NULL, weekend, &always, "2027-01-03T00:00:00Z",
	    "2027-01-01T16:00:00Z until 2027-01-04T06:59:59Z");
	assert_next(NULL, weekend, &always, "2027-01-04T06:59:59Z",
	    "2027-01-01T16:00:00Z until 2027-01-04T06:59:59Z");
	assert_next(NULL, weekend, &always, "2027-01-04T07:00:00Z",
	    "2027-01-08T16:00:00Z until 2027-01-11T06:59:59Z");
	assert_next(NULL, "sun 00:00..sat 00:00", &always, "2027-01-02T00:00:00Z",
	    "2027-01-03T00:00:00Z until 2027-01-08T23:59:59Z");
	assert_next(NULL, "mon 00:00..sun 23:59", &always, "2027-01-03T23:59:00Z",
	    "2027-01-04T00:00:00Z until 2027-01-10T23:58:59Z");
	/* By the clocks there, where it is Saturday already. */
	assert_next("Pacific/Kiritimati", "sat 00:00..sat 12:00", &always, "2027-01-01T10:00:00Z",
	    "2027-01-01T10:00:00Z until 2027-01-01T21:59:59Z");
}

static void clocks_that_are_put(void **state)
{
	static const struct period always = { INT64_MIN, INT64_MAX };
	static const char zone[] = "Europe/Amsterdam";

	(void)state;
	/* Forward on 2027-03-28 at 02:00, back on 2027-10-31 at 03:00: Sundays. */
	assert_next(zone, "fri 16:00..mon 07:00", &always, "2027-03-27T12:00:00Z",
	    "2027-03-26T15:00:00Z until 2027-03-29T04:59:59Z");
	assert_next(zone, "fri 16:00..mon 07:00", &always, "2027-10-30T12:00:00Z",
	    "2027-10-29T14:00:00Z until 2027-11-01T05:59:59Z");
	/* A time that is skipped, and one that is shown twice: the longer freeze. */
	assert_next(zone, "sun 00:00..sun 02:30", &always, "2027-03-27T23:30:00Z",
	    "2027-03-27T23:00:00Z until 2027-03-28T01:29:59Z");
	assert_next(zone, "sun 02:30..sun 05:00", &always, "2027-03-27T23:30:00Z",
	    "2027-03-28T00:30:00Z until 2027-03-28T02:59:59Z");
	assert_next(zone, "sun 00:00..sun 02:30", &always, "2027-10-30T23:30:00Z",
	    "2027-10-30T22:00:00Z until 2027-10-31T01:29:59Z");
	assert_next(zone, "sun 02:30..sun 05:00", &always, "2027-10-30T23:30:00Z",
	    "2027-10-31T00:30:00Z until 2027-10-31T03:59:59Z");
}

static void only_then(void **state)
{
	struct period of = { INT64_MIN, INT64_MAX };
	static const char weekend[] = "fri 16:00..mon 07:00";

	(void)state;
	assert_int_equal(when_parse("2027-01-03T00:00:00Z", &of.from), 0);
	assert_int_equal(when_parse("2027-01-09T12:00:00Z", &of.until), 0);
	assert_next(NULL, weekend, &of, "2020-06-01T00:00:00Z",
	    "2027-01-03T00:00:00Z until 2027-01-04T06:59:59Z");
	assert_next(NULL, weekend, &of, "2027-01-05T00:00:00Z",
	    "2027-01-08T16:00:00Z until 2027-01-09T12:00:00Z");
	assert_next(NULL, weekend, &of, "2027-01-09T12:00:01Z", "never");
	assert_next(NULL, NULL, &of, "2027-01-09T12:00:00Z",
	    "2027-01-03T00:00:00Z until 2027-01-09T12:00:00Z");
	assert_next(NULL, NULL, &of, "2027-01-09T12:00:01Z", "never");
	of.until = of.from + 7 * WHEN_DAY / 2; /* Wednesday noon */
	assert_next(NULL, "thu 00:00..fri 00:00", &of, "2027-01-03T00:00:00Z", "never");
}

TESTS(cmocka_unit_test(reads), cmocka_unit_test(covered), cmocka_unit_test(each_week),
    cmocka_unit_test(clocks_that_are_put), cmocka_unit_test(only_then));
