#include "promotion/arrival.h"

#include "base/lookup.h"
#include "base/pattern.h"
#include "git/history.h"

enum answer arrival_entered(struct arena *a, const struct repo *r, struct ledger *l,
    const struct ref_value *v, int64_t since, const struct ledger_move **move, struct error *why)
{
	const char *ref = escape_whole(a, v->name);
	enum answer known = FACT_NO;

	if (ledger_read(a, r, l, why) < 0)
		return FACT_UNKNOWN;
	/* Going back in time, so that what the first move says is what stays. */
	for (size_t i = 0; i < l->n; i++) {
		const struct ledger_move *m = &l->list[i];

		if (m->at >= since && git_oid_equal(&v->id, &m->new) && strcmp(m->ref, ref) == 0) {
			known = FACT_YES;
			*move = m;
		}
	}
	return known;
}

struct line { /* what one ref was */
	const struct ledger_move **moves; /* newest first */
	size_t n;
	git_oid state; /* before the oldest of them */
	bool stock; /* arming found that; it is older than the audit */
	struct line *next;
};

struct lines {
	struct arena *arena;
	const struct repo *repo;
	size_t armed; /* the entry of the ledger */
	struct lookup by_ref;
	struct line *first;
};

/* Of an escaped name. NULL without memory. */
static struct line *start_line(struct lines *ls, const char *ref)
{
	struct line *line = arena_alloc(ls->arena, sizeof(*line));

	if (line == NULL || lookup_set_text(ls->arena, &ls->by_ref, ref, line) < 0)
		return NULL;
	line->stock = ls->armed == 0;
	line->next = ls->first;
	ls->first = line;
	return line;
}

static struct line *line_of(struct lines *ls, const char *ref)
{
	struct line *line = ref != NULL ? lookup_text(&ls->by_ref, ref) : NULL;

	return line != NULL || ref == NULL ? line : start_line(ls, ref);
}

/* A verdict whose move nothing tells of counts where the ref stood as it says; in any case it held
 * the old value against the ref. Before the first entry that arming wrote, by 0.1.0, nothing else
 * tells what was found; what arming finds later stands there by then. A work branch that was
 * deleted was another one before. */
static int note_move(struct lines *ls, const struct ledger_move *m)
{
	bool gone = m->judged && git_oid_is_zero(&m->new), moved;
	struct line *line = gone ? start_line(ls, m->ref) : line_of(ls, m->ref);

	if (line == NULL)
		return -1;
	moved = m->fate == AUDIT_FATE_MOVED ||
	    (m->fate == AUDIT_FATE_UNKNOWN && git_oid_equal(&m->new, &line->state));
	line->state = m->found ? m->new : m->old;
	line->stock = m->found ? m->entry == ls->armed : m->entry > ls->armed;
	if (!moved || gone || (m->found && line->stock))
		return 0;
	line->moves = arena_push(ls->arena, line->moves, line->n, sizeof(*line->moves));
	if (line->moves == NULL)
		return -1;
	line->moves[line->n++] = m;
	return 0;
}

static int read_lines(
    struct lines *ls, const struct arrival_moves *of, const char *pattern, struct error *e)
{
	const char *name = escape_whole(ls->arena, pattern);
	const struct ledger *l = of->ledger;
	struct ref_values now;

	if (name == NULL)
		return error_memory(e);
	if (refs_now(ls->arena, ls->repo, pattern, &now, e) < 0 ||
	    ledger_read(ls->arena, ls->repo, of->ledger, e) < 0)
		return -1;
	ls->armed = l->armed;
	for (size_t i = 0; i < now.n; i++) {
		struct line *line = line_of(ls, escape_whole(ls->arena, now.list[i].name));

		if (line == NULL)
			return error_memory(e);
		line->state = now.list[i].id;
	}
	for (size_t i = 0; i < l->n; i++)
		if (pattern_match(name, l->list[i].ref) && note_move(ls, &l->list[i]) < 0)
			return error_memory(e);
	return 0;
}

static enum answer reaches(
    struct lines *ls, const git_oid *tip, const struct commit *c, struct error *e)
{
	struct fact is = { .is = FACT_NO };

	if (!git_oid_is_zero(tip))
		history_reaches(ls->arena, ls->repo, tip, &c->id, &is);
	if (is.is == FACT_UNKNOWN)
		*e = is.why;
	return is.is;
}

/* How many of the newest values reach it. A ref only grows, so they are the last ones; most
 * candidates came in lately, so the search begins there, in steps twice as long each. 0 or -1. */
static int count_reaching(
    struct lines *ls, const struct line *line, const struct commit *c, size_t *n, struct error *e)
{
	size_t in = 0, out = line->n, step = 1;

	while (in < out) {
		size_t at = out - in > step ? in + step - 1 : in + (out - in) / 2;

		switch (reaches(ls, &line->moves[at]->new, c, e)) {
		case FACT_UNKNOWN:
			return -1;
		case FACT_YES:
			in = at + 1;
			step *= 2;
			break;
		case FACT_NO:
			out = at;
			step = line->n;
		}
	}
	*n = in;
	return 0;
}

static void arrived(struct arrival *out, const struct ledger_move *m)
{
	if (out->known == FACT_YES && (out->found || out->at <= m->at))
		return;
	*out = (struct arrival){ .known = FACT_YES, .entry = m->entry, .at = m->at };
}

static void was_found(struct arrival *out, const struct commit *c)
{
	*out = (struct arrival){ .known = FACT_YES, .found = true, .at = c->committed };
}

/* 0, or -1 (with `e`). */
static int look_on_line(struct lines *ls, const struct line *line, const struct commit *c,
    struct arrival *out, struct error *e)
{
	enum answer before = FACT_NO;
	size_t n;

	if (count_reaching(ls, line, c, &n, e) < 0)
		return -1;
	if (n == line->n && line->stock)
		before = reaches(ls, &line->state, c, e);
	if (before == FACT_YES)
		was_found(out, c);
	else if (before == FACT_NO && n > 0)
		arrived(out, line->moves[n - 1]);
	return before == FACT_UNKNOWN ? -1 : 0;
}

/* What moved behind the gate before does not come with this push. */
static int look_at_push(struct lines *ls, const struct arrival_moves *of, const char *pattern,
    const struct commit *c, struct arrival *out, struct error *e)
{
	for (size_t i = 0; i < of->changes->n; i++) {
		const struct change *one = &of->changes->list[i];
		enum answer before, after;

		if (one->target == NULL || !pattern_match(pattern, one->target))
			continue;
		before = reaches(ls, &one->old, c, e);
		after = before == FACT_NO ? reaches(ls, &one->new, c, e) : FACT_NO;
		if (before == FACT_UNKNOWN || after == FACT_UNKNOWN)
			return -1;
		if (after == FACT_YES)
			*out = (struct arrival){ .known = FACT_YES, .at = of->now };
	}
	return 0;
}

void arrival_reached(struct arena *a, const struct repo *r, const struct arrival_moves *m,
    const char *pattern, const struct commit *c, struct arrival *out)
{
	struct lines ls = { .arena = a, .repo = r };
	struct arrival found = { .known = FACT_NO };
	struct error why = { 0 };
	int rc = read_lines(&ls, m, pattern, &why);

	for (const struct line *line = ls.first; rc == 0 && line != NULL; line = line->next)
		rc = look_on_line(&ls, line, c, &found, &why);
	if (rc == 0 && found.known == FACT_NO)
		rc = look_at_push(&ls, m, pattern, c, &found, &why);
	*out = rc == 0 ? found : (struct arrival){ .why = why };
}

void arrival_stands(struct arena *a, const struct repo *r, const struct arrival_moves *m,
    const char *ref, const struct commit *c, struct arrival *out)
{
	struct lines ls = { .arena = a, .repo = r };
	struct line *line = NULL;
	size_t i = 0;

	memset(out, 0, sizeof(*out));
	if (read_lines(&ls, m, ref, &out->why) < 0)
		return;
	line = line_of(&ls, escape_whole(a, ref));
	if (line == NULL) {
		error_memory(&out->why);
		return;
	}
	out->known = FACT_NO;
	while (i < line->n && !git_oid_equal(&line->moves[i]->new, &c->id))
		i++;
	while (i + 1 < line->n && git_oid_equal(&line->moves[i + 1]->new, &c->id))
		i++;
	if (i < line->n)
		arrived(out, line->moves[i]);
	else if (line->stock && git_oid_equal(&line->state, &c->id))
		was_found(out, c);
}
