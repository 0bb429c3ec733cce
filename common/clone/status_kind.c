#include "clone/status_internal.h"
#include "clone/status.h"
#include "policy/freeze.h"

void status_due_print(struct session *se, int64_t due, FILE *out)
{
	int64_t late = when_days_late(due, se->gate.now);
	char at[WHEN_MAX];

	fprintf(out, LABEL, say("review"));
	if (late > 0)
		fprintf(out,
		    say(late == 1 ? "%" PRId64 " day late: it was due by %s\n" :
		                    "%" PRId64 " days late: it was due by %s\n"),
		    late, when_format(due, at));
	else
		fprintf(out, say("due by %s\n"), when_format(due, at));
}

/* What was judged last is the proposal. */
static void print_reviews(struct session *se, const struct status *s, FILE *out)
{
	const struct emergencies *all = &se->gate.verdict.refs[0].steps.list[0].emergencies;
	const struct proposal_wish *w = s->pr.wish;
	unsigned within = se->gate.file.policy.emergency.review_within_days;

	for (size_t i = 0; i < w->nreviews; i++) {
		const struct emergency_case *c = emergencies_find(all, w->reviews[i]);

		fprintf(out, say(LABEL "the emergency %s: %s\n"), say("reviews"), w->reviews[i],
		    c != NULL ? c->title : say("none of that id waits for a review"));
		if (c != NULL)
			status_due_print(se, emergency_due(c, within), out);
	}
}

void status_kind_print(struct session *se, const struct status *s, FILE *out)
{
	const struct proposal_wish *w = s->pr.wish;
	struct arena *a = &se->gate.arena;

	if (w->emergency != NULL)
		fprintf(out, LABEL "%s\n", say("emergency"), escape(a, w->emergency));
	if (w->rolls_back_to != NULL)
		fprintf(out, LABEL "%s\n", say("rolls back"),
		    say("to that candidate: no plan or test is required"));
	print_reviews(se, s, out);
}

void status_kind_json(struct arena *a, const struct status *s, struct jsonw *j)
{
	const struct proposal_wish *w = s->pr.wish;

	jsonw_text(j, "emergency", w->emergency != NULL ? escape(a, w->emergency) : NULL);
	jsonw_bool(j, "rollback", w->rolls_back_to != NULL);
	jsonw_open_array(j, "reviews");
	for (size_t i = 0; i < w->nreviews; i++)
		jsonw_text(j, NULL, escape(a, w->reviews[i]));
	jsonw_close(j);
}

void status_freeze_print(
    struct session *se, const struct status *s, const struct plan *plan, FILE *out)
{
	const struct period window = { plan->window_start, plan->window_end };
	char from[WHEN_MAX], until[WHEN_MAX];
	const struct freeze *f;
	struct period when;

	if (s->pr.said.exception != EXCEPTION_NONE)
		return;
	f = freeze_between(&se->gate.file.policy, s->env, &window, &when);
	if (f == NULL)
		return;
	fprintf(out, LABEL, say("freeze"));
	fprintf(out, say("%s, from %s to %s: nothing is promoted then\n"),
	    escape(&se->gate.arena, f->id), when_format(when.from, from),
	    when_format(when.until, until));
}
