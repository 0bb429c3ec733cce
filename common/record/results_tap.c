/*
 * record/results_tap: a stream of the Test Anything Protocol, versions 12 to 14, with its subtests
 * (https://testanything.org, sluis-results(5)).
 *
 * Where versions or readers differ, what proves less is read: a directive anywhere takes away a
 * pass, and only the one that every reader sees excuses a failure.
 */
#include "record/record_internal.h"
#include "record/results_tap_line.h"

#define INDENT 4 /* of a subtest: TAP 14, and everybody before it */

struct level {
	unsigned line; /* where it began */
	bool has_plan, plan_between;
	size_t plan, plan_after, seen; /* `plan_after` that many tests */
	size_t passed, failed; /* the second: that nothing excuses */
	size_t last; /* its last test: 1 and up of the cases, or 0 */
	bool open; /* behind that one, a brace: its subtests may follow */
	size_t first; /* its first case in the results */
};

struct tap {
	struct results *out;
	struct error *e;
	unsigned line, version;
	struct level level[RESULTS_DEPTH_MAX];
	size_t depth; /* of the last line that counted; level[depth] is open */
	bool any; /* line of TAP */
	/* Behind a test: its block of YAML may follow. */
	struct results_case *last;
	size_t last_indent;
	bool last_bare; /* it has no subtests */
	bool in_yaml;
	size_t yaml_indent;
	bool ended; /* a subtest, which has not been summed up yet: */
	struct level below;
};

static void doubt(struct tap *t, const char *what)
{
	results_doubt(t->out, t->line, "%s", say(what));
}

static void check_plan(struct tap *t, const struct level *l)
{
	if (!l->has_plan)
		results_doubt(
		    t->out, l->line, "there is no plan, so nobody can say whether all tests ran");
	else if (l->plan != l->seen)
		results_doubt(t->out, l->line, "the plan says %zu, and %zu tests stand there",
		    l->plan, l->seen);
	if (l->plan_between)
		results_doubt(t->out, l->line,
		    "the plan stands between the tests, and not before or after them");
}

static void missed_sum(struct tap *t)
{
	if (t->ended)
		doubt(t, "no test sums up the subtests before this line");
	t->ended = false;
}

/* Up to the level of a line that counts. */
static void ascend(struct tap *t, size_t to)
{
	while (t->depth > to) {
		missed_sum(t);
		check_plan(t, &t->level[t->depth]);
		t->below = t->level[t->depth--];
		t->ended = true;
	}
}

/* To the level of a line that counts. 0, or -1. */
static int go_to(struct tap *t, size_t depth)
{
	ascend(t, depth);
	if (depth > t->depth)
		missed_sum(t);
	if (depth >= RESULTS_DEPTH_MAX)
		return error_set(t->e, ERROR_MALFORMED,
		    "line %u: subtests are nested more than %d deep", t->line, RESULTS_DEPTH_MAX);
	/* Several at once: subtests come before their test, which may be a subtest itself. */
	while (t->depth < depth)
		t->level[++t->depth] = (struct level){ .line = t->line, .first = t->out->n };
	return 0;
}

/* A "not ok" that was skipped did not fail by TAP 14 and where cmocka writes it, "# SKIP" and the
 * name behind it. It did where bats writes it: its teardown failed, or prove reads it. */
static enum results_outcome outcome_of(const struct tap *t, const struct tap_line *l)
{
	if (l->ok)
		return l->skip ? RESULTS_SKIPPED : l->todo ? RESULTS_UNFINISHED : RESULTS_PASSED;
	if (l->skip_excuses && (t->version == 14 || l->len == 0))
		return RESULTS_SKIPPED;
	return l->todo_excuses && !l->skip ? RESULTS_UNFINISHED : RESULTS_FAILED;
}

/* The test that sums up subtests must say what they said. */
static enum results_outcome sum_up(struct tap *t, enum results_outcome says)
{
	const struct level *sub = &t->below;

	t->ended = false;
	if (says == RESULTS_PASSED && sub->failed > 0)
		doubt(t, "it passed, and one of its subtests failed");
	for (size_t i = sub->first; says == RESULTS_UNFINISHED && i < t->out->n; i++)
		if (t->out->cases[i].outcome == RESULTS_FAILED)
			results_settle(t->out, &t->out->cases[i], RESULTS_UNFINISHED);
	return says == RESULTS_PASSED && sub->passed + sub->failed == 0 ? RESULTS_SKIPPED : says;
}

/* The subtests that the test before this line held in braces have ended. */
static void close_brace(struct tap *t)
{
	struct level *at = &t->level[t->depth];
	struct results_case *c = &t->out->cases[at->last - 1];
	bool passed = c->outcome == RESULTS_PASSED;

	if (!t->ended)
		t->below = (struct level){ .first = t->out->n };
	results_settle(t->out, c, sum_up(t, c->outcome));
	at->passed -= passed && c->outcome != RESULTS_PASSED;
	at->open = false;
}

/* A brace on a line of its own: one that opens is for the test before it. */
static void read_brace(struct tap *t, const struct tap_line *l)
{
	size_t depth = l->indent / INDENT;

	if (l->indent % INDENT != 0 || depth > t->depth || t->level[depth].last == 0)
		return;
	if (l->kind == TAP_OPEN && depth == t->depth)
		t->level[depth].open = true;
	if (l->kind == TAP_CLOSE && t->level[depth].open) {
		ascend(t, depth);
		close_brace(t);
	}
}

static int read_test(struct tap *t, const struct tap_line *l)
{
	enum results_outcome outcome = outcome_of(t, l);
	struct level *at = &t->level[t->depth];
	bool sums = t->ended;

	if (sums)
		outcome = sum_up(t, outcome);
	at->plan_between = at->plan_between || (at->has_plan && at->plan_after > 0);
	at->seen++;
	at->passed += outcome == RESULTS_PASSED;
	at->failed += outcome == RESULTS_FAILED;
	at->open = l->opens;
	if (l->number != 0 && l->number != at->seen)
		results_doubt(
		    t->out, t->line, "test %u stands where %zu is expected", l->number, at->seen);
	if (l->len > RESULTS_WORD_MAX)
		doubt(t, "a test has a name of more than 4096 bytes");
	t->last =
	    results_add(t->out, "", arena_strndup(t->out->arena, l->text, l->len), outcome, t->e);
	at->last = t->out->n;
	t->last_indent = l->indent;
	t->last_bare = !sums;
	return t->last != NULL ? 0 : -1;
}

static void read_plan(struct tap *t, const struct tap_line *l)
{
	struct level *at = &t->level[t->depth];

	missed_sum(t);
	if (at->has_plan)
		doubt(t, "there is a second plan");
	at->has_plan = true;
	at->plan = l->number;
	at->plan_after = at->seen;
}

static int read_version(struct tap *t, const struct tap_line *l)
{
	if (l->indent > 0)
		return 0; /* of a subtest, which is read as the rest */
	if (t->any)
		doubt(t, "a second stream of TAP follows");
	t->version = l->number;
	if (l->number >= 12 && l->number <= 14)
		return 0;
	return error_set(t->e, ERROR_MALFORMED, "line %u: TAP version %u is none of 12, 13 and 14",
	    t->line, l->number);
}

/* "# commit OID" and the like; any other comment is nobody's. */
static void read_comment(struct tap *t, const struct tap_line *l)
{
	char *key;
	size_t n;

	if (l->indent > 0 || l->len > RESULTS_WORD_MAX)
		return;
	key = arena_strndup(t->out->arena, l->text, l->len);
	n = key != NULL ? strcspn(key, " \t") : 0;
	if (n == 0 || key[n] == '\0')
		return;
	key[n] = '\0';
	results_say(t->out, t->line, key, key + n + 1 + strspn(key + n + 1, " \t"));
}

/* A block of YAML holds what it likes, and no tests. True for a line of one. */
static bool read_yaml(struct tap *t, const char *line, size_t len, const struct tap_line *l)
{
	static const char suite[] = "type: 'suite'", end[] = "...";
	size_t n = len - l->indent;

	if (!t->in_yaml) {
		t->in_yaml = l->kind == TAP_YAML && t->last != NULL && l->indent > t->last_indent;
		t->yaml_indent = l->indent;
		return t->in_yaml;
	}
	if (l->indent == t->yaml_indent && n >= 3 && memcmp(line + l->indent, end, 3) == 0)
		t->in_yaml = false;
	/* node counts a suite without any test as a test that passed. */
	if (t->last_bare && t->last->outcome == RESULTS_PASSED && l->indent == t->yaml_indent &&
	    n == sizeof(suite) - 1 && memcmp(line + l->indent, suite, n) == 0)
		results_settle(t->out, t->last, RESULTS_SKIPPED);
	return true;
}

static int read_line(struct tap *t, const char *line, size_t len)
{
	struct tap_line l;
	int rc = 0;

	tap_line_read(line, len, &l);
	if (read_yaml(t, line, len, &l) || l.kind == TAP_NOISE || l.kind == TAP_YAML)
		return 0;
	t->last = NULL;
	if (l.kind == TAP_BAIL_OUT)
		results_doubt(t->out, t->line, "it bailed out: %s",
		    escape_bytes(t->out->arena, l.text, l.len));
	else if (l.kind == TAP_COMMENT)
		read_comment(t, &l);
	else if (l.kind == TAP_VERSION)
		rc = read_version(t, &l);
	else if (l.kind == TAP_OPEN || l.kind == TAP_CLOSE)
		read_brace(t, &l);
	else if (l.indent % INDENT != 0)
		return 0; /* noise, by every version */
	else if ((rc = go_to(t, l.indent / INDENT)) == 0 && l.kind == TAP_TEST)
		rc = read_test(t, &l);
	else if (rc == 0)
		read_plan(t, &l);
	t->any = t->any || (l.kind != TAP_COMMENT && l.kind != TAP_OPEN && l.kind != TAP_CLOSE);
	return rc;
}

static int finish(struct tap *t)
{
	if (!t->any)
		return error_set(t->e, ERROR_MALFORMED, "no line of it is TAP");
	if (t->in_yaml)
		doubt(t, "a block of YAML does not end");
	ascend(t, 0);
	missed_sum(t);
	check_plan(t, &t->level[0]);
	return 0;
}

int results_read_tap(const char *bytes, size_t len, struct results *out, struct error *e)
{
	struct tap *t = arena_alloc(out->arena, sizeof(*t));
	const char *end = bytes + len, *next;

	if (t == NULL)
		return error_memory(e);
	*t = (struct tap){ .out = out, .e = e };
	if (memchr(bytes, '\0', len) != NULL)
		return error_set(e, ERROR_MALFORMED, "it holds a NUL byte, so it is no text");
	for (; bytes < end; bytes = next + (next < end)) {
		next = memchr(bytes, '\n', (size_t)(end - bytes));
		if (next == NULL)
			next = end;
		t->line++;
		if (read_line(t, bytes, (size_t)(next - bytes)) < 0)
			return -1;
		if (out->arena->exhausted)
			return error_memory(e);
	}
	return finish(t);
}
