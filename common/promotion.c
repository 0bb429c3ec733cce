#include "promotion.h"

#include <string.h>

static struct said
said(const struct trailers *ts, const char *key)
{
	const struct trailer *first = trailer_find(ts, key, 0);

	return (struct said){ trailer_count(ts, key), first != NULL ? first->value : NULL };
}

bool
promotion_id_valid(const char *id)
{
	static const char allowed[] =
	    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-";
	size_t len = strlen(id);

	return len > 0 && len <= PROMOTION_ID_MAX && strspn(id, allowed) == len && id[0] != '.' &&
	    id[0] != '-' && strstr(id, "..") == NULL;
}

bool
promotion_incident(const char *emergency, size_t *len)
{
	*len = strcspn(emergency, " \t");
	return *len > 0 && emergency[*len + strspn(emergency + *len, " \t")] != '\0';
}

void
promotion_read(const struct trailers *ts, struct promotion *out)
{
	memset(out, 0, sizeof(*out));
	out->id = said(ts, "Promotion");
	out->plan = said(ts, "Implementation-Plan");
	out->impact = said(ts, "Impact");
	out->emergency = said(ts, "Emergency");
	out->rollback = said(ts, "Rolls-Back-To");
	if (out->id.times == 1 && promotion_id_valid(out->id.value))
		out->name = out->id.value;
	if (out->rollback.times > 0)
		out->exception = EXCEPTION_ROLLBACK;
	else if (out->emergency.times > 0)
		out->exception = EXCEPTION_EMERGENCY;
}
