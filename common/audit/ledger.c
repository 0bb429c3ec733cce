#include "audit/ledger.h"

#include "audit/audit.h"

struct reading {
	struct arena *arena;
	struct ledger *ledger;
};

/* A text of the entry, which is gone after it. */
static const char *keep(struct reading *r, const char *text)
{
	return text != NULL ? arena_strdup(r->arena, text) : NULL;
}

static void note_word(struct reading *r, struct ledger_move *m, const struct audit_step *said)
{
	struct ledger_word *w = arena_alloc(r->arena, sizeof(*w));

	if (w == NULL)
		return; /* the exhausted arena says so */
	*w = (struct ledger_word){ keep(r, said->to), keep(r, said->exception),
		strcmp(said->word, "approve") != 0, said->candidate, said->tree,
		keep(r, said->question), keep(r, said->key) };
	m->word = w;
}

static void note_step(struct reading *r, struct ledger_move *m, const struct audit_step *said)
{
	struct ledger_step *s = &m->steps[m->nsteps];

	if (said->word != NULL && said->to != NULL)
		note_word(r, m, said);
	if (said->promotion == NULL || said->word != NULL)
		return;
	s->id = keep(r, said->promotion);
	s->tip = said->tip;
	s->candidate = said->candidate;
	if (said->exception != NULL && strncmp(said->exception, "rollback ", 9) == 0)
		s->back = oid_parse(said->exception + 9, strlen(said->exception + 9), &s->to) == 0;
	m->nsteps++;
}

static int note_ref(struct reading *r, const struct audit_seen *seen, const struct audit_ref *ref,
    bool judged, enum audit_fate fate)
{
	struct ledger *l = r->ledger;
	struct ledger_move *m;

	l->list = arena_push(r->arena, l->list, l->n, sizeof(*l->list));
	if (l->list == NULL)
		return -1;
	m = &l->list[l->n++];
	*m = (struct ledger_move){
		.entry = l->entries,
		.judged = judged,
		.fate = fate,
		.ref = keep(r, ref->name),
		.environment = keep(r, ref->environment),
		.from = keep(r, ref->from),
		.pusher = judged ? keep(r, seen->entry.pusher) : NULL,
		.old = ref->old,
		.new = ref->new,
		.at = seen->at,
		.steps = arena_array(r->arena, ref->nsteps + 1, sizeof(*m->steps)),
	};
	if (m->steps == NULL)
		return -1;
	for (size_t i = ref->nsteps; i-- > 0;)
		note_step(r, m, &ref->steps[i]);
	return r->arena->exhausted ? -1 : 0;
}

/* Outcomes of verdicts are met before these, which tell more; what moved without one, or while an
 * unlock lasted, stands alone. */
static int look_at(void *ctx, const struct audit_seen *seen, struct error *e)
{
	const struct audit_entry *entry = &seen->entry;
	struct reading *r = ctx;
	struct audit_fates *fates = &r->ledger->fates;
	bool judged = entry->kind == AUDIT_VERDICT && entry->decision == VERDICT_ACCEPT;
	bool alone = entry->kind == AUDIT_OUTCOME && entry->moved == AUDIT_MOVED &&
	    git_oid_is_zero(&entry->verdict);
	bool armed = entry->kind == AUDIT_ARMED;

	r->ledger->entries++;
	if (armed)
		r->ledger->armed = r->ledger->entries;
	if (audit_fates_note(r->arena, fates, seen, e) < 0 ||
	    audit_moves_see(r->arena, &r->ledger->moves, seen, e) < 0)
		return -1;
	for (size_t i = 0; (judged || alone || armed) && i < entry->nrefs; i++) {
		const struct audit_ref *ref = &entry->refs[i];
		enum audit_fate fate =
		    judged ? audit_fate_of(fates, &seen->id, ref->name) : AUDIT_FATE_MOVED;

		if (note_ref(r, seen, ref, judged, fate) < 0)
			return error_memory(e);
		r->ledger->list[r->ledger->n - 1].found = armed;
	}
	if (entry->kind == AUDIT_UNLOCK)
		for (const struct audit_told *t = audit_fates_all(fates, &seen->id); t != NULL;
		     t = t->next) {
			struct audit_ref ref = { .name = t->ref, .old = t->old, .new = t->new };
			struct audit_seen outcome = { .at = t->at };

			if (t->fate != AUDIT_FATE_MOVED)
				continue;
			if (note_ref(r, &outcome, &ref, false, t->fate) < 0)
				return error_memory(e);
			r->ledger->list[r->ledger->n - 1].unlocked = true;
		}
	if (entry->kind != AUDIT_OUTCOME)
		audit_fates_forget(r->arena, fates, &seen->id);
	return 0;
}

/* What is made once and came back was never gone. */
static void join(struct ledger_move *before, struct ledger_move *m)
{
	bool once = m->environment == NULL || m->from != NULL;

	if (!once || !m->judged || !git_oid_is_zero(&m->old) || before->fate != AUDIT_FATE_MOVED)
		return;
	if (before->unlocked && git_oid_is_zero(&before->new))
		return;
	if (git_oid_is_zero(&before->new))
		before->new = before->old;
	m->old = before->new;
}

/* What was found where older entries speak of the ref is no beginning. */
static int put_in_order(struct arena *a, struct ledger *l)
{
	struct lookup known = { 0 };
	size_t first = l->n;

	for (size_t i = l->n; i-- > 0;) {
		struct ledger_move m = l->list[i], *before = lookup_text(&known, m.ref);

		if (m.found && before != NULL)
			continue;
		if (before != NULL)
			join(before, &m);
		l->list[--first] = m;
		if ((before == NULL || m.fate != AUDIT_FATE_NOT_MOVED) &&
		    lookup_set_text(a, &known, m.ref, &l->list[first]) < 0)
			return -1;
	}
	l->list += first;
	l->n -= first;
	return 0;
}

int ledger_read(struct arena *a, const struct repo *r, struct ledger *l, struct error *e)
{
	struct reading reading = { a, l };
	size_t lacking;
	git_oid tip;
	int there;

	if (!l->asked) {
		l->asked = true;
		if (audit_tip(a, r, &tip, &there, &l->why) == 0 && there) {
			l->there = true;
			if (audit_walk_kept(a, r, &tip, 0, look_at, &reading, &lacking, &l->why) ==
			        0 &&
			    audit_moves_sort(&l->moves, &l->why) == 0 && put_in_order(a, l) < 0)
				error_memory(&l->why);
		}
	}
	if (l->why.kind == ERROR_NONE)
		return 0;
	*e = l->why;
	return -1;
}

bool ledger_counts(const struct ledger_move *m)
{
	return m->judged && m->from != NULL && m->fate != AUDIT_FATE_NOT_MOVED;
}
