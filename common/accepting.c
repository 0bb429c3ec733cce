#include "accepting.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "escape.h"
#include "when.h"

/* What a file says of itself must be this, if it says anything. */
static int
agree(const struct accepting *acc, const struct accepting_file *f, const char *key,
    const char *says, const char *is, struct error *e)
{
	if (says == NULL || strcmp(says, is) == 0)
		return 0;
	return error_set(e, ERROR_MALFORMED, "%s says that its %s is '%s', and not '%s'",
	    escape(acc->arena, f->name), key, escape(acc->arena, says), escape(acc->arena, is));
}

int
accepting_agree(struct accepting *acc, struct error *e)
{
	for (size_t i = 0; i < acc->n; i++) {
		const struct accepting_file *f = &acc->files[i];

		if (acc->candidate == NULL)
			acc->candidate = f->results.commit;
		if (agree(acc, f, "promotion", f->results.promotion, acc->promotion, e) < 0 ||
		    agree(acc, f, "environment", f->results.environment, acc->environment, e) < 0 ||
		    agree(acc, f, "executed-by", f->results.executed_by, acc->executed_by, e) < 0)
			return -1;
	}
	if (acc->candidate != NULL)
		return 0;
	error_set(e, ERROR_ABSENT, "no file says which commit was tested");
	return error_mend(e, "say it with --candidate COMMIT");
}

int
accepting_agree_commit(const struct accepting *acc, struct error *e)
{
	for (size_t i = 0; i < acc->n; i++)
		if (agree(acc, &acc->files[i], "commit", acc->files[i].results.commit,
		        acc->candidate, e) < 0)
			return -1;
	return 0;
}

/* The clock of this machine says which moment a time without a zone is. */
static int64_t
local_moment(const struct results_time *t)
{
	const time_t at = t->at;
	struct tm tm;

	if (!t->zoneless || gmtime_r(&at, &tm) == NULL)
		return t->at;
	tm.tm_isdst = -1;
	return mktime(&tm);
}

static int
given_time(const struct accepting *acc, const char *option, const char *text, int64_t *out,
    struct error *e)
{
	struct results_time t = results_time_read(text);

	if (!t.known)
		return error_set(e, ERROR_MALFORMED,
		    "%s '%s' is no time such as 2026-11-24T14:00:00+01:00", option,
		    escape(acc->arena, text));
	*out = local_moment(&t);
	return 0;
}

int
accepting_times(struct accepting *acc, const char *started, const char *finished, struct error *e)
{
	acc->started = INT64_MAX;
	acc->finished = INT64_MIN;
	for (size_t i = 0; i < acc->n; i++) {
		const struct results *r = &acc->files[i].results;

		if (!r->started.known && started == NULL) {
			error_set(e, ERROR_ABSENT, "%s does not say when the test began",
			    escape(acc->arena, acc->files[i].name));
			return error_mend(e, "say it with --started TIME");
		}
		if (r->started.known && local_moment(&r->started) < acc->started)
			acc->started = local_moment(&r->started);
		if (r->finished.known && local_moment(&r->finished) > acc->finished)
			acc->finished = local_moment(&r->finished);
	}
	if (started != NULL && given_time(acc, "--started", started, &acc->started, e) < 0)
		return -1;
	if (finished != NULL && given_time(acc, "--finished", finished, &acc->finished, e) < 0)
		return -1;
	if (acc->finished == INT64_MIN)
		acc->finished = (int64_t)time(NULL);
	return acc->finished >= acc->started ?
	    0 :
	    error_set(e, ERROR_MALFORMED, "the test ended before it began");
}

/* What the tests of all files came to for a criterion. */
static struct criterion_tally
sum_of(const struct accepting *acc, size_t criterion)
{
	struct criterion_tally sum = { 0 };

	for (size_t i = 0; i < acc->n; i++) {
		sum.passed += acc->files[i].tallies[criterion].passed;
		sum.failed += acc->files[i].tallies[criterion].failed;
		sum.skipped += acc->files[i].tallies[criterion].skipped;
	}
	return sum;
}

static int
tally_file(struct accepting *acc, struct accepting_file *f, struct error *e)
{
	const char **unknown;
	size_t n;

	if (results_tally(acc->arena, &f->results, &acc->criteria, &f->tallies, &unknown, &n) < 0)
		return error_memory(e);
	if (n > 0)
		return error_set(e, ERROR_MALFORMED,
		    "%s: a test names '%s', which is no criterion of %s/criteria.ini",
		    escape(acc->arena, f->name), escape(acc->arena, unknown[0]),
		    escape(acc->arena, acc->promotion));
	acc->passed = acc->passed && results_passed(&f->results);
	return 0;
}

int
accepting_judge(struct accepting *acc, struct error *e)
{
	enum result_outcome outcome;

	acc->passed = true;
	for (size_t i = 0; i < acc->n; i++)
		if (tally_file(acc, &acc->files[i], e) < 0)
			return -1;
	for (size_t i = 0; i < acc->criteria.n; i++) {
		struct criterion_tally sum = sum_of(acc, i);
		int any = tally_outcome(&sum, &outcome);

		acc->nresults += (size_t)any;
		if (acc->criteria.list[i].required && (!any || outcome != RESULT_PASS))
			acc->passed = false;
	}
	if (acc->nresults > 0)
		return 0;
	error_set(e, ERROR_MALFORMED, "no test that ran names a criterion of %s/criteria.ini",
	    escape(acc->arena, acc->promotion));
	return error_mend(e, "man 5 sluis-results says how a test names its criterion");
}

/* The file that shows it: the first with a test that failed, or else that passed. */
static const char *
log_of(const struct accepting *acc, size_t criterion, enum result_outcome outcome)
{
	for (size_t i = 0; i < acc->n; i++) {
		const struct criterion_tally *t = &acc->files[i].tallies[criterion];

		if (outcome == RESULT_PASS ? t->passed > 0 : t->failed > 0)
			return acc->files[i].link;
	}
	return NULL;
}

static void
print_record(const struct accepting *acc, FILE *out)
{
	char started[WHEN_MAX], finished[WHEN_MAX];

	fprintf(out,
	    "[acceptance]\npromotion = %s\ncandidate = %s\ntree = %s\nenvironment = %s\ncriteria = "
	    "%s\n"
	    "executed-by = %s\nstarted = %s\nfinished = %s\nverdict = %s\n",
	    acc->promotion, acc->candidate, acc->tree, acc->environment, acc->criteria_link,
	    acc->executed_by, when_format(acc->started, started),
	    when_format(acc->finished, finished), acc->passed ? "pass" : "fail");
	for (size_t i = 0; i < acc->criteria.n; i++) {
		struct criterion_tally sum = sum_of(acc, i);
		enum result_outcome outcome;

		if (tally_outcome(&sum, &outcome))
			fprintf(out, "\n[result \"%s\"]\noutcome = %s\nlog = %s\n",
			    acc->criteria.list[i].id, outcome == RESULT_PASS ? "pass" : "fail",
			    log_of(acc, i, outcome));
	}
}

const char *
accepting_record(const struct accepting *acc, struct error *e)
{
	struct ini_problems problems = { 0 };
	struct acceptance check;
	char *bytes = NULL, *text;
	size_t len = 0;
	FILE *out = open_memstream(&bytes, &len);

	if (out != NULL) {
		print_record(acc, out);
		fclose(out);
	}
	text = bytes != NULL ? arena_strndup(acc->arena, bytes, len) : NULL;
	free(bytes);
	if (text == NULL) {
		error_memory(e);
		return NULL;
	}
	/* What the gate would not read is not brought in. */
	return record_read_acceptance(acc->arena, text, len, &check, &problems, e) == 0 ? text :
	                                                                                  NULL;
}

void
accepting_show(const struct accepting *acc, FILE *out)
{
	fprintf(out, "%s of %.7s on %s, by %s: %s\n", escape(acc->arena, acc->promotion),
	    acc->candidate, acc->environment, escape(acc->arena, acc->executed_by),
	    acc->passed ? "pass" : "FAIL");
	for (size_t i = 0; i < acc->n; i++) {
		const struct results *r = &acc->files[i].results;

		fprintf(out, "  %s: %zu tests, %zu passed, %zu failed, %zu not executed\n",
		    escape(acc->arena, acc->files[i].name), r->n, r->count[RESULTS_PASSED],
		    r->count[RESULTS_FAILED] + r->count[RESULTS_ERROR],
		    r->count[RESULTS_SKIPPED] + r->count[RESULTS_UNFINISHED]);
	}
	for (size_t i = 0; i < acc->criteria.n; i++) {
		struct criterion_tally sum = sum_of(acc, i);
		enum result_outcome outcome;
		int any = tally_outcome(&sum, &outcome);

		fprintf(out, "  %s: %s%s\n", escape(acc->arena, acc->criteria.list[i].id),
		    any                 ? outcome == RESULT_PASS ? "pass" : "FAIL" :
		        sum.skipped > 0 ? "skipped" :
		                          "no test names it",
		    !any && acc->criteria.list[i].required ? ", and it is required" : "");
	}
}
