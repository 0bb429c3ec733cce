/* Records: what is read has all that a record asks, and what is not read says why. */
#include <assert.h>
#include <stdint.h>
#include <string.h>

#include "record.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
check_text(const char *s)
{
	assert(s != NULL && *s != '\0');
}

static void
check_acceptance(const struct acceptance *r)
{
	check_text(r->promotion);
	check_text(r->environment);
	check_text(r->executed_by);
	assert(strlen(r->candidate) == 40 && strspn(r->candidate, "0123456789abcdef") == 40);
	assert(strlen(r->tree) == 40 && strspn(r->tree, "0123456789abcdef") == 40);
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

static void
check_criteria(const struct criteria *r)
{
	check_text(r->promotion);
	assert(r->n > 0);
	for (size_t i = 0; i < r->n; i++) {
		check_text(r->list[i].id);
		check_text(r->list[i].description);
	}
}

static void
check_refusal(const struct ini_problems *ps, const struct error *e)
{
	assert(e->kind == ERROR_MEMORY || (e->kind == ERROR_MALFORMED && ps->n > 0));
	for (size_t i = 0; e->kind == ERROR_MALFORMED && i < ps->n; i++)
		for (const char *p = ps->list[i].text; *p != '\0'; p++)
			assert(*p >= ' ' && *p <= '~');
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const char *bytes = (const char *)data;
	struct acceptance acceptance;
	struct criteria criteria;
	struct ini_problems ps;
	struct error e = { 0 };
	struct arena a;

	if (size > INI_BYTES_MAX)
		return 0;
	arena_init(&a, (size_t)1 << 23);
	if (record_read_acceptance(&a, bytes, size, &acceptance, &ps, &e) == 0) {
		assert(ps.n == 0);
		check_acceptance(&acceptance);
	} else {
		check_refusal(&ps, &e);
		assert(!acceptance.passed && acceptance.nresults == 0);
	}
	arena_release(&a);
	if (record_read_criteria(&a, bytes, size, &criteria, &ps, &e) == 0) {
		assert(ps.n == 0);
		check_criteria(&criteria);
	} else {
		check_refusal(&ps, &e);
		assert(criteria.n == 0);
	}
	arena_release(&a);
	return 0;
}
