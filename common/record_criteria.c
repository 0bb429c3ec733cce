#include <string.h>

#include "record.h"
#include "record_form.h"

static const struct form criteria_form = {
	.what = "criteria record",
	.head = "criteria",
	.head_keys = { { "promotion", true } },
	.item = "criterion",
	.item_keys = { { "description", true }, { "required", false } },
};

static const char *const required_words[] = { "no", "yes", NULL };

static void
read_criterion(struct form_reading *r, const struct ini_section *s, struct criterion *out)
{
	out->id = s->name;
	out->description = form_text(s, "description");
	out->line = s->line;
	/* Without the key it is required; a value that is neither word is a problem in any case. */
	out->required = form_choice(r, s, "required", required_words) != 0;
}

int
record_read_criteria(struct arena *a, const char *bytes, size_t len, struct criteria *out,
    struct ini_problems *problems, struct error *e)
{
	struct form_reading r;

	memset(out, 0, sizeof(*out));
	if (form_start(&r, a, &criteria_form, bytes, len, problems, e) < 0)
		return -1;
	out->promotion = form_text(r.head, "promotion");
	out->list = arena_array(a, r.nitems + 1, sizeof(*out->list));
	if (out->list == NULL)
		return error_memory(e);
	for (size_t i = 0; i < r.ini.nsections; i++)
		if (form_is_item(&r, &r.ini.sections[i]))
			read_criterion(&r, &r.ini.sections[i], &out->list[out->n++]);
	if (form_end(&r, e) == 0)
		return 0;
	memset(out, 0, sizeof(*out));
	return -1;
}
