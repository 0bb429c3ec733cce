#include "clone/result_record.h"

#include "base/output.h"

/* What a file says of itself must be this, if it says anything. */
static int agree(const struct result_record *rec, const struct result_record_file *f,
    const char *key, const char *says, const char *is, struct error *e)
{
	if (says == NULL || strcmp(says, is) == 0)
		return 0;
	return error_set(e, ERROR_MALFORMED, "%s says that its %s is '%s', and not '%s'",
	    escape(rec->arena, f->name), key, escape(rec->arena, says), escape(rec->arena, is));
}

int result_record_agree(struct result_record *rec, struct error *e)
{
	for (size_t i = 0; i < rec->n; i++) {
		const struct result_record_file *f = &rec->files[i];

		if (rec->candidate == NULL)
			rec->candidate = f->results.commit;
		if (agree(rec, f, "promotion", f->results.promotion, rec->promotion, e) < 0 ||
		    agree(rec, f, "environment", f->results.environment, rec->environment, e) < 0 ||
		    agree(rec, f, "executed-by", f->results.executed_by, rec->executed_by, e) < 0)
			return -1;
	}
	if (rec->candidate != NULL)
		return 0;
	error_set(e, ERROR_ABSENT, "no file says which commit was tested");
	return error_mend(e, "say it with --candidate COMMIT");
}

int result_record_agree_commit(const struct result_record *rec, struct error *e)
{
	for (size_t i = 0; i < rec->n; i++)
		if (agree(rec, &rec->files[i], "commit", rec->files[i].results.commit,
		        rec->candidate, e) < 0)
			return -1;
	return 0;
}

/* The zone of the policy, or else the clock of this machine, says which moment a time without a
 * zone is. */
static int64_t local_moment(
    const struct result_record *rec, const struct results_time *t, bool last)
{
	const time_t at = t->at;
	struct tm tm;

	if (rec->zone != NULL)
		return results_moment(t, rec->zone, last);
	if (!t->zoneless || gmtime_r(&at, &tm) == NULL)
		return t->at;
	tm.tm_isdst = -1;
	return mktime(&tm);
}

static int given_time(const struct result_record *rec, const char *option, const char *text,
    bool last, int64_t *out, struct error *e)
{
	struct results_time t = results_time_read(text);

	if (!t.known)
		return error_set(e, ERROR_MALFORMED,
		    "%s '%s' is no time such as 2026-11-24T14:00:00+01:00", option,
		    escape(rec->arena, text));
	*out = local_moment(rec, &t, last);
	return 0;
}

int result_record_times(struct result_record *rec, const char *started, const char *finished,
    int64_t now, struct error *e)
{
	rec->started = INT64_MAX;
	rec->finished = INT64_MIN;
	for (size_t i = 0; i < rec->n; i++) {
		const struct results *r = &rec->files[i].results;

		if (!r->started.known && started == NULL) {
			error_set(e, ERROR_ABSENT, "%s does not say when the test began",
			    escape(rec->arena, rec->files[i].name));
			return error_mend(e, "say it with --started TIME");
		}
		if (r->started.known && local_moment(rec, &r->started, false) < rec->started)
			rec->started = local_moment(rec, &r->started, false);
		if (r->finished.known && local_moment(rec, &r->finished, true) > rec->finished)
			rec->finished = local_moment(rec, &r->finished, true);
	}
	if (started != NULL && given_time(rec, "--started", started, false, &rec->started, e) < 0)
		return -1;
	if (finished != NULL &&
	    given_time(rec, "--finished", finished, true, &rec->finished, e) < 0)
		return -1;
	if (rec->finished == INT64_MIN)
		rec->finished = now;
	return rec->finished >= rec->started ?
	    0 :
	    error_set(e, ERROR_MALFORMED, "the test ended before it began");
}

/* What the tests of all files came to for a criterion. */
static struct criterion_tally sum_of(const struct result_record *rec, size_t criterion)
{
	struct criterion_tally sum = { 0 };

	for (size_t i = 0; i < rec->n; i++) {
		sum.passed += rec->files[i].tallies[criterion].passed;
		sum.failed += rec->files[i].tallies[criterion].failed;
		sum.skipped += rec->files[i].tallies[criterion].skipped;
	}
	return sum;
}

static int tally_file(struct result_record *rec, struct result_record_file *f, struct error *e)
{
	const char **unknown;
	size_t n;

	if (results_tally(rec->arena, &f->results, &rec->criteria, &f->tallies, &unknown, &n) < 0)
		return error_memory(e);
	if (n > 0)
		return error_set(e, ERROR_MALFORMED,
		    "%s: a test names '%s', which is no criterion of %s/criteria.ini",
		    escape(rec->arena, f->name), escape(rec->arena, unknown[0]),
		    escape(rec->arena, rec->promotion));
	rec->passed = rec->passed && results_passed(&f->results);
	return 0;
}

int result_record_judge(struct result_record *rec, struct error *e)
{
	enum result_outcome outcome;

	rec->passed = true;
	for (size_t i = 0; i < rec->n; i++)
		if (tally_file(rec, &rec->files[i], e) < 0)
			return -1;
	for (size_t i = 0; i < rec->criteria.n; i++) {
		struct criterion_tally sum = sum_of(rec, i);
		int any = tally_outcome(&sum, &outcome);

		rec->nresults += (size_t)any;
		if (rec->criteria.list[i].required && (!any || outcome != RESULT_PASS))
			rec->passed = false;
	}
	if (rec->nresults > 0)
		return 0;
	error_set(e, ERROR_MALFORMED, "no test that ran names a criterion of %s/criteria.ini",
	    escape(rec->arena, rec->promotion));
	return error_mend(e, "man 5 sluis-results says how a test names its criterion");
}

/* The file that shows it: the first with a test that failed, or else that passed. */
static const char *log_of(
    const struct result_record *rec, size_t criterion, enum result_outcome outcome)
{
	for (size_t i = 0; i < rec->n; i++) {
		const struct criterion_tally *t = &rec->files[i].tallies[criterion];

		if (outcome == RESULT_PASS ? t->passed > 0 : t->failed > 0)
			return rec->files[i].link;
	}
	return NULL;
}

void result_record_head(const struct result_record *rec, FILE *out)
{
	char started[WHEN_MAX], finished[WHEN_MAX];

	fprintf(out,
	    "[acceptance]\npromotion = %s\ncandidate = %s\ntree = %s\nenvironment = %s\ncriteria = "
	    "%s\n"
	    "executed-by = %s\nstarted = %s\nfinished = %s\nverdict = %s\n",
	    rec->promotion, rec->candidate, rec->tree, rec->environment, rec->criteria_link,
	    rec->executed_by, when_format(rec->started, started),
	    when_format(rec->finished, finished), rec->passed ? "pass" : "fail");
}

static void print_record(const struct result_record *rec, FILE *out)
{
	result_record_head(rec, out);
	for (size_t i = 0; i < rec->criteria.n; i++) {
		struct criterion_tally sum = sum_of(rec, i);
		enum result_outcome outcome;

		if (tally_outcome(&sum, &outcome))
			fprintf(out, "\n[result \"%s\"]\noutcome = %s\nlog = %s\n",
			    rec->criteria.list[i].id, outcome == RESULT_PASS ? "pass" : "fail",
			    log_of(rec, i, outcome));
	}
}

const char *result_record_text(const struct result_record *rec, struct error *e)
{
	struct acceptance check;
	struct output out;
	const char *text;

	if (output_start(&out) == 0)
		print_record(rec, out.file);
	text = output_keep(&out, rec->arena);
	if (text == NULL)
		error_memory(e);
	else if (record_read_acceptance(rec->arena, text, strlen(text), &check, NULL, e) < 0)
		return NULL; /* what the gate would not read is not brought in */
	return text;
}

void result_record_show(const struct result_record *rec, FILE *out)
{
	fprintf(out, say("%s of %.7s on %s, by %s: %s\n"), escape(rec->arena, rec->promotion),
	    rec->candidate, rec->environment, escape(rec->arena, rec->executed_by),
	    rec->passed ? say("pass") : say("FAIL"));
	for (size_t i = 0; i < rec->n; i++) {
		const struct results *r = &rec->files[i].results;

		fprintf(out, say("  %s: %zu tests, %zu passed, %zu failed, %zu not executed\n"),
		    escape(rec->arena, rec->files[i].name), r->n, r->count[RESULTS_PASSED],
		    r->count[RESULTS_FAILED] + r->count[RESULTS_ERROR],
		    r->count[RESULTS_SKIPPED] + r->count[RESULTS_UNFINISHED]);
		if (r->count[RESULTS_FAILED] + r->count[RESULTS_ERROR] > 0)
			fprintf(out, say("    failed: %s\n"), results_failed_names(rec->arena, r));
	}
	for (size_t i = 0; i < rec->criteria.n; i++) {
		struct criterion_tally sum = sum_of(rec, i);
		enum result_outcome outcome;
		int any = tally_outcome(&sum, &outcome);

		fprintf(out, "  %s: %s%s\n", escape(rec->arena, rec->criteria.list[i].id),
		    any                 ? outcome == RESULT_PASS ? say("pass") : say("FAIL") :
		        sum.skipped > 0 ? say("skipped") :
		                          say("no test names it"),
		    !any && rec->criteria.list[i].required ? say(", and it is required") : "");
	}
}
