#include "base/oid.h"
#include "base/printable.h"
#include "report/report_internal.h"
#include "base/when.h"

static void print_title(struct report_page *p, struct arena *a, const struct report_detail *d)
{
	const struct report_group *group = d->item->group;

	if (group != NULL && group == p->group) {
		fputs("<section class=\"part\">\n", p->out);
		return;
	}
	p->group = group;
	html_printf(p->out, "<section class=\"promotion\">\n<h2>%s %s</h2>\n",
	    report_say(p, W_PROMOTION), report_name(p, a, d->step->promotion));
	if (group != NULL && group->n > 1)
		html_printf(p->out, "<p>%zu %s%s%s</p>\n", group->n, report_say(p, W_PARTS),
		    group->several ? " " : "",
		    group->several ? report_say(p, W_IN_REPOSITORIES) : "");
}

static void print_facts(const struct report_page *p, struct arena *a, const struct report_detail *d)
{
	struct report_proofs facts;

	if (report_facts(a, d, &facts) < 0)
		return; /* the exhausted arena says so */
	fputs("<table class=\"facts\">\n", p->out);
	for (size_t i = 0; i < facts.n; i++)
		html_row(p, facts.list[i].label, facts.list[i].text, facts.list[i].exact);
	fputs("</table>\n", p->out);
}

static void print_acts(const struct report_page *p, struct arena *a, const struct report_detail *d)
{
	static const enum report_word columns[] = { W_WHO, W_DID, W_WHEN };
	struct report_acts acts;
	char at[WHEN_MAX];

	if (report_acts(a, d, &acts) < 0)
		return;
	html_table(p, "wide acts", columns, sizeof(columns) / sizeof(columns[0]));
	for (size_t i = 0; i < acts.n; i++) {
		const struct report_act *act = &acts.list[i];

		html_printf(p->out, "<tr><td>%s</td><td>%s%s%s</td><td class=\"t\">%s</td></tr>\n",
		    act->who, report_say(p, act->did), *act->note != '\0' ? ": " : "", act->note,
		    act->at != 0 ? when_format(act->at, at) : "");
	}
	fputs("</tbody></table>\n", p->out);
}

/* By what was said of them, the worst first. */
static void print_rules(const struct report_page *p, const struct report_answer *answer)
{
	bool any = false;

	fputs("<div class=\"rules\">", p->out);
	for (unsigned s = REPORT_STATUSES; s-- > 0;) {
		bool first = true;

		for (size_t i = 0; i < answer->n; i++) {
			if (answer->of[i] != s)
				continue;
			if (first)
				html_printf(p->out, "%s%s: ", any ? "; " : "",
				    report_status_word(p->language, (enum report_status)s));
			html_printf(p->out, "%s", first ? "" : ", ");
			html_printf(p->out, "<code>%s</code>", answer->rules[i]->id);
			first = false;
			any = true;
		}
	}
	fputs("</div>\n", p->out);
}

static void print_proofs(
    const struct report_page *p, struct arena *a, const struct report_detail *d, unsigned n)
{
	struct report_proofs proofs;

	if (report_proofs(a, d, n, &proofs) < 0 || proofs.n == 0)
		return;
	fputs("<ul class=\"proof\">\n", p->out);
	for (size_t i = 0; i < proofs.n; i++)
		html_printf(p->out,
		    proofs.list[i].exact ? "<li>%s: <code>%s</code></li>\n" : "<li>%s: %s</li>\n",
		    report_say(p, proofs.list[i].label), proofs.list[i].text);
	fputs("</ul>\n", p->out);
}

static void print_criterion(
    const struct report_page *p, struct arena *a, const struct report_detail *d, unsigned n)
{
	const struct report_answer *answer = &d->criteria[n - 1];
	bool waived = answer->status == REPORT_WAIVED;

	html_printf(p->out,
	    "<tr><td data-label=\"CH.06\">%zu</td><td><b>%s</b><br/><span class=\"sign "
	    "s%zu\">%s</span>%s%s%s",
	    (size_t)n, report_criterion_title(p->language, n), (size_t)answer->status,
	    report_status_sign(answer->status), report_status_word(p->language, answer->status),
	    waived ? ": " : "", waived ? report_exception(a, d) : "");
	print_rules(p, answer);
	fputs("</td><td>", p->out);
	print_proofs(p, a, d, n);
	fputs("</td></tr>\n", p->out);
}

int report_html_promotion(
    void *page, struct arena *a, const struct report_detail *d, struct error *e)
{
	const struct report_page *p = page;

	(void)e;
	print_title(page, a, d);
	print_facts(p, a, d);
	print_acts(p, a, d);
	html_printf(p->out,
	    "<table class=\"wide criteria\">\n<thead><tr><th scope=\"col\">CH.06</th><th "
	    "scope=\"col\">%s</th><th scope=\"col\">%s</th></tr></thead>\n<tbody>\n",
	    report_say(p, W_ANSWER), report_say(p, W_PROOF));
	for (unsigned n = 1; n <= CRITERIA; n++)
		print_criterion(p, a, d, n);
	fputs("</tbody></table>\n", p->out);
	if (*d->unknown_rules != '\0')
		html_printf(p->out, "<p>%s: %s</p>\n", report_say(p, W_UNKNOWN_RULES),
		    printable_escaped(a, d->unknown_rules));
	html_printf(p->out, "<p class=\"small\">%s <code>git show %s:FILE</code></p>\n</section>\n",
	    report_say(p, W_PROOF_OPENED), oid_short(a, &d->seen.id));
	return 0;
}
