#include "promotion/arrival.h"

#include "base/lookup.h"
#include "base/pattern.h"
#include "git/history.h"

enum answer arrival_entered(struct arena *a, const struct repo *r, struct ledger *l,
    const struct ref_value *v, int64_t since, const struct ledger_move **move, struct error *why)
{
	const char *ref = escape_whole(a, v->name);
	enum answer known = FACT_NO;
	const struct ledger_move *m;
	int rc = 1;

	if (ref == NULL)
		error_memory(why);
	if (ref == NULL || ledger_read(a, r, l, why) < 0)
		return FACT_UNKNOWN;
	/* Going back in time, so that what the first move says is what stays. */
	for (size_t i = 0; rc > 0 && (rc = ledger_move(l, ref, i, &m, why)) > 0; i++)
		if (m->at >= since && git_oid_equal(&v->id, &m->new)) {
			known = FACT_YES;
			*move = m;
		}
	return rc < 0 ? FACT_UNKNOWN : known;
}

struct line { /* what one ref was */
	const char *ref; /* escaped */
	size_t looked; /* at so many of its moves in the ledger */
	bool ended; /* there are no more */
	const struct ledger_move **moves; /* newest first */
	size_t n;
	git_oid state; /* before the oldest of them */
	bool stock; /* arming found that; it is older than the audit */
	int64_t found; /* when */
	struct line *next;
};

struct lines {
	struct arena *arena;
	const struct repo *repo;
	struct ledger *ledger;
	struct lookup refs; /* that have one */
	struct line *first;
};

/* NULL without memory. */
static struct line *start_line(struct lines *ls, const char *ref, const git_oid *state)
{
	struct line *line = arena_alloc(ls->arena, sizeof(*line));

	if (line == NULL)
		return NULL;
	*line = (struct line){
		.ref = ref, .state = *state, .stock = ls->ledger->armed == 0, .next = ls->first
	};
	return ls->first = line;
}

/* A verdict whose move nothing tells of counts where the ref stood as it says; in any case it held
 * the old value against the ref. Before the first entry that arming wrote, by 0.1.0, nothing else
 * tells what was found; what arming finds later stands there by then. 0 or -1 without memory. */
static int note_move(struct lines *ls, struct line *line, const struct ledger_move *m)
{
	bool gone = m->judged && git_oid_is_zero(&m->new);
	bool moved = m->fate == AUDIT_FATE_MOVED ||
	    (m->fate == AUDIT_FATE_UNKNOWN && git_oid_equal(&m->new, &line->state));

	line->state = m->found ? m->new : m->old;
	line->found = m->found ? m->at : line->found;
	line->stock = m->found ? m->entry == ls->ledger->armed : m->entry > ls->ledger->armed;
	if (!moved || gone || (m->found && line->stock))
		return 0;
	return ARENA_ADD(ls->arena, line->moves, line->n, m) != NULL ? 0 : -1;
}

/* Its move `nth`, read when it is asked for; NULL for no such. 0 or -1. */
static int move_of(
    struct lines *ls, struct line *line, size_t nth, const struct ledger_move **m, struct error *e)
{
	while (nth >= line->n && !line->ended) {
		int rc = ledger_move(ls->ledger, line->ref, line->looked++, m, e);

		if (rc < 0)
			return -1;
		line->ended = rc == 0;
		if (rc > 0 && note_move(ls, line, *m) < 0)
			return error_memory(e);
	}
	*m = nth < line->n ? line->moves[nth] : NULL;
	return 0;
}

/* A work branch that was deleted was another one before. */
static int split_line(struct lines *ls, struct line *line, struct error *e)
{
	static const git_oid none;
	const struct ledger_move *m;
	int rc;

	for (size_t i = 0; (rc = ledger_move(ls->ledger, line->ref, i, &m, e)) > 0; i++) {
		if (m->judged && git_oid_is_zero(&m->new)) {
			line->ended = true;
			line = start_line(ls, line->ref, &none);
		}
		if (line == NULL || note_move(ls, line, m) < 0)
			return error_memory(e);
	}
	line->ended = true;
	return rc;
}

static int add_line(struct lines *ls, const char *ref, const git_oid *state, struct error *e)
{
	struct line *line;
	size_t deleted;

	if (lookup_text(&ls->refs, ref) != NULL)
		return 0;
	line = start_line(ls, ref, state);
	if (line == NULL || lookup_set_text(ls->arena, &ls->refs, ref, line) < 0)
		return error_memory(e);
	if (ledger_newest(ls->ledger, mention_text(MENTION_DELETES, ref), &deleted, e) < 0)
		return -1;
	return deleted != 0 ? split_line(ls, line, e) : 0;
}

static int read_lines(struct lines *ls, const char *pattern, struct error *e)
{
	static const git_oid none;
	const char *name = escape_whole(ls->arena, pattern), **names;
	struct ref_values now;
	size_t n;

	if (name == NULL)
		return error_memory(e);
	if (refs_now(ls->arena, ls->repo, pattern, &now, e) < 0 ||
	    ledger_read(ls->arena, ls->repo, ls->ledger, e) < 0 ||
	    ledger_names(ls->ledger, name, &names, &n, e) < 0)
		return -1;
	for (size_t i = 0; i < now.n; i++) {
		const char *ref = escape_whole(ls->arena, now.list[i].name);

		if (ref == NULL)
			return error_memory(e);
		if (add_line(ls, ref, &now.list[i].id, e) < 0)
			return -1;
	}
	for (size_t i = 0; i < n; i++)
		if (add_line(ls, names[i], &none, e) < 0)
			return -1;
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
    struct lines *ls, struct line *line, const struct commit *c, size_t *n, struct error *e)
{
	size_t in = 0, out = SIZE_MAX, step = 1;

	while (in < out) {
		size_t at = out - in > step ? in + step - 1 : in + (out - in) / 2;
		const struct ledger_move *m;

		/* The last one is looked at as where their number is known. */
		if (move_of(ls, line, out == SIZE_MAX && step > 2 ? at + 1 : at, &m, e) < 0)
			return -1;
		if (m == NULL) {
			out = line->n;
			continue;
		}
		switch (reaches(ls, &line->moves[at]->new, c, e)) {
		case FACT_UNKNOWN:
			return -1;
		case FACT_YES:
			in = at + 1;
			step *= 2;
			break;
		case FACT_NO:
			out = at;
			step = SIZE_MAX;
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

/* It is no newer than what found it, whatever its date says; an import may have any. */
static void was_found(struct arrival *out, const struct line *line, const struct commit *c)
{
	int64_t at = line->found > 0 && c->committed > line->found ? line->found : c->committed;

	*out = (struct arrival){ .known = FACT_YES, .found = true, .at = at > 0 ? at : 1 };
}

/* 0, or -1 (with `e`). */
static int look_on_line(struct lines *ls, struct line *line, const struct commit *c,
    struct arrival *out, struct error *e)
{
	enum answer before = FACT_NO;
	size_t n;

	if (count_reaching(ls, line, c, &n, e) < 0)
		return -1;
	if (line->ended && n == line->n && line->stock)
		before = reaches(ls, &line->state, c, e);
	if (before == FACT_YES)
		was_found(out, line, c);
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
	struct lines ls = { .arena = a, .repo = r, .ledger = m->ledger };
	struct arrival found = { .known = FACT_NO };
	struct error why = { 0 };
	int rc = read_lines(&ls, pattern, &why);

	for (struct line *line = ls.first; rc == 0 && line != NULL; line = line->next)
		rc = look_on_line(&ls, line, c, &found, &why);
	if (rc == 0 && found.known == FACT_NO)
		rc = look_at_push(&ls, m, pattern, c, &found, &why);
	*out = rc == 0 ? found : (struct arrival){ .why = why };
}

void arrival_stands(struct arena *a, const struct repo *r, const struct arrival_moves *m,
    const char *ref, const struct commit *c, struct arrival *out)
{
	struct lines ls = { .arena = a, .repo = r, .ledger = m->ledger };
	const struct ledger_move *since = NULL, *one;
	struct line *line;

	memset(out, 0, sizeof(*out));
	if (read_lines(&ls, ref, &out->why) < 0)
		return;
	line = ls.first;
	for (size_t i = 0; line != NULL; i++) {
		if (move_of(&ls, line, i, &one, &out->why) < 0)
			return;
		if (one == NULL || (since != NULL && !git_oid_equal(&one->new, &c->id)))
			break;
		if (git_oid_equal(&one->new, &c->id))
			since = one;
	}
	out->known = FACT_NO;
	if (since != NULL)
		arrived(out, since);
	else if (line != NULL && line->stock && git_oid_equal(&line->state, &c->id))
		was_found(out, line, c);
}
