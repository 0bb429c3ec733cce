/* What holds of test results, whatever the bytes are. */
#pragma once

#include <assert.h>

#include "base/utf8.h"
#include "record/results_criteria.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_cases(const struct results *r)
{
	size_t count[RESULTS_OUTCOMES] = { 0 };

	for (size_t i = 0; i < r->n; i++) {
		assert(r->cases[i].suite != NULL && r->cases[i].name != NULL);
		for (size_t k = 0; k < r->cases[i].ncriteria; k++)
			assert(r->cases[i].criteria[k] != NULL);
		count[r->cases[i].outcome]++;
	}
	assert(memcmp(count, r->count, sizeof(count)) == 0 && r->n <= RESULTS_CASES_MAX);
}

static void check_said(const struct results *r)
{
	if (r->commit != NULL)
		assert(strlen(r->commit) == 40 && strspn(r->commit, "0123456789abcdef") == 40);
	if (r->executed_by != NULL)
		assert(*r->executed_by != '\0' && strpbrk(r->executed_by, " \t\r\n") == NULL);
	for (size_t i = 0; i < r->doubts.n; i++)
		assert(utf8_line(r->doubts.list[i].text, strlen(r->doubts.list[i].text)));
	if (results_passed(r))
		assert(r->doubts.n == 0 && r->count[RESULTS_PASSED] > 0 &&
		    r->count[RESULTS_FAILED] + r->count[RESULTS_ERROR] == 0);
	if (r->n == 0)
		assert(r->doubts.n > 0);
}

static void check_tallies(struct arena *a, const struct results *r)
{
	static struct criterion wanted[] = { { .id = "AC-1" }, { .id = "AC-2" } };
	static const struct criteria criteria = { "2026.11", wanted, 2 };
	struct criterion_tally *t;
	struct acceptance acc;

	if (results_as_acceptance(a, r, &criteria, NULL, &t, &acc) < 0)
		return;
	for (size_t i = 0; i < acc.nresults; i++)
		if (acc.results[i].outcome == RESULT_PASS)
			assert(r->count[RESULTS_PASSED] > 0);
}

static int check_results(enum results_form form, const uint8_t *data, size_t size)
{
	struct results r;
	struct error e = { 0 };
	struct arena a;

	arena_init(&a, (size_t)1 << 24);
	if (results_read(&a, form, (const char *)data, size, &r, &e) == 0) {
		check_cases(&r);
		check_said(&r);
		check_tallies(&a, &r);
	} else {
		assert(e.kind == ERROR_MEMORY || e.kind == ERROR_MALFORMED);
		assert(r.n == 0 && !results_passed(&r));
		assert(utf8_line(e.text, strlen(e.text)));
	}
	arena_release(&a);
	return 0;
}
