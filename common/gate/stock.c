#include "gate/stock.h"

#include "audit/audit.h"
#include "audit/moves.h"
#include "audit/walk.h"
#include "base/digest.h"
#include "base/lookup.h"
#include "base/safefile.h"
#include "gate/audit_message.h"

#define REFS_MAX 4000 /* in one entry, which stays far below what a commit may have */
#define HOOK_MAX ((size_t)64 << 20)

struct taking {
	struct arena *arena;
	const struct repo *store;
	const struct policy *policy;
	struct audit_entry found; /* its refs: all of them */
	struct lookup told; /* refs that the audit speaks of */
	struct audit_moves moves;
	bool before; /* it was armed before: */
	bool same; /* by this policy, with these hooks */
};

static bool same_words(const struct audit_words *a, const struct audit_words *b)
{
	for (size_t i = 0; i < a->n && i < b->n; i++)
		if (strcmp(a->list[i], b->list[i]) != 0)
			return false;
	return a->n == b->n;
}

static int look_at(void *ctx, const struct audit_seen *seen, struct error *e)
{
	const struct audit_entry *entry = &seen->entry;
	struct taking *t = ctx;

	if (t->store->apart->joins && audit_moves_see(t->arena, &t->moves, seen, e) < 0)
		return -1;
	if (entry->kind == AUDIT_ARMED && !t->before) {
		t->before = true;
		t->same = same_words(&entry->hooks, &t->found.hooks) && entry->policy != NULL &&
		    strcmp(entry->policy, t->found.policy) == 0;
	}
	if (entry->kind != AUDIT_ARMED &&
	    (entry->kind != AUDIT_VERDICT || entry->decision != VERDICT_ACCEPT))
		return 0;
	for (size_t i = 0; i < entry->nrefs; i++) {
		const char *name;

		if (lookup_text(&t->told, entry->refs[i].name) != NULL)
			continue;
		name = arena_strdup(t->arena, entry->refs[i].name);
		if (name == NULL || lookup_set_text(t->arena, &t->told, name, t) < 0)
			return error_memory(e);
	}
	return 0;
}

/* Sets symbolic, new and logged. */
static int look_up(struct arena *a, const struct repo *r, struct audit_ref *ref, struct error *e)
{
	git_reflog *log = NULL;
	int rc;

	if (refs_step(a, r, ref->name, &ref->symbolic, e) < 0)
		return -1;
	rc = git_reference_name_to_id(
	    &ref->new, r->git, ref->symbolic != NULL ? ref->symbolic : ref->name);
	if (rc == GIT_ENOTFOUND) {
		memset(&ref->new, 0, sizeof(ref->new));
		rc = 0;
	}
	/* Reading one that is not there makes it. */
	if (rc == 0 && (rc = git_reference_has_log(r->git, ref->name)) == 1 &&
	    (rc = git_reflog_read(&log, r->git, ref->name)) == 0)
		ref->logged = (int64_t)git_reflog_entrycount(log);
	git_reflog_free(log);
	return rc == 0 ?
	    0 :
	    repo_error(a, GIT_ERROR, e, "the ref %s cannot be read", escape(a, ref->name));
}

int stock_add(struct arena *a, const struct repo *r, const struct policy *p, const char *name,
    struct audit_entry *entry, struct error *e)
{
	const struct environment *env = policy_environment_of(p, name);
	struct audit_ref *ref = ARENA_ADD(a, entry->refs, entry->nrefs,
	    (struct audit_ref){ .name = arena_strdup(a, name),
	        .environment = env != NULL ? env->id : NULL,
	        .from = env != NULL && env->from != NULL ? env->from->id : NULL });

	return ref != NULL && ref->name != NULL ? look_up(a, r, ref, e) : error_memory(e);
}

static int find_refs(struct taking *t, struct error *e)
{
	git_reference_iterator *it = NULL;
	const char *name;
	int rc = git_reference_iterator_new(&it, t->store->git), ret = 0;

	while (rc == 0 && ret == 0 && (rc = git_reference_next_name(&name, it)) == 0)
		if (policy_governs(t->policy, name))
			ret = stock_add(t->arena, t->store, t->policy, name, &t->found, e);
	git_reference_iterator_free(it);
	if (ret == 0 && rc != GIT_ITEROVER)
		ret = repo_error(t->arena, GIT_ERROR, e, "the refs cannot be listed");
	return ret;
}

/* What one file gives to run, whoever may write it: that is for the doctor to say. */
static const char *hook_line(struct arena *a, const char *path, struct error *e)
{
	struct safefile file;
	const char *digest;

	if (safefile_read_any(a, path, HOOK_MAX, &file, e) < 0)
		return NULL;
	digest = digest_text(a, file.bytes, file.len);
	return digest != NULL ? arena_printf(a, "%s sha256:%s", escape_whole(a, path), digest) :
	                        NULL;
}

static int add_word(struct arena *a, struct audit_words *to, const char *word)
{
	return word != NULL && ARENA_ADD(a, to->list, to->n, word) != NULL ? 0 : -1;
}

/* All but the refs. */
static int describe(struct taking *t, const struct stock_input *in, struct error *e)
{
	const struct policy *p = t->policy;
	struct audit_entry *f = &t->found;
	const char *digest = digest_text(t->arena, in->file->bytes, in->file->len);

	f->kind = AUDIT_ARMED;
	f->by = in->by;
	if (digest == NULL)
		return error_memory(e);
	f->policy = arena_printf(t->arena, "%s sha256:%s", escape(t->arena, p->version), digest);
	for (size_t i = 0; i < in->nhooks; i++)
		if (add_word(t->arena, &f->hooks, hook_line(t->arena, in->hooks[i], e)) < 0)
			return e->kind != ERROR_NONE ? -1 : error_memory(e);
	for (size_t i = 0; i < p->nenvironments; i++)
		if (add_word(t->arena, &f->governs, p->environments[i].ref) < 0)
			return error_memory(e);
	if (p->evidence_ref != NULL && add_word(t->arena, &f->governs, p->evidence_ref) < 0)
		return error_memory(e);
	return f->policy != NULL && add_word(t->arena, &f->governs, "refs/signoffs/*") == 0 ?
	    0 :
	    error_memory(e);
}

static int append(struct taking *t, const struct stock_input *in, size_t *n, struct error *e)
{
	struct audit_seal seal = audit_seal_asked(t->policy, true);
	struct audit_entry part = t->found;
	git_oid id;

	*n = 0;
	do {
		size_t from = *n * REFS_MAX;

		part.refs = t->found.refs + from;
		part.nrefs = t->found.nrefs - from < REFS_MAX ? t->found.nrefs - from : REFS_MAX;
		if (audit_append(t->arena, t->store, &seal, audit_message_found(t->arena, &part),
		        NULL, in->now, &id, e) < 0)
			return -1;
		(*n)++;
	} while (*n * REFS_MAX < t->found.nrefs);
	return 0;
}

/* An audit apart that this repository has no copy of is that of another one, unless its refs are
 * where it left them. */
static int check_joins(struct taking *t, struct error *e)
{
	const struct repo *store = t->store;

	if (!store->apart->joins)
		return 0;
	if (audit_moves_sort(&t->moves, e) < 0)
		return -1;
	for (size_t i = 0; i < t->found.nrefs; i++) {
		const struct audit_ref *ref = &t->found.refs[i];
		const char *name = escape_whole(t->arena, ref->name);
		const struct audit_moved_ref *is =
		    name != NULL ? audit_moves_of(&t->moves, name) : NULL;

		if (name == NULL)
			return error_memory(e);
		if (is == NULL || is->newest == NULL || git_oid_equal(&is->newest->new, &ref->new))
			continue;
		error_set(e, ERROR_MALFORMED,
		    "the audit repository %s is of another repository: it left %s at %s, and here "
		    "that is at %s",
		    escape(t->arena, store->apart->url), name,
		    oid_short(t->arena, &is->newest->new), oid_short(t->arena, &ref->new));
		return error_mend(e,
		    "each repository has an audit repository of its own: 'repository' under "
		    "[audit]. A node of that other one is armed once its refs are up to date");
	}
	return 0;
}

static int take(struct taking *t, const struct stock_input *in, struct stock *out, struct error *e)
{
	git_oid tip;
	int there;

	if (describe(t, in, e) < 0 || audit_tip(t->arena, t->store, &tip, &there, e) < 0 ||
	    (there && audit_walk(t->store, &tip, 0, look_at, t, e) < 0) || find_refs(t, e) < 0 ||
	    check_joins(t, e) < 0)
		return -1;
	out->refs = t->found.nrefs;
	for (size_t i = 0; i < out->refs; i++)
		out->baselines +=
		    lookup_text(&t->told, escape_whole(t->arena, t->found.refs[i].name)) == NULL;
	return t->before && t->same && out->baselines == 0 ? 0 : append(t, in, &out->entries, e);
}

int stock_take(struct arena *a, const struct repo *store, const struct stock_input *in,
    struct stock *out, struct error *e)
{
	struct taking t = { .arena = a, .store = store, .policy = &in->file->policy };
	int turn = audit_turn(store), ret;

	*out = (struct stock){ 0 };
	ret = take(&t, in, out, e);
	audit_turn_end(turn);
	return ret;
}
