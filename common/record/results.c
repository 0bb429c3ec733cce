#include "record/results.h"

#define NAMES_MAX 5 /* tests named in one sentence */

enum results_form results_form_of(const char *path)
{
	static const char *const ends[] = {
		[RESULTS_JUNIT] = ".xml", [RESULTS_TAP] = ".tap", [RESULTS_JSON] = ".json"
	};
	size_t n = strlen(path);

	for (size_t i = RESULTS_JUNIT; i < sizeof(ends) / sizeof(ends[0]); i++)
		if (n > strlen(ends[i]) && strcmp(path + n - strlen(ends[i]), ends[i]) == 0)
			return (enum results_form)i;
	return RESULTS_NONE;
}

bool results_passed(const struct results *r)
{
	return r->doubts.n == 0 && r->count[RESULTS_PASSED] > 0 && r->count[RESULTS_FAILED] == 0 &&
	    r->count[RESULTS_ERROR] == 0;
}

const char *results_failed_names(struct arena *a, const struct results *r)
{
	size_t all = r->count[RESULTS_FAILED] + r->count[RESULTS_ERROR], named = 0;
	const char *text = "";

	for (size_t i = 0; i < r->n && named < NAMES_MAX; i++) {
		const struct results_case *c = &r->cases[i];

		if (c->outcome == RESULTS_FAILED || c->outcome == RESULTS_ERROR)
			text = say_printf(a, "%s%s'%s%s%s'", text, named++ > 0 ? ", " : "",
			    escape(a, c->suite), *c->suite != '\0' ? " " : "", escape(a, c->name));
	}
	if (named < all)
		text = say_printf(a, "%s and %zu more", text, all - named);
	return text;
}

int64_t results_earliest(const struct results_time *t)
{
	return t->at - (t->zoneless ? RESULTS_ZONE_MAX : 0);
}

int64_t results_moment(const struct results_time *t, const char *zone, bool last)
{
	return t->zoneless && zone != NULL ? zone_moment(zone, t->at, last) : results_earliest(t);
}

struct results_time results_time_read(const char *text)
{
	struct results_time t = { 0 };
	int64_t zoned;

	t.known = zone_parse(NULL, text, false, &t.at) == 0;
	t.zoneless = t.known && when_parse(text, &zoned) < 0;
	return t;
}
