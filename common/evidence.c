#include "evidence.h"

#include <string.h>

#include "evidence_results.h"
#include "history.h"

/* Reads the link and what it names; `b` holds the bytes when it is intact. */
static int
fetch_record(
    struct evidence_store *st, const char *text, struct recorded *rec, struct evidence_bytes *b)
{
	if (link_read(st->arena, text, &rec->where, &rec->link) < 0 ||
	    evidence_fetch(st, &rec->where, &rec->record, b) < 0)
		return -1;
	if (rec->record.path != NULL)
		provenance_find(st->arena, st->repo, &st->commit, rec->record.path, &rec->brought);
	return 0;
}

static void
gather_plan(struct evidence_store *st, const char *text, struct plan_evidence *ev)
{
	struct evidence_bytes b = { 0 };

	if (fetch_record(st, text, &ev->rec, &b) == 0)
		ev->rec.readable = record_read_plan(st->arena, b.p, b.len, &ev->plan,
		                       &ev->rec.problems, &ev->rec.malformed) == 0;
	evidence_bytes_free(&b);
}

static void
gather_parallel(struct evidence_store *st, const char *text, struct parallel_evidence *ev)
{
	struct evidence_bytes b = { 0 };

	if (fetch_record(st, text, &ev->rec, &b) == 0)
		ev->rec.readable = record_read_parallel_run(st->arena, b.p, b.len, &ev->run,
		                       &ev->rec.problems, &ev->rec.malformed) == 0;
	evidence_bytes_free(&b);
}

static int
gather_logs(struct evidence_store *st, struct acceptance_evidence *ev)
{
	const struct acceptance *acc = &ev->acceptance;

	ev->logs = arena_array(st->arena, acc->nresults + 1, sizeof(*ev->logs));
	if (ev->logs == NULL)
		return error_memory(&ev->rec.malformed);
	for (size_t i = 0; i < acc->nresults; i++)
		if (acc->results[i].has_log)
			evidence_fetch(st, &acc->results[i].log, &ev->logs[i], NULL);
	return 0;
}

/* Were the criteria there before the record, and not with it? A record on a result server has no
 * place in the order of the evidence: then the time at which the criteria came in decides alone
 * (arrival.h). */
static void
gather_order(struct evidence_store *st, struct acceptance_evidence *ev)
{
	const struct provenance *first = &ev->criteria_brought, *then = &ev->rec.brought;

	if (first->known == FACT_YES && ev->rec.record.host != NULL)
		ev->criteria_first.is = FACT_YES;
	else if (first->known != FACT_YES || then->known != FACT_YES)
		ev->criteria_first.why = first->known != FACT_YES ? first->why : then->why;
	else if (git_oid_equal(&first->commit.id, &then->commit.id))
		ev->criteria_first.is = FACT_NO;
	else
		history_reaches(
		    st->arena, st->repo, &then->commit.id, &first->commit.id, &ev->criteria_first);
}

int
evidence_read_criteria(
    struct evidence_store *st, const struct evidence_bytes *b, struct acceptance_evidence *ev)
{
	if (ev->criteria.path != NULL) {
		provenance_find(
		    st->arena, st->repo, &st->commit, ev->criteria.path, &ev->criteria_brought);
		gather_order(st, ev);
	}
	return record_read_criteria(
	    st->arena, b->p, b->len, &ev->wanted, &ev->rec.problems, &ev->rec.malformed);
}

static void
gather_criteria(struct evidence_store *st, struct acceptance_evidence *ev)
{
	struct evidence_bytes b = { 0 };

	if (evidence_fetch(st, &ev->acceptance.criteria, &ev->criteria, &b) == 0)
		ev->rec.readable = evidence_read_criteria(st, &b, ev) == 0;
	evidence_bytes_free(&b);
}

/* Reads the record and the criteria it names; stops at the first that is not intact or not well
 * formed. */
static void
gather_acceptance(struct evidence_store *st, const char *text, struct acceptance_evidence *ev)
{
	struct evidence_bytes b = { 0 };
	bool there = fetch_record(st, text, &ev->rec, &b) == 0;
	enum results_form form = there ? results_form_of(ev->rec.where.path) : RESULTS_NONE;

	if (form != RESULTS_NONE)
		evidence_gather_results(st, form, &b, ev);
	else if (there &&
	    record_read_acceptance(st->arena, b.p, b.len, &ev->acceptance, &ev->rec.problems,
	        &ev->rec.malformed) == 0 &&
	    gather_logs(st, ev) == 0)
		gather_criteria(st, ev);
	evidence_bytes_free(&b);
}

/* Room for one piece of evidence for each trailer of that key, none when it is not asked for. NULL
 * when there are too many, or without memory. */
static void *
room_for(struct evidence_store *st, const struct trailers *ts, bool asked, const char *key,
    size_t size, size_t *n, struct error *e)
{
	void *list;

	*n = asked ? trailer_count(ts, key) : 0;
	if (*n > EVIDENCE_LINKS_MAX) {
		error_set(
		    e, ERROR_MALFORMED, "it has more than %d trailers %s", EVIDENCE_LINKS_MAX, key);
		return NULL;
	}
	list = arena_array(st->arena, *n + 1, size);
	if (list == NULL)
		error_memory(e);
	return list;
}

void
evidence_gather(
    struct evidence_store *st, const struct trailers *ts, unsigned require, struct evidence *out)
{
	bool plan = (require & REQUIRE_PLAN) != 0, test = (require & REQUIRE_ACCEPTANCE) != 0;
	bool run = (require & REQUIRE_PARALLEL_RUN) != 0;

	memset(out, 0, sizeof(*out));
	out->plans = room_for(
	    st, ts, plan, "Implementation-Plan", sizeof(*out->plans), &out->nplans, &out->why);
	out->acceptance = room_for(
	    st, ts, test, "Acceptance-Result", sizeof(*out->acceptance), &out->n, &out->why);
	out->parallel = room_for(
	    st, ts, run, "Parallel-Run", sizeof(*out->parallel), &out->nparallel, &out->why);
	if (out->why.kind != ERROR_NONE) {
		out->n = out->nplans = out->nparallel = 0;
		return;
	}
	for (size_t i = 0; i < out->nplans; i++)
		gather_plan(st, trailer_find(ts, "Implementation-Plan", i)->value, &out->plans[i]);
	for (size_t i = 0; i < out->n; i++)
		gather_acceptance(
		    st, trailer_find(ts, "Acceptance-Result", i)->value, &out->acceptance[i]);
	for (size_t i = 0; i < out->nparallel; i++)
		gather_parallel(st, trailer_find(ts, "Parallel-Run", i)->value, &out->parallel[i]);
}
