#include "base/zone.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/when.h"

#define DATABASE ":/usr/share/zoneinfo/"
#define HEADER 44 /* of a file (RFC 8536 3.1) */
#define LEAPCNT 28 /* where it says how many leap seconds it counts */
#define DAY 86400

bool zone_known(const char *name)
{
	static const char none[4],
	    allowed[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
	                "0123456789_+-/";
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
	    memcmp(header + LEAPCNT, none, sizeof(none)) == 0;
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
	int64_t x = wall - (zone_wall(name, wall - DAY) - (wall - DAY)),
	        y = wall - (zone_wall(name, wall + DAY) - (wall + DAY));
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
