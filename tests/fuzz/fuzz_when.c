/* Times: what is read can be written and read again, as the same moment; a time that lacks its zone
 * is one where clocks show it. */
#include "fuzz.h"
#include "base/when.h"

#define ZONE "Europe/Amsterdam"

static void check_zone(const char *s, bool whole)
{
	int64_t early, late, utc;

	if (zone_parse(ZONE, s, false, &early) < 0) {
		assert(!whole && zone_parse(ZONE, s, true, &late) < 0);
		return;
	}
	assert(zone_parse(ZONE, s, true, &late) == 0 && late - early >= 0 && late - early <= 3600);
	assert(
	    zone_parse(NULL, s, false, &utc) == 0 && utc - early >= -50400 && utc - early <= 50400);
	if (whole)
		assert(early == late && utc == early);
	else if (early == late)
		assert(zone_wall(ZONE, early) == utc);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *s = malloc(size + 1), out[WHEN_MAX], day[11];
	int64_t t, back;

	if (s == NULL)
		return 0;
	if (size > 0)
		memcpy(s, data, size);
	s[size] = '\0';
	if (when_parse(s, &t) == 0) {
		assert(strlen(s) >= 20 && strlen(when_format(t, out)) == 20);
		assert(when_parse(out, &back) == 0 && back == t);
	}
	check_zone(s, when_parse(s, &t) == 0);
	if (when_parse_date(s, &t) == 0) {
		assert(strlen(s) == 10 && t % 86400 == 0);
		memcpy(day, when_format(t, out), 10);
		day[10] = '\0';
		assert(strcmp(s, day) == 0);
	}
	/* Any eight bytes are a moment, or none that can be written. */
	if (size >= sizeof(t)) {
		memcpy(&t, data, sizeof(t));
		if (*when_format(t, out) != '(')
			assert(when_parse(out, &back) == 0 && back == t);
	}
	free(s);
	return 0;
}
