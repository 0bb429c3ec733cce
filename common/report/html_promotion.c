#include "report/page.h"
#include "report/report_internal.h"

#define OPEN_MAX 25 /* promotions whose proof is open from the start */
#define FILE_SHOWN ((size_t)16 << 10) /* bytes of each */

/* A new id has a heading; other parts of it follow below. */
static void print_title(struct report_page *p, struct arena *a, const struct report_detail *d)
{
	const struct report_group *group = d->item->group;
	size_t number = report_number(p->report, d->item);

	if (group != NULL && group == p->group) {
		html_printf(p->out, "<section class=\"part\" id=\"p%zu\">\n", number);
		return;
	}
	p->group = group;
	html_printf(p->out, "<section class=\"promotion\" id=\"p%zu\">\n<h3>%s %s</h3>\n", number,
	    report_word(W_PROMOTION), report_name(a, d->step->promotion));
	if (group != NULL && group->n > 1)
		html_printf(p->out, "<p>%zu %s%s%s</p>\n", group->n, report_word(W_PARTS),
		    group->several ? " " : "",
		    group->several ? report_word(W_IN_REPOSITORIES) : "");
}

/* What is read of each: where and when, the nine answers, who. */
static void print_short(const struct report_page *p, struct arena *a, const struct report_detail *d)
{
	struct report_acts acts;

	html_printf(p->out, "<p>%s, %s%s%s, %s%s%s</p>\n<p>", when_text(a, d->item->at),
	    report_many(p->report) ? d->fields[F_REPOSITORY] : "",
	    report_many(p->report) ? " " : "", d->fields[F_ENVIRONMENT], report_fate(d->item->fate),
	    *report_exception(a, d) != '\0' ? ", " : "", report_exception(a, d));
	for (size_t n = 0; n < CRITERIA; n++) {
		enum report_status status = d->criteria[n].status;
		bool quiet = status == REPORT_MET || status == REPORT_NOT_APPLICABLE;

		html_printf(p->out, "<span class=\"sign s%zu\" title=\"%s: %s\">%zu %s%s%s</span> ",
		    (size_t)status, report_criterion_title((unsigned)n + 1),
		    report_status_word(status), n + 1, report_status_sign(status), quiet ? "" : " ",
		    quiet ? "" : report_status_word(status));
	}
	fputs("</p>\n<p class=\"small\">", p->out);
	if (report_acts(a, d, &acts) < 0)
		acts.n = 0; /* the exhausted arena says so */
	for (size_t i = 0; i < acts.n; i++) {
		bool same = i > 0 && acts.list[i].did == acts.list[i - 1].did;

		html_printf(p->out, "%s%s%s%s",
		    same      ? ", " :
		        i > 0 ? "; " :
		                "",
		    same ? "" : report_word(acts.list[i].did), same ? "" : ": ", acts.list[i].who);
	}
	fputs("</p>\n", p->out);
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

	if (report_acts(a, d, &acts) < 0)
		return;
	html_table(p, "wide acts", columns, sizeof(columns) / sizeof(columns[0]));
	for (size_t i = 0; i < acts.n; i++) {
		const struct report_act *act = &acts.list[i];

		html_printf(p->out, "<tr><td>%s</td><td>%s%s%s</td><td class=\"t\">%s</td></tr>\n",
		    act->who, report_word(act->did), *act->note != '\0' ? ": " : "", act->note,
		    act->at != 0 ? when_text(a, act->at) : "");
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
				    report_status_word((enum report_status)s));
			html_printf(p->out, "%s", first ? "" : ", ");
			html_printf(p->out, "<code>%s</code>", answer->rules[i]->id);
			first = false;
			any = true;
		}
	}
	fputs("</div>\n", p->out);
}

/* The bytes of a file, until the page has no room for more. */
static void print_text(struct report_page *p, const struct report_detail *d, const char *path)
{
	struct arena scratch;
	const char *bytes;
	size_t len = 0, shown;

	arena_init(&scratch, ARENA_RUN_CAP);
	bytes = report_file_bytes(&scratch, d->item->repo->repo.git, &d->seen.tree, path, &len);
	shown = len < FILE_SHOWN ? len : FILE_SHOWN;
	if (bytes == NULL || shown > p->room) {
		html_printf(p->out, "<code>%s</code>", path);
	} else {
		p->room -= shown;
		html_printf(p->out, "<details><summary><code>%s</code></summary>\n", path);
		page_bytes(p->out, bytes, len, FILE_SHOWN);
		fputs("</details>", p->out);
	}
	arena_release(&scratch);
}

/* Is it written for this promotion? The policy is the same for many, and is listed with its digest.
 */
static bool is_own(const char *path)
{
	return begins_with(path, "evidence/") || begins_with(path, "signoffs/") ||
	    strcmp(path, "verdict.txt") == 0;
}

static void print_proofs(
    struct report_page *p, struct arena *a, const struct report_detail *d, unsigned n)
{
	struct report_proofs proofs;

	if (report_proofs(a, d, n, &proofs) < 0 || proofs.n == 0)
		return;
	fputs("<ul class=\"proof\">\n", p->out);
	for (size_t i = 0; i < proofs.n; i++) {
		const struct report_proof *proof = &proofs.list[i];

		html_printf(p->out, "<li>%s: ", report_word(proof->label));
		if (proof->exact && is_own(proof->text))
			print_text(p, d, proof->text);
		else
			html_printf(p->out, proof->exact ? "<code>%s</code>" : "%s", proof->text);
		fputs("</li>\n", p->out);
	}
	fputs("</ul>\n", p->out);
}

static void print_criterion(
    struct report_page *p, struct arena *a, const struct report_detail *d, unsigned n)
{
	const struct report_answer *answer = &d->criteria[n - 1];
	bool waived = answer->status == REPORT_WAIVED;

	html_printf(p->out,
	    "<tr><td data-label=\"CH.06\"><a href=\"#c%zu\">%zu</a></td><td><b>%s</b><br/><span "
	    "class=\"sign s%zu\">%s</span>%s%s%s",
	    (size_t)n, (size_t)n, report_criterion_title(n), (size_t)answer->status,
	    report_status_sign(answer->status), report_status_word(answer->status),
	    waived ? ": " : "", waived ? report_exception(a, d) : "");
	print_rules(p, answer);
	fputs("</td><td>", p->out);
	print_proofs(p, a, d, n);
	fputs("</td></tr>\n", p->out);
}

/* A few are open, to be read and printed as a file; many are opened one by one. */
int report_html_promotion(
    void *page, struct arena *a, const struct report_detail *d, struct error *e)
{
	struct report_page *p = page;

	(void)e;
	print_title(p, a, d);
	print_short(p, a, d);
	html_details(p, report_shown(p->report) <= OPEN_MAX, report_word(W_PROOF_OF_EACH));
	print_facts(p, a, d);
	print_acts(p, a, d);
	html_printf(p->out,
	    "<table class=\"wide criteria\">\n<thead><tr><th scope=\"col\">CH.06</th><th "
	    "scope=\"col\">%s</th><th scope=\"col\">%s</th></tr></thead>\n<tbody>\n",
	    report_word(W_ANSWER), report_word(W_PROOF));
	for (unsigned n = 1; n <= CRITERIA; n++)
		print_criterion(p, a, d, n);
	fputs("</tbody></table>\n", p->out);
	if (*d->unknown_rules != '\0')
		html_printf(p->out, "<p>%s: %s</p>\n", report_word(W_UNKNOWN_RULES),
		    printable_escaped(a, d->unknown_rules));
	html_printf(p->out,
	    "<p class=\"small\">%s <code>git show %s:FILE</code></p>\n</details>\n</section>\n",
	    report_word(W_PROOF_OPENED), oid_short(a, &d->seen.id));
	return 0;
}
