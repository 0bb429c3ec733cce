#include <string.h>

#include "record.h"
#include "record_form.h"

static const struct form acceptance_form = {
	.what = "acceptance record",
	.head = "acceptance",
	.head_keys = { { "promotion", true }, { "candidate", true }, { "tree", true },
	    { "environment", true }, { "criteria", true }, { "executed-by", true },
	    { "started", true }, { "finished", true }, { "verdict", true } },
	.item = "result",
	.item_keys = { { "outcome", true }, { "log", false }, { "reason", false },
	    { "waived-by", false } },
};

static const char *const verdict_words[] = { "fail", "pass", NULL };
static const char *const outcome_words[] = { "fail", "pass", "waived",
	NULL }; /* as enum result_outcome */

static void
check_times(struct form_reading *r, const struct acceptance *out)
{
	const struct ini_key *finished = form_key(r->head, "finished");

	if (out->finished < out->started)
		ini_problem(
		    r->arena, r->problems, finished->line, "'finished' is before 'started'");
}

static void
read_head(struct form_reading *r, struct acceptance *out)
{
	const struct ini_section *s = r->head;
	bool started, finished;

	out->promotion = form_text(s, "promotion");
	out->candidate = form_oid(r, s, "candidate");
	out->tree = form_oid(r, s, "tree");
	out->environment = form_text(s, "environment");
	form_link(r, s, "criteria", &out->criteria);
	out->executed_by = form_text(s, "executed-by");
	started = form_time(r, s, "started", &out->started);
	finished = form_time(r, s, "finished", &out->finished);
	if (started && finished)
		check_times(r, out);
	out->passed = form_choice(r, s, "verdict", verdict_words) == 1;
}

static void
ask(struct form_reading *r, const struct ini_section *s, const char *name, const char *outcome)
{
	if (!form_has(s, name))
		ini_problem(r->arena, r->problems, s->line, "a result that is '%s' needs '%s'",
		    outcome, name);
}

/* What a result must hold besides its outcome: a proof for what was tested, a name and a reason for
 * what was not. */
static void
check_result(struct form_reading *r, const struct ini_section *s, int outcome)
{
	const struct ini_key *waiver = form_key(s, "waived-by");

	if (outcome == RESULT_WAIVED) {
		ask(r, s, "reason", "waived");
		ask(r, s, "waived-by", "waived");
		return;
	}
	ask(r, s, "log", outcome_words[outcome]);
	if (waiver != NULL)
		ini_problem(r->arena, r->problems, waiver->line,
		    "a result that is '%s' was not waived by anybody", outcome_words[outcome]);
}

static void
read_result(struct form_reading *r, const struct ini_section *s, struct result *out)
{
	int outcome = form_choice(r, s, "outcome", outcome_words);

	out->id = s->name;
	out->line = s->line;
	out->has_log = form_link(r, s, "log", &out->log);
	out->reason = form_text(s, "reason");
	out->waived_by = form_text(s, "waived-by");
	if (outcome < 0)
		return;
	out->outcome = (enum result_outcome)outcome;
	check_result(r, s, outcome);
}

int
record_read_acceptance(struct arena *a, const char *bytes, size_t len, struct acceptance *out,
    struct ini_problems *problems, struct error *e)
{
	struct form_reading r;

	memset(out, 0, sizeof(*out));
	if (form_start(&r, a, &acceptance_form, bytes, len, problems, e) < 0)
		return -1;
	read_head(&r, out);
	out->results = arena_array(a, r.nitems + 1, sizeof(*out->results));
	if (out->results == NULL)
		return error_memory(e);
	for (size_t i = 0; i < r.ini.nsections; i++)
		if (form_is_item(&r, &r.ini.sections[i]))
			read_result(&r, &r.ini.sections[i], &out->results[out->nresults++]);
	if (form_end(&r, e) == 0)
		return 0;
	memset(out, 0, sizeof(*out));
	return -1;
}
