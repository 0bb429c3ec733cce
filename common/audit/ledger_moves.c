/* What the audit tells of one ref (audit/ledger.h). */
#include "audit/ledger.h"

struct waiting { /* a move that an unlock let happen, until the walk comes to that */
	size_t place; /* of the unlock; SIZE_MAX once it is told */
	struct ledger_move *move;
};

struct ledger_ref {
	const char *name;
	struct ledger_cursor cursor;
	struct ledger_move **list; /* newest first */
	size_t n, ready; /* those that are `ready` change no more */
	struct waiting *waiting; /* newest first */
	size_t nwaiting;
	bool ended;
};

struct reading {
	struct ledger *ledger;
	struct ledger_ref *ref;
	struct error *e;
};

static const char *keep(struct ledger *l, const char *text)
{
	return text != NULL ? arena_strdup(l->arena, text) : NULL;
}

static void note_word(struct ledger *l, struct ledger_move *m, const struct audit_step *said)
{
	struct ledger_word *w = arena_alloc(l->arena, sizeof(*w));

	if (w == NULL)
		return; /* the exhausted arena says so */
	*w = (struct ledger_word){ keep(l, said->to), keep(l, said->exception),
		strcmp(said->word, "approve") != 0, said->candidate, said->tree,
		keep(l, said->question), keep(l, said->key) };
	m->word = w;
}

static void note_step(struct ledger *l, struct ledger_move *m, const struct audit_step *said)
{
	struct ledger_step *s = &m->steps[m->nsteps];

	if (said->word != NULL && said->to != NULL)
		note_word(l, m, said);
	if (said->promotion == NULL || said->word != NULL)
		return;
	*s = (struct ledger_step){
		.id = keep(l, said->promotion), .tip = said->tip, .candidate = said->candidate
	};
	if (said->exception != NULL && begins_with(said->exception, "rollback "))
		s->back = oid_parse(said->exception + 9, strlen(said->exception + 9), &s->to) == 0;
	m->nsteps++;
}

/* NULL without memory. */
static struct ledger_move *new_move(const struct reading *r, const struct audit_seen *seen,
    const struct audit_ref *ref, enum audit_fate fate)
{
	struct ledger *l = r->ledger;
	struct ledger_move *m = arena_alloc(l->arena, sizeof(*m));
	bool judged = seen->entry.kind == AUDIT_VERDICT;

	if (m == NULL)
		return NULL;
	*m = (struct ledger_move){
		.entry = seen->place,
		.judged = judged,
		.found = seen->entry.kind == AUDIT_ARMED,
		.fate = fate,
		.ref = r->ref->name,
		.environment = keep(l, ref->environment),
		.from = keep(l, ref->from),
		.pusher = judged ? keep(l, seen->entry.pusher) : NULL,
		.old = ref->old,
		.new = ref->new,
		.at = seen->at,
		.steps = arena_array(l->arena, ref->nsteps + 1, sizeof(*m->steps)),
	};
	for (size_t i = ref->nsteps; m->steps != NULL && i-- > 0;)
		note_step(l, m, &ref->steps[i]);
	return l->arena->exhausted ? NULL : m;
}

static int add(const struct reading *r, struct ledger_move *m)
{
	struct ledger_ref *lr = r->ref;

	return m != NULL && ARENA_ADD(r->ledger->arena, lr->list, lr->n, m) != NULL ?
	    0 :
	    error_memory(r->e);
}

int ledger_fate(struct ledger *l, const git_oid *verdict, const char *ref, enum audit_fate *fate,
    struct error *e)
{
	struct ledger_cursor c = { .word = mention_id(MENTION_OUTCOME, verdict) };
	struct audit_seen seen;
	int rc;

	*fate = AUDIT_FATE_UNKNOWN;
	while ((rc = ledger_next(l, &c, &seen, e)) > 0) {
		bool moved =
		    seen.entry.moved == AUDIT_MOVED && lookup_id(&l->corrected, &seen.id) == NULL;
		enum audit_fate is = moved ? AUDIT_FATE_MOVED : AUDIT_FATE_NOT_MOVED;

		if (!git_oid_equal(&seen.entry.verdict, verdict))
			continue;
		for (size_t i = 0; i < seen.entry.nrefs; i++)
			if (strcmp(seen.entry.refs[i].name, ref) == 0 && is > *fate)
				*fate = is;
	}
	ledger_stop(&c);
	return rc;
}

const struct ledger_rare *ledger_unlock(const struct ledger *l, const git_oid *id)
{
	for (size_t i = 0; i < l->nrare; i++)
		if (l->rare[i].kind == AUDIT_UNLOCK && git_oid_equal(&l->rare[i].id, id))
			return &l->rare[i];
	return NULL;
}

bool ledger_alone(const struct ledger *l, const struct audit_seen *seen)
{
	const git_oid *by = &seen->entry.verdict;

	return seen->entry.kind == AUDIT_OUTCOME && seen->entry.moved == AUDIT_MOVED &&
	    (git_oid_is_zero(by) ||
	        (ledger_unlock(l, by) != NULL && lookup_id(&l->corrected, &seen->id) == NULL));
}

static int add_waiting(const struct reading *r, const struct audit_seen *seen,
    const struct audit_ref *ref, const struct ledger_rare *unlock)
{
	struct ledger_ref *lr = r->ref;
	struct audit_ref plain = { .name = ref->name, .old = ref->old, .new = ref->new };
	struct ledger_move *m = new_move(r, seen, &plain, AUDIT_FATE_MOVED);

	if (m == NULL ||
	    ARENA_ADD(r->ledger->arena, lr->waiting, lr->nwaiting,
	        (struct waiting){ unlock->place, m }) == NULL)
		return error_memory(r->e);
	m->unlocked = true;
	m->entry = unlock->place;
	return 0;
}

/* Those whose unlock is newer than that place. */
static int add_waited(const struct reading *r, size_t place)
{
	for (;;) {
		struct waiting *next = NULL;

		for (size_t i = 0; i < r->ref->nwaiting; i++) {
			struct waiting *w = &r->ref->waiting[i];

			if (w->place < (next != NULL ? next->place : place))
				next = w;
		}
		if (next == NULL)
			return 0;
		next->place = SIZE_MAX;
		if (add(r, next->move) < 0)
			return -1;
	}
}

/* Outcomes of verdicts are told by these; what moved without one, or while an unlock lasted, stands
 * alone. */
static int look_at_ref(
    const struct reading *r, const struct audit_seen *seen, const struct audit_ref *ref)
{
	const struct audit_entry *entry = &seen->entry;
	bool judged = entry->kind == AUDIT_VERDICT && entry->decision == VERDICT_ACCEPT;
	bool alone = ledger_alone(r->ledger, seen);
	enum audit_fate fate = AUDIT_FATE_MOVED;

	if (alone && !git_oid_is_zero(&entry->verdict))
		return add_waiting(r, seen, ref, ledger_unlock(r->ledger, &entry->verdict));
	if (!judged && !alone && entry->kind != AUDIT_ARMED)
		return 0;
	if (judged && ledger_fate(r->ledger, &seen->id, ref->name, &fate, r->e) < 0)
		return -1;
	return add(r, new_move(r, seen, ref, fate));
}

/* One entry more. 0 or -1. */
static int read_on(const struct reading *r)
{
	struct audit_seen seen;
	int rc;

	rc = ledger_next(r->ledger, &r->ref->cursor, &seen, r->e);
	r->ref->ended = rc == 0;
	if (rc >= 0 && add_waited(r, rc > 0 ? seen.place : SIZE_MAX) < 0)
		rc = -1;
	for (size_t i = 0; rc > 0 && i < seen.entry.nrefs; i++)
		if (strcmp(seen.entry.refs[i].name, r->ref->name) == 0 &&
		    look_at_ref(r, &seen, &seen.entry.refs[i]) < 0)
			rc = -1;
	ledger_stop(&r->ref->cursor);
	return rc < 0 ? -1 : 0;
}

/* May what is older change it? */
static bool may_join(const struct ledger_move *m)
{
	return (m->environment == NULL || m->from != NULL) && m->judged && git_oid_is_zero(&m->old);
}

/* What is made once and came back was never gone. */
static void join(struct ledger_move *before, struct ledger_move *m)
{
	if (!may_join(m) || before->fate != AUDIT_FATE_MOVED ||
	    (before->unlocked && git_oid_is_zero(&before->new)))
		return;
	if (git_oid_is_zero(&before->new))
		before->new = before->old;
	m->old = before->new;
}

/* The next few, up to one that hangs on nothing older. What was found where older entries speak of
 * the ref is no beginning. 0 or -1. */
static int read_batch(const struct reading *r)
{
	struct ledger_ref *lr = r->ref;
	struct ledger_move *before = NULL;
	size_t end = 0, first, n;

	do {
		if (!lr->ended && read_on(r) < 0)
			return -1;
		for (size_t i = lr->ready; i < lr->n; i++) {
			const struct ledger_move *m = lr->list[i];

			if (!m->found && !may_join(m) && m->fate != AUDIT_FATE_NOT_MOVED)
				end = i + 1;
		}
	} while (end == 0 && !lr->ended);
	if (lr->ended)
		end = lr->n;
	first = end;
	for (size_t i = end; i-- > lr->ready;) {
		struct ledger_move *m = lr->list[i];

		if (m->found && before != NULL)
			continue;
		if (before != NULL)
			join(before, m);
		lr->list[--first] = m;
		if (before == NULL || m->fate != AUDIT_FATE_NOT_MOVED)
			before = m;
	}
	n = lr->n - first;
	if (n > 0)
		memmove(lr->list + lr->ready, lr->list + first, n * sizeof(*lr->list));
	lr->n = lr->ready + n;
	lr->ready += end - first;
	return 0;
}

/* NULL without memory. */
static struct ledger_ref *ref_of(struct ledger *l, const char *name)
{
	struct ledger_ref *lr = lookup_text(&l->refs, name);

	if (lr != NULL || (lr = arena_alloc(l->arena, sizeof(*lr))) == NULL)
		return lr;
	lr->name = arena_strdup(l->arena, name);
	lr->cursor.word = mention_text(MENTION_REF, name);
	return lr->name != NULL && lookup_set_text(l->arena, &l->refs, lr->name, lr) == 0 ? lr :
	                                                                                    NULL;
}

int ledger_move(
    struct ledger *l, const char *ref, size_t nth, const struct ledger_move **out, struct error *e)
{
	struct ledger_ref *lr = ref_of(l, ref);
	const struct reading r = { l, lr, e };

	*out = NULL;
	if (lr == NULL)
		return error_memory(e);
	while (nth >= lr->ready && (!lr->ended || lr->ready < lr->n))
		if (read_batch(&r) < 0)
			return -1;
	if (nth < lr->ready)
		*out = lr->list[nth];
	return *out != NULL;
}

bool ledger_counts(const struct ledger_move *m)
{
	return m->judged && m->from != NULL && m->fate != AUDIT_FATE_NOT_MOVED;
}
