#include "audit_verify.h"

#include <git2.h>
#include <stdbool.h>
#include <string.h>

#include "audit.h"
#include "audit_walk.h"
#include "digest.h"
#include "escape.h"
#include "oid.h"
#include "refs.h"

/* What the newest entries say a ref is. */
struct account {
	const char *ref;	/* escaped */
	git_oid value, newest;	/* the newest value that is told; what the entry before must have ended with */
	git_oid entry;
	bool broken;
};

/* A move whose verdict is still to come, further back. */
struct pending {
	git_oid verdict, outcome, new;
	const char *ref;
};

struct verifying {
	struct arena *arena;
	const struct repo *repo;
	const git_oid *against;
	FILE *out;
	struct audit_check *found;
	struct account *accounts;
	size_t naccounts, room;
	struct pending *pending;
	size_t npending, pending_room;
	bool met_copy;
};

static void
problem(struct verifying *v, const git_oid *entry, const char *text)
{
	v->found->problems++;
	fprintf(v->out, "%s %s\n", entry != NULL ? oid_short(v->arena, entry) : "-------", text);
}

/* A piece of evidence: its name is the digest of its bytes. */
static int
check_blob(struct verifying *v, const struct audit_seen *seen, const git_tree_entry *entry)
{
	unsigned char want[DIGEST_SIZE], is[DIGEST_SIZE];
	const char *name = git_tree_entry_name(entry);
	git_odb_object *obj = NULL;
	int rc = git_odb_read(&obj, v->repo->odb, git_tree_entry_id(entry));

	v->found->evidence++;
	if (rc < 0 || git_odb_object_type(obj) != GIT_OBJECT_BLOB)
		problem(v, &seen->id, arena_printf(v->arena, "evidence %.12s is missing or broken", escape(v->arena, name)));
	else if (digest_parse(name, strlen(name), want) < 0 ||
	    digest_sha256(git_odb_object_data(obj), git_odb_object_size(obj), is) < 0 || memcmp(want, is, DIGEST_SIZE) != 0)
		problem(v, &seen->id, arena_printf(v->arena, "evidence %.12s has other bytes", escape(v->arena, name)));
	git_odb_object_free(obj);
	return 0;
}

static void
check_evidence(struct verifying *v, const struct audit_seen *seen, git_tree *top)
{
	const git_tree_entry *folder = git_tree_entry_byname(top, "evidence");
	git_tree *tree = NULL;

	if (folder == NULL)
		return;
	if (git_tree_lookup(&tree, v->repo->git, git_tree_entry_id(folder)) < 0)
		problem(v, &seen->id, "the folder of its evidence is missing or broken");
	for (size_t i = 0; tree != NULL && i < git_tree_entrycount(tree); i++)
		check_blob(v, seen, git_tree_entry_byindex(tree, i));
	git_tree_free(tree);
}

static void
check_tree(struct verifying *v, const struct audit_seen *seen)
{
	git_tree *tree = NULL;

	if (git_tree_lookup(&tree, v->repo->git, &seen->tree) < 0) {
		problem(v, &seen->id, "its tree is missing or broken");
		return;
	}
	for (size_t i = 0; i < git_tree_entrycount(tree); i++) {
		const git_tree_entry *entry = git_tree_entry_byindex(tree, i);

		if (git_tree_entry_type(entry) == GIT_OBJECT_BLOB && !git_odb_exists(v->repo->odb, git_tree_entry_id(entry)))
			problem(v, &seen->id, arena_printf(v->arena, "its %s is missing", escape(v->arena,
			    git_tree_entry_name(entry))));
	}
	check_evidence(v, seen, tree);
	git_tree_free(tree);
}

static struct account *
account_of(struct verifying *v, const char *ref)
{
	struct account *list;

	for (size_t i = 0; i < v->naccounts; i++)
		if (strcmp(v->accounts[i].ref, ref) == 0)
			return &v->accounts[i];
	if (v->naccounts == v->room) {
		v->room = v->room != 0 ? 2 * v->room : 16;
		list = arena_grow(v->arena, v->accounts, v->naccounts, v->room, sizeof(*list));
		if (list == NULL)
			return NULL;
		v->accounts = list;
	}
	v->accounts[v->naccounts] = (struct account){ .ref = arena_strdup(v->arena, ref) };
	return &v->accounts[v->naccounts++];
}

static int
await(struct verifying *v, const struct audit_seen *seen, const struct audit_ref *ref, struct error *e)
{
	struct pending *list = v->pending;

	if (v->npending == v->pending_room) {
		v->pending_room = v->pending_room != 0 ? 2 * v->pending_room : 16;
		list = arena_grow(v->arena, v->pending, v->npending, v->pending_room, sizeof(*list));
		if (list == NULL)
			return error_memory(e);
		v->pending = list;
	}
	list[v->npending] = (struct pending){ seen->entry.verdict, seen->id, ref->new, arena_strdup(v->arena, ref->name) };
	return list[v->npending++].ref != NULL ? 0 : error_memory(e);
}

/* Going back in time: what a ref was moved from must be what the move before moved it to. */
static int
check_move(struct verifying *v, const struct audit_seen *seen, const struct audit_ref *ref, struct error *e)
{
	size_t before = v->naccounts;
	struct account *acc = account_of(v, ref->name);

	if (acc == NULL || acc->ref == NULL)
		return error_memory(e);
	if (v->naccounts > before)
		acc->newest = ref->new;
	else if (!git_oid_equal(&acc->value, &ref->new))
		problem(v, &acc->entry, arena_printf(v->arena, "%s moved from %s, and before that it was left at %s by %s",
		    ref->name, oid_short(v->arena, &acc->value), oid_short(v->arena, &ref->new),
		    oid_short(v->arena, &seen->id)));
	acc->value = ref->old;
	acc->entry = seen->id;
	if (!git_oid_is_zero(&seen->entry.verdict))
		return await(v, seen, ref, e);
	problem(v, &seen->id, arena_printf(v->arena, "%s moved to %s without a verdict", ref->name,
	    oid_short(v->arena, &ref->new)));
	return 0;
}

/* Does the verdict that a move names let that move happen? */
static bool
lets(const struct audit_entry *entry, const struct pending *p)
{
	if (entry->kind == AUDIT_UNLOCK)
		return true;
	for (size_t i = 0; entry->kind == AUDIT_VERDICT && entry->decision == AUDIT_ACCEPT && i < entry->nrefs; i++)
		if (strcmp(entry->refs[i].name, p->ref) == 0 && git_oid_equal(&entry->refs[i].new, &p->new))
			return true;
	return false;
}

static void
settle_pending(struct verifying *v, const struct audit_seen *seen)
{
	size_t keep = 0;

	for (size_t i = 0; i < v->npending; i++) {
		const struct pending *p = &v->pending[i];

		if (!git_oid_equal(&p->verdict, &seen->id))
			v->pending[keep++] = *p;
		else if (!lets(&seen->entry, p))
			problem(v, &p->outcome, arena_printf(v->arena, "%s moved to %s, which %s does not let it", p->ref,
			    oid_short(v->arena, &p->new), oid_short(v->arena, &seen->id)));
	}
	v->npending = keep;
}

static int
look_at(void *ctx, const struct audit_seen *seen, struct error *e)
{
	struct verifying *v = ctx;

	v->found->entries++;
	v->found->verdicts += seen->entry.kind == AUDIT_VERDICT;
	if (v->against != NULL && git_oid_equal(&seen->id, v->against))
		v->met_copy = true;
	check_tree(v, seen);
	settle_pending(v, seen);
	for (size_t i = 0; seen->entry.kind == AUDIT_OUTCOME && seen->entry.moved == AUDIT_MOVED &&
	    i < seen->entry.nrefs; i++)
		if (check_move(v, seen, &seen->entry.refs[i], e) < 0)
			return -1;
	return v->arena->exhausted ? error_memory(e) : 0;
}

static void
check_value(struct verifying *v, const struct ref_value *now)
{
	const char *name = escape_whole(v->arena, now->name);

	v->found->refs++;
	for (size_t i = 0; i < v->naccounts; i++) {
		const struct account *acc = &v->accounts[i];

		if (strcmp(acc->ref, name) != 0)
			continue;
		if (!git_oid_equal(&acc->newest, &now->id))
			problem(v, NULL, arena_printf(v->arena, "%s is at %s, and the audit left it at %s", name,
			    oid_short(v->arena, &now->id), oid_short(v->arena, &acc->newest)));
		return;
	}
}

/* Every governed ref is where the audit left it; one of which it never spoke stands where it stood when it was armed. */
static int
check_refs(struct verifying *v, const struct policy *p, struct error *e)
{
	struct ref_values now;

	for (size_t i = 0; i < p->nenvironments; i++) {
		if (refs_now(v->arena, v->repo, p->environments[i].ref, &now, e) < 0)
			return -1;
		for (size_t k = 0; k < now.n; k++)
			check_value(v, &now.list[k]);
	}
	if (p->evidence_ref != NULL) {
		if (refs_now(v->arena, v->repo, p->evidence_ref, &now, e) < 0)
			return -1;
		for (size_t k = 0; k < now.n; k++)
			check_value(v, &now.list[k]);
	}
	return 0;
}

int
audit_verify(struct arena *a, const struct repo *r, const struct policy *p, const git_oid *against, FILE *out,
	struct audit_check *found, struct error *e)
{
	struct verifying v = { .arena = a, .repo = r, .against = against, .out = out, .found = found };
	git_oid tip;
	int there;

	memset(found, 0, sizeof(*found));
	if (audit_tip(a, r, &tip, &there, e) < 0)
		return -1;
	if (!there)
		return error_set(e, ERROR_ABSENT, "there is no " AUDIT_REF " here");
	if (audit_walk(r, &tip, 0, look_at, &v, e) < 0)
		return -1;
	for (size_t i = 0; i < v.npending; i++)
		problem(&v, &v.pending[i].outcome, arena_printf(a, "%s moved to %s by the verdict %s, which is not there",
		    v.pending[i].ref, oid_short(a, &v.pending[i].new), oid_short(a, &v.pending[i].verdict)));
	if (against != NULL && !v.met_copy)
		problem(&v, against, "the newest entry of the copy is not in this audit: entries have vanished");
	if (p != NULL && check_refs(&v, p, e) < 0)
		return -1;
	return a->exhausted ? error_memory(e) : 0;
}
