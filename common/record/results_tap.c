/*
 * record/results_tap: a stream of the Test Anything Protocol, versions 12 to 14, with its subtests
 * (https://testanything.org, sluis-results(5)).
 *
 * Where versions or readers differ, what proves less is read: a directive anywhere takes away a
 * pass, and only the one that every reader sees excuses a failure.
 */
#include <string.h>
#include <strings.h>

#include "base/escape.h"
#include "base/say/say.h"
#include "record/record_internal.h"

#define INDENT 4 /* of a subtest: TAP 14, and everybody before it */
#define NUMBER_DIGITS 9

enum tap_kind { TAP_NOISE, TAP_VERSION, TAP_PLAN, TAP_TEST, TAP_BAIL_OUT, TAP_COMMENT, TAP_YAML };

/* One line. */
struct tap_line {
	enum tap_kind kind;
	size_t indent; /* blanks before it */
	unsigned number; /* of VERSION and PLAN; of TEST, 0 for none */
	bool ok, skip; /* of TEST */
	bool todo, todo_excuses; /* of TEST: the second also where it failed */
	const char *text; /* in the line: name of TEST, reason of BAIL_OUT, all of COMMENT */
	size_t len;
};

struct cursor {
	const char *p, *end;
};

static bool blank(char c)
{
	return c == ' ' || c == '\t';
}

static void skip_blanks(struct cursor *c)
{
	while (c->p < c->end && blank(*c->p))
		c->p++;
}

static bool take(struct cursor *c, const char *word, bool any_case)
{
	size_t n = strlen(word);

	if ((size_t)(c->end - c->p) < n ||
	    (any_case ? strncasecmp(c->p, word, n) : strncmp(c->p, word, n)) != 0)
		return false;
	c->p += n;
	return true;
}

/* False when there is none, or it is too large to be meant. */
static bool take_number(struct cursor *c, unsigned *out)
{
	size_t n = 0;

	*out = 0;
	while (c->p + n < c->end && c->p[n] >= '0' && c->p[n] <= '9' && n <= NUMBER_DIGITS)
		*out = *out * 10 + (unsigned)(c->p[n++] - '0');
	if (n == 0 || n > NUMBER_DIGITS)
		return false;
	c->p += n;
	return true;
}

static bool at_end(struct cursor c)
{
	skip_blanks(&c);
	return c.p == c.end;
}

static void keep_rest(struct cursor c, struct tap_line *out)
{
	skip_blanks(&c);
	while (c.end > c.p && blank(c.end[-1]))
		c.end--;
	out->text = c.p;
	out->len = (size_t)(c.end - c.p);
}

/* What follows a '#': is it a directive? */
static bool read_directive(struct cursor c, bool first, struct tap_line *out)
{
	skip_blanks(&c);
	if (take(&c, "skip", true)) {
		out->skip = true;
		return true;
	}
	if (!take(&c, "todo", true) || (c.p < c.end && !blank(*c.p) && *c.p != ':'))
		return false;
	out->todo = true;
	out->todo_excuses = first;
	return true;
}

/* The name ends where the first directive begins; a '#' behind a backslash is part of it. */
static void read_name(struct cursor c, struct tap_line *out)
{
	const char *p = c.p;
	bool first = true, found = false;

	for (; p < c.end; p++) {
		if (*p == '\\' && p + 1 < c.end) {
			p++;
		} else if (*p == '#') {
			if (read_directive((struct cursor){ p + 1, c.end }, first, out) && !found) {
				found = true;
				keep_rest((struct cursor){ c.p, p }, out);
			}
			first = false;
		}
	}
	if (!found)
		keep_rest(c, out);
}

static bool line_test(struct cursor c, struct tap_line *out)
{
	struct cursor number;

	out->ok = !take(&c, "not ", false);
	if (!take(&c, "ok", false) || (c.p < c.end && !blank(*c.p)))
		return false;
	out->kind = TAP_TEST;
	skip_blanks(&c);
	number = c;
	if (take_number(&number, &out->number) && (number.p == c.end || blank(*number.p)))
		c = number;
	else
		out->number = 0; /* a name that starts with a digit */
	skip_blanks(&c);
	if (c.p < c.end && *c.p == '-' && (c.p + 1 == c.end || blank(c.p[1])))
		c.p++;
	read_name(c, out);
	return true;
}

static bool line_plan(struct cursor c, struct tap_line *out)
{
	if (!take(&c, "1..", false) || !take_number(&c, &out->number))
		return false;
	skip_blanks(&c);
	if (c.p < c.end && *c.p != '#')
		return false;
	out->kind = TAP_PLAN;
	return true;
}

static bool line_version(struct cursor c, struct tap_line *out)
{
	if (!take(&c, "TAP version ", true) || !take_number(&c, &out->number) || !at_end(c))
		return false;
	out->kind = TAP_VERSION;
	return true;
}

/* `line` has no line feed. */
static void tap_line_read(const char *line, size_t len, struct tap_line *out)
{
	struct cursor c = { line, line + len };

	*out = (struct tap_line){ .kind = TAP_NOISE, .text = "" };
	if (len > 0 && c.end[-1] == '\r')
		c.end--;
	while (c.p < c.end && *c.p == ' ')
		c.p++;
	out->indent = (size_t)(c.p - line);
	if (line_test(c, out) || line_plan(c, out) || line_version(c, out))
		return;
	if (take(&c, "Bail out!", true))
		out->kind = TAP_BAIL_OUT;
	else if (take(&c, "#", false))
		out->kind = TAP_COMMENT;
	else if (take(&c, "---", false) && at_end(c))
		out->kind = TAP_YAML;
	keep_rest(c, out);
}

struct level {
	unsigned line; /* where it began */
	bool has_plan, plan_between;
	size_t plan, plan_after, seen; /* `plan_after` that many tests */
	size_t failed; /* that nothing excuses */
	size_t first; /* its first case in the results */
};

struct tap {
	struct results *out;
	struct error *e;
	unsigned line;
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

static enum results_outcome outcome_of(const struct tap_line *l)
{
	if (l->ok)
		return l->skip ? RESULTS_SKIPPED : l->todo ? RESULTS_UNFINISHED : RESULTS_PASSED;
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
	return says == RESULTS_PASSED && sub->seen == 0 ? RESULTS_SKIPPED : says;
}

static int read_test(struct tap *t, const struct tap_line *l)
{
	enum results_outcome outcome = outcome_of(l);
	struct level *at = &t->level[t->depth];
	bool sums = t->ended;

	if (sums)
		outcome = sum_up(t, outcome);
	at->plan_between = at->plan_between || (at->has_plan && at->plan_after > 0);
	at->seen++;
	at->failed += outcome == RESULTS_FAILED;
	if (l->number != 0 && l->number != at->seen)
		results_doubt(
		    t->out, t->line, "test %u stands where %zu is expected", l->number, at->seen);
	if (l->len > RESULTS_WORD_MAX)
		doubt(t, "a test has a name of more than 4096 bytes");
	t->last =
	    results_add(t->out, "", arena_strndup(t->out->arena, l->text, l->len), outcome, t->e);
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
	if (l->number >= 12 && l->number <= 14)
		return 0;
	return error_set(t->e, ERROR_MALFORMED, "line %u: TAP version %u is none of 12, 13 and 14",
	    t->line, l->number);
}

/* "# commit OID" and the like; any other comment is nobody's. */
static void read_comment(struct tap *t, const struct tap_line *l)
{
	struct cursor c = { l->text, l->text + l->len };
	const char *key, *value;

	if (l->indent > 0 || l->len > RESULTS_WORD_MAX)
		return;
	while (c.p < c.end && !blank(*c.p))
		c.p++;
	key = arena_strndup(t->out->arena, l->text, (size_t)(c.p - l->text));
	skip_blanks(&c);
	value = arena_strndup(t->out->arena, c.p, (size_t)(c.end - c.p));
	if (key != NULL && value != NULL && results_says(key, value))
		results_say(t->out, t->line, key, value);
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
	else if (l.indent % INDENT != 0)
		return 0; /* noise, by every version */
	else if ((rc = go_to(t, l.indent / INDENT)) == 0 && l.kind == TAP_TEST)
		rc = read_test(t, &l);
	else if (rc == 0)
		read_plan(t, &l);
	t->any = t->any || l.kind != TAP_COMMENT;
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
