#include "junit_suite.h"

#include <stdlib.h>
#include <string.h>

#include "escape.h"

#define COUNT_DIGITS 9

const char *
junit_attribute(const char *const *attributes, const char *name)
{
	for (; attributes[0] != NULL; attributes += 2)
		if (strcmp(attributes[0], name) == 0)
			return attributes[1];
	return NULL;
}

static long
read_count(struct arena *a, struct results *r, unsigned line, const char *const *attributes,
    const char *name)
{
	const char *text = junit_attribute(attributes, name);
	size_t n = text != NULL ? strlen(text) : 0;

	if (n == 0)
		return -1; /* some write an empty one for a count they do not keep */
	if (n <= COUNT_DIGITS && strspn(text, "0123456789") == n)
		return strtol(text, NULL, 10);
	results_doubt(a, r, line, "its %s='%s' is no count", name, escape(a, text));
	return -1;
}

/* Whole seconds; whatever else stands there is nothing. */
static long
read_seconds(const char *text)
{
	size_t n = text != NULL ? strspn(text, "0123456789") : 0;

	return n > 0 && n <= COUNT_DIGITS ? strtol(text, NULL, 10) : 0;
}

void
junit_suite_begin(struct arena *a, struct results *r, struct junit_suite *s, unsigned line,
    const char *const *attributes)
{
	const char *name = junit_attribute(attributes, "name"),
	           *timestamp = junit_attribute(attributes, "timestamp");

	*s = (struct junit_suite){ .line = line };
	s->name = name != NULL ? arena_strdup(a, name) : "";
	s->tests = read_count(a, r, line, attributes, "tests");
	s->failures = read_count(a, r, line, attributes, "failures");
	s->errors = read_count(a, r, line, attributes, "errors");
	s->skips = read_count(a, r, line, attributes, "skipped");
	s->disabled = read_count(a, r, line, attributes, "disabled");
	s->seconds = read_seconds(junit_attribute(attributes, "time"));
	if (timestamp != NULL)
		s->began = results_time_read(timestamp);
	/* gtest writes what is recorded outside of a test as attributes. */
	for (; attributes[0] != NULL; attributes += 2)
		junit_suite_property(a, r, s, line, attributes[0], attributes[1]);
}

void
junit_suite_property(struct arena *a, struct results *r, struct junit_suite *s, unsigned line,
    const char *name, const char *value)
{
	if (results_say(a, r, line, name, value) && strcmp(name, "commit") == 0)
		s->commit = true;
}

static bool
may_be(long said, size_t held)
{
	return said >= 0 && (size_t)said == held;
}

static void
check_counts(struct arena *a, struct results *r, const struct junit_suite *s)
{
	size_t bad =
	    (size_t)(s->failures > 0 ? s->failures : 0) + (size_t)(s->errors > 0 ? s->errors : 0);
	size_t out =
	    (size_t)(s->skips > 0 ? s->skips : 0) + (size_t)(s->disabled > 0 ? s->disabled : 0);

	if (s->tests >= 0 && !may_be(s->tests, s->direct) && !may_be(s->tests, s->total) &&
	    !may_be(s->tests, s->direct + s->suites))
		results_doubt(a, r, s->line,
		    "the suite '%s' says that it holds %ld tests, and holds %zu",
		    escape(a, s->name), s->tests, s->total);
	if (bad > 0 && s->failing == 0)
		results_doubt(a, r, s->line,
		    "the suite '%s' says that %zu of its tests failed, and shows none",
		    escape(a, s->name), bad);
	if (out > s->skipped + s->suites)
		results_doubt(a, r, s->line,
		    "the suite '%s' says that %zu of its tests were skipped, and shows %zu",
		    escape(a, s->name), out, s->skipped);
}

static void
note_times(const struct junit_suite *s, struct junit_span *span)
{
	struct results_time end = s->began;

	end.at += s->seconds;
	results_time_first(&span->first, &s->began);
	results_time_last(&span->last, &end);
}

/* Only when all of it is of one commit, and all of it began at a known time, does the file say so.
 * What it says in so many words goes before the times of suites. */
static void
settle(
    struct arena *a, struct results *r, const struct junit_suite *s, const struct junit_span *span)
{
	if (r->commit != NULL && !s->commit && s->uncommitted > 0)
		results_doubt(a, r, 0,
		    "%zu of its tests stand in suites that do not say which commit was tested",
		    s->uncommitted);
	if (r->started.known || (s->undated > 0 && !s->began.known))
		return;
	r->started = span->first;
	if (!r->finished.known)
		r->finished = span->last;
}

void
junit_suite_end(struct arena *a, struct results *r, const struct junit_suite *s,
    struct junit_suite *around, struct junit_span *span)
{
	check_counts(a, r, s);
	note_times(s, span);
	if (around == NULL) {
		settle(a, r, s, span);
		return;
	}
	around->suites++;
	around->total += s->total;
	around->failing += s->failing;
	around->skipped += s->skipped;
	around->uncommitted += s->commit ? 0 : s->uncommitted;
	around->undated += s->began.known ? 0 : s->undated;
}

void
junit_suite_add(struct junit_suite *s, bool failing, bool skipped)
{
	s->direct++;
	s->total++;
	s->failing += failing;
	s->skipped += skipped;
	s->uncommitted++;
	s->undated++;
}
