#include <ctype.h>
#include <string.h>
#include <strings.h>
#include <time.h>

#include "signers_line.h"

static int
digits(const char **s, int n)
{
	int v = 0;

	while (n-- > 0)
		v = v * 10 + (*(*s)++ - '0');
	return v;
}

/* mktime() makes 3 March of 31 February; a date that does not exist is a typing error. */
static bool
date_exists(int year, int month, int day)
{
	static const int days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
	bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;

	return month >= 1 && month <= 12 && day >= 1 &&
	    day <= days[month - 1] + (leap && month == 2);
}

int
signers_time(const char *s, int64_t *out)
{
	size_t n = strspn(s, "0123456789");
	bool utc = strcasecmp(s + n, "Z") == 0 || strcasecmp(s + n, "UTC") == 0;
	struct tm tm = { 0 };
	int year, month;
	time_t t;

	if ((n != 8 && n != 12 && n != 14) || (s[n] != '\0' && !utc))
		return -1;
	year = digits(&s, 4);
	month = digits(&s, 2);
	tm.tm_mday = digits(&s, 2);
	tm.tm_hour = n >= 12 ? digits(&s, 2) : 0;
	tm.tm_min = n >= 12 ? digits(&s, 2) : 0;
	tm.tm_sec = n == 14 ? digits(&s, 2) : 0;
	if (year < 1970 || !date_exists(year, month, tm.tm_mday) || tm.tm_hour > 23 ||
	    tm.tm_min > 59 || tm.tm_sec > 59)
		return -1;
	tm.tm_year = year - 1900;
	tm.tm_mon = month - 1;
	/* tm_isdst stays 0 as in ssh-keygen, so that both read a summer time as the same moment. */
	t = utc ? timegm(&tm) : mktime(&tm);
	if (t == (time_t)-1)
		return -1;
	*out = (int64_t)t;
	return 0;
}
