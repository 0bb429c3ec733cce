#include "audit/moves.h"

const struct audit_moved_ref *audit_moves_of(const struct audit_moves *m, const char *name)
{
	return lookup_text(&m->by_name, name);
}

static struct audit_moved_ref *ref_of(struct arena *a, struct audit_moves *m, const char *name)
{
	struct audit_moved_ref *ref = lookup_text(&m->by_name, name);

	if (ref != NULL)
		return ref;
	ref = arena_alloc(a, sizeof(*ref));
	if (ref == NULL)
		return NULL;
	*ref = (struct audit_moved_ref){ .name = arena_strdup(a, name), .next = m->refs };
	if (ref->name == NULL || lookup_set_text(a, &m->by_name, ref->name, ref) < 0)
		return NULL;
	m->refs = ref;
	return ref;
}

/* Until its verdict is met, further back, a move has lost it. */
static int see_move(struct arena *a, struct audit_moves *m, const struct audit_seen *seen,
    const struct audit_ref *r)
{
	const git_oid *by = &seen->entry.verdict;
	struct audit_moved_ref *ref;
	struct audit_move *move;

	ref = ref_of(a, m, r->name);
	move = arena_alloc(a, sizeof(*move));
	if (ref == NULL || move == NULL)
		return -1;
	*move = (struct audit_move){ .old = r->old,
		.new = r->new,
		.outcome = seen->id,
		.by = *by,
		.at = seen->at,
		.place = m->place,
		.told = m->place,
		.logged = r->logged,
		.ref = ref,
		.before = ref->newest };
	ref->newest = move;
	ref->n++;
	if (seen->entry.kind != AUDIT_OUTCOME) {
		move->leave =
		    seen->entry.kind == AUDIT_ARMED ? AUDIT_LEAVE_ARMED : AUDIT_LEAVE_CORRECTION;
		if (r->symbolic != NULL)
			move->symbolic = arena_strdup(a, r->symbolic);
		return r->symbolic == NULL || move->symbolic != NULL ? 0 : -1;
	}
	move->reconciled =
	    seen->entry.source != NULL && strcmp(seen->entry.source, "reconciled") == 0;
	if (git_oid_is_zero(by)) {
		move->leave = AUDIT_LEAVE_NONE;
		return 0;
	}
	move->same = lookup_id(&m->open, by);
	return lookup_set(a, &m->open, &move->by, sizeof(move->by), move);
}

static const struct audit_ref *ref_in(const struct audit_entry *entry, const char *name)
{
	for (size_t i = 0; i < entry->nrefs; i++)
		if (strcmp(entry->refs[i].name, name) == 0)
			return &entry->refs[i];
	return NULL;
}

/* Does the verdict let this move happen? Then the move stands where the verdict stands. */
static void settle(struct audit_moves *m, struct audit_move *move, const struct audit_entry *entry)
{
	const struct audit_ref *said = ref_in(entry, move->ref->name);

	if (entry->kind == AUDIT_UNLOCK) {
		move->leave = AUDIT_LEAVE_UNLOCK;
		return;
	}
	move->leave = AUDIT_LEAVE_OTHER;
	if (entry->kind != AUDIT_VERDICT || entry->decision != VERDICT_ACCEPT || said == NULL ||
	    !git_oid_equal(&said->new, &move->new))
		return;
	move->leave = AUDIT_LEAVE_VERDICT;
	move->steps = said->nsteps;
	move->promotes = said->nsteps > 0;
	for (size_t i = 0; i < said->nsteps; i++)
		move->promotes = move->promotes && audit_step_promotes(&said->steps[i]);
	move->place = m->place;
	for (const struct audit_move *o = move->same; o != NULL && !move->twice; o = o->same)
		move->twice = o->ref == move->ref && git_oid_equal(&o->new, &move->new);
}

/* The moves that name this entry. */
static int see_leave(struct arena *a, struct audit_moves *m, const struct audit_seen *seen)
{
	struct audit_move *move = lookup_id(&m->open, &seen->id);

	for (; move != NULL; move = move->same)
		settle(m, move, &seen->entry);
	return lookup_set(a, &m->open, &seen->id, sizeof(seen->id), NULL);
}

static int see_environments(struct arena *a, struct audit_moves *m, const struct audit_entry *entry)
{
	for (size_t i = 0; i < entry->nrefs; i++) {
		const struct audit_ref *said = &entry->refs[i];
		struct audit_moved_ref *ref = lookup_text(&m->by_name, said->name);

		if (ref == NULL || ref->environment != NULL || said->environment == NULL)
			continue;
		ref->environment = arena_strdup(a, said->environment);
		ref->from = said->from != NULL ? arena_strdup(a, said->from) : NULL;
		if (ref->environment == NULL || (said->from != NULL && ref->from == NULL))
			return -1;
	}
	return 0;
}

int audit_moves_see(
    struct arena *a, struct audit_moves *m, const struct audit_seen *seen, struct error *e)
{
	const struct audit_entry *entry = &seen->entry;

	m->place = seen->place != 0 ? seen->place : m->place + 1;
	if (see_leave(a, m, seen) < 0 || see_environments(a, m, entry) < 0)
		return error_memory(e);
	if (entry->kind == AUDIT_CORRECTION && audit_corrected_note(a, &m->corrected, entry) < 0)
		return error_memory(e);
	if ((entry->kind != AUDIT_OUTCOME || entry->moved != AUDIT_MOVED ||
	        lookup_id(&m->corrected, &seen->id) != NULL) &&
	    entry->kind != AUDIT_ARMED && entry->kind != AUDIT_CORRECTION)
		return 0;
	for (size_t i = 0; i < entry->nrefs; i++)
		if (see_move(a, m, seen, &entry->refs[i]) < 0)
			return error_memory(e);
	return 0;
}

static int by_place(const void *x, const void *y)
{
	const struct audit_move *a = *(struct audit_move *const *)x,
	                        *b = *(struct audit_move *const *)y;

	return (a->place > b->place) - (a->place < b->place);
}

static int sort_ref(struct audit_moved_ref *ref)
{
	struct audit_move **list = malloc((ref->n + 1) * sizeof(*list));
	size_t n = 0;

	if (list == NULL)
		return -1;
	for (struct audit_move *m = ref->newest; m != NULL; m = m->before)
		if (!m->twice)
			list[n++] = m;
	qsort(list, n, sizeof(*list), by_place);
	list[n] = NULL;
	for (size_t i = 0; i < n; i++)
		list[i]->before = list[i + 1];
	ref->newest = list[0];
	ref->n = n;
	free(list);
	return 0;
}

int audit_moves_sort(struct audit_moves *m, struct error *e)
{
	for (struct audit_moved_ref *ref = m->refs; ref != NULL; ref = ref->next)
		if (sort_ref(ref) < 0)
			return error_memory(e);
	return 0;
}
