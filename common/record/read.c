/*
 * record/read: the six kinds of record: which keys each knows and asks for, and what they mean.
 *
 * Beyond the form (record/form.c) it refuses what contradicts itself: an end before its beginning,
 * a result without its proof or reason, a parallel run whose counts leave other differences.
 */
#include "record/record.h"
#include "record/record_internal.h"

/* A period of the head, which does not end before it starts. */
static void read_run(struct form_reading *r, int64_t *from, int64_t *to)
{
	bool started = form_time(r, r->head, "started", from);
	bool finished = form_time(r, r->head, "finished", to);

	if (started && finished && *to < *from)
		form_problem(
		    r, form_key(r->head, "finished")->line, "'finished' is before 'started'");
}

static void read_criteria(struct form_reading *r, void *to, void *items)
{
	struct criteria *out = to;

	out->promotion = form_text(r->head, "promotion");
	out->list = items;
	out->n = r->nitems;
}

static void read_criterion(struct form_reading *r, const struct ini_section *s, void *to)
{
	static const char *const words[] = { "no", "yes", NULL };
	struct criterion *out = to;

	out->id = s->name;
	out->description = form_text(s, "description");
	out->line = s->line;
	/* Without the key it is required; a value that is neither word is a problem in any case. */
	out->required = form_choice(r, s, "required", words) != 0;
}

static const struct form criteria_form = {
	.what = "criteria record",
	.head = "criteria",
	.head_keys = { { "promotion", true } },
	.item = "criterion",
	.item_keys = { { "description", true }, { "required", false } },
	.size = sizeof(struct criteria),
	.item_size = sizeof(struct criterion),
	.read_head = read_criteria,
	.read_item = read_criterion,
};

int record_read_criteria(struct arena *a, const char *bytes, size_t len, struct criteria *out,
    struct ini_problems *problems, struct error *e)
{
	return form_read(&criteria_form, a, bytes, len, out, problems, e);
}

static void read_acceptance(struct form_reading *r, void *to, void *items)
{
	static const char *const words[] = { "fail", "pass", NULL };
	const struct ini_section *s = r->head;
	struct acceptance *out = to;

	out->promotion = form_text(s, "promotion");
	out->candidate = form_oid(r, s, "candidate");
	out->tree = form_oid(r, s, "tree");
	out->environment = form_text(s, "environment");
	form_link(r, s, "criteria", &out->criteria);
	out->executed_by = form_text(s, "executed-by");
	read_run(r, &out->started, &out->finished);
	out->passed = form_choice(r, s, "verdict", words) == 1;
	out->results = items;
	out->nresults = r->nitems;
}

static void ask(
    struct form_reading *r, const struct ini_section *s, const char *name, const char *outcome)
{
	if (!form_has(s, name))
		form_problem(r, s->line, "a result that is '%s' needs '%s'", outcome, name);
}

static void read_result(struct form_reading *r, const struct ini_section *s, void *to)
{
	static const char *const words[] = { "fail", "pass", "waived", NULL }; /* result_outcome */
	int outcome = form_choice(r, s, "outcome", words);
	const struct ini_key *waiver = form_key(s, "waived-by");
	struct result *out = to;

	out->id = s->name;
	out->line = s->line;
	out->has_log = form_link(r, s, "log", &out->log);
	out->reason = form_text(s, "reason");
	out->waived_by = form_text(s, "waived-by");
	if (outcome < 0)
		return;
	out->outcome = (enum result_outcome)outcome;
	if (outcome == RESULT_WAIVED) {
		ask(r, s, "reason", "waived");
		ask(r, s, "waived-by", "waived");
		return;
	}
	ask(r, s, "log", words[outcome]);
	if (waiver != NULL)
		form_problem(r, waiver->line, "a result that is '%s' was not waived by anybody",
		    words[outcome]);
}

static const struct form acceptance_form = {
	.what = "acceptance record",
	.head = "acceptance",
	.head_keys = { { "promotion", true }, { "candidate", true }, { "tree", true },
	    { "environment", true }, { "criteria", true }, { "executed-by", true },
	    { "started", true }, { "finished", true }, { "verdict", true } },
	.item = "result",
	.item_keys = { { "outcome", true }, { "log", false }, { "reason", false },
	    { "waived-by", false } },
	.size = sizeof(struct acceptance),
	.item_size = sizeof(struct result),
	.read_head = read_acceptance,
	.read_item = read_result,
};

int record_read_acceptance(struct arena *a, const char *bytes, size_t len, struct acceptance *out,
    struct ini_problems *problems, struct error *e)
{
	return form_read(&acceptance_form, a, bytes, len, out, problems, e);
}

static void read_plan(struct form_reading *r, void *to, void *items)
{
	const struct ini_section *s = r->head;
	struct plan *out = to;
	bool start = form_time(r, s, "window-start", &out->window_start);
	bool end = form_time(r, s, "window-end", &out->window_end);

	out->promotion = form_text(s, "promotion");
	out->environment = form_text(s, "environment");
	out->candidate = form_oid(r, s, "candidate");
	if (start && end && out->window_end <= out->window_start)
		form_problem(
		    r, form_key(s, "window-end")->line, "'window-end' is not after 'window-start'");
	out->performer = form_text(s, "performer");
	out->rollback = form_text(s, "rollback");
	out->communication = form_text(s, "communication");
	out->steps = items;
	out->nsteps = r->nitems;
}

static void read_step(struct form_reading *r, const struct ini_section *s, void *to)
{
	(void)r;
	*(struct plan_step *)to = (struct plan_step){ .id = s->name,
		.action = form_text(s, "action"),
		.owner = form_text(s, "owner"),
		.line = s->line };
}

static const struct form plan_form = {
	.what = "implementation plan",
	.head = "plan",
	.head_keys = { { "promotion", true }, { "environment", true }, { "candidate", true },
	    { "window-start", true }, { "window-end", true }, { "performer", true },
	    { "rollback", true }, { "communication", true } },
	.item = "step",
	.item_keys = { { "action", true }, { "owner", true } },
	.size = sizeof(struct plan),
	.item_size = sizeof(struct plan_step),
	.read_head = read_plan,
	.read_item = read_step,
};

int record_read_plan(struct arena *a, const char *bytes, size_t len, struct plan *out,
    struct ini_problems *problems, struct error *e)
{
	return form_read(&plan_form, a, bytes, len, out, problems, e);
}

/* What was compared is either identical or one of the differences below. */
static void read_counts(struct form_reading *r, struct parallel_run *out)
{
	const struct ini_section *s = r->head;
	bool compared = form_count(r, s, "compared", &out->compared);
	bool identical = form_count(r, s, "identical", &out->identical);

	if (!compared || !identical)
		return;
	if (out->compared == 0)
		form_problem(r, form_key(s, "compared")->line, "nothing was compared");
	else if (out->identical > out->compared)
		form_problem(
		    r, form_key(s, "identical")->line, "more is identical than was compared");
	else if ((uint64_t)(out->compared - out->identical) != r->nitems)
		form_problem(r, s->line,
		    "%" PRId64 " compared less %" PRId64 " identical leaves %" PRId64
		    " differences, and %zu stand below",
		    out->compared, out->identical, out->compared - out->identical, r->nitems);
}

static void read_parallel_run(struct form_reading *r, void *to, void *items)
{
	struct parallel_run *out = to;

	out->promotion = form_text(r->head, "promotion");
	out->old = form_oid(r, r->head, "old");
	out->new = form_oid(r, r->head, "new");
	read_run(r, &out->started, &out->finished);
	read_counts(r, out);
	out->differences = items;
	out->ndifferences = r->nitems;
}

static void read_difference(struct form_reading *r, const struct ini_section *s, void *to)
{
	(void)r;
	*(struct run_difference *)to = (struct run_difference){ .id = s->name,
		.description = form_text(s, "description"),
		.accepted_by = form_text(s, "accepted-by"),
		.reason = form_text(s, "reason"),
		.line = s->line };
}

static const struct form parallel_run_form = {
	.what = "parallel-run record",
	.head = "parallel-run",
	.head_keys = { { "promotion", true }, { "old", true }, { "new", true }, { "started", true },
	    { "finished", true }, { "compared", true }, { "identical", true } },
	.item = "difference",
	.may_be_bare = true,
	.item_keys = { { "description", true }, { "accepted-by", true }, { "reason", true } },
	.size = sizeof(struct parallel_run),
	.item_size = sizeof(struct run_difference),
	.read_head = read_parallel_run,
	.read_item = read_difference,
};

int record_read_parallel_run(struct arena *a, const char *bytes, size_t len,
    struct parallel_run *out, struct ini_problems *problems, struct error *e)
{
	return form_read(&parallel_run_form, a, bytes, len, out, problems, e);
}

static void read_intent(struct form_reading *r, void *to, void *items)
{
	const struct ini_section *s = r->head;
	struct intent *out = to;

	(void)items;
	out->emergency = form_text(s, "emergency");
	out->rolls_back_to = form_oid(r, s, "rolls-back-to");
	out->closed = form_text(s, "closed");
	if (out->emergency != NULL && out->rolls_back_to != NULL)
		form_problem(r, s->line, "a promotion is an emergency or a rollback, not both");
}

static const struct form intent_form = {
	.what = "intent",
	.head = "intent",
	.may_be_bare = true,
	.head_keys = { { "emergency", false }, { "rolls-back-to", false }, { "closed", false } },
	.size = sizeof(struct intent),
	.item_size = 1,
	.read_head = read_intent,
};

int record_read_intent(struct arena *a, const char *bytes, size_t len, struct intent *out,
    struct ini_problems *problems, struct error *e)
{
	return form_read(&intent_form, a, bytes, len, out, problems, e);
}

/* In the order of their enums. */
const char *const deployment_outcomes[] = { "failed", "rolled-back", "done", NULL };
const char *const deployment_methods[] = { "none", "tree", "manifest", NULL };

/* Nothing is 0 that nobody counted. */
static void read_differing(struct form_reading *r, struct deployment *out)
{
	const struct ini_section *s = r->head;

	if (out->method != DEPLOYMENT_NONE && !form_has(s, "differing"))
		form_problem(r, s->line, "a deployment that was compared needs 'differing'");
	else if (form_count(r, s, "differing", &out->differing) && out->differing > 0 &&
	    out->method == DEPLOYMENT_NONE)
		form_problem(r, form_key(s, "differing")->line,
		    "'differing' is %" PRId64 ", and nothing was compared", out->differing);
}

static void read_deployment(struct form_reading *r, void *to, void *items)
{
	const struct ini_section *s = r->head;
	struct deployment *out = to;
	int outcome = form_choice(r, s, "outcome", deployment_outcomes);
	int method = form_choice(r, s, "method", deployment_methods);

	out->promotion = form_text(s, "promotion");
	out->commit = form_oid(r, s, "commit");
	out->tree = form_oid(r, s, "tree");
	out->target = form_text(s, "target");
	out->executed_by = form_text(s, "executed-by");
	read_run(r, &out->started, &out->finished);
	if (outcome >= 0)
		out->outcome = (enum deployment_outcome)outcome;
	if (method >= 0) {
		out->method = (enum deployment_method)method;
		read_differing(r, out);
	}
	out->steps = items;
	out->nsteps = r->nitems;
	for (size_t i = 0; i < out->nsteps; i++)
		out->steps[i].at = out->finished;
}

/* `done` is no, yes (when the deployment ended), or when. */
static void read_done(struct form_reading *r, const struct ini_section *s, void *to)
{
	const char *done = form_text(s, "done");
	struct deployment_step *out = to;

	out->id = s->name;
	out->by = form_text(s, "by");
	out->note = form_text(s, "note");
	out->line = s->line;
	if (done == NULL || strcmp(done, "no") == 0)
		return;
	out->done = strcmp(done, "yes") == 0 || form_time(r, s, "done", &out->at);
	if (!form_has(s, "by"))
		form_problem(r, s->line, "a step that is done needs 'by'");
}

static const struct form deployment_form = {
	.what = "deployment record",
	.head = "deployment",
	.head_keys = { { "promotion", true }, { "commit", true }, { "tree", true },
	    { "target", true }, { "started", true }, { "finished", true }, { "executed-by", true },
	    { "outcome", true }, { "method", true }, { "differing", false } },
	.item = "step",
	.may_be_bare = true,
	.item_keys = { { "done", true }, { "by", false }, { "note", false } },
	.size = sizeof(struct deployment),
	.item_size = sizeof(struct deployment_step),
	.read_head = read_deployment,
	.read_item = read_done,
};

struct deployment_step *deployment_step(const struct deployment *d, const char *id)
{
	for (size_t i = 0; i < d->nsteps; i++)
		if (strcmp(d->steps[i].id, id) == 0)
			return &d->steps[i];
	return NULL;
}

int record_read_deployment(struct arena *a, const char *bytes, size_t len, struct deployment *out,
    struct ini_problems *problems, struct error *e)
{
	return form_read(&deployment_form, a, bytes, len, out, problems, e);
}
