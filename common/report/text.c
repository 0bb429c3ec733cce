/*
 * report/text: a report for a terminal, or to paste in a mail.
 */
#include "report/report_internal.h"
#include "report/deployed.h"
#include "base/wrap.h"

/* One paragraph. */
static void __attribute__((format(printf, 3, 4)))
print(const struct report_page *p, const char *indent, const char *fmt, ...)
{
	struct arena a;
	const char *line;
	va_list ap;

	arena_init(&a, ARENA_RUN_CAP);
	va_start(ap, fmt);
	line = arena_vprintf(&a, fmt, ap);
	va_end(ap);
	wrap_print(indent, line != NULL ? line : "(out of memory)", p->out);
	arena_release(&a);
}

static void print_heading(const struct report_page *p, const char *title)
{
	fprintf(p->out, "\n%s\n", title);
	for (size_t n = strlen(title); n > 0; n--)
		fputc('=', p->out);
	fputc('\n', p->out);
}

static void print_field(
    const struct report_page *p, const char *indent, enum report_word label, const char *value)
{
	print(p, indent, "%s: %s", report_word(label), value);
}

/* "project " before what is one of several repositories. */
static const char *prefix(
    const struct report_page *p, struct arena *a, const struct report_repo *repo)
{
	return report_many(p->report) ? report_printf(a, "%s ", printable(a, repo->name)) : "";
}

static void print_head(const struct report_page *p, struct arena *a)
{
	const struct report_query *q = &p->report->query;

	fprintf(p->out, "%s\n", report_word(W_TITLE));
	print_field(p, "", W_PERIOD, report_period(a, p->report));
	if (q->promotion != NULL)
		print_field(p, "", W_ONLY_PROMOTION, printable_escaped(a, q->promotion));
	print_field(p, "", W_COUNTED, report_scope(a, p->report, true));
	if (*report_scope(a, p->report, false) != '\0')
		print_field(p, "", W_NOT_COUNTED, report_scope(a, p->report, false));
	fprintf(
	    p->out, "%s: %s, sluis %s\n", report_word(W_MADE), when_text(a, q->now), SLUIS_VERSION);
	print(p, "", "%s", report_word(W_TIMES));
	print(p, "", "%s", report_word(W_NORM));
	if (!report_whole(p->report))
		fprintf(p->out, "\n!! %s\n", report_word(W_NOT_WHOLE));
}

static int print_event(void *page, struct arena *a, const struct report_detail *d, struct error *e)
{
	(void)e;
	if (git_oid_is_zero(&d->item->entry))
		print(page, "  ", "%s", d->fields[F_TEXT]);
	else
		print(page, "  ", "%s %s %s", when_text(a, d->item->at),
		    oid_short(a, &d->item->entry), d->fields[F_TEXT]);
	return 0;
}

/* The lists at the top of the report, or the others. */
static int print_events(struct report_page *p, bool top, struct error *e)
{
	for (unsigned kind = 0; kind < REPORT_EVENTS; kind++) {
		size_t n = report_count_events(p->report, kind);

		if (n == 0 || top != (report_weight(kind) > WEIGHT_EXCEPTION))
			continue;
		fprintf(p->out, "\n%s%s\n", top ? "!! " : "", report_event_title(kind));
		if (n > REPORT_SHOWN)
			fprintf(p->out, "  %zu %s\n", n - REPORT_SHOWN, report_word(W_AND_MORE));
		if (report_each_event(p->report, kind, REPORT_SHOWN, print_event, p, e) < 0)
			return -1;
	}
	return 0;
}

static int print_exceptions(struct report_page *p, struct error *e)
{
	print_heading(p, report_word(W_EXCEPTIONS));
	for (unsigned kind = 0; kind < REPORT_EVENTS; kind++)
		fprintf(p->out, "%8zu  %s\n", report_count_events(p->report, kind),
		    report_event_title(kind));
	return print_events(p, false, e);
}

static void print_population(const struct report_page *p, struct arena *a)
{
	struct report_count counts[REPORT_COUNTS];

	print_heading(p, report_word(W_POPULATION));
	report_counts(p->report, counts);
	for (size_t i = 0; i < REPORT_COUNTS; i++)
		fprintf(p->out, "%8zu  %s\n", counts[i].n, report_word(counts[i].label));
	fputc('\n', p->out);
	print(p, "", "%s", report_word(W_POPULATION_TEXT));
	for (size_t i = 0; i < p->report->nrepos; i++) {
		const struct report_repo *repo = &p->report->repos[i];

		for (const struct report_ref *ref = repo->refs; ref != NULL; ref = ref->next) {
			const char *runs = report_runs_text(a, p->report, repo, ref);

			print(p, "  ", "%s%s: %s", prefix(p, a, repo), report_ref_text(a, ref),
			    report_ref_state(ref));
			if (*runs != '\0')
				print_field(p, "    ", W_RUNS, runs);
		}
	}
}

static void print_policies(const struct report_page *p, struct arena *a)
{
	print_heading(p, report_word(W_POLICIES));
	for (size_t i = 0; i < p->report->nrepos; i++) {
		const struct report_repo *repo = &p->report->repos[i];

		if (report_many(p->report))
			fprintf(p->out, "%s\n", printable(a, repo->name));
		for (const struct report_policy *in = repo->policies; in != NULL; in = in->before) {
			const char *digest = strstr(in->text, " sha256:");

			fprintf(p->out, "  %s %s %s, %zu %s\n", when_text(a, in->first),
			    report_word(W_TO), when_text(a, in->last), in->verdicts,
			    report_word(W_VERDICTS));
			fprintf(p->out, "    %.*s%s%s\n",
			    (int)(digest != NULL ? (size_t)(digest - in->text) : strlen(in->text)),
			    in->text, digest != NULL ? "\n    " : "",
			    digest != NULL ? digest + 1 : "");
		}
	}
}

static void print_acts(const struct report_page *p, struct arena *a, const struct report_detail *d)
{
	struct report_acts acts;
	char first[WHEN_MAX + 8];

	if (report_acts(a, d, &acts) < 0)
		return; /* the exhausted arena says so */
	fputc('\n', p->out);
	for (size_t i = 0; i < acts.n; i++) {
		const struct report_act *act = &acts.list[i];

		snprintf(
		    first, sizeof(first), "  %-20s ", act->at != 0 ? when_text(a, act->at) : "");
		print(p, first, "%s %s%s%s", act->who, report_word(act->did),
		    *act->note != '\0' ? ": " : "", act->note);
	}
}

/* What is exact stays on one line, after `before`. */
static void print_proofs(const struct report_page *p, const char *indent, const char *before,
    const struct report_proofs *proofs)
{
	for (size_t i = 0; i < proofs->n; i++)
		if (proofs->list[i].exact)
			fprintf(p->out, "%s%s:%s%s\n", indent, report_word(proofs->list[i].label),
			    before, proofs->list[i].text);
		else
			print_field(p, indent, proofs->list[i].label, proofs->list[i].text);
}

/* By what was said of them, the worst first: "not applicable: freeze, emergency". */
static void print_rules(
    const struct report_page *p, struct arena *a, const struct report_answer *answer)
{
	for (unsigned s = REPORT_STATUSES; s-- > 0;) {
		const char *line = NULL;

		for (size_t i = 0; i < answer->n; i++)
			if (answer->of[i] == s)
				line = report_printf(a, "%s%s%s",
				    line != NULL ? line : report_status_word(s),
				    line != NULL ? ", " : ": ", answer->rules[i]->id);
		if (line != NULL)
			wrap_print("    ", line, p->out);
	}
}

static void print_criterion(
    const struct report_page *p, struct arena *a, const struct report_detail *d, unsigned n)
{
	const struct report_answer *answer = &d->criteria[n - 1];
	struct report_proofs proofs;

	fprintf(p->out, "\n%s %u  %s: %s%s%s\n", report_status_sign(answer->status), n,
	    report_criterion_title(n), report_status_word(answer->status),
	    answer->status == REPORT_WAIVED ? ", " : "",
	    answer->status == REPORT_WAIVED ? report_exception(a, d) : "");
	print_rules(p, a, answer);
	if (report_proofs(a, d, n, &proofs) == 0)
		print_proofs(p, "    ", "\n      ", &proofs);
}

static int print_promotion(
    void *ctx, struct arena *a, const struct report_detail *d, struct error *e)
{
	struct report_page *p = ctx;
	const struct report_group *group = d->item->group;
	struct report_proofs facts;

	(void)e;
	if (group == NULL || group != p->group)
		print_heading(p,
		    report_printf(
		        a, "%s %s", report_word(W_PROMOTION), report_name(a, d->step->promotion)));
	if (group != NULL && group != p->group && group->n > 1)
		fprintf(p->out, "%zu %s%s%s\n", group->n, report_word(W_PARTS),
		    group->several ? " " : "",
		    group->several ? report_word(W_IN_REPOSITORIES) : "");
	p->group = group;
	fputc('\n', p->out);
	if (report_facts(a, d, &facts) < 0)
		return 0; /* the exhausted arena says so */
	print_proofs(p, "  ", " ", &facts);
	print_acts(p, a, d);
	for (unsigned n = 1; n <= CRITERIA; n++)
		print_criterion(p, a, d, n);
	if (*d->unknown_rules != '\0')
		print_field(p, "  ", W_UNKNOWN_RULES, printable_escaped(a, d->unknown_rules));
	fprintf(p->out, "\n  %s: git show %s:FILE\n", report_word(W_PROOF_OPENED),
	    oid_short(a, &d->seen.id));
	return 0;
}

int report_text(struct report *r, FILE *out, struct error *e)
{
	struct report_page p = { .report = r, .out = out };
	struct arena a;
	int rc;

	arena_init(&a, ARENA_RUN_CAP);
	print_head(&p, &a);
	rc = print_events(&p, true, e);
	if (rc == 0)
		rc = print_exceptions(&p, e);
	if (rc == 0) {
		print_population(&p, &a);
		print_policies(&p, &a);
	}
	if (rc == 0 && r->query.seed != NULL) {
		print_heading(&p, report_word(W_SAMPLE));
		fprintf(out, "%s\n", report_sample_head(&a, r));
		print(&p, "", "%s", report_word(W_SAMPLE_TEXT));
	}
	arena_release(&a);
	return rc == 0 ? report_each_promotion(r, print_promotion, &p, e) : -1;
}
