/* Times: RFC 3339 with a zone, plain dates, and everything that only looks like one. */
#include "unit.h"
#include "base/when.h"

static const struct sound {
	const char *text;
	int64_t t;
	const char *shown;
} sounds[] = {
	{ "1970-01-01T00:00:00Z", 0, "1970-01-01T00:00:00Z" },
	{ "2026-11-24T14:00:00+01:00", 1795525200, "2026-11-24T13:00:00Z" },
	{ "2026-11-24t14:00:00z", 1795528800, "2026-11-24T14:00:00Z" },
	{ "2026-11-24 14:00:00-05:30", 1795548600, "2026-11-24T19:30:00Z" },
	{ "2026-11-24T14:00:00.5Z", 1795528800, "2026-11-24T14:00:00Z" },
	{ "2026-11-24T14:00:00.999999999999999999999999+00:00", 1795528800,
	    "2026-11-24T14:00:00Z" },
	{ "2026-11-24T14:00:00-00:00", 1795528800, "2026-11-24T14:00:00Z" },
	{ "1969-12-31T23:59:59Z", -1, "1969-12-31T23:59:59Z" },
	{ "2024-02-29T00:00:00Z", 1709164800, "2024-02-29T00:00:00Z" },
	{ "2000-02-29T00:00:00Z", 951782400, "2000-02-29T00:00:00Z" },
	{ "2027-01-01T00:30:00+01:00", 1798759800, "2026-12-31T23:30:00Z" },
	{ "2026-12-31T23:59:59-23:59", 1798847939, "2027-01-01T23:58:59Z" },
	{ "2038-01-19T03:14:08Z", 2147483648, "2038-01-19T03:14:08Z" },
	{ "0000-01-01T00:00:00Z", -62167219200, "0000-01-01T00:00:00Z" },
	{ "0099-03-01T00:00:00Z", -59037897600, "0099-03-01T00:00:00Z" },
	{ "9999-12-31T23:59:59Z", 253402300799, "9999-12-31T23:59:59Z" },
	/* Leap seconds end June and December, in UTC. */
	{ "2016-12-31T23:59:60Z", 1483228800, "2017-01-01T00:00:00Z" },
	{ "1990-12-31T15:59:60-08:00", 662688000, "1991-01-01T00:00:00Z" },
	{ "2015-07-01T01:59:60.25+02:00", 1435708800, "2015-07-01T00:00:00Z" },
};

static void sound(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(sounds) / sizeof(sounds[0]); i++) {
		char out[WHEN_MAX];
		int64_t t = 42;

		assert_int_equal(when_parse(sounds[i].text, &t), 0);
		assert_int_equal(t, sounds[i].t);
		assert_string_equal(when_format(t, out), sounds[i].shown);
	}
}

static const char *const refusals[] = {
	"",
	" ",
	"yesterday",
	"2026",
	"2026-11-24",
	"1795525200",
	"2026-11-24T14:00:00",
	"2026-11-24 14:00:00",
	"2026-11-24T14:00:00 ",
	"2026-11-24T14:00:00CET",
	"2026-11-24T14:00Z",
	"2026-11-24T14Z",
	"20261124T140000Z",
	"2026-11-24T14:00:00Z ",
	" 2026-11-24T14:00:00Z",
	"2026-11-24T14:00:00ZZ",
	"2026-11-24T14:00:00Z+01:00",
	"2026-11-24  14:00:00Z",
	"2026-11-24_14:00:00Z",
	"2026-11-24\t14:00:00Z",
	"2026-11-2414:00:00Z",
	"2026-11-24T14:00:00 Z",
	"2026-11-24T14:00:00 +01:00",
	"2026-11-24T14:00:00.Z",
	"2026-11-24T14:00:00,5Z",
	"2026-11-24T14:00:00+1:00",
	"2026-11-24T14:00:00+0100",
	"2026-11-24T14:00:00+01",
	"2026-11-24T14:00:00+01:0",
	"2026-11-24T14:00:00+01:000",
	"2026-11-24T14:00:00+24:00",
	"2026-11-24T14:00:00+01:60",
	"2026-11-24T14:00:00--1:00",
	"2026-11-24T14:00:00\342\210\22201:00",
	"2026-11-24T14:00:00*01:00",
	"2026-11-24T24:00:00Z",
	"2026-11-24T14:60:00Z",
	"2026-11-24T14:00:61Z",
	"2026-11-24T1:00:00Z",
	"2026-11-24T-1:00:00Z",
	"2026-11-24T+1:00:00Z",
	"2026-11-24T 1:00:00Z",
	"2026-11-24T14:00:0xZ",
	"2026-11-24T14:00:0:Z",
	"2026-11-2/T14:00:00Z",
	"2026-1/-24T14:00:00Z",
	"2026-11-24T0::00:00Z",
	"2026-00-24T14:00:00Z",
	"2026-13-24T14:00:00Z",
	"2026-11-00T14:00:00Z",
	"2026-11-31T14:00:00Z",
	"2026-02-29T14:00:00Z",
	"1900-02-29T14:00:00Z",
	"2100-02-29T14:00:00Z",
	"2026-04-31T14:00:00Z",
	"2026-1-24T14:00:00Z",
	"26-11-24T14:00:00Z",
	"+2026-11-24T14:00:00Z",
	"12026-11-24T14:00:00Z",
	"24-11-2026T14:00:00Z",
	"2026/11/24T14:00:00Z",
	/* Leap seconds at other moments, or of another zone's midnight. */
	"2026-11-24T14:00:60Z",
	"2026-11-30T23:59:60Z",
	"2026-12-31T23:59:60+01:00",
	"2026-12-31T22:59:60Z",
	"2026-12-30T23:59:60Z",
	"2026-06-29T23:59:60Z",
	"2026-07-01T00:00:60Z",
	"2026-03-31T23:59:60Z",
	/* Before the year 0 or after 9999 in UTC. */
	"0000-01-01T00:00:00+00:01",
	"9999-12-31T23:59:59-00:01",
	"9999-12-31T23:59:60Z",
};

static void refused(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(refusals) / sizeof(refusals[0]); i++) {
		int64_t t = 42;

		if (when_parse(refusals[i], &t) == 0)
			fail_msg("'%s' is read as a time", refusals[i]);
		assert_int_equal(t, 42);
	}
}

static void dates(void **state)
{
	static const struct {
		const char *text;
		int64_t t;
	} fine[] = {
		{ "1970-01-01", 0 },
		{ "2026-11-24", 1795478400 },
		{ "2024-02-29", 1709164800 },
		{ "0000-01-01", -62167219200 },
		{ "9999-12-31", 253402214400 },
	};
	static const char *const bad[] = {
		"",
		"2026",
		"2026-11",
		"2026-11-2",
		"2026-11-24 ",
		" 2026-11-24",
		"2026-11-24T00:00:00Z",
		"2026-11-240",
		"2026-11-31",
		"2026-02-29",
		"2026-13-01",
		"2026-00-01",
		"2026-01-00",
		"2026-1-01",
		"24-11-2026",
		"2026/11/24",
		"20261124",
		"-026-11-24",
		"2026-11-24;",
		"2026-11-\331\241\331\242",
	};
	int64_t t;

	(void)state;
	for (size_t i = 0; i < sizeof(fine) / sizeof(fine[0]); i++) {
		t = 42;
		assert_int_equal(when_parse_date(fine[i].text, &t), 0);
		assert_int_equal(t, fine[i].t);
	}
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		t = 42;
		if (when_parse_date(bad[i], &t) == 0)
			fail_msg("'%s' is read as a date", bad[i]);
		assert_int_equal(t, 42);
	}
}

/* What is formatted is read back as the same moment. */
static void round_trip(void **state)
{
	(void)state;
	for (int64_t t = -62167219200; t <= 253402300799; t += 86400 * 31 + 3607) {
		char out[WHEN_MAX];
		int64_t back;

		assert_int_equal(when_parse(when_format(t, out), &back), 0);
		assert_int_equal(back, t);
	}
}

static void bounds(void **state)
{
	static const char *const wrong[] = { "", "2026-11", "2026-02-30", "2026-11-24T09:00:00",
		"yesterday", "2026-11-24 " };
	int64_t t;

	(void)state;
	assert_int_equal(when_parse_bound("2026-11-24", false, &t), 0);
	assert_int_equal(t, 1795478400);
	assert_int_equal(when_parse_bound("2026-11-24", true, &t), 0);
	assert_int_equal(t, 1795478400 + 86399);
	assert_int_equal(when_parse_bound("2026-11-24T12:00:00+01:00", true, &t), 0);
	assert_int_equal(t, 1795518000);
	for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++)
		assert_int_equal(when_parse_bound(wrong[i], i % 2 == 0, &t), -1);
}

static void no_such_time(void **state)
{
	static const int64_t beyond[] = { -62167219201, 253402300800, INT64_MIN, INT64_MAX };
	char out[WHEN_MAX];

	(void)state;
	for (size_t i = 0; i < sizeof(beyond) / sizeof(beyond[0]); i++)
		assert_string_equal(when_format(beyond[i], out), "(no such time)");
}

TESTS(T(sound), T(refused), T(dates), T(bounds), T(round_trip), T(no_such_time));
