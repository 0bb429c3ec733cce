#include "oid.h"
#include "printable.h"
#include "report_html.h"
#include "when.h"

static const char *
hex_of(struct arena *a, const git_oid *id)
{
	char hex[GIT_OID_HEXSZ + 1];

	return arena_strdup(a, git_oid_tostr(hex, sizeof(hex), id));
}

static enum report_word
fate_word(enum audit_fate fate)
{
	return fate == AUDIT_FATE_MOVED  ? W_WENT_IN :
	    fate == AUDIT_FATE_NOT_MOVED ? W_DID_NOT_GO_IN :
	                                   W_FATE_UNKNOWN;
}

static void
print_facts(struct html *h, struct arena *a, const struct report_detail *d)
{
	char at[WHEN_MAX], number[DIGEST_HEX];

	fputs("<table class=\"facts\">\n", h->out);
	if (report_many(h->report))
		html_row(h, W_REPOSITORY, printable(a, d->item->repo->name));
	html_row(h, W_ENVIRONMENT, printable_escaped(a, d->ref->environment));
	html_row(h, W_REF, printable_escaped(a, d->ref->name));
	html_row(h, W_TIME, when_format(d->seen.at, at));
	html_row(h, W_OUTCOME, report_word(h->language, fate_word(d->item->fate)));
	html_row_id(h, W_MERGE, hex_of(a, &d->step->tip));
	html_row_id(h, W_ENTRY, hex_of(a, &d->seen.id));
	if (d->step->exception != NULL)
		html_row(h, W_EXCEPTION, report_exception(a, d));
	if (d->item->emergency != NULL)
		html_row(h, W_STATE, report_emergency_state(a, h->report, d->item->emergency));
	if (*d->step->reviews != '\0')
		html_row(h, W_REVIEWS, printable_escaped(a, d->step->reviews));
	if (h->report->query.seed != NULL)
		html_row_id(h, W_NUMBER, digest_hex(d->item->draw, number));
	if (d->item->rank > 0)
		html_row(h, W_DRAWN, arena_printf(a, "%zu", d->item->rank));
	fputs("</table>\n", h->out);
}

static void
print_acts(struct html *h, struct arena *a, const struct report_detail *d)
{
	static const enum report_word columns[] = { W_WHO, W_DID, W_WHEN };
	struct report_acts acts;
	char at[WHEN_MAX];

	if (report_acts(a, d, &acts) < 0)
		return; /* the exhausted arena says so */
	fputs("<table class=\"wide acts\">\n<thead><tr>", h->out);
	for (size_t i = 0; i < 3; i++) {
		fputs("<th scope=\"col\">", h->out);
		html_word(h, columns[i]);
		fputs("</th>", h->out);
	}
	fputs("</tr></thead>\n<tbody>\n", h->out);
	for (size_t i = 0; i < acts.n; i++) {
		const struct report_act *act = &acts.list[i];

		fputs("<tr><td>", h->out);
		html_text(h->out, act->who);
		fputs("</td><td>", h->out);
		html_word(h, act->did);
		fputs(*act->note != '\0' ? ": " : "", h->out);
		html_text(h->out, act->note);
		fprintf(h->out, "</td><td class=\"t\">%s</td></tr>\n",
		    act->at != 0 ? when_format(act->at, at) : "");
	}
	fputs("</tbody></table>\n", h->out);
}

/* By what was said of them, the worst first. */
static void
print_rules(struct html *h, const struct report_answer *answer)
{
	bool any = false;

	fputs("<div class=\"rules\">", h->out);
	for (unsigned s = REPORT_STATUSES; s-- > 0;) {
		bool first = true;

		for (size_t i = 0; i < answer->n; i++) {
			if (answer->of[i] != s)
				continue;
			if (first)
				fprintf(h->out, "%s%s: ", any ? "; " : "",
				    report_status_word(h->language, (enum report_status)s));
			fprintf(
			    h->out, "%s<code>%s</code>", first ? "" : ", ", answer->rules[i]->id);
			first = false;
			any = true;
		}
	}
	fputs("</div>\n", h->out);
}

static void
print_proofs(struct html *h, struct arena *a, const struct report_detail *d, unsigned n)
{
	struct report_proofs proofs;

	if (report_proofs(a, d, n, &proofs) < 0 || proofs.n == 0)
		return;
	fputs("<ul class=\"proof\">\n", h->out);
	for (size_t i = 0; i < proofs.n; i++) {
		fputs("<li>", h->out);
		html_word(h, proofs.list[i].label);
		fprintf(h->out, ": %s", proofs.list[i].file ? "<code>" : "");
		html_text(h->out, proofs.list[i].text);
		fprintf(h->out, "%s</li>\n", proofs.list[i].file ? "</code>" : "");
	}
	fputs("</ul>\n", h->out);
}

static void
print_criterion(struct html *h, struct arena *a, const struct report_detail *d, unsigned n)
{
	const struct report_answer *answer = &d->criteria[n - 1];

	fprintf(h->out, "<tr><td data-label=\"CH.06\">%u</td><td><b>", n);
	html_text(h->out, report_criterion_title(h->language, n));
	fprintf(h->out, "</b><br/><span class=\"sign s%u\">%s</span>", (unsigned)answer->status,
	    report_status_sign(answer->status));
	html_text(h->out, report_status_word(h->language, answer->status));
	if (answer->status == REPORT_WAIVED) {
		fputs(": ", h->out);
		html_text(h->out, report_exception(a, d));
	}
	print_rules(h, answer);
	fputs("</td><td>", h->out);
	print_proofs(h, a, d, n);
	fputs("</td></tr>\n", h->out);
}

static void
print_title(struct html *h, struct arena *a, const struct report_detail *d)
{
	const struct report_group *group = d->item->group;

	if (group != NULL && group == h->group) {
		fputs("<section class=\"part\">\n", h->out);
		return;
	}
	h->group = group;
	fputs("<section class=\"promotion\">\n<h2>", h->out);
	html_word(h, W_PROMOTION);
	fputc(' ', h->out);
	html_text(h->out,
	    d->step->promotion != NULL ? printable_escaped(a, d->step->promotion) :
	                                 report_word(h->language, W_UNNAMED));
	fputs("</h2>\n", h->out);
	if (group == NULL || group->n == 1)
		return;
	fprintf(h->out, "<p>%zu ", group->n);
	html_word(h, W_PARTS);
	fputs(group->several ? " " : "", h->out);
	html_text(h->out, group->several ? report_word(h->language, W_IN_REPOSITORIES) : "");
	fputs("</p>\n", h->out);
}

int
report_html_promotion(void *ctx, struct arena *a, const struct report_detail *d, struct error *e)
{
	struct html *h = ctx;

	(void)e;
	print_title(h, a, d);
	print_facts(h, a, d);
	print_acts(h, a, d);
	fputs("<table class=\"wide criteria\">\n<thead><tr><th scope=\"col\">CH.06</th><th "
	      "scope=\"col\">",
	    h->out);
	html_word(h, W_ANSWER);
	fputs("</th><th scope=\"col\">", h->out);
	html_word(h, W_PROOF);
	fputs("</th></tr></thead>\n<tbody>\n", h->out);
	for (unsigned n = 1; n <= CRITERIA; n++)
		print_criterion(h, a, d, n);
	fputs("</tbody></table>\n", h->out);
	if (*d->unknown_rules != '\0') {
		fputs("<p>", h->out);
		html_word(h, W_UNKNOWN_RULES);
		fputs(": ", h->out);
		html_text(h->out, printable_escaped(a, d->unknown_rules));
		fputs("</p>\n", h->out);
	}
	fputs("<p class=\"small\">", h->out);
	html_word(h, W_PROOF_OPENED);
	fprintf(
	    h->out, " <code>git show %s:FILE</code></p>\n</section>\n", oid_short(a, &d->seen.id));
	return 0;
}
