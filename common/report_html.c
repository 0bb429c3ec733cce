#include "report_html.h"

#include "printable.h"
#include "when.h"

void
html_word(struct html *h, enum report_word w)
{
	html_text(h->out, report_word(h->language, w));
}

static void
row(struct html *h, enum report_word label, const char *class, const char *value)
{
	fputs("<tr><th scope=\"row\">", h->out);
	html_word(h, label);
	fprintf(h->out, "</th><td%s>", class);
	html_text(h->out, value != NULL ? value : "(out of memory)");
	fputs("</td></tr>\n", h->out);
}

void
html_row(struct html *h, enum report_word label, const char *value)
{
	row(h, label, "", value);
}

void
html_row_id(struct html *h, enum report_word label, const char *value)
{
	row(h, label, " class=\"id\"", value);
}

static void
print_start(struct html *h, struct arena *a)
{
	const char *period = report_period(a, h->report);

	fprintf(h->out,
	    "<!DOCTYPE html>\n<html lang=\"%s\">\n<head>\n<meta charset=\"utf-8\"/>\n"
	    "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src "
	    "'unsafe-inline'; base-uri 'none'; form-action 'none'\"/>\n"
	    "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/>\n"
	    "<meta name=\"referrer\" content=\"no-referrer\"/>\n<title>",
	    h->language == LANGUAGE_NL ? "nl" : "en");
	html_word(h, W_TITLE);
	fputs(", ", h->out);
	html_text(h->out, period);
	fputs("</title>\n", h->out);
	report_html_style(h->out);
	fputs("</head>\n<body>\n<header>\n<h1>", h->out);
	html_word(h, W_TITLE);
	fputs("</h1>\n", h->out);
}

static void
print_repositories(struct html *h, struct arena *a)
{
	const struct report *r = h->report;
	const char *names = "";

	for (size_t i = 0; i < r->nrepos && names != NULL; i++)
		names = arena_printf(
		    a, "%s%s%s", names, i > 0 ? ", " : "", printable(a, r->repos[i].name));
	html_row(h, W_REPOSITORY, names);
}

static void
print_query(struct html *h, struct arena *a)
{
	const struct report_query *q = &h->report->query;
	char now[WHEN_MAX];

	fputs("<table class=\"facts\">\n", h->out);
	html_row(h, W_PERIOD, report_period(a, h->report));
	if (q->promotion != NULL)
		html_row(h, W_ONLY_PROMOTION, printable_escaped(a, q->promotion));
	if (q->environment != NULL)
		html_row(h, W_ONLY_ENVIRONMENT, printable_escaped(a, q->environment));
	print_repositories(h, a);
	html_row(
	    h, W_MADE, arena_printf(a, "%s, sluis %s", when_format(q->now, now), SLUIS_VERSION));
	fputs("</table>\n<p class=\"small\">", h->out);
	html_word(h, W_TIMES);
	fputc(' ', h->out);
	html_word(h, W_NORM);
	fputs("</p>\n", h->out);
}

static void
print_not_whole(struct html *h, struct arena *a)
{
	const struct report *r = h->report;

	if (report_whole(r))
		return;
	fputs("<div class=\"alarm\" role=\"alert\"><p><b>! ", h->out);
	html_word(h, W_NOT_WHOLE);
	fputs("</b></p><ul>\n", h->out);
	for (size_t i = 0; i < r->nrepos; i++) {
		if (r->repos[i].why.kind == ERROR_NONE)
			continue;
		fputs("<li>", h->out);
		html_text(h->out, printable(a, r->repos[i].name));
		fputs(": ", h->out);
		html_text(h->out, printable_escaped(a, r->repos[i].why.text));
		fputs("</li>\n", h->out);
	}
	fputs("</ul></div>\n", h->out);
}

static void
print_sample(struct html *h, struct arena *a)
{
	if (h->report->query.seed == NULL)
		return;
	fputs("<section>\n<h2>", h->out);
	html_word(h, W_SAMPLE);
	fputs("</h2>\n<p><b>", h->out);
	html_text(h->out, report_sample_head(a, h->report));
	fputs("</b></p>\n<p class=\"small\">", h->out);
	html_word(h, W_SAMPLE_TEXT);
	fputs("</p>\n</section>\n", h->out);
}

int
report_html(struct report *r, FILE *out, struct error *e)
{
	struct html h = { r, out, r->query.language, NULL };
	struct arena a;
	int rc;

	arena_init(&a, ARENA_RUN_CAP);
	print_start(&h, &a);
	print_query(&h, &a);
	print_not_whole(&h, &a);
	fputs("</header>\n<main>\n", out);
	rc = report_html_exceptions(&h, &a, e);
	report_html_timeline(&h, &a);
	report_html_population(&h, &a);
	report_html_policies(&h, &a);
	print_sample(&h, &a);
	arena_release(&a);
	if (rc < 0 || report_each_promotion(r, report_html_promotion, &h, e) < 0)
		return -1;
	report_html_rules(&h);
	fputs("</main>\n</body>\n</html>\n", out);
	return 0;
}
