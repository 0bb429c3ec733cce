#include <inttypes.h>
#include <string.h>

#include "record.h"
#include "record_form.h"

static const struct form parallel_run_form = {
	.what = "parallel-run record",
	.head = "parallel-run",
	.head_keys = { { "promotion", true }, { "old", true }, { "new", true }, { "started", true },
	    { "finished", true }, { "compared", true }, { "identical", true } },
	.item = "difference",
	.may_be_bare = true,
	.item_keys = { { "description", true }, { "accepted-by", true }, { "reason", true } },
};

static void
read_times(struct form_reading *r, struct parallel_run *out)
{
	const struct ini_section *s = r->head;
	bool started = form_time(r, s, "started", &out->started);
	bool finished = form_time(r, s, "finished", &out->finished);

	if (started && finished && out->finished < out->started)
		ini_problem(r->arena, r->problems, form_key(s, "finished")->line,
		    "'finished' is before 'started'");
}

/* What was compared is either identical or one of the differences that stand below. */
static void
read_counts(struct form_reading *r, struct parallel_run *out)
{
	const struct ini_section *s = r->head;
	bool compared = form_count(r, s, "compared", &out->compared);
	bool identical = form_count(r, s, "identical", &out->identical);
	unsigned line = s != NULL ? s->line : 0;

	if (!compared || !identical)
		return;
	if (out->compared == 0)
		ini_problem(
		    r->arena, r->problems, form_key(s, "compared")->line, "nothing was compared");
	else if (out->identical > out->compared)
		ini_problem(r->arena, r->problems, form_key(s, "identical")->line,
		    "more is identical than was compared");
	else if ((uint64_t)(out->compared - out->identical) != r->nitems)
		ini_problem(r->arena, r->problems, line,
		    "%" PRId64 " compared less %" PRId64 " identical leaves %" PRId64
		    " differences, and %zu stand below",
		    out->compared, out->identical, out->compared - out->identical, r->nitems);
}

static void
read_difference(const struct ini_section *s, struct run_difference *out)
{
	out->id = s->name;
	out->description = form_text(s, "description");
	out->accepted_by = form_text(s, "accepted-by");
	out->reason = form_text(s, "reason");
	out->line = s->line;
}

int
record_read_parallel_run(struct arena *a, const char *bytes, size_t len, struct parallel_run *out,
    struct ini_problems *problems, struct error *e)
{
	struct form_reading r;

	memset(out, 0, sizeof(*out));
	if (form_start(&r, a, &parallel_run_form, bytes, len, problems, e) < 0)
		return -1;
	out->promotion = form_text(r.head, "promotion");
	out->old = form_oid(&r, r.head, "old");
	out->new = form_oid(&r, r.head, "new");
	read_times(&r, out);
	read_counts(&r, out);
	out->differences = arena_array(a, r.nitems + 1, sizeof(*out->differences));
	if (out->differences == NULL)
		return error_memory(e);
	for (size_t i = 0; i < r.ini.nsections; i++)
		if (form_is_item(&r, &r.ini.sections[i]))
			read_difference(&r.ini.sections[i], &out->differences[out->ndifferences++]);
	if (form_end(&r, e) == 0)
		return 0;
	memset(out, 0, sizeof(*out));
	return -1;
}
