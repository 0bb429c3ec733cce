#include "policy/freeze.h"

#define WEEKLY_LENGTH 20
#define MINUTE 60
#define DAY_MINUTES (24 * 60)
#define WEEK_MINUTES (7 * DAY_MINUTES)
#define MONDAY 3 /* 1970-01-01 was a Thursday: days after a Monday */

static const char days[7][4] = { "mon", "tue", "wed", "thu", "fri", "sat", "sun" };

/* Two digits below `most`, or -1. */
static int digits(const char *s, int most)
{
	int n;

	if (s[0] < '0' || s[0] > '9' || s[1] < '0' || s[1] > '9')
		return -1;
	n = (s[0] - '0') * 10 + s[1] - '0';
	return n < most ? n : -1;
}

/* "fri 16:00" at the start of a text of at least nine bytes: minutes since Monday; -1. */
static int minutes(const char *s)
{
	int hour = digits(s + 4, 24), minute = digits(s + 7, 60);

	for (int i = 0; i < 7; i++)
		if (memcmp(s, days[i], 3) == 0 && s[3] == ' ' && s[6] == ':' && hour >= 0 &&
		    minute >= 0)
			return i * DAY_MINUTES + hour * 60 + minute;
	return -1;
}

int weekly_read(const char *text, struct weekly *out)
{
	int from, until;

	if (strlen(text) != WEEKLY_LENGTH || text[9] != '.' || text[10] != '.')
		return -1;
	from = minutes(text);
	until = minutes(text + 11);
	if (from < 0 || until < 0 || from == until)
		return -1;
	*out = (struct weekly){ (unsigned)from,
		(unsigned)((until - from + WEEK_MINUTES) % WEEK_MINUTES) };
	return 0;
}

const char *weekly_format(const struct weekly *w, char out[WEEKLY_MAX])
{
	unsigned from = w->from % WEEK_MINUTES, until = (w->from + w->minutes) % WEEK_MINUTES;

	snprintf(out, WEEKLY_MAX, "%s %02u:%02u..%s %02u:%02u", days[from / DAY_MINUTES],
	    from / 60 % 24, from % 60, days[until / DAY_MINUTES], until / 60 % 24, until % 60);
	return out;
}

bool weekly_covers(const struct weekly *w, const struct weekly *other)
{
	unsigned later = (other->from + WEEK_MINUTES - w->from) % WEEK_MINUTES;

	return later + other->minutes <= w->minutes;
}

/* The Monday, by the clocks there, of the week of that moment. */
static int64_t monday(const char *zone, int64_t at)
{
	int64_t wall = zone_wall(zone, at);
	int64_t day = (wall >= 0 ? wall : wall - WHEN_DAY + 1) / WHEN_DAY;

	return (day - ((day + MONDAY) % 7 + 7) % 7) * WHEN_DAY;
}

bool freeze_next(const struct policy *p, const struct freeze *f, int64_t at, struct period *out)
{
	int64_t week;

	*out = f->period;
	if (at < f->period.from)
		at = f->period.from;
	if (f->weekly.minutes == 0 || at > f->period.until)
		return at <= f->period.until;
	week = monday(p->zone, at);
	/* What began a week ago may last. */
	for (int i = -1; i <= 1; i++) {
		int64_t wall = week + i * 7 * WHEN_DAY + (int64_t)f->weekly.from * MINUTE;

		out->from = zone_moment(p->zone, wall, false);
		out->until =
		    zone_moment(p->zone, wall + (int64_t)f->weekly.minutes * MINUTE, true) - 1;
		if (out->until >= at)
			break;
	}
	if (out->from < f->period.from)
		out->from = f->period.from;
	if (out->until > f->period.until)
		out->until = f->period.until;
	return out->from <= out->until;
}

bool freeze_is_of(const struct freeze *f, const struct environment *env)
{
	for (size_t i = 0; i < f->nenvironments; i++)
		if (f->environments[i] == env)
			return true;
	return f->nenvironments == 0;
}

const struct freeze *freeze_between(const struct policy *p, const struct environment *env,
    const struct period *between, struct period *when)
{
	for (size_t i = 0; i < p->nfreezes; i++)
		if (freeze_is_of(&p->freezes[i], env) &&
		    freeze_next(p, &p->freezes[i], between->from, when) &&
		    when->from <= between->until)
			return &p->freezes[i];
	return NULL;
}
