/*
 * Where a new ref of a pattern may start (norm CH.06 criterion 3).
 *
 * The first ref of a pattern is a baseline. A later one is a place more where the same thing runs,
 * so it starts at a state that another of its refs has or had: on its first-parent line, from its
 * baseline on, and not rolled back. What a ref was, and that it was, is the audit's word; refs that
 * are gone count too, so that deleting them makes no new beginning.
 */
#include "step/facts.h"
#include "base/pattern.h"
#include "git/history.h"
#include "git/refs.h"

/* What one ref of the pattern was. */
struct line {
	const char *name; /* escaped, as entries have it */
	git_oid tip, base; /* the newest and the oldest value that is known */
};

struct lines {
	struct arena *arena;
	const char *pattern; /* escaped too */
	struct line *list;
	size_t n;
};

static struct line *line_of(struct lines *ls, const char *name, const git_oid *tip)
{
	for (size_t i = 0; i < ls->n; i++)
		if (strcmp(ls->list[i].name, name) == 0)
			return &ls->list[i];
	name = arena_strdup(ls->arena, name);
	return name != NULL ?
	    ARENA_ADD(ls->arena, ls->list, ls->n, (struct line){ name, *tip, *tip }) :
	    NULL;
}

/* Going back in time, so that the oldest value is what stays. */
static int look_back(struct lines *ls, struct ledger *l, const char *ref, struct error *e)
{
	const struct ledger_move *m;
	int rc;

	for (size_t i = 0; (rc = ledger_move(l, ref, i, &m, e)) > 0; i++) {
		bool moved = m->fate == AUDIT_FATE_MOVED;
		const git_oid *base = moved && git_oid_is_zero(&m->old) ? &m->new : &m->old;
		struct line *line;

		if (git_oid_is_zero(base))
			continue;
		line = line_of(ls, m->ref, moved && !git_oid_is_zero(&m->new) ? &m->new : base);
		if (line == NULL)
			return error_memory(e);
		line->base = *base;
	}
	return rc;
}

/* The refs that are there, those that this push makes before this one, and those that were. */
static int find_lines(const struct push *p, const struct step *s, struct lines *ls, struct error *e)
{
	struct ledger *l = &p->past->ledger;
	struct ref_values now;
	const char **names;
	size_t n;

	ls->pattern = escape_whole(p->arena, s->env->ref);
	if (ls->pattern == NULL)
		return error_memory(e);
	if (refs_now(p->arena, p->repo, s->env->ref, &now, e) < 0)
		return -1;
	for (size_t i = 0; i < now.n; i++)
		line_of(ls, escape_whole(p->arena, now.list[i].name), &now.list[i].id);
	for (const struct change *o = p->changes->list; o < s->change; o++)
		if (o->target != NULL && change_creates(o) && pattern_match(s->env->ref, o->target))
			line_of(ls, escape_whole(p->arena, o->target), &o->new);
	if (ledger_read(p->arena, p->repo, l, e) < 0 ||
	    ledger_names(l, ls->pattern, &names, &n, e) < 0)
		return -1;
	for (size_t i = 0; i < n; i++)
		if (look_back(ls, l, names[i], e) < 0)
			return -1;
	return p->arena->exhausted ? error_memory(e) : 0;
}

/* Where a ref is fast-forwarded, all that came in since its baseline counts (steps_on_source()). */
static enum history_state passed_on(
    const struct push *p, const struct line *l, const git_oid *id, struct error *e)
{
	struct fact in, since = { .is = FACT_NO };

	history_reaches(p->arena, p->repo, &l->tip, id, &in);
	if (in.is == FACT_YES)
		history_reaches(p->arena, p->repo, id, &l->base, &since);
	if (in.is == FACT_UNKNOWN || (in.is == FACT_YES && since.is == FACT_UNKNOWN)) {
		*e = in.is == FACT_UNKNOWN ? in.why : since.why;
		return HISTORY_STATE_UNKNOWN;
	}
	return since.is == FACT_YES ? HISTORY_STATE_STANDS : HISTORY_STATE_NEVER;
}

void later_ref_gather(const struct push *p, struct step *s)
{
	const char *own = escape_whole(p->arena, s->ref);
	struct lines ls = { .arena = p->arena };
	struct fact out = { .is = FACT_UNKNOWN };

	if (find_lines(p, s, &ls, &out.why) < 0) {
		s->comes_from = out;
		return;
	}
	s->later = ls.n > 0;
	if (!s->later)
		return;
	s->rolled_back_on = NULL; /* on the source */
	out.is = FACT_NO;
	for (size_t i = 0; i < ls.n && out.is != FACT_UNKNOWN; i++) {
		const struct line *l = &ls.list[i];
		enum history_state is;

		if (strcmp(l->name, own) == 0)
			continue;
		is = s->env->fast_forward ? passed_on(p, l, &s->candidate_id, &out.why) :
		                            history_state_on(p->arena, p->repo, &l->tip, &l->base,
		                                &s->candidate_id, &out.why);
		if (s->start_ref == NULL)
			s->start_ref = l->name;
		if (is == HISTORY_STATE_ROLLED_BACK)
			s->rolled_back_on = l->name;
		if (is == HISTORY_STATE_UNKNOWN)
			out.is = FACT_UNKNOWN;
		else if (is == HISTORY_STATE_STANDS)
			out.is = FACT_YES;
	}
	if (s->rolled_back_on != NULL && out.is == FACT_YES)
		out.is = FACT_NO;
	s->comes_from = out;
}
