/* A report as one HTML file, in the order of its sections. */
#include "report/report_internal.h"
#include "report/deployed.h"

#define LIST_OPEN_MAX 25 /* entries of a list that is open from the start */
#define ROOM ((size_t)8 << 20) /* bytes of evidence in one page */

static void print_query(const struct report_page *p, struct arena *a)
{
	const struct report *r = p->report;
	const struct report_query *q = &r->query;
	struct report_list names = { "" };

	for (size_t i = 0; i < r->nrepos; i++)
		report_list_add(a, &names, ", ", printable(a, r->repos[i].name));
	fputs("<table class=\"facts\">\n", p->out);
	html_row(p, W_PERIOD, report_period(a, r), false);
	if (q->promotion != NULL)
		html_row(p, W_ONLY_PROMOTION, printable_escaped(a, q->promotion), false);
	html_row(p, W_COUNTED, report_scope(a, r, true), false);
	if (*report_scope(a, r, false) != '\0')
		html_row(p, W_NOT_COUNTED, report_scope(a, r, false), false);
	html_row(p, W_REPOSITORY, names.text, false);
	html_row(p, W_MADE, report_printf(a, "%s, sluis %s", when_text(a, q->now), SLUIS_VERSION),
	    false);
	html_printf(p->out, "</table>\n<p class=\"small\">%s %s</p>\n", report_word(W_TIMES),
	    report_word(W_NORM));
}

/* The way to each section, and to each promotion that is shown. */
static void print_contents(const struct report_page *p, struct arena *a)
{
	static const struct {
		const char *id;
		enum report_word title;
	} sections[] = { { "exceptions", W_EXCEPTIONS }, { "timeline", W_TIMELINE },
		{ "population", W_POPULATION }, { "policies", W_POLICIES }, { "sample", W_SAMPLE },
		{ "promotions", W_N_PROMOTIONS }, { "rules", W_RULES_TITLE } };
	const struct report *r = p->report;
	size_t happened = r->promotions.n + report_count_events(r, REPORT_REFUSED) +
	    report_count_events(r, REPORT_UNDECIDED);

	html_printf(p->out, "<nav aria-label=\"%s\">\n<ul>\n", report_word(W_CONTENTS));
	for (size_t i = 0; i < sizeof(sections) / sizeof(sections[0]); i++)
		if (!(sections[i].title == W_SAMPLE && r->query.seed == NULL) &&
		    !(sections[i].title == W_TIMELINE && happened == 0))
			html_printf(p->out, "<li class=\"cap\"><a href=\"#%s\">%s</a></li>\n",
			    sections[i].id, report_word(sections[i].title));
	html_printf(p->out, "</ul>\n<details><summary>%zu %s</summary>\n<ul>\n", report_shown(r),
	    report_word(W_N_PROMOTIONS));
	for (size_t i = 0; i < r->promotions.n; i++)
		if (r->query.sample == 0 || r->promotions.list[i].rank > 0)
			html_printf(p->out, "<li><a href=\"#p%zu\">%s</a></li>\n", i + 1,
			    report_name(a, r->promotions.list[i].promotion));
	fputs("</ul>\n</details>\n</nav>\n", p->out);
}

static int print_event(void *page, struct arena *a, const struct report_detail *d, struct error *e)
{
	const struct report_page *p = page;
	size_t number = report_number(p->report, d->item);

	(void)e;
	fputs("<li>", p->out);
	if (!git_oid_is_zero(&d->item->entry))
		html_printf(p->out, "<span class=\"t\">%s</span> <span class=\"id\">%s</span> ",
		    when_text(a, d->item->at), oid_short(a, &d->item->entry));
	if (number > 0)
		html_printf(p->out, "<a href=\"#p%zu\">%s</a></li>\n", number, d->fields[F_TEXT]);
	else
		html_printf(p->out, "%s</li>\n", d->fields[F_TEXT]);
	return 0;
}

static int print_list(struct report_page *p, enum report_event_kind kind, struct error *e)
{
	size_t n = report_count_events(p->report, kind);
	int rc;

	fputs("<ul>\n", p->out);
	if (n > REPORT_SHOWN)
		html_printf(p->out, "<li>%zu %s</li>\n", n - REPORT_SHOWN, report_word(W_AND_MORE));
	rc = report_each_event(p->report, kind, REPORT_SHOWN, print_event, p, e);
	fputs("</ul>\n", p->out);
	return rc;
}

/* The top of the report. */
static int print_alarms(struct report_page *p, struct error *e)
{
	int rc = 0;

	if (!report_whole(p->report))
		html_printf(p->out,
		    "<div class=\"alarm\" role=\"alert\"><p><b>! %s</b></p></div>\n",
		    report_word(W_NOT_WHOLE));
	for (unsigned kind = 0; rc == 0 && kind < REPORT_EVENTS; kind++) {
		if (report_weight(kind) == WEIGHT_EXCEPTION ||
		    report_count_events(p->report, kind) == 0)
			continue;
		html_printf(p->out,
		    "<div class=\"alarm\" role=\"alert\" id=\"%s\"><p><b>! %s</b></p>",
		    report_event_id(kind), report_event_title(kind));
		rc = print_list(p, kind, e);
		fputs("</div>\n", p->out);
	}
	return rc;
}

static void print_counts(const struct report_page *p)
{
	struct report_count counts[REPORT_COUNTS];

	report_counts(p->report, counts);
	fputs("<table class=\"counts\">\n", p->out);
	for (size_t i = 0; i < REPORT_COUNTS; i++)
		html_printf(p->out, "<tr><td class=\"num\">%zu</td><td>%s</td></tr>\n", counts[i].n,
		    report_word(counts[i].label));
	fputs("</table>\n", p->out);
}

/* What is not nought stands out, and leads to its list. */
static int print_exceptions(struct report_page *p, struct arena *a, struct error *e)
{
	int rc = 0;

	html_printf(p->out, "<section id=\"exceptions\">\n<h2>%s</h2>\n<table class=\"counts\">\n",
	    report_word(W_EXCEPTIONS));
	for (unsigned kind = 0; kind < REPORT_EVENTS; kind++) {
		size_t n = report_count_events(p->report, kind);
		const char *title = report_event_title(kind);

		if (n > 0)
			html_printf(p->out,
			    "<tr class=\"some\"><td class=\"num\">%zu</td><td><a "
			    "href=\"#%s\">%s</a></td></tr>\n",
			    n, report_event_id(kind), title);
		else
			html_printf(
			    p->out, "<tr><td class=\"num\">0</td><td>%s</td></tr>\n", title);
	}
	fputs("</table>\n", p->out);
	for (unsigned kind = 0; rc == 0 && kind < REPORT_EVENTS; kind++) {
		size_t n = report_count_events(p->report, kind);

		if (report_weight(kind) != WEIGHT_EXCEPTION || n == 0)
			continue;
		html_printf(p->out, "<div id=\"%s\">\n", report_event_id(kind));
		html_details(
		    p, n <= LIST_OPEN_MAX, report_printf(a, "%zu %s", n, report_event_title(kind)));
		rc = print_list(p, kind, e);
		fputs("</details>\n</div>\n", p->out);
	}
	fputs("</section>\n", p->out);
	return rc;
}

/* A cell that says on a phone, where there is no head above it, what it is. */
static void cell(const struct report_page *p, enum report_word label, const char *value)
{
	html_printf(p->out,
	    label == W_FIRST || label == W_LAST || label == W_REF ?
	        "<td class=\"t\" data-label=\"%s\">%s</td>" :
	        "<td data-label=\"%s\">%s</td>",
	    report_word(label), value);
}

static void cell_number(const struct report_page *p, enum report_word label, size_t n)
{
	html_printf(p->out, "<td data-label=\"%s\">%zu</td>", report_word(label), n);
}

static void print_population(const struct report_page *p, struct arena *a)
{
	static const enum report_word columns[] = { W_REPOSITORY, W_REF, W_STEPS, W_JUDGED, W_GAPS,
		W_STATE };
	html_printf(
	    p->out, "<section id=\"population\">\n<h2>%s</h2>\n", report_word(W_POPULATION));
	print_counts(p);
	html_printf(p->out, "<p class=\"small\">%s</p>\n", report_word(W_POPULATION_TEXT));
	html_table(p, "wide", columns, sizeof(columns) / sizeof(columns[0]));
	for (size_t i = 0; i < p->report->nrepos; i++) {
		const struct report_repo *repo = &p->report->repos[i];

		for (const struct report_ref *ref = repo->refs; ref != NULL; ref = ref->next) {
			const char *runs = report_runs_text(a, p->report, repo, ref);

			fputs("<tr>", p->out);
			cell(p, W_REPOSITORY, printable(a, repo->name));
			cell(p, W_REF, printable_escaped(a, ref->name));
			cell_number(p, W_STEPS, ref->steps);
			cell_number(p, W_JUDGED, ref->judged);
			cell_number(p, W_GAPS, ref->gaps);
			cell(p, W_STATE,
			    report_printf(a, "%s%s%s%s%s", report_ref_state(ref),
			        *runs != '\0' ? "; " : "", *runs != '\0' ? report_word(W_RUNS) : "",
			        *runs != '\0' ? ": " : "", runs));
			fputs("</tr>\n", p->out);
		}
	}
	fputs("</tbody></table>\n</section>\n", p->out);
}

static void print_policies(const struct report_page *p, struct arena *a)
{
	static const enum report_word columns[] = { W_REPOSITORY, W_POLICY, W_FIRST, W_LAST,
		W_VERDICTS };

	html_printf(p->out, "<section id=\"policies\">\n<h2>%s</h2>\n", report_word(W_POLICIES));
	html_table(p, "wide", columns, sizeof(columns) / sizeof(columns[0]));
	for (size_t i = 0; i < p->report->nrepos; i++) {
		const struct report_repo *repo = &p->report->repos[i];

		for (const struct report_policy *in = repo->policies; in != NULL; in = in->before) {
			fputs("<tr>", p->out);
			cell(p, W_REPOSITORY, printable(a, repo->name));
			cell(p, W_POLICY, printable_escaped(a, in->text));
			cell(p, W_FIRST, when_text(a, in->first));
			cell(p, W_LAST, when_text(a, in->last));
			cell_number(p, W_VERDICTS, in->verdicts);
			fputs("</tr>\n", p->out);
		}
	}
	fputs("</tbody></table>\n</section>\n", p->out);
}

static void print_rules(const struct report_page *p)
{
	html_printf(p->out, "<section id=\"rules\">\n<h2>%s</h2>\n", report_word(W_RULES_TITLE));
	for (unsigned n = 1; n <= CRITERIA; n++) {
		html_printf(p->out, "<h3 id=\"c%zu\">%zu. %s</h3>\n<ul>\n", (size_t)n, (size_t)n,
		    report_criterion_title(n));
		for (enum rule_id id = 0; id < RULE_COUNT; id++)
			if (rules[id].criterion == n)
				html_printf(p->out, "<li><code>%s</code>: %s</li>\n", rules[id].id,
				    rule_asks(id));
		fputs("</ul>\n", p->out);
	}
	fputs("</section>\n", p->out);
}

int report_html(struct report *r, FILE *out, struct error *e)
{
	struct report_page p = { r, out, NULL, ROOM };
	struct arena a;
	int rc;

	arena_init(&a, ARENA_RUN_CAP);
	html_start(&p, &a, report_period(&a, r));
	print_query(&p, &a);
	rc = print_alarms(&p, e);
	print_contents(&p, &a);
	fputs("</header>\n<main>\n", out);
	if (rc == 0)
		rc = print_exceptions(&p, &a, e);
	report_html_timeline(&p, &a);
	print_population(&p, &a);
	print_policies(&p, &a);
	if (r->query.seed != NULL)
		html_printf(out,
		    "<section id=\"sample\">\n<h2>%s</h2>\n<p><b>%s</b></p>\n<p "
		    "class=\"small\">%s</p>\n</section>\n",
		    report_word(W_SAMPLE), report_sample_head(&a, r), report_word(W_SAMPLE_TEXT));
	arena_release(&a);
	html_printf(out, "<section id=\"promotions\">\n<h2>%s</h2>\n", report_word(W_N_PROMOTIONS));
	if (rc < 0 || report_each_promotion(r, report_html_promotion, &p, e) < 0)
		return -1;
	fputs("</section>\n", out);
	print_rules(&p);
	fputs("</main>\n</body>\n</html>\n", out);
	return 0;
}
