#include "junit_case.h"

#include <string.h>

#include "escape.h"

/* What the words of a dialect mean; NULL for a word that is none. */
static const char *
meaning(const char *word)
{
	static const struct {
		const char *word, *means;
	} words[] = {
		{ "run", "" },
		{ "completed", "" },
		{ "passed", "" },
		{ "pass", "" },
		{ "success", "" },
		{ "ok", "" },
		{ "notrun", "skipped" },
		{ "suppressed", "skipped" },
		{ "skipped", "skipped" },
		{ "disabled", "skipped" },
		{ "ignored", "skipped" },
		{ "pending", "skipped" },
		{ "failed", "failed" },
		{ "failure", "failed" },
		{ "fail", "failed" },
		{ "error", "failed" },
		{ "broken", "failed" },
	};

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (strcmp(words[i].word, word) == 0)
			return words[i].means;
	return NULL;
}

static void
read_status(struct arena *a, struct results *r, struct junit_case *c, const char *word)
{
	const char *means = word != NULL ? meaning(word) : "";

	if (means == NULL)
		results_doubt(a, r, c->line, "nobody can say what the status '%s' of a test means",
		    escape(a, word));
	else if (strcmp(means, "skipped") == 0)
		c->skipped = true;
	else if (strcmp(means, "failed") == 0)
		c->failed = true;
}

/* Tests of one class stand behind one another, so its name is kept once. */
static const char *
keep(struct arena *a, const char *text, const struct results_case *before)
{
	return before != NULL && strcmp(before->suite, text) == 0 ? before->suite :
	                                                            arena_strdup(a, text);
}

int
junit_case_begin(struct arena *a, struct results *r, struct junit_case *c, unsigned line,
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
		results_doubt(a, r, line, "a test has no name, or one of more than %d bytes",
		    RESULTS_WORD_MAX);
	c->held = results_add(a, r, keep(a, class, before),
	    name != NULL ? arena_strdup(a, name) : "", RESULTS_FAILED, e);
	if (c->held == NULL)
		return -1;
	if (a->exhausted)
		return error_memory(e);
	read_status(a, r, c, junit_attribute(attributes, "status"));
	read_status(a, r, c, junit_attribute(attributes, "result"));
	return 0;
}

enum sign { SIGN_NONE = 0, SIGN_HARMLESS, SIGN_FAILED, SIGN_ERROR, SIGN_SKIPPED };

static enum sign
sign_of(const char *name)
{
	static const struct {
		const char *name;
		enum sign sign;
	} signs[] = {
		{ "system-out", SIGN_HARMLESS },
		{ "system-err", SIGN_HARMLESS },
		/* It failed, was run again and passed; or it was run again and failed again. */
		{ "flakyFailure", SIGN_HARMLESS },
		{ "flakyError", SIGN_HARMLESS },
		{ "rerunFailure", SIGN_FAILED },
		{ "rerunError", SIGN_ERROR },
		{ "failure", SIGN_FAILED },
		{ "error", SIGN_ERROR },
		{ "skipped", SIGN_SKIPPED },
	};

	for (size_t i = 0; i < sizeof(signs) / sizeof(signs[0]); i++)
		if (strcmp(signs[i].name, name) == 0)
			return signs[i].sign;
	return SIGN_NONE;
}

void
junit_case_child(struct arena *a, struct results *r, struct junit_case *c, unsigned line,
    const char *name, const char *const *attributes)
{
	const char *type = junit_attribute(attributes, "type");
	enum sign sign = sign_of(name);

	if (sign == SIGN_NONE)
		results_doubt(
		    a, r, line, "nobody can say what <%s> in a test means", escape(a, name));
	c->failed = c->failed || sign == SIGN_FAILED;
	c->error = c->error || sign == SIGN_ERROR;
	c->skipped = c->skipped || sign == SIGN_SKIPPED;
	c->unfinished =
	    c->unfinished || (sign == SIGN_SKIPPED && type != NULL && strcmp(type, "todo") == 0);
}

void
junit_case_end(struct results *r, const struct junit_case *c, struct junit_suite *suite)
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
	junit_suite_add(suite, c->error || c->failed, c->skipped);
}
