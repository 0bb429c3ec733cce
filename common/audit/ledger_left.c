/*
 * Where the audit left a ref (audit/ledger.h).
 *
 * Whoever asks holds each move against the one before it. An accepting verdict on a step of an
 * environment with a source did the same, for its own ref and, where it let a promotion in, for
 * each other ref that it rests on, by all entries that there were. Where it was written right after
 * the last of those, only what was recorded later is new: that is read, down to an older move that
 * all of it comes after.
 */
#include "audit/ledger.h"

#define RULE "ref-protected" /* which asks it (step/accounted.c) */

struct leaving {
	struct ledger *ledger;
	const char *ref;
	struct audit_moves moves;
	size_t floor; /* the place of such a verdict; 0 for none */
	size_t correction; /* that of the newest correction; 0 for none */
	struct audit_move *last; /* of the moves, where the rest may be left out */
	struct error *e;
};

/* Did the verdict find that the ref moved in order, by all that is older? */
static bool has_found(const struct leaving *lv, const struct audit_seen *seen)
{
	const struct audit_entry *entry = &seen->entry;
	bool whole = entry->kind == AUDIT_VERDICT && entry->decision == VERDICT_ACCEPT &&
	    entry->tells && !git_oid_is_zero(&entry->audit) &&
	    git_oid_equal(&entry->audit, &seen->before);

	for (size_t i = 0; whole && i < entry->nrefs; i++) {
		const struct audit_ref *ref = &entry->refs[i];
		bool own = strcmp(ref->name, lv->ref) == 0;

		for (size_t k = 0; ref->from != NULL && k < ref->nsteps; k++) {
			const struct audit_step *s = &ref->steps[k];
			bool promotion = s->kind != NULL && strcmp(s->kind, "promotion") == 0;
			bool rests = own &&
			    (promotion ||
			        (s->kind != NULL && strcmp(s->kind, "fast-forward") == 0));

			for (size_t j = 0; promotion && j < s->nrests && !rests; j++)
				rests = strcmp(s->rests[j].ref, lv->ref) == 0 &&
				    !git_oid_is_zero(&s->rests[j].value);
			if (rests && audit_list_has(s->rules[OUTCOME_MET], RULE))
				return true;
		}
	}
	return false;
}

/* A newer correction may have changed what it found. */
static void note_floor(struct leaving *lv, const struct audit_seen *seen)
{
	if (lv->floor == 0 && (lv->correction == 0 || seen->place < lv->correction) &&
	    has_found(lv, seen))
		lv->floor = seen->place;
}

/* By a promotion that rests on it. */
static int find_floor(struct leaving *lv)
{
	struct ledger_cursor c = { .word = mention_text(MENTION_RESTS, lv->ref) };
	struct audit_seen seen;
	int rc = 0;

	for (size_t i = 0; i < lv->ledger->nrare && lv->correction == 0; i++)
		if (lv->ledger->rare[i].kind == AUDIT_CORRECTION)
			lv->correction = lv->ledger->rare[i].place;
	while (lv->floor == 0 && (rc = ledger_next(lv->ledger, &c, &seen, lv->e)) > 0 &&
	    (lv->correction == 0 || seen.place < lv->correction))
		note_floor(lv, &seen);
	ledger_stop(&c);
	return rc < 0 ? -1 : 0;
}

/* Was all that the floor did not know of met, and a move that is older than that? It is whole: what
 * tells of it is newer. */
static bool is_enough(struct leaving *lv)
{
	const struct audit_moved_ref *ref = audit_moves_of(&lv->moves, lv->ref);
	size_t oldest = lv->floor;

	if (lv->floor == 0 || lv->moves.place < lv->floor)
		return false;
	for (const struct audit_move *m = ref != NULL ? ref->newest : NULL; m != NULL;
	     m = m->before) {
		if (m->told >= lv->floor)
			continue;
		if (m->leave == AUDIT_LEAVE_LOST)
			return false;
		if (m->place > oldest)
			oldest = m->place;
	}
	for (struct audit_move *m = ref != NULL ? ref->newest : NULL; m != NULL; m = m->before)
		if (m->leave == AUDIT_LEAVE_VERDICT && m->told > lv->floor && m->place > oldest &&
		    !m->reconciled && !m->twice) {
			lv->last = m;
			return true;
		}
	return false;
}

static int see(struct leaving *lv, const struct audit_seen *seen)
{
	return audit_moves_see(lv->ledger->arena, &lv->moves, seen, lv->e);
}

/* An unlock names no ref, so it is shown with each move that it let happen. */
static int see_with_unlock(struct leaving *lv, const struct audit_seen *seen)
{
	const struct ledger_rare *unlock = ledger_unlock(lv->ledger, &seen->entry.verdict);
	const struct audit_seen as = {
		.id = seen->entry.verdict, .entry = { .kind = AUDIT_UNLOCK }, .place = seen->place
	};

	return see(lv, seen) < 0 || (unlock != NULL && see(lv, &as) < 0) ? -1 : 0;
}

/* Newest first, down to the end, or to where the rest may be left out. */
static int see_all(struct leaving *lv, bool all)
{
	struct ledger_cursor c = { .word = mention_text(MENTION_REF, lv->ref) };
	struct audit_seen seen;
	int rc = 1;

	while (rc > 0 && (all || !is_enough(lv))) {
		rc = ledger_next(lv->ledger, &c, &seen, lv->e);
		if (rc > 0 && see_with_unlock(lv, &seen) < 0)
			rc = -1;
		if (rc > 0)
			note_floor(lv, &seen);
	}
	ledger_stop(&c);
	return rc < 0 ? -1 : 0;
}

/* What was told after the last one, of a move that is older, is not met on the way. */
static int see_older(struct leaving *lv, const git_oid *verdict)
{
	struct ledger_cursor c = { .word = mention_id(MENTION_SELF, verdict) };
	struct audit_seen seen;
	int rc;

	while ((rc = ledger_next(lv->ledger, &c, &seen, lv->e)) > 0)
		if (git_oid_equal(&seen.id, verdict) && see(lv, &seen) < 0) {
			rc = -1;
			break;
		}
	ledger_stop(&c);
	return rc;
}

static int leave(struct leaving *lv, bool all)
{
	const struct audit_moved_ref *ref;

	if ((!all && find_floor(lv) < 0) || see_all(lv, all) < 0)
		return -1;
	ref = audit_moves_of(&lv->moves, lv->ref);
	for (struct audit_move *m = lv->last != NULL ? ref->newest : NULL; m != NULL; m = m->before)
		if (m->leave == AUDIT_LEAVE_LOST && see_older(lv, &m->by) < 0)
			return -1;
	if (audit_moves_sort(&lv->moves, lv->e) < 0)
		return -1;
	if (lv->last != NULL)
		lv->last->before = NULL;
	return 0;
}

static int find_left(struct ledger *l, const char *ref, bool all,
    const struct audit_moved_ref **out, struct error *e)
{
	struct leaving lv = { .ledger = l, .ref = ref, .e = e };

	lv.moves.corrected = l->corrected;
	*out = NULL;
	if (leave(&lv, all) < 0)
		return -1;
	*out = audit_moves_of(&lv.moves, ref);
	return 0;
}

int ledger_left_all(
    struct ledger *l, const char *ref, const struct audit_moved_ref **out, struct error *e)
{
	return find_left(l, ref, true, out, e);
}

int ledger_left(
    struct ledger *l, const char *ref, const struct audit_moved_ref **out, struct error *e)
{
	const struct audit_moved_ref *known = lookup_text(&l->left, ref);

	*out = known;
	if (known != NULL || find_left(l, ref, false, out, e) < 0)
		return known != NULL ? 0 : -1;
	return *out == NULL ||
	        lookup_set_text(l->arena, &l->left, (*out)->name, (void *)*out) == 0 ?
	    0 :
	    error_memory(e);
}
