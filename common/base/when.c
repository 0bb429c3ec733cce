#include "base/when.h"

#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#define FIRST INT64_C(-62167219200) /* 0000-01-01T00:00:00Z */
#define LAST INT64_C(253402300799) /* 9999-12-31T23:59:59Z */
#define DATABASE ":/usr/share/zoneinfo/"
#define HEADER 44 /* of a file (RFC 8536 3.1) */
#define LEAPCNT 28 /* where it says how many leap seconds it counts */

static const char none[] = "(no such time)";

/* Exactly `n` digits at *s, which moves past them, between `min` and `max`. */
static bool number(const char **s, int n, int min, int max, int *out)
{
	*out = 0;
	for (; n > 0; n--, (*s)++) {
		if (**s < '0' || **s > '9')
			return false;
		*out = *out * 10 + (**s - '0');
	}
	return *out >= min && *out <= max;
}

/* One character of `set` at *s, which moves past it. */
static bool take(const char **s, const char *set)
{
	if (**s == '\0' || strchr(set, **s) == NULL)
		return false;
	(*s)++;
	return true;
}

static int days_in(int year, int month)
{
	static const int days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
	bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;

	return days[month - 1] + (month == 2 && leap);
}

static bool take_date(const char **s, struct tm *tm)
{
	int year, month;

	if (!number(s, 4, 0, 9999, &year) || !take(s, "-") || !number(s, 2, 1, 12, &month) ||
	    !take(s, "-") || !number(s, 2, 1, days_in(year, month), &tm->tm_mday))
		return false;
	tm->tm_year = year - 1900;
	tm->tm_mon = month - 1;
	return true;
}

static bool take_time(const char **s, struct tm *tm)
{
	size_t fraction;

	if (!number(s, 2, 0, 23, &tm->tm_hour) || !take(s, ":") ||
	    !number(s, 2, 0, 59, &tm->tm_min) || !take(s, ":") || !number(s, 2, 0, 60, &tm->tm_sec))
		return false;
	if (!take(s, "."))
		return true;
	fraction = strspn(*s, "0123456789");
	*s += fraction;
	return fraction > 0;
}

/* Seconds east of UTC. */
static bool take_zone(const char **s, int *offset)
{
	int hours, minutes;
	bool west = **s == '-';

	*offset = 0;
	if (take(s, "Zz"))
		return true;
	if (!take(s, "+-") || !number(s, 2, 0, 23, &hours) || !take(s, ":") ||
	    !number(s, 2, 0, 59, &minutes))
		return false;
	*offset = (hours * 60 + minutes) * 60 * (west ? -1 : 1);
	return true;
}

/* RFC 3339 5.7: leap seconds end June or December, in UTC. `t` is the second after. */
static bool after_leap_second(time_t t)
{
	struct tm tm;

	return gmtime_r(&t, &tm) != NULL && tm.tm_hour == 0 && tm.tm_min == 0 && tm.tm_sec == 0 &&
	    tm.tm_mday == 1 && (tm.tm_mon == 0 || tm.tm_mon == 6);
}

/* timegm(3), without the zone of the host, which it would read. */
static int64_t seconds(const struct tm *tm)
{
	int64_t month = (tm->tm_mon + 10) % 12, /* from March on: a leap day ends the year */
	    year = tm->tm_year + 1900 + 400 - (month > 9),
	        days = 365 * year + year / 4 - year / 100 + year / 400 + (153 * month + 2) / 5 +
	    tm->tm_mday - 1;

	return (days - 865565) * WHEN_DAY + tm->tm_hour * 3600 + tm->tm_min * 60 + tm->tm_sec;
}

int64_t when_days_late(int64_t due, int64_t now)
{
	return now > due ? (now - due + WHEN_DAY - 1) / WHEN_DAY : 0;
}

int when_parse(const char *s, int64_t *out)
{
	struct tm tm = { 0 };
	bool leap;
	int offset;
	time_t t;

	if (!take_date(&s, &tm) || !take(&s, "Tt ") || !take_time(&s, &tm) ||
	    !take_zone(&s, &offset) || *s != '\0')
		return -1;
	leap = tm.tm_sec == 60;
	t = seconds(&tm) - offset;
	if (t < FIRST || t > LAST || (leap && !after_leap_second(t)))
		return -1;
	*out = t;
	return 0;
}

int when_parse_date(const char *s, int64_t *out)
{
	struct tm tm = { 0 };

	if (!take_date(&s, &tm) || *s != '\0')
		return -1;
	*out = seconds(&tm);
	return 0;
}

int when_parse_bound(const char *s, bool end, int64_t *out)
{
	if (when_parse(s, out) == 0)
		return 0;
	if (when_parse_date(s, out) < 0)
		return -1;
	*out += end ? WHEN_DAY - 1 : 0;
	return 0;
}

const char *when_format(int64_t t, char out[WHEN_MAX])
{
	const time_t at = t;
	struct tm tm;

	/* Not %Y of strftime(3), which leaves out leading zeros. */
	if (t < FIRST || t > LAST || gmtime_r(&at, &tm) == NULL ||
	    snprintf(out, WHEN_MAX, "%04d-%02d-%02dT%02d:%02d:%02dZ", tm.tm_year + 1900,
	        tm.tm_mon + 1, tm.tm_mday, tm.tm_hour, tm.tm_min, tm.tm_sec) >= WHEN_MAX)
		return memcpy(out, none, sizeof(none));
	return out;
}

const char *when_text(struct arena *a, int64_t t)
{
	char *s = arena_alloc(a, WHEN_MAX);

	return s != NULL ? when_format(t, s) : "(out of memory)";
}

bool zone_known(const char *name)
{
	static const char no_leaps[4],
	    allowed[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_+-/";
	char path[sizeof(DATABASE) + ZONE_MAX], header[HEADER];
	size_t n = strlen(name);
	int fd;
	bool sound;

	if (n == 0 || n > ZONE_MAX || name[0] == '/' || strspn(name, allowed) != n)
		return false;
	snprintf(path, sizeof(path), DATABASE "%s", name);
	fd = open(path + 1, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
	if (fd < 0)
		return false;
	sound = read(fd, header, HEADER) == HEADER && memcmp(header, "TZif", 4) == 0 &&
	    memcmp(header + LEAPCNT, no_leaps, sizeof(no_leaps)) == 0;
	close(fd);
	return sound;
}

static void use(const char *tz)
{
	if (tz != NULL)
		setenv("TZ", tz, 1);
	else
		unsetenv("TZ");
	tzset();
}

int64_t zone_wall(const char *name, int64_t at)
{
	char path[sizeof(DATABASE) + ZONE_MAX];
	const char *tz = getenv("TZ");
	char *before = tz != NULL ? strdup(tz) : NULL;
	const time_t t = at;
	struct tm tm = { 0 };

	if (name != NULL) {
		snprintf(path, sizeof(path), DATABASE "%s", name);
		use(path);
		if (localtime_r(&t, &tm) == NULL)
			tm.tm_gmtoff = 0;
		use(before);
	}
	free(before);
	return at + tm.tm_gmtoff;
}

int64_t zone_moment(const char *name, int64_t wall, bool last)
{
	/* Clocks are put forward and back less often than once in two days. */
	int64_t x = wall - (zone_wall(name, wall - WHEN_DAY) - (wall - WHEN_DAY)),
	        y = wall - (zone_wall(name, wall + WHEN_DAY) - (wall + WHEN_DAY));
	bool is_x = zone_wall(name, x) == wall, is_y = zone_wall(name, y) == wall;

	if (is_x != is_y)
		return is_x ? x : y;
	return (x < y) == last ? y : x;
}

int zone_parse(const char *name, const char *text, bool last, int64_t *out)
{
	char zoned[WHEN_MAX + 16];

	if (when_parse(text, out) == 0)
		return 0;
	if (snprintf(zoned, sizeof(zoned), "%sZ", text) >= (int)sizeof(zoned) ||
	    when_parse(zoned, out) < 0)
		return -1;
	*out = zone_moment(name, *out, last);
	return 0;
}

int64_t monotonic_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

int monotonic_left(int64_t until)
{
	int64_t left = until - monotonic_ms();

	return left <= 0 ? 0 : left < INT_MAX ? (int)left : INT_MAX;
}
