#include <string.h>

#include "record.h"
#include "record_form.h"

static const struct form plan_form = {
	.what = "implementation plan",
	.head = "plan",
	.head_keys = { { "promotion", true }, { "environment", true }, { "candidate", true },
	    { "window-start", true }, { "window-end", true }, { "performer", true },
	    { "rollback", true }, { "communication", true } },
	.item = "step",
	.item_keys = { { "action", true }, { "owner", true } },
};

static void
read_window(struct form_reading *r, struct plan *out)
{
	const struct ini_section *s = r->head;
	bool start = form_time(r, s, "window-start", &out->window_start);
	bool end = form_time(r, s, "window-end", &out->window_end);

	if (start && end && out->window_end <= out->window_start)
		ini_problem(r->arena, r->problems, form_key(s, "window-end")->line,
		    "'window-end' is not after 'window-start'");
}

static void
read_step(const struct ini_section *s, struct plan_step *out)
{
	out->id = s->name;
	out->action = form_text(s, "action");
	out->owner = form_text(s, "owner");
	out->line = s->line;
}

int
record_read_plan(struct arena *a, const char *bytes, size_t len, struct plan *out,
    struct ini_problems *problems, struct error *e)
{
	struct form_reading r;

	memset(out, 0, sizeof(*out));
	if (form_start(&r, a, &plan_form, bytes, len, problems, e) < 0)
		return -1;
	out->promotion = form_text(r.head, "promotion");
	out->environment = form_text(r.head, "environment");
	out->candidate = form_oid(&r, r.head, "candidate");
	read_window(&r, out);
	out->performer = form_text(r.head, "performer");
	out->rollback = form_text(r.head, "rollback");
	out->communication = form_text(r.head, "communication");
	out->steps = arena_array(a, r.nitems + 1, sizeof(*out->steps));
	if (out->steps == NULL)
		return error_memory(e);
	for (size_t i = 0; i < r.ini.nsections; i++)
		if (form_is_item(&r, &r.ini.sections[i]))
			read_step(&r.ini.sections[i], &out->steps[out->nsteps++]);
	if (form_end(&r, e) == 0)
		return 0;
	memset(out, 0, sizeof(*out));
	return -1;
}
