/* Records: what is read has all that a record asks, and what is not read says why. */
#include "fuzz.h"
#include "base/utf8.h"
#include "record/record.h"

static void check_text(const char *s)
{
	assert(s != NULL && *s != '\0');
}

static void check_oid(const char *hex)
{
	assert(strlen(hex) == 40 && strspn(hex, "0123456789abcdef") == 40);
}

static void check_acceptance(const struct acceptance *r)
{
	check_text(r->promotion);
	check_text(r->environment);
	check_text(r->executed_by);
	check_oid(r->candidate);
	check_oid(r->tree);
	assert(r->criteria.kind != 0 && r->started <= r->finished && r->nresults > 0);
	for (size_t i = 0; i < r->nresults; i++) {
		check_text(r->results[i].id);
		if (r->results[i].outcome == RESULT_WAIVED) {
			check_text(r->results[i].reason);
			check_text(r->results[i].waived_by);
		} else {
			assert(r->results[i].has_log && r->results[i].log.kind != 0);
		}
		for (size_t j = 0; j < i && i < 50; j++)
			assert(strcmp(r->results[i].id, r->results[j].id) != 0);
	}
}

static void check_criteria(const struct criteria *r)
{
	check_text(r->promotion);
	assert(r->n > 0);
	for (size_t i = 0; i < r->n; i++) {
		check_text(r->list[i].id);
		check_text(r->list[i].description);
	}
}

static void check_plan(const struct plan *r)
{
	check_text(r->promotion);
	check_text(r->environment);
	check_text(r->performer);
	check_text(r->rollback);
	check_text(r->communication);
	check_oid(r->candidate);
	assert(r->window_start < r->window_end && r->nsteps > 0);
	for (size_t i = 0; i < r->nsteps; i++) {
		check_text(r->steps[i].id);
		check_text(r->steps[i].action);
		check_text(r->steps[i].owner);
	}
}

static void check_parallel_run(const struct parallel_run *r)
{
	check_text(r->promotion);
	check_oid(r->old);
	check_oid(r->new);
	assert(r->started <= r->finished && r->compared > 0 && r->identical >= 0);
	assert((uint64_t)(r->compared - r->identical) == r->ndifferences);
	for (size_t i = 0; i < r->ndifferences; i++) {
		check_text(r->differences[i].id);
		check_text(r->differences[i].description);
		check_text(r->differences[i].accepted_by);
		check_text(r->differences[i].reason);
	}
}

static void check_deployment(const struct deployment *r)
{
	check_text(r->promotion);
	check_oid(r->commit);
	check_oid(r->tree);
	check_text(r->target);
	check_text(r->executed_by);
	assert(r->started <= r->finished && r->differing >= 0);
	assert(r->method != DEPLOYMENT_NONE || r->differing == 0);
	for (size_t i = 0; i < r->nsteps; i++) {
		check_text(r->steps[i].id);
		if (r->steps[i].done)
			check_text(r->steps[i].by);
	}
}

static void check_intent(const struct intent *r)
{
	assert(r->emergency == NULL || r->rolls_back_to == NULL);
	if (r->rolls_back_to != NULL)
		check_oid(r->rolls_back_to);
	if (r->emergency != NULL)
		check_text(r->emergency);
	if (r->closed != NULL)
		check_text(r->closed);
}

static void check_refusal(const struct ini_problems *ps, const struct error *e)
{
	assert(e->kind == ERROR_MEMORY || (e->kind == ERROR_MALFORMED && ps->n > 0));
	for (size_t i = 0; e->kind == ERROR_MALFORMED && i < ps->n; i++)
		assert(utf8_line(ps->list[i].text, strlen(ps->list[i].text)));
}

/* A reader, what it must have found, and that it found nothing when it failed. */
#define READ(what, none) \
	do { \
		struct what r; \
		struct ini_problems ps; \
		struct error e = { 0 }; \
		struct arena a; \
\
		arena_init(&a, (size_t)1 << 23); \
		if (record_read_##what(&a, bytes, size, &r, &ps, &e) == 0) { \
			assert(ps.n == 0 && !a.exhausted); \
			check_##what(&r); \
		} else { \
			check_refusal(&ps, &e); \
			assert(none); \
		} \
		arena_release(&a); \
	} while (0)

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const char *bytes = (const char *)data;

	if (size > INI_BYTES_MAX)
		return 0;
	READ(acceptance, !r.passed && r.nresults == 0);
	READ(criteria, r.n == 0);
	READ(plan, r.nsteps == 0);
	READ(parallel_run, r.compared == 0 && r.ndifferences == 0);
	READ(deployment, r.outcome == DEPLOYMENT_FAILED && r.nsteps == 0);
	READ(intent, r.emergency == NULL && r.closed == NULL);
	return 0;
}
