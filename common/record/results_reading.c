/*
 * record/results_reading: what the readers of test results share: cases, doubts, what a file says
 * of itself.
 */
#include "record/record_internal.h"

#define COMMIT_HEX 40
#define DOUBTS_MAX 20 /* that are listed */

struct results_case *results_add(struct results *r, const char *suite, const char *name,
    enum results_outcome outcome, struct error *e)
{
	struct results_case *c;

	if (r->n == RESULTS_CASES_MAX) {
		error_set(e, ERROR_MALFORMED, "it holds more than %d tests", RESULTS_CASES_MAX);
		return NULL;
	}
	c = ARENA_ADD(r->arena, r->cases, r->n,
	    (struct results_case){ .suite = suite, .name = name, .outcome = outcome });
	if (c == NULL)
		error_memory(e);
	else
		r->count[outcome]++;
	return c;
}

void results_settle(struct results *r, struct results_case *c, enum results_outcome outcome)
{
	r->count[c->outcome]--;
	r->count[outcome]++;
	c->outcome = outcome;
}

int results_add_criterion(struct arena *a, struct results_case *c, const char *id)
{
	const char *copy = arena_strdup(a, id);

	return copy != NULL && ARENA_ADD(a, c->criteria, c->ncriteria, copy) != NULL ? 0 : -1;
}

void results_doubt(struct results *r, unsigned line, const char *fmt, ...)
{
	const char *text;
	va_list ap;

	if (r->doubts.n >= DOUBTS_MAX)
		return; /* one is enough */
	va_start(ap, fmt);
	text = arena_vprintf(r->arena, say(fmt), ap);
	va_end(ap);
	if (text != NULL)
		ini_problem(r->arena, &r->doubts, line, "%s", text);
}

/* What a file may say of itself. */
static const struct key {
	const char *name;
	enum { WORD, OID, LINK, TIME } type;
	size_t at; /* in struct results */
} keys[] = {
	{ "commit", OID, offsetof(struct results, commit) },
	{ "environment", WORD, offsetof(struct results, environment) },
	{ "promotion", WORD, offsetof(struct results, promotion) },
	{ "criteria", LINK, offsetof(struct results, criteria) },
	{ "executed-by", WORD, offsetof(struct results, executed_by) },
	{ "started", TIME, offsetof(struct results, started) },
	{ "finished", TIME, offsetof(struct results, finished) },
};

/* Before the name of a key, where nobody else can mean it. */
#define OURS "sluis."

static const struct key *find_key(const char *name)
{
	for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]); i++)
		if (strcmp(keys[i].name, name) == 0)
			return &keys[i];
	return NULL;
}

/* NULL when it is fine, else what is wrong with it. */
static const char *value_wrong(const struct key *k, const char *value)
{
	size_t n = strlen(value);

	if (n == 0 || n > RESULTS_WORD_MAX)
		return n == 0 ? "is empty" : "is longer than 4096 bytes";
	if (k->type == OID && (n != COMMIT_HEX || strspn(value, "0123456789abcdef") != n))
		return "is not the 40 hex digits, in lower case, that git prints";
	if (k->type == TIME && !results_time_read(value).known)
		return "is no time such as 2026-11-24T14:00:00+01:00";
	if (k->type == LINK && !begins_with(value, "git:") && !begins_with(value, "sftp:"))
		return "is no link";
	return k->type == WORD && strpbrk(value, " \t\r\n") != NULL ? "is more than a word" : NULL;
}

/* What two bare names contradict each other in is a doubt, unless "sluis." goes before both. */
static void clash(struct results *r, unsigned line, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));

static void clash(struct results *r, unsigned line, const char *fmt, ...)
{
	va_list ap;

	if (r->clash != NULL)
		return;
	va_start(ap, fmt);
	r->clash = arena_vprintf(r->arena, say(fmt), ap);
	va_end(ap);
	r->clash_line = line;
}

static void say_text(
    struct results *r, unsigned line, const char *key, const char *value, const char **slot)
{
	if (*slot == NULL)
		*slot = arena_strdup(r->arena, value);
	else if (strcmp(*slot, value) != 0)
		clash(r, line, "it names '%s' as its %s, and '%s' before", escape(r->arena, value),
		    key, escape(r->arena, *slot));
}

static void say_time(
    struct results *r, unsigned line, const char *key, const char *value, struct results_time *slot)
{
	struct results_time t = results_time_read(value);

	if (!slot->known)
		*slot = t;
	else if (slot->at != t.at || slot->zoneless != t.zoneless)
		clash(r, line, "'%s' appears twice, and differs", key);
}

/* Forgets what bare names said. */
static void begin_ours(struct results *r)
{
	r->ours = true;
	r->clash = NULL;
	r->commit = r->environment = r->promotion = r->criteria = r->executed_by = NULL;
	r->started = r->finished = (struct results_time){ 0 };
}

enum results_said results_say(struct results *r, unsigned line, const char *key, const char *value)
{
	bool ours = begins_with(key, OURS);
	const struct key *k = find_key(key + (ours ? strlen(OURS) : 0));
	const char *wrong = k != NULL ? value_wrong(k, value) : NULL;

	if (k == NULL || (!ours && (r->ours || wrong != NULL)))
		return RESULTS_SAID_NOTHING;
	if (ours && !r->ours)
		begin_ours(r);
	if (wrong != NULL)
		results_doubt(r, line, "its %s '%s' %s", key, escape(r->arena, value), say(wrong));
	else if (k->type == TIME)
		say_time(r, line, key, value, (struct results_time *)((char *)r + k->at));
	else
		say_text(r, line, key, value, (const char **)((char *)r + k->at));
	return ours ? RESULTS_SAID_OURS : RESULTS_SAID_BARE;
}

void results_time_first(struct results_time *t, const struct results_time *other)
{
	if (other->known && (!t->known || results_earliest(other) < results_earliest(t)))
		*t = *other;
}

void results_time_last(struct results_time *t, const struct results_time *other)
{
	if (other->known && (!t->known || results_earliest(other) > results_earliest(t)))
		*t = *other;
}

void results_end(struct results *r)
{
	if (r->n == 0)
		results_doubt(r, 0, "it holds no test");
	if (r->clash != NULL)
		results_doubt(r, r->clash_line, "%s", r->clash);
	/* Beside no whole commit, such words are about something else. */
	if (r->commit == NULL && !r->ours)
		r->environment = r->promotion = r->criteria = r->executed_by = NULL;
	if (r->started.known && r->finished.known &&
	    results_earliest(&r->finished) < results_earliest(&r->started))
		results_doubt(r, 0, "it ended before it began");
	if (!r->finished.known)
		r->finished = r->started;
}
