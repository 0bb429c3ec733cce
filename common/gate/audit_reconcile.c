#include "gate/audit_reconcile.h"

#include "audit/audit.h"
#include "gate/audit_message.h"
#include "audit/index.h"
#include "audit/walk.h"
#include "base/lookup.h"
#include "gate/stock.h"

/* A value that an accepting verdict let in. */
struct open_move {
	const char *ref; /* escaped */
	git_oid verdict, old, new;
	int64_t at;
	bool there_later; /* a later entry found the ref at the new value */
	bool again; /* another verdict let in the same on top of the same: the move is that one's */
};

/* The accepting verdict on a ref that was met last. */
struct later {
	git_oid old, new;
	bool left; /* between it and the next older one, the ref was moved away from `new` */
	size_t open; /* where it stands among the open moves, from 1; 0: it has an outcome */
};

/* A ref that was moved away from a value. */
struct left {
	git_oid value;
	const char *ref;
	struct left *next; /* another ref that had the value */
};

struct search {
	struct arena *arena;
	const struct audit_seal *seal;
	git_oid tip; /* what is looked at, and what was appended to it */
	git_oid settled; /* from there on back, nothing is open */
	bool waits; /* something stays open */
	struct audit_fates fates;
	struct lookup left; /* value: struct left */
	struct lookup later; /* ref: struct later */
	struct open_move *open; /* accepted, without outcome, newest first */
	size_t nopen;
	const char *log_ref; /* whose reflog is read */
	git_reflog *log; /* NULL: it has none */
	struct error why; /* what became of one of them cannot be found out */
};

static bool was_left(const struct search *s, const git_oid *value, const char *ref)
{
	for (const struct left *l = lookup_id(&s->left, value); l != NULL; l = l->next)
		if (strcmp(l->ref, ref) == 0)
			return true;
	return false;
}

static int note_left(struct search *s, const struct audit_ref *ref, bool moved)
{
	struct later *later = lookup_text(&s->later, ref->name);
	struct left *l;

	if (moved && later != NULL && git_oid_equal(&later->new, &ref->old))
		later->left = true;
	if (git_oid_is_zero(&ref->old) || was_left(s, &ref->old, ref->name))
		return 0;
	l = arena_alloc(s->arena, sizeof(*l));
	if (l == NULL)
		return -1;
	*l = (struct left){ ref->old, arena_strdup(s->arena, ref->name),
		lookup_id(&s->left, &ref->old) };
	return l->ref != NULL ? lookup_set(s->arena, &s->left, &l->value, sizeof(l->value), l) : -1;
}

static bool is_again(const struct search *s, const struct audit_ref *ref)
{
	const struct later *l = lookup_text(&s->later, ref->name);

	return l != NULL && !l->left && git_oid_equal(&l->old, &ref->old) &&
	    git_oid_equal(&l->new, &ref->new);
}

/* `open` as in struct later. Of several that let in the same, the newest stays. */
static int note_later(struct search *s, const struct audit_ref *ref, size_t open)
{
	struct later *l = lookup_text(&s->later, ref->name);
	const char *name;

	if (l == NULL) {
		l = arena_alloc(s->arena, sizeof(*l));
		name = arena_strdup(s->arena, ref->name);
		if (l == NULL || name == NULL || lookup_set_text(s->arena, &s->later, name, l) < 0)
			return -1;
	}
	*l = (struct later){ ref->old, ref->new, false, open };
	return 0;
}

static int see_accepted(
    struct search *s, const struct audit_seen *seen, const struct audit_ref *ref)
{
	enum audit_fate fate = audit_fate_of(&s->fates, &seen->id, ref->name);
	const struct later *l = lookup_text(&s->later, ref->name);
	bool again = is_again(s, ref);
	size_t open = again ? l->open : 0;
	const struct open_move *o;

	/* This one is why the ref has the value that the later verdict let in too. */
	if (fate == AUDIT_FATE_MOVED && open > 0)
		s->open[open - 1].again = true;
	if (fate == AUDIT_FATE_UNKNOWN) {
		o = ARENA_ADD(s->arena, s->open, s->nopen,
		    (struct open_move){ arena_strdup(s->arena, ref->name), seen->id, ref->old,
		        ref->new, seen->at, was_left(s, &ref->new, ref->name), again });
		if (o == NULL || o->ref == NULL)
			return -1;
		if (!again)
			open = s->nopen;
	}
	return note_later(s, ref, open);
}

static int look_at(void *ctx, const struct audit_seen *seen, struct error *e)
{
	struct search *s = ctx;
	const struct audit_entry *entry = &seen->entry;

	if (git_oid_equal(&seen->id, &s->settled))
		return 1;
	if (audit_fates_note(s->arena, &s->fates, seen, e) < 0)
		return -1;
	for (size_t i = 0; i < entry->nrefs; i++) {
		const struct audit_ref *ref = &entry->refs[i];
		int rc = 0;

		if (entry->kind == AUDIT_OUTCOME)
			rc = note_left(s, ref, entry->moved == AUDIT_MOVED);
		else if (entry->kind == AUDIT_VERDICT && entry->decision == VERDICT_ACCEPT)
			rc = see_accepted(s, seen, ref);
		if (rc < 0)
			return error_memory(e);
	}
	return 0;
}

/* One ref after the other has its reflog read, once where its moves stand together. */
static int open_reflog(struct search *s, const struct repo *r, const char *ref)
{
	int rc;

	if (s->log_ref != NULL && strcmp(s->log_ref, ref) == 0)
		return 0;
	git_reflog_free(s->log);
	s->log = NULL;
	rc = git_reference_has_log(r->git, ref); /* reading one that is not there makes it */
	if (rc == 1)
		rc = git_reflog_read(&s->log, r->git, ref);
	s->log_ref = rc == 0 ? ref : NULL;
	return rc;
}

/* Did the ref take the value after the verdict, as its reflog tells? 1, 0, or a libgit2 error. */
static int in_reflog(
    struct search *s, const struct repo *r, const char *ref, const struct open_move *m)
{
	int rc = open_reflog(s, r, ref), found = 0;

	if (rc < 0)
		return rc;
	for (size_t i = 0; s->log != NULL && i < git_reflog_entrycount(s->log) && !found; i++) {
		const git_reflog_entry *entry = git_reflog_entry_byindex(s->log, i);
		const git_signature *who = git_reflog_entry_committer(entry);

		found = who != NULL && who->when.time >= m->at &&
		    git_oid_equal(git_reflog_entry_id_new(entry), &m->new) &&
		    git_oid_equal(git_reflog_entry_id_old(entry), &m->old);
	}
	return found;
}

/* AUDIT_MOVED or AUDIT_NOT_MOVED in `*moved`; *known is false while it cannot be told yet. */
static int find_out(struct search *s, const struct repo *r, const char *ref,
    const struct open_move *m, int64_t now, bool *known, enum audit_moved *moved, struct error *e)
{
	git_oid value;
	int rc;

	*moved = AUDIT_NOT_MOVED;
	*known = m->again;
	if (m->again)
		return 0;
	rc = git_reference_name_to_id(&value, r->git, ref);

	if (rc == GIT_ENOTFOUND)
		memset(&value, 0, sizeof(value));
	if (rc == 0 || rc == GIT_ENOTFOUND)
		rc = git_oid_equal(&value, &m->new) || m->there_later ? 1 : in_reflog(s, r, ref, m);
	if (rc < 0)
		return repo_error(
		    s->arena, GIT_ERROR, e, "what became of a verdict cannot be found out");
	*moved = rc == 1 ? AUDIT_MOVED : AUDIT_NOT_MOVED;
	*known = rc == 1 || now > m->at + RECONCILE_GRACE;
	return 0;
}

/* 1 where another node has written since the entries were looked at: the next run goes on. */
static int complete(struct search *s, const struct repo *store, const struct open_move *m,
    int64_t now, size_t *n, struct error *e)
{
	const char *ref = escape_undo(s->arena, m->ref), *message;
	enum audit_moved moved = AUDIT_NOT_MOVED;
	bool known = false;
	git_oid id;
	int rc;

	if (ref == NULL)
		return error_memory(e);
	/* The others are told all the same. */
	if (find_out(s, store, ref, m, now, &known, &moved, &s->why) < 0 || !known) {
		s->waits = true;
		return 0;
	}
	message = audit_message_outcome(
	    s->arena, &m->verdict, ref, &m->old, &m->new, moved, "reconciled");
	rc = audit_append_judged(s->arena, store, s->seal, message, NULL, now, &s->tip, &id, e);
	if (rc != 0)
		return rc;
	s->tip = id;
	(*n)++;
	return 0;
}

int audit_reconcile(struct arena *a, const struct repo *store, const struct audit_seal *seal,
    size_t max, int64_t now, size_t *n, struct error *e)
{
	struct search s = { .arena = a, .seal = seal };
	int turn = audit_turn(store), there, ret;
	struct error unkept = { 0 };
	size_t lacking = 0;
	bool lacks = index_lacks(a, store, &s.settled);

	*n = 0;
	if (max == 0)
		memset(&s.settled, 0, sizeof(s.settled));
	ret = audit_tip(a, store, &s.tip, &there, e);
	if (ret == 0 && there)
		ret = audit_walk_kept(a, store, &s.tip, max, look_at, &s, &lacking, e);
	for (size_t i = s.nopen; i-- > 0 && ret == 0;)
		ret = complete(&s, store, &s.open[i], now, n, e);
	if (ret == 0 && (lacking >= TRANSCRIPT_EVERY || lacks))
		index_keep(a, store, &s.tip, !s.waits, &unkept);
	git_reflog_free(s.log);
	audit_turn_end(turn);
	if (ret >= 0 && s.why.kind != ERROR_NONE) {
		*e = s.why;
		ret = -1;
	}
	return ret < 0 ? -1 : 0;
}

static int see(void *ctx, const struct audit_seen *seen, struct error *e)
{
	return audit_held_see(ctx, seen, e);
}

static bool has(const struct audit_ids *ids, const git_oid *id)
{
	for (size_t i = 0; i < ids->n; i++)
		if (git_oid_equal(&ids->list[i], id))
			return true;
	return false;
}

static int add_id(struct arena *a, struct audit_ids *ids, const git_oid *id)
{
	if (has(ids, id))
		return 0;
	return ARENA_ADD(a, ids->list, ids->n, *id) != NULL ? 0 : -1;
}

/* What a ref is, in place of what the audit left it at. */
static int add_ref(
    struct audit_held *h, struct audit_entry *entry, const char *ref, struct error *e)
{
	const struct audit_moved_ref *moved = audit_moves_of(&h->moves, ref);
	const char *name = escape_undo(h->arena, ref);

	if (name == NULL)
		return error_memory(e);
	if (!policy_governs(h->policy, name))
		return 0;
	for (size_t i = 0; i < entry->nrefs; i++)
		if (strcmp(entry->refs[i].name, name) == 0)
			return 0;
	if (stock_add(h->arena, h->repo, h->policy, name, entry, e) < 0)
		return -1;
	if (moved != NULL && moved->newest != NULL)
		entry->refs[entry->nrefs - 1].old = moved->newest->new;
	return 0;
}

static int collect(struct audit_held *h, struct audit_entry *entry, struct error *e)
{
	for (size_t i = 0; i < h->n; i++)
		if (h->list[i].mend == HELD_BY_WRONG &&
		    add_id(h->arena, &entry->corrects, &h->list[i].entry) < 0)
			return error_memory(e);
	for (size_t i = 0; i < h->n; i++) {
		const struct held_finding *f = &h->list[i];

		if (f->mend == HELD_BY_ENTRY && !has(&entry->corrects, &f->entry) &&
		    add_id(h->arena, &entry->settles, &f->entry) < 0)
			return error_memory(e);
		if (f->mend != HELD_SETTLED && f->mend != HELD_BY_NOBODY && f->ref != NULL &&
		    add_ref(h, entry, f->ref, e) < 0)
			return -1;
	}
	return 0;
}

static int correct(
    struct audit_held *h, const struct correct_input *in, git_oid *id, struct error *e)
{
	struct audit_seal seal = audit_seal_asked(in->policy, true);
	struct audit_entry entry = { .kind = AUDIT_CORRECTION, .by = in->by, .reason = in->reason };
	git_oid tip;
	int there;

	if (audit_tip(h->arena, h->repo, &tip, &there, e) < 0)
		return -1;
	if (!there)
		return 0; /* nothing was ever said */
	if (audit_walk(h->repo, &tip, 0, see, h, e) < 0 || audit_held_end(h, e) < 0 ||
	    collect(h, &entry, e) < 0)
		return -1;
	if (entry.settles.n + entry.corrects.n + entry.nrefs == 0)
		return 0;
	return audit_append(
	    h->arena, h->repo, &seal, audit_message_found(h->arena, &entry), NULL, in->now, id, e);
}

int audit_correct(struct arena *a, const struct repo *store, const struct correct_input *in,
    struct audit_held *out, git_oid *id, struct error *e)
{
	int turn = audit_turn(store), ret;

	*out = (struct audit_held){ .arena = a, .repo = store, .policy = in->policy };
	memset(id, 0, sizeof(*id));
	ret = correct(out, in, id, e);
	audit_turn_end(turn);
	return ret;
}
