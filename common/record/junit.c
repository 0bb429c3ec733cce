/*
 * record/junit: suites and test cases of JUnit XML: what they say of themselves, and what came of
 * them.
 *
 * Dialects count differently (nested suites too, a suite as one test, assertions, each run of a
 * test), and each of these is right. A count that none of them explains is a doubt: the file was
 * cut, or says less than was run.
 */
#include "base/lookup.h"
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

/* Whole seconds; zero for anything else. */
static long read_seconds(const char *text)
{
	size_t n = text != NULL ? strspn(text, "0123456789") : 0;

	return n > 0 && n <= COUNT_DIGITS ? strtol(text, NULL, 10) : 0;
}

/* Catch2 and doctest count assertions, pytest its subtests too; each shows every test, and in it
 * every one of them that failed. */
static bool counts_checks(const char *name, const char *const *attributes)
{
	const char *host = junit_attribute(attributes, "hostname");

	return (host != NULL && strcmp(host, "tbd") == 0) ||
	    junit_attribute(attributes, "doctest_version") != NULL || strcmp(name, "pytest") == 0;
}

void junit_suite_begin(
    struct results *r, struct junit_suite *s, unsigned line, const char *const *attributes)
{
	const char *name = junit_attribute(attributes, "name"),
	           *timestamp = junit_attribute(attributes, "timestamp");

	*s = (struct junit_suite){ .line = line, .first = r->n };
	s->name = name != NULL ? arena_strdup(r->arena, name) : "";
	s->tests = read_count(r, line, attributes, "tests");
	s->failures = read_count(r, line, attributes, "failures");
	s->errors = read_count(r, line, attributes, "errors");
	s->skips = read_count(r, line, attributes, "skipped");
	s->disabled = read_count(r, line, attributes, "disabled");
	s->seconds = read_seconds(junit_attribute(attributes, "time"));
	if (timestamp != NULL)
		s->began = results_time_read(timestamp);
	s->counts_checks = counts_checks(s->name, attributes);
	/* gtest writes what is recorded outside of a test as attributes. */
	for (; attributes[0] != NULL; attributes += 2)
		junit_suite_property(r, s, line, attributes[0], attributes[1]);
}

void junit_suite_property(
    struct results *r, struct junit_suite *s, unsigned line, const char *name, const char *value)
{
	enum results_said said = results_say(r, line, name, value);

	if (said > s->commit &&
	    strcmp(name, said == RESULTS_SAID_OURS ? "sluis.commit" : "commit") == 0)
		s->commit = said;
	s->go = s->go || strcmp(name, "go.version") == 0;
}

static size_t said(long count)
{
	return count > 0 ? (size_t)count : 0;
}

/* jest-junit shows a todo as it shows a test that passed in no time, and does not count it. Those
 * that may be one did not pass. */
static size_t take_todos(struct results *r, const struct junit_suite *s)
{
	size_t n = 0;

	for (size_t i = s->first; i < r->n; i++)
		if (r->cases[i].idle && r->cases[i].outcome == RESULTS_PASSED) {
			results_settle(r, &r->cases[i], RESULTS_UNFINISHED);
			n++;
		}
	return n;
}

/* Is the count of tests one that a dialect would give? */
static bool counts_right(struct results *r, struct junit_suite *s)
{
	size_t tests = said(s->tests), more = 0;

	if (s->tests < 0 || tests == s->direct || tests == s->total ||
	    tests == s->direct + s->suites || tests == s->total + s->again)
		return true;
	if (tests > s->total)
		return s->counts_checks;
	more = s->total - tests;
	if (s->suites > 0)
		return more == s->beyond;
	/* Boost.Test does not count what was skipped. */
	s->beyond = more;
	return more == s->skipped || (s->failing == 0 && take_todos(r, s) >= more);
}

static void check_counts(struct results *r, struct junit_suite *s)
{
	size_t bad = said(s->failures) + said(s->errors),
	       out = said(s->skips > s->disabled ? s->skips : s->disabled);

	if (!counts_right(r, s))
		results_doubt(r, s->line,
		    "the suite '%s' says that it holds %ld tests, and holds %zu",
		    escape(r->arena, s->name), s->tests, s->total);
	if (bad > 0 && s->failing == 0 && s->again == 0)
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
	size_t without = s->commit != RESULTS_SAID_NOTHING ? 0 : s->uncommitted;

	if (r->ours && s->commit != RESULTS_SAID_OURS)
		without = s->uncommitted + s->bare;
	if (r->commit != NULL && without > 0)
		results_doubt(r, 0,
		    "%zu of its tests stand in suites that do not say which commit was tested",
		    without);
	if (r->started.known || (s->undated > 0 && !s->began.known))
		return;
	r->started = span->first;
	if (!r->finished.known)
		r->finished = span->last;
}

/* How often a test of that name passed, was skipped, or failed. */
struct runs {
	size_t good, bad;
};

/* gotestsum shows each run of a test that it ran again. One of them that passed is the last; a test
 * that passed in its only run tells that not all were run more than once (go test -count). */
static void drop_reruns(struct results *r, struct junit_suite *s)
{
	struct runs *runs = arena_array(r->arena, r->n - s->first + 1, sizeof(*runs)), *of;
	struct lookup by_name = { 0 };
	bool some_once = false, some_twice = false;
	size_t n = s->first;

	for (size_t i = s->first; runs != NULL && i < r->n; i++) {
		of = lookup_text(&by_name, r->cases[i].name);
		if (of == NULL && (of = &runs[i - s->first]) != NULL &&
		    lookup_set_text(r->arena, &by_name, r->cases[i].name, of) < 0)
			return;
		if (r->cases[i].outcome == RESULTS_FAILED)
			of->bad++;
		else
			of->good++;
		some_once = some_once || (of->good == 1 && of->bad == 0);
		some_twice = some_twice || of->good > 1;
	}
	if (runs == NULL || !some_once || some_twice)
		return;
	for (size_t i = s->first; i < r->n; i++) {
		of = lookup_text(&by_name, r->cases[i].name);
		if (r->cases[i].outcome == RESULTS_FAILED && of->good == 1) {
			results_settle(r, &r->cases[i], RESULTS_UNFINISHED);
			r->count[RESULTS_UNFINISHED]--;
			s->failing--;
			s->again++;
		} else {
			r->cases[n++] = r->cases[i];
		}
	}
	s->direct -= r->n - n;
	s->total -= r->n - n;
	r->n = n;
}

void junit_suite_end(
    struct results *r, struct junit_suite *s, struct junit_suite *around, struct junit_span *span)
{
	struct results_time end = s->began;

	if (s->go && s->suites == 0 && s->failing > 0)
		drop_reruns(r, s);
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
	around->again += s->again;
	around->beyond += s->beyond;
	around->counts_checks = around->counts_checks || s->counts_checks;
	if (s->commit == RESULTS_SAID_NOTHING)
		around->uncommitted += s->uncommitted;
	else if (s->commit == RESULTS_SAID_BARE)
		around->bare += s->uncommitted;
	around->bare += s->commit == RESULTS_SAID_OURS ? 0 : s->bare;
	around->undated += s->began.known ? 0 : s->undated;
}

enum sign { SIGN_NONE = 0, SIGN_HARMLESS, SIGN_FAILED, SIGN_ERROR, SIGN_SKIPPED };

struct meaning {
	enum sign sign; /* SIGN_NONE ends a list */
	const char *words[7]; /* up to a NULL */
};

/* Of the attributes `status` and `result`, in every dialect; whatever the case of their letters. */
static const struct meaning statuses[] = {
	{ SIGN_HARMLESS, { "run", "completed", "passed", "pass", "success", "ok" } },
	{ SIGN_SKIPPED, { "notrun", "suppressed", "skipped", "disabled", "ignored", "pending" } },
	{ SIGN_FAILED, { "failed", "failure", "fail", "error", "errored", "broken" } },
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

/* False for an unknown word. */
static bool take_sign(struct junit_case *c, const struct meaning *known, const char *word)
{
	for (; known->sign != SIGN_NONE; known++)
		for (size_t i = 0; known->words[i] != NULL; i++)
			if (strcasecmp(known->words[i], word) == 0) {
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
	           *class = junit_attribute(attributes, "classname"),
	           *status = junit_attribute(attributes, "status"),
	           *time = junit_attribute(attributes, "time");

	if (class == NULL)
		class = suite;
	*c = (struct junit_case){ .line = line, .bare = true };
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
	read_status(r, c, status);
	read_status(r, c, junit_attribute(attributes, "result"));
	c->not_run = strcmp(status != NULL ? status : "", "notrun") == 0;
	c->no_time = strcmp(time != NULL ? time : "", "0") == 0;
	return 0;
}

/* CTest shows so also what it could not start; Catch2, a test that may fail. */
static void read_skipped(struct junit_case *c, const char *type, const char *message)
{
	c->unfinished = c->unfinished || (type != NULL && strcmp(type, "todo") == 0);
	if (message == NULL || *message == '\0')
		return;
	c->unfinished = c->unfinished || strcmp(message, "TEST_CASE tagged with !mayfail") == 0;
	if (c->not_run && !begins_with(message, "SKIP_") && !begins_with(message, "Disabled"))
		c->error = true;
}

void junit_case_child(struct results *r, struct junit_case *c, unsigned line, const char *name,
    const char *const *attributes)
{
	c->bare = false;
	c->again += begins_with(name, "flaky") || begins_with(name, "rerun");
	if (strcmp(name, "skipped") == 0)
		read_skipped(
		    c, junit_attribute(attributes, "type"), junit_attribute(attributes, "message"));
	if (!take_sign(c, elements, name))
		results_doubt(
		    r, line, "nobody can say what <%s> in a test means", escape(r->arena, name));
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
	c->held->idle = c->bare && c->no_time;
	suite->again += c->again;
	suite->direct++;
	suite->total++;
	suite->failing += c->error || c->failed;
	suite->skipped += c->skipped;
	suite->uncommitted++;
	suite->undated++;
}
