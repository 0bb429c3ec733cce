/*
 * record/junit: suites and test cases of JUnit XML: what they say of themselves, and what came of
 * them.
 *
 * Dialects count differently (nested suites too, or a suite as one test), and each of these is
 * right. A count that none of them explains is a doubt: the file was cut, or says less than was
 * run.
 */
#include <stdlib.h>
#include <string.h>

#include "base/escape.h"
#include "record/record_internal.h"

#define COUNT_DIGITS 9

const char *junit_attribute(const char *const *attributes, const char *name)
{
	for (; attributes[0] != NULL; attributes += 2)
		if (strcmp(attributes[0], name) == 0)
			return attributes[1];
	return NULL;
}

static long read_count(
    struct results *r, unsigned line, const char *const *attributes, const char *name)
{
	const char *text = junit_attribute(attributes, name);
	size_t n = text != NULL ? strlen(text) : 0;

	if (n == 0)
		return -1; /* some write an empty one for a count they do not keep */
	if (n <= COUNT_DIGITS && strspn(text, "0123456789") == n)
		return strtol(text, NULL, 10);
	results_doubt(r, line, "its %s='%s' is no count", name, escape(r->arena, text));
	return -1;
}

/* Whole seconds; whatever else stands there is nothing. */
static long read_seconds(const char *text)
{
	size_t n = text != NULL ? strspn(text, "0123456789") : 0;

	return n > 0 && n <= COUNT_DIGITS ? strtol(text, NULL, 10) : 0;
}

void junit_suite_begin(
    struct results *r, struct junit_suite *s, unsigned line, const char *const *attributes)
{
	const char *name = junit_attribute(attributes, "name"),
	           *timestamp = junit_attribute(attributes, "timestamp");

	*s = (struct junit_suite){ .line = line };
	s->name = name != NULL ? arena_strdup(r->arena, name) : "";
	s->tests = read_count(r, line, attributes, "tests");
	s->failures = read_count(r, line, attributes, "failures");
	s->errors = read_count(r, line, attributes, "errors");
	s->skips = read_count(r, line, attributes, "skipped");
	s->disabled = read_count(r, line, attributes, "disabled");
	s->seconds = read_seconds(junit_attribute(attributes, "time"));
	if (timestamp != NULL)
		s->began = results_time_read(timestamp);
	/* gtest writes what is recorded outside of a test as attributes. */
	for (; attributes[0] != NULL; attributes += 2)
		junit_suite_property(r, s, line, attributes[0], attributes[1]);
}

void junit_suite_property(
    struct results *r, struct junit_suite *s, unsigned line, const char *name, const char *value)
{
	if (results_say(r, line, name, value) && strcmp(name, "commit") == 0)
		s->commit = true;
}

static size_t said(long count)
{
	return count > 0 ? (size_t)count : 0;
}

static void check_counts(struct results *r, const struct junit_suite *s)
{
	size_t bad = said(s->failures) + said(s->errors), out = said(s->skips) + said(s->disabled);

	if (s->tests >= 0 && said(s->tests) != s->direct && said(s->tests) != s->total &&
	    said(s->tests) != s->direct + s->suites)
		results_doubt(r, s->line,
		    "the suite '%s' says that it holds %ld tests, and holds %zu",
		    escape(r->arena, s->name), s->tests, s->total);
	if (bad > 0 && s->failing == 0)
		results_doubt(r, s->line,
		    "the suite '%s' says that %zu of its tests failed, and shows none",
		    escape(r->arena, s->name), bad);
	if (out > s->skipped + s->suites)
		results_doubt(r, s->line,
		    "the suite '%s' says that %zu of its tests were skipped, and shows %zu",
		    escape(r->arena, s->name), out, s->skipped);
}

/* Only when all of it is of one commit, and all of it began at a known time, does the file say so.
 * What it says in so many words goes before the times of suites. */
static void settle(struct results *r, const struct junit_suite *s, const struct junit_span *span)
{
	if (r->commit != NULL && !s->commit && s->uncommitted > 0)
		results_doubt(r, 0,
		    "%zu of its tests stand in suites that do not say which commit was tested",
		    s->uncommitted);
	if (r->started.known || (s->undated > 0 && !s->began.known))
		return;
	r->started = span->first;
	if (!r->finished.known)
		r->finished = span->last;
}

void junit_suite_end(struct results *r, const struct junit_suite *s, struct junit_suite *around,
    struct junit_span *span)
{
	struct results_time end = s->began;

	check_counts(r, s);
	end.at += s->seconds;
	results_time_first(&span->first, &s->began);
	results_time_last(&span->last, &end);
	if (around == NULL) {
		settle(r, s, span);
		return;
	}
	around->suites++;
	around->total += s->total;
	around->failing += s->failing;
	around->skipped += s->skipped;
	around->uncommitted += s->commit ? 0 : s->uncommitted;
	around->undated += s->began.known ? 0 : s->undated;
}

enum sign { SIGN_NONE = 0, SIGN_HARMLESS, SIGN_FAILED, SIGN_ERROR, SIGN_SKIPPED };

struct meaning {
	enum sign sign; /* SIGN_NONE ends a list */
	const char *words[7]; /* up to a NULL */
};

/* Of the attributes `status` and `result`, in every dialect. */
static const struct meaning statuses[] = {
	{ SIGN_HARMLESS, { "run", "completed", "passed", "pass", "success", "ok" } },
	{ SIGN_SKIPPED, { "notrun", "suppressed", "skipped", "disabled", "ignored", "pending" } },
	{ SIGN_FAILED, { "failed", "failure", "fail", "error", "broken" } },
	{ SIGN_NONE, { NULL } },
};

/* Of the elements in a test: flaky is one that failed, was run again and passed. */
static const struct meaning elements[] = {
	{ SIGN_HARMLESS, { "system-out", "system-err", "flakyFailure", "flakyError" } },
	{ SIGN_FAILED, { "failure", "rerunFailure" } },
	{ SIGN_ERROR, { "error", "rerunError" } },
	{ SIGN_SKIPPED, { "skipped" } },
	{ SIGN_NONE, { NULL } },
};

/* Takes what the word means. False for a word that is none of them. */
static bool take_sign(struct junit_case *c, const struct meaning *known, const char *word)
{
	for (; known->sign != SIGN_NONE; known++)
		for (size_t i = 0; known->words[i] != NULL; i++)
			if (strcmp(known->words[i], word) == 0) {
				c->failed = c->failed || known->sign == SIGN_FAILED;
				c->error = c->error || known->sign == SIGN_ERROR;
				c->skipped = c->skipped || known->sign == SIGN_SKIPPED;
				return true;
			}
	return false;
}

static void read_status(struct results *r, struct junit_case *c, const char *word)
{
	if (word != NULL && !take_sign(c, statuses, word))
		results_doubt(r, c->line, "nobody can say what the status '%s' of a test means",
		    escape(r->arena, word));
}

/* Tests of one class stand behind one another, so its name is kept once. */
static const char *keep(struct arena *a, const char *text, const struct results_case *before)
{
	return before != NULL && strcmp(before->suite, text) == 0 ? before->suite :
	                                                            arena_strdup(a, text);
}

int junit_case_begin(struct results *r, struct junit_case *c, unsigned line,
    const char *const *attributes, const char *suite, struct error *e)
{
	const struct results_case *before = r->n > 0 ? &r->cases[r->n - 1] : NULL;
	const char *name = junit_attribute(attributes, "name"),
	           *class = junit_attribute(attributes, "classname");

	if (class == NULL)
		class = suite;
	*c = (struct junit_case){ .line = line };
	if (name == NULL || *name == '\0' || strlen(name) > RESULTS_WORD_MAX ||
	    strlen(class) > RESULTS_WORD_MAX)
		results_doubt(
		    r, line, "a test has no name, or one of more than %d bytes", RESULTS_WORD_MAX);
	c->held = results_add(r, keep(r->arena, class, before),
	    name != NULL ? arena_strdup(r->arena, name) : "", RESULTS_FAILED, e);
	if (c->held == NULL)
		return -1;
	if (r->arena->exhausted)
		return error_memory(e);
	read_status(r, c, junit_attribute(attributes, "status"));
	read_status(r, c, junit_attribute(attributes, "result"));
	return 0;
}

void junit_case_child(struct results *r, struct junit_case *c, unsigned line, const char *name,
    const char *const *attributes)
{
	const char *type = junit_attribute(attributes, "type");

	if (!take_sign(c, elements, name))
		results_doubt(
		    r, line, "nobody can say what <%s> in a test means", escape(r->arena, name));
	c->unfinished = c->unfinished ||
	    (strcmp(name, "skipped") == 0 && type != NULL && strcmp(type, "todo") == 0);
}

void junit_case_end(struct results *r, const struct junit_case *c, struct junit_suite *suite)
{
	enum results_outcome outcome = RESULTS_PASSED;

	/* One that is to be done later may fail; one that was skipped may not. */
	if (c->unfinished)
		outcome = RESULTS_UNFINISHED;
	else if (c->error || c->failed)
		outcome = c->error ? RESULTS_ERROR : RESULTS_FAILED;
	else if (c->skipped)
		outcome = RESULTS_SKIPPED;
	results_settle(r, c->held, outcome);
	suite->direct++;
	suite->total++;
	suite->failing += c->error || c->failed;
	suite->skipped += c->skipped;
	suite->uncommitted++;
	suite->undated++;
}
