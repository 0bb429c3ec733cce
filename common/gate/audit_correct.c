#include "gate/audit_correct.h"

#include <string.h>

#include "audit/audit.h"
#include "base/escape.h"
#include "gate/audit_message.h"
#include "gate/stock.h"

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
	ids->list = arena_push(a, ids->list, ids->n, sizeof(*ids->list));
	if (ids->list == NULL)
		return -1;
	ids->list[ids->n++] = *id;
	return 0;
}

/* What a ref is, in place of what the audit left it at. */
static int add_ref(
    struct audit_held *h, struct audit_entry *entry, const char *ref, struct error *e)
{
	const struct audit_moved_ref *moved = audit_moves_of(&h->moves, ref);
	const char *name = escape_undo(h->arena, ref);
	const struct environment *env;
	struct audit_ref *list;

	if (name == NULL)
		return error_memory(e);
	if (!policy_governs(h->policy, name))
		return 0;
	for (size_t i = 0; i < entry->nrefs; i++)
		if (strcmp(entry->refs[i].name, name) == 0)
			return 0;
	list = arena_push(h->arena, entry->refs, entry->nrefs, sizeof(*list));
	if (list == NULL)
		return error_memory(e);
	entry->refs = list;
	list = &list[entry->nrefs++];
	env = policy_environment_of(h->policy, name);
	*list = (struct audit_ref){ .name = name,
		.environment = env != NULL ? env->id : NULL,
		.from = env != NULL && env->from != NULL ? env->from->id : NULL };
	if (moved != NULL && moved->newest != NULL)
		list->old = moved->newest->new;
	return stock_look(h->arena, h->repo, list, e);
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
	const char *message;
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
	message = audit_message_found(h->arena, &entry);
	return message == NULL ?
	    error_memory(e) :
	    audit_append(h->arena, h->repo, &seal, message, NULL, in->now, id, e);
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
