#include "record/results_criteria.h"

#include "base/lookup.h"

#define UNKNOWN_MAX 20

struct counting {
	struct arena *arena;
	struct lookup known; /* tallies by id */
	struct lookup missed;
	const char **unknown;
	size_t nunknown;
};

static bool in_word(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
	    c == '_' || c == '-' || c == '.' || (unsigned char)c >= 0x80;
}

static void count(struct criterion_tally *t, enum results_outcome outcome)
{
	if (t == NULL)
		return;
	if (outcome == RESULTS_PASSED)
		t->passed++;
	else if (outcome == RESULTS_SKIPPED || outcome == RESULTS_UNFINISHED)
		t->skipped++;
	else
		t->failed++;
}

/* Each word of the name. */
static void count_words(const struct counting *c, const char *name, enum results_outcome outcome)
{
	while (*name != '\0') {
		const char *from = name, *to;

		while (in_word(*name))
			name++;
		to = name;
		while (from < to && (*from == '-' || *from == '.'))
			from++;
		while (to > from && (to[-1] == '-' || to[-1] == '.'))
			to--;
		if (to > from)
			count(lookup_get(&c->known, from, (size_t)(to - from)), outcome);
		name += *name != '\0';
	}
}

/* Each pair of brackets in the name, for ids of more than a word. Counted twice does no harm. */
static void count_brackets(const struct counting *c, const char *name, enum results_outcome outcome)
{
	const char *open = strchr(name, '['), *close;

	while (open != NULL && (close = strchr(open, ']')) != NULL) {
		count(lookup_get(&c->known, open + 1, (size_t)(close - open - 1)), outcome);
		open = strchr(close, '[');
	}
}

static int count_named(struct counting *c, const char *id, enum results_outcome outcome)
{
	struct criterion_tally *t = lookup_text(&c->known, id);

	count(t, outcome);
	if (t != NULL || c->nunknown == UNKNOWN_MAX || lookup_text(&c->missed, id) != NULL)
		return 0;
	c->unknown[c->nunknown++] = id;
	return lookup_set_text(c->arena, &c->missed, id, c->unknown);
}

int results_tally(struct arena *a, const struct results *r, const struct criteria *wanted,
    struct criterion_tally **tallies, const char ***unknown, size_t *nunknown)
{
	struct counting c = { .arena = a,
		.unknown = arena_array(a, UNKNOWN_MAX, sizeof(*c.unknown)) };

	*tallies = arena_array(a, wanted->n + 1, sizeof(**tallies));
	if (*tallies == NULL || c.unknown == NULL)
		return -1;
	for (size_t i = 0; i < wanted->n; i++)
		if (lookup_set_text(a, &c.known, wanted->list[i].id, &(*tallies)[i]) < 0)
			return -1;
	for (size_t i = 0; i < r->n; i++) {
		const struct results_case *one = &r->cases[i];

		count_words(&c, one->name, one->outcome);
		count_brackets(&c, one->name, one->outcome);
		for (size_t k = 0; k < one->ncriteria; k++)
			if (count_named(&c, one->criteria[k], one->outcome) < 0)
				return -1;
	}
	*unknown = c.unknown;
	*nunknown = c.nunknown;
	return 0;
}

int tally_outcome(const struct criterion_tally *t, enum result_outcome *out)
{
	*out = t->failed == 0 && t->passed > 0 ? RESULT_PASS : RESULT_FAIL;
	return t->failed + t->passed > 0;
}

int results_as_acceptance(struct arena *a, const struct results *r, const struct criteria *wanted,
    const char *zone, struct criterion_tally **tallies, struct acceptance *out)
{
	const char **unknown;
	size_t nunknown;

	*out = (struct acceptance){ .promotion = r->promotion,
		.candidate = r->commit,
		.environment = r->environment,
		.executed_by = r->executed_by,
		.passed = results_passed(r) };
	if (results_tally(a, r, wanted, tallies, &unknown, &nunknown) < 0)
		return -1;
	if (r->started.known) {
		out->started = results_moment(&r->started, zone, false);
		out->finished = results_moment(&r->finished, zone, true);
	}
	out->results = arena_array(a, wanted->n + nunknown + 1, sizeof(*out->results));
	if (out->results == NULL)
		return -1;
	for (size_t i = 0; i < wanted->n; i++) {
		out->results[out->nresults].id = wanted->list[i].id;
		out->nresults +=
		    (size_t)tally_outcome(&(*tallies)[i], &out->results[out->nresults].outcome);
	}
	for (size_t i = 0; i < nunknown; i++)
		out->results[out->nresults++].id = unknown[i];
	return 0;
}
