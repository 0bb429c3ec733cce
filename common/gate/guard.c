#include "gate/guard.h"

#include "audit/audit.h"
#include "gate/audit_message.h"
#include "audit/walk.h"
#include "policy/reserved.h"

#define ENTRIES_MAX 20000 /* how many of the newest are looked at */

/* Does nothing change for readers of the ref, which has `value`? So it is when pack-refs writes it
 * to the packed file, or removes the loose file of one that is packed. */
static int changes_nothing(struct arena *a, const struct repo *r, const struct ref_update *u,
    const git_oid *value, bool *nothing, struct error *e)
{
	git_oid packed;

	*nothing = false;
	if (u->symbolic)
		return 0;
	if (!git_oid_is_zero(&u->new) || git_oid_is_zero(value)) {
		*nothing = git_oid_equal(&u->new, value);
		return 0;
	}
	if (git_oid_is_zero(&u->old))
		return 0; /* deleted in the packed file, or whatever its value is */
	if (transaction_packed(a, r, u->ref, &packed, e) < 0)
		return -1;
	*nothing = git_oid_equal(&packed, value) && git_oid_equal(&u->old, value);
	return 0;
}

int guard_changes_nothing(struct arena *a, const struct repo *r, const struct transaction *t,
    bool *nothing, struct error *e)
{
	git_oid value;

	*nothing = true;
	for (size_t i = 0; i < t->n && *nothing; i++)
		if (transaction_value(a, r, t->list[i].ref, &value, e) < 0 ||
		    changes_nothing(a, r, &t->list[i], &value, nothing, e) < 0)
			return -1;
	return 0;
}

static bool unlocks(const struct audit_seen *seen, int64_t now)
{
	return seen->entry.kind == AUDIT_UNLOCK && seen->at <= now && now <= seen->entry.until;
}

static bool accepts(const struct audit_seen *seen)
{
	return seen->entry.kind == AUDIT_VERDICT && seen->entry.decision == VERDICT_ACCEPT;
}

static int walk(struct arena *a, const struct repo *r, audit_each *each, void *ctx, struct error *e)
{
	git_oid tip;
	int there;

	if (audit_tip(a, r, &tip, &there, e) < 0)
		return -1;
	return there ? audit_walk(r, &tip, ENTRIES_MAX, each, ctx, e) : 0;
}

/* What lets a ref move. */
struct permit {
	const char *ref; /* escaped, as entries have it */
	const git_oid *value, *new; /* what it has, and what it would get */
	int64_t now;
	bool found, unlocked; /* by a verdict on top of its value, or by an unlock */
	git_oid verdict; /* found */
	bool old_verdict; /* a verdict names the new value, on top of another one */
};

static int look_for_permit(void *ctx, const struct audit_seen *seen, struct error *e)
{
	struct permit *p = ctx;

	(void)e;
	if (seen->at < p->now - GUARD_UNLOCK_MAX)
		return 1; /* nothing before can permit anything any more */
	p->unlocked = unlocks(seen, p->now);
	if (p->unlocked || !accepts(seen) || seen->at < p->now - AUDIT_VERDICT_AGE)
		return p->unlocked;
	for (size_t i = 0; i < seen->entry.nrefs; i++) {
		const struct audit_ref *ref = &seen->entry.refs[i];

		if (strcmp(ref->name, p->ref) != 0 || !git_oid_equal(&ref->new, p->new))
			continue;
		p->found = git_oid_equal(&ref->old, p->value);
		p->verdict = seen->id;
		if (p->found)
			return 1;
		p->old_verdict = true;
	}
	return 0;
}

static int permit_one(
    const struct standing *all, const struct ref_update *u, struct arena *a, struct error *e)
{
	const struct repo *r = all->repo;
	git_oid value;
	struct permit p = { escape_whole(a, u->ref), &value, &u->new, all->now };
	bool nothing;

	if (transaction_value(a, r, u->ref, &value, e) < 0 ||
	    changes_nothing(a, r, u, &value, &nothing, e) < 0)
		return -1;
	if (nothing)
		return 0;
	if (walk(a, r, look_for_permit, &p, e) < 0)
		return -1;
	if (p.unlocked)
		return 0;
	if (p.found && !u->symbolic)
		return standing_check(all, &p.verdict, p.ref, e);
	error_set(e, ERROR_ABSENT, "no verdict lets %s go from %s to %s", escape(a, u->ref),
	    oid_short(a, &value), oid_short(a, &u->new));
	return error_mend(e,
	    p.old_verdict ?
	        "it was accepted on top of another value: push it again" :
	        "push it, so that the gate can judge it; when that cannot be, the owner of the "
	        "repository runs: git sluis unlock --reason TEXT --minutes N");
}

int guard_permit(const struct standing *all, struct error *e)
{
	const struct policy *p = &all->file->policy;
	const struct transaction *t = all->transaction;

	for (size_t i = 0; i < t->n; i++) {
		const struct ref_update *u = &t->list[i];
		const struct changes none = { 0 };
		const char *taken_for = NULL;

		if (!reserved_concerns(all->arena, p, u->ref))
			continue;
		if ((u->symbolic || !git_oid_is_zero(&u->new)) &&
		    reserved_taken_for(all->arena, all->repo, p, &none, u->ref, &taken_for, e) < 0)
			return -1;
		if ((taken_for != NULL || reserved_guards(p, u->ref)) &&
		    permit_one(all, u, all->arena, e) < 0)
			return -1;
	}
	return 0;
}

/* Which entry a move belongs to, and whether it is recorded already. */
struct origin {
	const char *ref; /* escaped, as entries have it */
	const git_oid *new;
	int64_t now;
	bool recorded, known;
	bool told; /* an outcome of this ref was met: no verdict before it speaks of this move */
	git_oid entry, old;
};

/* The newest outcome of the ref says what it was before this move; an unlock may still stand
 * further back. */
static int meet_outcome(struct origin *o, const struct audit_ref *ref)
{
	if (o->told)
		return 0;
	o->told = true;
	o->recorded = git_oid_equal(&ref->new, o->new);
	if (git_oid_is_zero(&o->old))
		o->old = ref->new;
	return o->recorded || o->known;
}

/* Git update-ref without an old value: was the ref there when that was last written down? */
static bool is_found(
    const struct origin *o, const struct audit_seen *seen, const struct audit_ref *ref)
{
	bool found = seen->entry.kind == AUDIT_ARMED || seen->entry.kind == AUDIT_CORRECTION;

	return found && !o->told && !o->known && git_oid_is_zero(&o->old) &&
	    git_oid_equal(&ref->new, o->new);
}

static int look_for_origin(void *ctx, const struct audit_seen *seen, struct error *e)
{
	struct origin *o = ctx;
	const struct audit_entry *entry = &seen->entry;

	(void)e;
	if (o->told && seen->at < o->now - GUARD_UNLOCK_MAX)
		return 1;
	if (unlocks(seen, o->now) && !o->known) {
		o->known = true;
		o->entry = seen->id; /* unless a verdict further back speaks of it */
		if (o->told)
			return 1;
	}
	for (size_t i = 0; i < entry->nrefs; i++) {
		const struct audit_ref *ref = &entry->refs[i];

		if (strcmp(ref->name, o->ref) != 0)
			continue;
		o->recorded = is_found(o, seen, ref);
		if (o->recorded)
			return 1;
		if (entry->kind == AUDIT_OUTCOME && entry->moved == AUDIT_MOVED &&
		    meet_outcome(o, ref))
			return 1;
		if (!o->told && accepts(seen) && git_oid_equal(&ref->new, o->new)) {
			o->known = true;
			o->entry = seen->id;
			o->old = ref->old;
			return 1;
		}
	}
	return 0;
}

static int record_one(struct arena *a, const struct repo *r, const struct repo *store,
    const struct audit_seal *seal, const struct ref_update *u, int64_t now, struct error *e)
{
	git_oid value, packed, id, tip = { 0 };
	const char *message, *name = escape_whole(a, u->ref);
	struct origin o;
	int there, rc;
	unsigned n = 0;

	/* Git reset and git worktree move it to where it is; one that is deleted may have no old
	 * value. */
	if (git_oid_equal(&u->old, &u->new) && !git_oid_is_zero(&u->new))
		return 0;
	if (transaction_value(a, r, u->ref, &value, e) < 0 ||
	    transaction_packed(a, r, u->ref, &packed, e) < 0)
		return -1;
	/* A ref that is not what the line says was pruned or packed; so was one that the packed
	 * file has, in a line without old value. */
	if (!git_oid_equal(&value, &u->new) ||
	    (!git_oid_is_zero(&packed) && git_oid_equal(&packed, &u->new) &&
	        git_oid_is_zero(&u->old)))
		return 0;
	do {
		o = (struct origin){ .ref = name, .new = &u->new, .now = now, .old = u->old };
		if (audit_tip(a, r, &tip, &there, e) < 0 || walk(a, r, look_for_origin, &o, e) < 0)
			return -1;
		if (o.recorded)
			return 0;
		message = audit_message_outcome(a, o.known ? &o.entry : NULL, u->ref, &o.old,
		    &u->new, AUDIT_MOVED, "reference-transaction");
		rc = audit_append_judged(a, store, seal, message, NULL, now, &tip, &id, e);
	} while (rc == 1 && (rc = apart_overtaken(a, store, ++n, e)) == 0);
	return rc;
}

int guard_record(struct arena *a, const struct repo *r, const struct policy *p,
    const struct transaction *t, int64_t now, struct error *e)
{
	struct audit_seal seal = audit_seal_asked(p, true);
	struct repo store = { 0 };
	int ret = 0, turn = -1;

	for (size_t i = 0; i < t->n && ret == 0; i++) {
		if (!reserved_guards(p, t->list[i].ref))
			continue;
		apart_presume(r); /* "prepared" has just asked */
		if (store.git == NULL && (ret = repo_open_writable(a, r, &store, e)) == 0)
			turn = audit_turn(&store);
		if (ret == 0)
			ret = record_one(a, r, &store, &seal, &t->list[i], now, e);
	}
	audit_turn_end(turn);
	repo_close(&store);
	return ret;
}
