/* Zones: names, and the two days of a year on which clocks are not to be trusted. */
#include "unit.h"

#define HERE "Europe/Amsterdam"

static void names(void **state)
{
	static const char *const good[] = { HERE, "UTC", "Etc/GMT+5", "America/Argentina/Ushuaia" };
	static const char *const bad[] = { "", "/etc/localtime", "../../../etc/localtime", "Europe",
		"Europe/", "Europe/Nowhere", "right/Europe/Amsterdam", "zone.tab", "CET-1CEST",
		"./UTC", "Europe/Amsterdam ",
		"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa" };

	(void)state;
	for (size_t i = 0; i < sizeof(good) / sizeof(good[0]); i++)
		if (!zone_known(good[i]))
			fail_msg("'%s' is not known", good[i]);
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		if (zone_known(bad[i]))
			fail_msg("'%s' is known", bad[i]);
}

static void moments(void **state)
{
	static const struct {
		const char *zone, *text;
		int64_t first, last;
	} table[] = {
		{ HERE, "2026-01-20T09:00:00", 1768896000, 1768896000 },
		{ HERE, "2026-07-20T09:00:00", 1784530800, 1784530800 },
		{ HERE, "2026-07-20T09:00:00Z", 1784538000, 1784538000 },
		{ HERE, "2060-07-20T09:00:00", 2857532400, 2857532400 },
		/* shown twice, on 25 October 2026 */
		{ HERE, "2026-10-25T01:59:59", 1792886399, 1792886399 },
		{ HERE, "2026-10-25T02:00:00", 1792886400, 1792890000 },
		{ HERE, "2026-10-25T02:59:59", 1792889999, 1792893599 },
		{ HERE, "2026-10-25T03:00:00", 1792893600, 1792893600 },
		/* skipped, on 29 March 2026 */
		{ HERE, "2026-03-29T01:59:59", 1774745999, 1774745999 },
		{ HERE, "2026-03-29T02:30:00", 1774744200, 1774747800 },
		{ HERE, "2026-03-29T03:00:00", 1774746000, 1774746000 },
		{ "Pacific/Kiritimati", "2026-01-20T09:00:00", 1768849200, 1768849200 },
		{ "Pacific/Pago_Pago", "2026-01-20T09:00:00", 1768939200, 1768939200 },
		{ "UTC", "2026-01-20T09:00:00", 1768899600, 1768899600 },
		{ NULL, "2026-01-20T09:00:00", 1768899600, 1768899600 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
		int64_t first = 0, last = 0;

		assert_int_equal(zone_parse(table[i].zone, table[i].text, false, &first), 0);
		assert_int_equal(zone_parse(table[i].zone, table[i].text, true, &last), 0);
		if (first != table[i].first || last != table[i].last)
			fail_msg(
			    "%s: %lld to %lld", table[i].text, (long long)first, (long long)last);
		if (strchr(table[i].text, 'Z') == NULL && first == last)
			assert_int_equal(
			    zone_moment(table[i].zone, zone_wall(table[i].zone, first), false),
			    first);
	}
}

static void no_times(void **state)
{
	static const char *const bad[] = { "", "2026-01-20", "2026-02-30T09:00:00", "09:00:00",
		"2026-01-20T09:00:00 CET",
		"2026-01-20T09:00:00.00000000000000000000000000000000000000" };
	int64_t t;

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		assert_int_equal(zone_parse(HERE, bad[i], false, &t), -1);
}

/* What the surroundings say is neither believed nor changed. */
static void environment(void **state)
{
	(void)state;
	setenv("TZ", "America/New_York", 1);
	setenv("TZDIR", "/nowhere", 1);
	assert_int_equal(zone_wall(HERE, 1768896000), 1768899600);
	assert_string_equal(getenv("TZ"), "America/New_York");
	unsetenv("TZ");
	unsetenv("TZDIR");
	assert_int_equal(zone_wall(HERE, 1768896000), 1768899600);
	assert_null(getenv("TZ"));
}

TESTS(T(names), T(moments), T(no_times), T(environment));
