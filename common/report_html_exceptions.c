#include "oid.h"
#include "printable.h"
#include "report_html.h"
#include "when.h"

static void
heading(struct html *h, const char *level, enum report_word title)
{
	fprintf(h->out, "<%s>", level);
	html_word(h, title);
	fprintf(h->out, "</%s>\n", level);
}

/* What is not nought stands out. */
static void
print_counts(struct html *h, size_t from, size_t to)
{
	struct report_count list[REPORT_COUNT_MAX];
	size_t n = report_counts(h->report, list);

	fputs("<table class=\"counts\">\n", h->out);
	for (size_t i = from; i < n && i < to; i++) {
		fprintf(h->out, "<tr%s><td class=\"num\">%zu</td><td>",
		    from == 0 && list[i].n > 0 ? " class=\"some\"" : "", list[i].n);
		html_word(h, list[i].label);
		fputs("</td></tr>\n", h->out);
	}
	fputs("</table>\n", h->out);
}

static void
print_more(struct html *h, size_t n)
{
	if (n <= REPORT_SHOWN)
		return;
	fprintf(h->out, "<li>%zu ", n - REPORT_SHOWN);
	html_word(h, W_AND_MORE);
	fputs("</li>\n", h->out);
}

static void
print_emergencies(struct html *h, struct arena *a)
{
	const struct report *r = h->report;
	char at[WHEN_MAX];

	if (r->nemergencies == 0)
		return;
	heading(h, "h3", W_N_EMERGENCIES);
	fputs("<ul>\n", h->out);
	for (size_t i = 0; i < r->nemergencies && i < REPORT_SHOWN; i++) {
		const struct report_emergency *m = r->emergencies[i];

		fprintf(h->out, "<li><span class=\"t\">%s</span> ", when_format(m->at, at));
		if (report_many(r)) {
			html_text(h->out, printable(a, m->repo->name));
			fputc(' ', h->out);
		}
		fputs("<b>", h->out);
		html_text(h->out,
		    m->promotion != NULL ? printable_escaped(a, m->promotion) :
		                           report_word(h->language, W_UNNAMED));
		fputs("</b> ", h->out);
		html_text(h->out, printable_escaped(a, m->environment));
		fputs(": ", h->out);
		html_text(h->out, printable_escaped(a, m->text));
		fputs(" &#8212; <b>", h->out);
		html_text(h->out, report_emergency_state(a, r, m));
		fputs("</b></li>\n", h->out);
	}
	print_more(h, r->nemergencies);
	fputs("</ul>\n", h->out);
}

static int
print_event(void *ctx, struct arena *a, const struct report_detail *d, struct error *e)
{
	struct html *h = ctx;
	char at[WHEN_MAX];

	(void)e;
	fprintf(h->out, "<li><span class=\"t\">%s</span> <span class=\"id\">%s</span> ",
	    when_format(d->item->at, at), oid_short(a, &d->item->entry));
	html_text(h->out, report_event_text(a, d));
	fputs("</li>\n", h->out);
	return 0;
}

static int
print_events(struct html *h, enum report_event_kind kind, enum report_word label, struct error *e)
{
	size_t n = report_count_events(h->report, kind);
	int rc;

	if (n == 0)
		return 0;
	heading(h, "h3", label);
	fputs("<ul>\n", h->out);
	print_more(h, n);
	rc = report_each_event(h->report, kind, REPORT_SHOWN, print_event, h, e);
	fputs("</ul>\n", h->out);
	return rc;
}

int
report_html_exceptions(struct html *h, struct arena *a, struct error *e)
{
	static const struct {
		enum report_event_kind kind;
		enum report_word label;
	} kinds[] = {
		{ REPORT_UNLOCK, W_N_UNLOCKS },
		{ REPORT_MOVE, W_N_MOVES },
		{ REPORT_REFUSED, W_N_REFUSED },
		{ REPORT_UNDECIDED, W_N_UNDECIDED },
		{ REPORT_NOT_MOVED, W_N_NOT_MOVED },
	};
	int rc = 0;

	fputs("<section>\n", h->out);
	heading(h, "h2", W_EXCEPTIONS);
	print_counts(h, 0, REPORT_FINDINGS);
	print_emergencies(h, a);
	for (size_t i = 0; rc == 0 && i < sizeof(kinds) / sizeof(kinds[0]); i++)
		rc = print_events(h, kinds[i].kind, kinds[i].label, e);
	fputs("</section>\n", h->out);
	return rc;
}

/* A cell that says on a phone, where there is no head above it, what it is. */
static void
cell(struct html *h, enum report_word label, const char *value)
{
	fprintf(h->out, "<td%s data-label=\"",
	    label == W_FIRST || label == W_LAST ? " class=\"t\"" : "");
	html_word(h, label);
	fputs("\">", h->out);
	html_text(h->out, value != NULL ? value : "(out of memory)");
	fputs("</td>", h->out);
}

static void
table_head(struct html *h, const enum report_word *columns, size_t n)
{
	fputs("<table class=\"wide\">\n<thead><tr>", h->out);
	for (size_t i = 0; i < n; i++) {
		fputs("<th scope=\"col\">", h->out);
		html_word(h, columns[i]);
		fputs("</th>", h->out);
	}
	fputs("</tr></thead>\n<tbody>\n", h->out);
}

static void
print_refs(struct html *h, struct arena *a, const struct report_repo *repo)
{
	for (const struct report_ref *ref = repo->refs; ref != NULL; ref = ref->next) {
		fputs("<tr>", h->out);
		cell(h, W_REPOSITORY, printable(a, repo->name));
		cell(h, W_REF, printable_escaped(a, ref->name));
		cell(h, W_STEPS, arena_printf(a, "%zu", ref->steps));
		cell(h, W_JUDGED, arena_printf(a, "%zu", ref->judged));
		cell(h, W_GAPS, arena_printf(a, "%zu", ref->gaps));
		cell(h, W_STATE, report_ref_state(h->report, ref));
		fputs("</tr>\n", h->out);
	}
}

void
report_html_population(struct html *h, struct arena *a)
{
	static const enum report_word columns[] = { W_REPOSITORY, W_REF, W_STEPS, W_JUDGED, W_GAPS,
		W_STATE };

	fputs("<section>\n", h->out);
	heading(h, "h2", W_POPULATION);
	print_counts(h, REPORT_FINDINGS, REPORT_COUNT_MAX);
	fputs("<p class=\"small\">", h->out);
	html_word(h, W_POPULATION_TEXT);
	fputs("</p>\n", h->out);
	table_head(h, columns, sizeof(columns) / sizeof(columns[0]));
	for (size_t i = 0; i < h->report->nrepos; i++)
		print_refs(h, a, &h->report->repos[i]);
	fputs("</tbody></table>\n</section>\n", h->out);
}

void
report_html_policies(struct html *h, struct arena *a)
{
	static const enum report_word columns[] = { W_REPOSITORY, W_POLICY, W_FIRST, W_LAST,
		W_VERDICTS };
	char first[WHEN_MAX], last[WHEN_MAX];

	fputs("<section>\n", h->out);
	heading(h, "h2", W_POLICIES);
	table_head(h, columns, sizeof(columns) / sizeof(columns[0]));
	for (size_t i = 0; i < h->report->nrepos; i++)
		for (const struct report_policy *p = h->report->repos[i].policies; p != NULL;
		     p = p->before) {
			fputs("<tr>", h->out);
			cell(h, W_REPOSITORY, printable(a, h->report->repos[i].name));
			cell(h, W_POLICY, printable_escaped(a, p->text));
			cell(h, W_FIRST, when_format(p->first, first));
			cell(h, W_LAST, when_format(p->last, last));
			cell(h, W_VERDICTS, arena_printf(a, "%zu", p->verdicts));
			fputs("</tr>\n", h->out);
		}
	fputs("</tbody></table>\n</section>\n", h->out);
}

void
report_html_rules(struct html *h)
{
	fputs("<section class=\"promotion\">\n", h->out);
	heading(h, "h2", W_RULES_TITLE);
	for (unsigned n = 1; n <= CRITERIA; n++) {
		fprintf(h->out, "<h3>%u. ", n);
		html_text(h->out, report_criterion_title(h->language, n));
		fputs("</h3>\n<ul>\n", h->out);
		for (enum rule_id id = 0; id < RULE_COUNT; id++) {
			if (rules[id].criterion != n)
				continue;
			fprintf(h->out, "<li><code>%s</code>: ", rules[id].id);
			html_text(h->out, rule_asks(h->language, id));
			fputs("</li>\n", h->out);
		}
		fputs("</ul>\n", h->out);
	}
	fputs("</section>\n", h->out);
}
