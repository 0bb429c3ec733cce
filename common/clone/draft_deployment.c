#include "clone/draft.h"
#include "base/output.h"

int draft_deployment_mark(struct arena *a, const char *text, struct deployment *d, struct error *e)
{
	const char *equals = strchr(text, '='), *word = equals != NULL ? equals + 1 : "";
	size_t len = strcspn(word, " ");
	const char *id = equals != NULL ? arena_strndup(a, text, (size_t)(equals - text)) : "",
	           *done = arena_strndup(a, word, len);
	const char *note = word[len] != '\0' ? word + len + 1 : NULL;
	struct deployment_step *s = id != NULL ? deployment_step(d, id) : NULL;

	if (a->exhausted)
		return error_memory(e);
	if (s == NULL) {
		error_set(e, ERROR_ABSENT, "the plan has no step '%s'", escape(a, id));
		return error_mend(
		    e, "--step takes the id of a step, such as --step '2=done after the backup'");
	}
	s->done = strcmp(done, "no") != 0;
	s->at = d->finished;
	if (s->done && strcmp(done, "done") != 0 && when_parse(done, &s->at) < 0)
		return error_set(e, ERROR_MALFORMED,
		    "'%s' of step %s is not done, no, or a time such as 2026-11-24T14:00:00+01:00",
		    escape(a, done), escape(a, id));
	if (note != NULL && !draft_value_fits(note))
		return error_set(e, ERROR_MALFORMED, "the note of step %s does not fit on a line",
		    escape(a, id));
	s->by = d->executed_by;
	s->note = note;
	return 0;
}

static void print_step(const struct deployment_step *s, FILE *out)
{
	char at[WHEN_MAX];

	fprintf(
	    out, "\n[step \"%s\"]\ndone = %s\n", s->id, s->done ? when_format(s->at, at) : "no");
	if (s->by != NULL)
		fprintf(out, "by = %s\n", s->by);
	if (s->note != NULL)
		fprintf(out, "note = %s\n", s->note);
}

static void print_record(const struct deployment *d, FILE *out)
{
	char started[WHEN_MAX], finished[WHEN_MAX];

	fprintf(out,
	    "[deployment]\npromotion = %s\ncommit = %s\ntree = %s\ntarget = %s\nstarted = "
	    "%s\nfinished = %s\nexecuted-by = %s\noutcome = %s\nmethod = %s\n",
	    d->promotion, d->commit, d->tree, d->target, when_format(d->started, started),
	    when_format(d->finished, finished), d->executed_by, deployment_outcomes[d->outcome],
	    deployment_methods[d->method]);
	if (d->method != DEPLOYMENT_NONE)
		fprintf(out, "differing = %" PRId64 "\n", d->differing);
	for (size_t i = 0; i < d->nsteps; i++)
		if (d->steps[i].by != NULL)
			print_step(&d->steps[i], out);
}

const char *draft_deployment_text(struct arena *a, const struct deployment *d, struct error *e)
{
	struct deployment check;
	struct output out;
	const char *text;

	if (output_start(&out) == 0)
		print_record(d, out.file);
	text = output_keep(&out, a);
	if (text == NULL)
		error_memory(e);
	else if (record_read_deployment(a, text, strlen(text), &check, NULL, e) < 0)
		return NULL; /* what the gate would not read is not brought in */
	return text;
}
