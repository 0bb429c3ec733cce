/*
 * report/export_page: the pages of an export. Below each answer stands what it rests on, as people
 * read it, and the command that proves it in the folder of the promotion.
 */
#include "record/record.h"
#include "report/export_internal.h"
#include "report/page.h"

#define SHOWN ((size_t)64 << 10) /* bytes of a file that a page shows */

struct writing {
	struct report_page *page;
	FILE *out;
	struct arena *arena;
	const struct export_folder *folder;
	const struct report_detail *detail;
};

static void command(const struct writing *w, const char *text)
{
	html_printf(
	    w->out, "<p class=\"small\">%s: <code>%s</code></p>\n", report_word(W_COMMAND), text);
}

static void cell(const struct writing *w, enum report_word label, const char *text)
{
	html_printf(w->out, "<td data-label=\"%s\">%s</td>", report_word(label), text);
}

/* A file as it is, up to SHOWN bytes. */
static void print_bytes(const struct writing *w, const char *bytes, size_t len)
{
	page_bytes(w->out, bytes, len, SHOWN);
	if (len > SHOWN)
		html_printf(w->out, "<p class=\"small\">%s</p>\n", report_word(W_CUT));
}

static const char *file_bytes(const struct writing *w, const char *path, size_t *len)
{
	const struct report_detail *d = w->detail;

	return report_file_bytes(w->arena, d->item->repo->repo.git, &d->seen.tree, path, len);
}

/* A file of the folder, with its name a link. */
static void print_link(const struct writing *w, enum report_word what, const char *path)
{
	html_printf(w->out, "<p>%s: <a href=\"%s\"><code>%s</code></a></p>\n", report_word(what),
	    path, path);
}

static bool has(const struct writing *w, const char *path)
{
	for (size_t i = 0; i < w->detail->nfiles; i++)
		if (strcmp(w->detail->files[i].path, path) == 0)
			return true;
	return false;
}

static void print_top_file(const struct writing *w, enum report_word what, const char *path)
{
	if (has(w, path))
		print_link(w, what, path);
}

static const char *times(const struct writing *w, int64_t from, int64_t to)
{
	return report_printf(
	    w->arena, "%s - %s", when_text(w->arena, from), when_text(w->arena, to));
}

static const char *person(const struct writing *w, const char *id)
{
	return report_person(w->arena, w->detail, id);
}

static void print_plan(const struct writing *w, const struct plan *plan)
{
	static const enum report_word columns[] = { W_STEP, W_ACTION, W_OWNER };

	fputs("<table class=\"facts\">\n", w->out);
	html_row(w->page, W_WINDOW, times(w, plan->window_start, plan->window_end), false);
	html_row(w->page, W_PERFORMER, person(w, plan->performer), false);
	html_row(w->page, W_WAY_BACK, printable(w->arena, plan->rollback), false);
	html_row(w->page, W_COMMUNICATION, printable(w->arena, plan->communication), false);
	fputs("</table>\n", w->out);
	html_table(w->page, "wide", columns, sizeof(columns) / sizeof(columns[0]));
	for (size_t i = 0; i < plan->nsteps; i++) {
		fputs("<tr>", w->out);
		cell(w, W_STEP, printable(w->arena, plan->steps[i].id));
		cell(w, W_ACTION, printable(w->arena, plan->steps[i].action));
		cell(w, W_OWNER, person(w, plan->steps[i].owner));
		fputs("</tr>\n", w->out);
	}
	fputs("</tbody></table>\n", w->out);
}

static void print_criteria(const struct writing *w, const struct criteria *cs)
{
	static const enum report_word columns[] = { W_CRITERION, W_DESCRIPTION, W_REQUIRED };

	html_table(w->page, "wide", columns, sizeof(columns) / sizeof(columns[0]));
	for (size_t i = 0; i < cs->n; i++) {
		fputs("<tr>", w->out);
		cell(w, W_CRITERION, printable(w->arena, cs->list[i].id));
		cell(w, W_DESCRIPTION, printable(w->arena, cs->list[i].description));
		cell(w, W_REQUIRED, report_word(cs->list[i].required ? W_YES : W_NO));
		fputs("</tr>\n", w->out);
	}
	fputs("</tbody></table>\n", w->out);
}

static const char *link_name(const struct writing *w, const struct link *l)
{
	char hex[DIGEST_HEX];

	return report_printf(w->arena, "evidence/%s", digest_hex(l->sha256, hex));
}

static void print_result(const struct writing *w, const struct result *r)
{
	static const enum report_word outcomes[] = {
		[RESULT_FAIL] = W_FAILED, [RESULT_PASS] = W_PASSED, [RESULT_WAIVED] = W_WAIVED_BY
	};

	fputs("<tr>", w->out);
	cell(w, W_CRITERION, printable(w->arena, r->id));
	html_printf(w->out, "<td data-label=\"%s\">%s", report_word(W_RESULT),
	    report_word(outcomes[r->outcome]));
	if (r->outcome == RESULT_WAIVED)
		html_printf(
		    w->out, " %s: %s", person(w, r->waived_by), printable(w->arena, r->reason));
	html_printf(w->out, "</td><td data-label=\"%s\">", report_word(W_LOG_FILE));
	if (r->has_log && has(w, link_name(w, &r->log)))
		html_printf(w->out, "<a href=\"%s\"><code>%s</code></a>", link_name(w, &r->log),
		    link_name(w, &r->log));
	fputs("</td></tr>\n", w->out);
}

static void print_acceptance(const struct writing *w, const struct acceptance *t)
{
	static const enum report_word columns[] = { W_CRITERION, W_RESULT, W_LOG_FILE };

	fputs("<table class=\"facts\">\n", w->out);
	html_row(w->page, W_TESTER, person(w, t->executed_by), false);
	html_row(w->page, W_WHEN, times(w, t->started, t->finished), false);
	html_row(w->page, W_CANDIDATE, printable(w->arena, t->candidate), true);
	html_row(w->page, W_OUTCOME, report_word(t->passed ? W_PASSED : W_FAILED), false);
	fputs("</table>\n", w->out);
	html_table(w->page, "wide", columns, sizeof(columns) / sizeof(columns[0]));
	for (size_t i = 0; i < t->nresults; i++)
		print_result(w, &t->results[i]);
	fputs("</tbody></table>\n", w->out);
}

static void print_run(const struct writing *w, const struct parallel_run *run)
{
	static const enum report_word columns[] = { W_DIFFERENCE, W_DESCRIPTION, W_ACCEPTED_BY,
		W_REASON };

	fputs("<table class=\"facts\">\n", w->out);
	html_row(w->page, W_WHEN, times(w, run->started, run->finished), false);
	html_row(w->page, W_COMPARED, report_printf(w->arena, "%" PRId64, run->compared), false);
	html_row(w->page, W_IDENTICAL, report_printf(w->arena, "%" PRId64, run->identical), false);
	fputs("</table>\n", w->out);
	if (run->ndifferences == 0)
		return;
	html_table(w->page, "wide", columns, sizeof(columns) / sizeof(columns[0]));
	for (size_t i = 0; i < run->ndifferences; i++) {
		fputs("<tr>", w->out);
		cell(w, W_DIFFERENCE, printable(w->arena, run->differences[i].id));
		cell(w, W_DESCRIPTION, printable(w->arena, run->differences[i].description));
		cell(w, W_ACCEPTED_BY, person(w, run->differences[i].accepted_by));
		cell(w, W_REASON, printable(w->arena, run->differences[i].reason));
		fputs("</tr>\n", w->out);
	}
	fputs("</tbody></table>\n", w->out);
}

/* Results of a test run in another format, and logs, are shown as they are. */
static void print_record(const struct writing *w, const char *kind, const char *bytes, size_t len)
{
	struct error why = { 0 };
	struct arena *a = w->arena;
	union {
		struct plan plan;
		struct criteria criteria;
		struct acceptance acceptance;
		struct parallel_run run;
	} of;

	if (strcmp(kind, "plan") == 0 && record_read_plan(a, bytes, len, &of.plan, NULL, &why) == 0)
		print_plan(w, &of.plan);
	else if (strcmp(kind, "criteria") == 0 &&
	    record_read_criteria(a, bytes, len, &of.criteria, NULL, &why) == 0)
		print_criteria(w, &of.criteria);
	else if (strcmp(kind, "acceptance") == 0 &&
	    record_read_acceptance(a, bytes, len, &of.acceptance, NULL, &why) == 0)
		print_acceptance(w, &of.acceptance);
	else if (strcmp(kind, "parallel-run") == 0 &&
	    record_read_parallel_run(a, bytes, len, &of.run, NULL, &why) == 0)
		print_run(w, &of.run);
	else
		print_bytes(w, bytes, len);
}

static void print_evidence(const struct writing *w, enum report_word what, const char *kind)
{
	for (size_t i = 0; i < w->detail->nfiles; i++) {
		const struct report_file *file = &w->detail->files[i];
		const char *bytes;
		size_t len = 0;

		if (!begins_with(file->path, "evidence/") || strcmp(file->kind, kind) != 0 ||
		    !export_plain(file->path + strlen("evidence/")))
			continue;
		print_link(w, what, file->path);
		bytes = file_bytes(w, file->path, &len);
		if (bytes != NULL)
			print_record(w, kind, bytes, len);
		else
			html_printf(w->out, "<p class=\"small\">%s</p>\n", report_word(W_CUT));
		command(w, report_printf(w->arena, "sha256sum %s", file->path));
	}
}

/* When it came in by the audit; else by the date of the tag, which nobody vouches for. */
static const char *compact(const struct writing *w, int64_t at)
{
	char out[WHEN_MAX], *to = out;

	for (const char *p = when_text(w->arena, at); *p != '\0'; p++)
		if (strchr("-:T", *p) == NULL)
			*to++ = *p;
	*to = '\0';
	return report_printf(w->arena, "%s", out);
}

static void print_signoff(const struct writing *w, const struct audit_signoff *so)
{
	const struct report_signing *came = report_signing_of(w->detail, so);
	const char *path = export_signoff(w->arena, w->detail, so), *tag;
	size_t len = 0;

	html_printf(w->out, "<h4>%s: %s</h4>\n", so->signoff, person(w, so->person));
	fputs("<table class=\"facts\">\n", w->out);
	html_row(w->page, W_ROLE, printable(w->arena, so->role), false);
	html_row(
	    w->page, W_PROOF, report_word(path != NULL ? W_BY_SIGNATURE : W_BY_TRAILER), false);
	if (came != NULL)
		html_row(w->page, W_WHEN, when_text(w->arena, came->at), false);
	fputs("</table>\n", w->out);
	tag = path != NULL ? file_bytes(w, path, &len) : NULL;
	if (tag == NULL)
		return;
	print_link(w, W_SIGN_OFF, path);
	print_bytes(w, tag, len);
	command(w,
	    report_printf(w->arena,
	        "sed '/^-----BEGIN SSH/,$d' %s | ssh-keygen -Y verify -f allowed_signers -I %s -n "
	        "git -s %s.sig -O verify-time=%s",
	        path, shellword(w->arena, so->person), path,
	        came != NULL ? compact(w, came->at) : "TIME"));
}

/* Who held each role of a sign-off and of the push, as the policy of that day has it. */
static void print_roles(const struct writing *w)
{
	const struct policy *p = w->detail->policy;

	for (size_t i = 0; p != NULL && i < p->nroles; i++) {
		const struct role *r = &p->roles[i];

		html_printf(w->out, "<p><b>%s</b>: ", r->id);
		for (size_t k = 0; k < r->nmembers; k++)
			html_printf(
			    w->out, "%s%s", k > 0 ? ", " : "", person(w, r->members[k].person->id));
		fputs("</p>\n", w->out);
	}
}

static void print_verdict(const struct writing *w)
{
	size_t len = 0;
	const char *bytes = has(w, "verdict.txt") ? file_bytes(w, "verdict.txt", &len) : NULL;

	print_top_file(w, W_VERDICT_FILE, "verdict.txt");
	if (bytes != NULL)
		print_bytes(w, bytes, len);
	print_top_file(w, W_VERDICT_FILE, "push-certificate");
}

static void print_complete(const struct writing *w)
{
	const struct audit_step *s = w->detail->step;

	fputs("<table class=\"facts\">\n", w->out);
	html_row(w->page, W_CANDIDATE, w->detail->fields[F_CANDIDATE], true);
	if (!git_oid_is_zero(&s->candidate_tree))
		html_row(w->page, W_TREE, oid_hex(w->arena, &s->candidate_tree), true);
	html_row(w->page, W_MERGE, w->detail->fields[F_COMMIT], true);
	if (!git_oid_is_zero(&s->tree))
		html_row(w->page, W_TREE, oid_hex(w->arena, &s->tree), true);
	fputs("</table>\n", w->out);
	command(w, "grep -e '^Tree: ' -e '^Candidate-Tree: ' entry");
}

static void print_answer(const struct writing *w, unsigned n)
{
	switch (n) {
	case 1:
		print_top_file(w, W_POLICY, "policy.ini");
		command(w, "sha256sum policy.ini; grep '^Policy: ' entry");
		break;
	case 2:
		print_evidence(w, W_PLAN, "plan");
		break;
	case 3:
		command(w,
		    "git hash-object -t commit --stdin <entry; grep -e '^Environment: ' -e '^From: "
		    "' entry");
		break;
	case 4:
		print_evidence(w, W_PARALLEL_RUN, "parallel-run");
		break;
	case 5:
		for (size_t i = 0; i < w->detail->step->nsignoffs; i++)
			print_signoff(w, &w->detail->step->signoffs[i]);
		break;
	case 6:
		print_evidence(w, W_CRITERIA_FILE, "criteria");
		print_evidence(w, W_ACCEPTANCE, "acceptance");
		print_evidence(w, W_LOG, "");
		break;
	case 7:
		print_roles(w);
		print_top_file(w, W_ROLES_FILE, "policy.ini");
		print_top_file(w, W_KEYS_FILE, "allowed_signers");
		command(w, "grep -A 9 '^\\[role ' policy.ini");
		break;
	case 8:
		print_complete(w);
		print_evidence(w, W_DEPLOYED_BEFORE, "deployment");
		break;
	default:
		print_verdict(w);
		command(w, "grep -e '^Pusher: ' -e '^Contributors: ' -e '^Met: ' entry");
	}
}

int export_promotion_page(struct report_page *p, const struct export_folder *f,
    const struct report_detail *d, struct error *e)
{
	struct writing w = { p, p->out, f->arena, f, d };

	html_start(p, f->arena, d->fields[F_PROMOTION] != NULL ? d->fields[F_PROMOTION] : "");
	html_printf(p->out, "<p><a href=\"../index.html\">%s</a></p>\n</header>\n<main>\n",
	    report_word(W_ALL_PROMOTIONS));
	if (f->strange != NULL)
		html_printf(p->out,
		    "<div class=\"alarm\" role=\"alert\"><p><b>! %s: %s</b></p></div>\n",
		    report_word(W_STRANGE), f->strange);
	if (report_html_promotion(p, f->arena, d, e) < 0)
		return -1;
	html_printf(p->out, "<h2>%s</h2>\n", report_word(W_RESTS_ON));
	for (unsigned n = 1; n <= CRITERIA; n++) {
		html_printf(p->out, "<section id=\"c%zu\">\n<h3>%zu. %s: %s</h3>\n", (size_t)n,
		    (size_t)n, report_criterion_title(n),
		    report_status_word(d->criteria[n - 1].status));
		print_answer(&w, n);
		fputs("</section>\n", p->out);
	}
	fputs("</main>\n</body>\n</html>\n", p->out);
	return f->arena->exhausted ? error_memory(e) : 0;
}

void export_index_start(const struct report_page *p)
{
	static const enum report_word columns[] = { W_PROMOTION, W_ENVIRONMENT, W_TIME, W_ANSWER,
		W_EXCEPTION, W_ENTRY };
	struct arena *a = p->report->arena;

	html_start(p, a, report_period(a, p->report));
	html_printf(p->out, "</header>\n<main>\n<p>%s</p>\n", report_word(W_EXPORT_TEXT));
	html_printf(
	    p->out, "<p><code>sh verify.sh</code></p>\n<p>%s</p>\n", report_word(W_EXPORT_TIE));
	html_printf(p->out,
	    "<p><code>sh verify.sh --audit CLONE</code></p>\n<p><a "
	    "href=\"report.html\">%s</a></p>\n",
	    report_word(W_WHOLE_REPORT));
	if (p->report->query.seed != NULL)
		html_printf(p->out, "<p>%s: %s</p>\n", report_word(W_SAMPLE),
		    report_sample_head(a, p->report));
	html_printf(p->out, "<section id=\"personal-data\">\n<h2>%s</h2>\n<p>%s</p>\n</section>\n",
	    report_word(W_PERSONAL), report_word(W_PERSONAL_TEXT));
	html_table(p, "wide", columns, sizeof(columns) / sizeof(columns[0]));
}

void export_index_row(
    const struct report_page *p, struct arena *a, const struct report_detail *d, const char *folder)
{
	html_printf(p->out,
	    "<tr><td data-label=\"%s\"><a href=\"%s/index.html\">%s</a></td><td>%s</td><td "
	    "class=\"t\">%s</td><td>",
	    report_word(W_PROMOTION), folder, report_name(a, d->step->promotion),
	    d->fields[F_ENVIRONMENT] != NULL ? d->fields[F_ENVIRONMENT] : "", d->fields[F_TIME]);
	for (unsigned n = 1; n <= CRITERIA; n++)
		html_printf(p->out,
		    "<a href=\"%s/index.html#c%zu\" class=\"sign s%zu\" title=\"%s: %s\">%s</a>",
		    folder, (size_t)n, (size_t)d->criteria[n - 1].status, report_criterion_title(n),
		    report_status_word(d->criteria[n - 1].status),
		    report_status_sign(d->criteria[n - 1].status));
	html_printf(p->out, "</td><td>%s</td><td class=\"id\">%s</td></tr>\n",
	    report_exception(a, d), oid_short(a, &d->seen.id));
}
