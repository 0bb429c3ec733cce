/*
 * report/witness: up to where the audit is witnessed, by whom and when, and what contradicts it
 * (audit/witness.h).
 */
#include "report/report_internal.h"

/* Without memory the exhausted arena says so. */
static void contradict(void *ctx, const git_oid *entry, const char *text)
{
	struct report_witness *w = ctx;

	w->doubted = true;
	report_add_text(w->report, w->repo, REPORT_FINDING, NULL, NULL, entry, text);
}

int report_witness_ask(
    struct report_witness *w, struct report *r, const struct report_repo *repo, struct error *e)
{
	*w = (struct report_witness){ .report = r, .repo = repo };
	w->witness = (struct witness){ .arena = r->arena, .say = contradict, .ctx = w };
	if (copy_open(r->arena, &repo->repo, r->query.against, r->query.signers, &w->copy, e) < 0)
		return -1;
	w->witness.known = w->copy.known;
	return w->copy.witnessed ?
	    witness_load(&w->witness, &repo->repo, &w->copy.log, &w->copy.keys, e) :
	    0;
}

int report_witness_end(struct report_witness *w, struct error *e)
{
	if (!w->copy.witnessed)
		return 0;
	witness_end(&w->witness);
	if (report_add_text(w->report, w->repo, REPORT_WITNESSED, NULL, NULL, &w->witness.entry,
	        witness_text(&w->witness)) < 0)
		return error_memory(e);
	return w->doubted ? 0 : copy_keep(w->report->arena, &w->repo->repo, &w->copy, e);
}
