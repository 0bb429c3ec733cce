/*
 * report_text: a report for a terminal, or to paste in a mail.
 */
#include <string.h>

#include "oid.h"
#include "printable.h"
#include "report_writing_text.h"
#include "when.h"
#include "wrap.h"

const char *
text_say(const struct text *t, enum report_word w)
{
	return report_word(t->language, w);
}

void
text_heading(struct text *t, const char *title)
{
	size_t n = title != NULL ? strlen(title) : 0;

	fprintf(t->out, "\n%s\n", title != NULL ? title : "(out of memory)");
	for (size_t i = 0; i < n; i++)
		fputc('=', t->out);
	fputc('\n', t->out);
}

void
text_field(struct text *t, const char *indent, enum report_word label, const char *value)
{
	struct arena a;
	const char *line;

	arena_init(&a, ARENA_RUN_CAP);
	line = arena_printf(
	    &a, "%s: %s", text_say(t, label), value != NULL ? value : "(out of memory)");
	wrap_print(indent, line != NULL ? line : "(out of memory)", t->out);
	arena_release(&a);
}

static void
print_head(struct text *t, struct arena *a)
{
	const struct report_query *q = &t->report->query;
	char now[WHEN_MAX];

	fprintf(t->out, "%s\n", text_say(t, W_TITLE));
	text_field(t, "", W_PERIOD, report_period(a, t->report));
	if (q->promotion != NULL)
		text_field(t, "", W_ONLY_PROMOTION, printable_escaped(a, q->promotion));
	if (q->environment != NULL)
		text_field(t, "", W_ONLY_ENVIRONMENT, printable_escaped(a, q->environment));
	fprintf(t->out, "%s: %s, sluis %s\n", text_say(t, W_MADE), when_format(q->now, now),
	    SLUIS_VERSION);
	wrap_print("", text_say(t, W_TIMES), t->out);
	wrap_print("", text_say(t, W_NORM), t->out);
	if (report_whole(t->report))
		return;
	fputc('\n', t->out);
	wrap_print("!! ", text_say(t, W_NOT_WHOLE), t->out);
	for (size_t i = 0; i < t->report->nrepos; i++)
		if (t->report->repos[i].why.kind != ERROR_NONE)
			wrap_print("   ",
			    arena_printf(a, "%s: %s", printable(a, t->report->repos[i].name),
			        t->report->repos[i].why.text),
			    t->out);
}

static void
print_counts(struct text *t, size_t from, size_t to)
{
	struct report_count list[REPORT_COUNT_MAX];
	size_t n = report_counts(t->report, list);

	for (size_t i = from; i < n && i < to; i++)
		fprintf(t->out, "%8zu  %s\n", list[i].n, text_say(t, list[i].label));
}

static void
print_emergencies(struct text *t, struct arena *a)
{
	const struct report *r = t->report;
	char at[WHEN_MAX];

	if (r->nemergencies > 0)
		fprintf(t->out, "\n%s\n", text_say(t, W_N_EMERGENCIES));
	for (size_t i = 0; i < r->nemergencies && i < REPORT_SHOWN; i++) {
		const struct report_emergency *m = r->emergencies[i];
		const char *line = arena_printf(a, "%s %s%s%s (%s) %s: %s", when_format(m->at, at),
		    report_many(r) ? printable(a, m->repo->name) : "", report_many(r) ? " " : "",
		    m->promotion != NULL ? printable_escaped(a, m->promotion) :
		                           text_say(t, W_UNNAMED),
		    printable_escaped(a, m->environment), printable_escaped(a, m->text),
		    report_emergency_state(a, r, m));

		wrap_print("  ", line != NULL ? line : "(out of memory)", t->out);
	}
	if (r->nemergencies > REPORT_SHOWN)
		fprintf(
		    t->out, "  %zu %s\n", r->nemergencies - REPORT_SHOWN, text_say(t, W_AND_MORE));
}

static int
print_event(void *ctx, struct arena *a, const struct report_detail *d, struct error *e)
{
	struct text *t = ctx;
	char at[WHEN_MAX];
	const char *line = arena_printf(a, "%s %s %s", when_format(d->item->at, at),
	    oid_short(a, &d->item->entry), report_event_text(a, d));

	(void)e;
	wrap_print("  ", line != NULL ? line : "(out of memory)", t->out);
	return 0;
}

static int
print_events(struct text *t, enum report_event_kind kind, enum report_word label, struct error *e)
{
	size_t n = report_count_events(t->report, kind);

	if (n == 0)
		return 0;
	fprintf(t->out, "\n%s\n", text_say(t, label));
	if (n > REPORT_SHOWN)
		fprintf(t->out, "  %zu %s\n", n - REPORT_SHOWN, text_say(t, W_AND_MORE));
	return report_each_event(t->report, kind, REPORT_SHOWN, print_event, t, e);
}

static int
print_exceptions(struct text *t, struct arena *a, struct error *e)
{
	text_heading(t, text_say(t, W_EXCEPTIONS));
	print_counts(t, 0, REPORT_FINDINGS);
	print_emergencies(t, a);
	if (print_events(t, REPORT_UNLOCK, W_N_UNLOCKS, e) < 0 ||
	    print_events(t, REPORT_MOVE, W_N_MOVES, e) < 0 ||
	    print_events(t, REPORT_REFUSED, W_N_REFUSED, e) < 0 ||
	    print_events(t, REPORT_UNDECIDED, W_N_UNDECIDED, e) < 0)
		return -1;
	return print_events(t, REPORT_NOT_MOVED, W_N_NOT_MOVED, e);
}

static void
print_refs(struct text *t, struct arena *a, const struct report_repo *repo)
{
	for (const struct report_ref *ref = repo->refs; ref != NULL; ref = ref->next) {
		const char *line = arena_printf(a, "%s%s%s: %zu %s, %zu %s, %zu %s: %s",
		    report_many(t->report) ? printable(a, repo->name) : "",
		    report_many(t->report) ? " " : "", printable_escaped(a, ref->name), ref->steps,
		    text_say(t, W_STEPS), ref->judged, text_say(t, W_JUDGED), ref->gaps,
		    text_say(t, W_GAPS), report_ref_state(t->report, ref));

		wrap_print("  ", line != NULL ? line : "(out of memory)", t->out);
	}
}

static void
print_population(struct text *t, struct arena *a)
{
	text_heading(t, text_say(t, W_POPULATION));
	print_counts(t, REPORT_FINDINGS, REPORT_COUNT_MAX);
	fputc('\n', t->out);
	wrap_print("", text_say(t, W_POPULATION_TEXT), t->out);
	for (size_t i = 0; i < t->report->nrepos; i++)
		print_refs(t, a, &t->report->repos[i]);
}

static void
print_policies(struct text *t, struct arena *a)
{
	char first[WHEN_MAX], last[WHEN_MAX];

	text_heading(t, text_say(t, W_POLICIES));
	for (size_t i = 0; i < t->report->nrepos; i++) {
		const struct report_repo *repo = &t->report->repos[i];

		if (report_many(t->report))
			fprintf(t->out, "%s\n", printable(a, repo->name));
		for (const struct report_policy *p = repo->policies; p != NULL; p = p->before) {
			const char *digest = strstr(p->text, " sha256:");

			fprintf(t->out, "  %s %s %s, %zu %s\n", when_format(p->first, first),
			    text_say(t, W_TO), when_format(p->last, last), p->verdicts,
			    text_say(t, W_VERDICTS));
			fprintf(t->out, "    %.*s%s%s\n",
			    (int)(digest != NULL ? (size_t)(digest - p->text) : strlen(p->text)),
			    p->text, digest != NULL ? "\n    " : "",
			    digest != NULL ? digest + 1 : "");
		}
	}
}

int
report_text(struct report *r, FILE *out, struct error *e)
{
	struct text t = { r, out, r->query.language, NULL };
	struct arena a;
	int rc;

	arena_init(&a, ARENA_RUN_CAP);
	print_head(&t, &a);
	rc = print_exceptions(&t, &a, e);
	if (rc == 0) {
		print_population(&t, &a);
		print_policies(&t, &a);
	}
	if (rc == 0 && r->query.seed != NULL) {
		text_heading(&t, report_word(t.language, W_SAMPLE));
		fprintf(out, "%s\n", report_sample_head(&a, r));
		wrap_print("", report_word(t.language, W_SAMPLE_TEXT), out);
	}
	arena_release(&a);
	return rc == 0 ? report_each_promotion(r, text_promotion, &t, e) : -1;
}
