#include "audit/verify.h"

#include <git2.h>
#include <stdarg.h>
#include <stdbool.h>
#include <string.h>

#include "audit/audit.h"
#include "audit/moves.h"
#include "audit/sound.h"
#include "audit/walk.h"
#include "base/escape.h"
#include "base/oid.h"
#include "git/refs.h"

struct verifying {
	struct arena *arena;
	const struct repo *repo;
	const git_oid *against;
	FILE *out;
	struct audit_check *found;
	struct audit_sound files;
	struct audit_moves moves;
	struct audit_signed seals;
	struct lookup accepted; /* ref: its newest struct acceptance */
	git_oid start; /* zero when the repository has none */
	bool met_copy, met_start;
};

struct acceptance { /* an accepting verdict on a ref */
	git_oid verdict, old, new;
};

/* A line about an entry, or NULL. */
__attribute__((format(printf, 3, 4))) static void problem(
    struct verifying *v, const git_oid *entry, const char *fmt, ...)
{
	va_list ap;

	v->found->problems++;
	fprintf(v->out, "%s ", entry != NULL ? oid_short(v->arena, entry) : "-------");
	va_start(ap, fmt);
	vfprintf(v->out, fmt, ap);
	va_end(ap);
	fputc('\n', v->out);
}

static void entry_problem(void *ctx, const git_oid *entry, const char *text)
{
	problem(ctx, entry, "%s", text);
}

/* What let this move happen, when it is not a verdict. */
static void check_leave(struct verifying *v, const struct audit_move *m)
{
	const char *ref = m->ref->name, *new = oid_short(v->arena, &m->new),
	           *by = oid_short(v->arena, &m->by);

	if (m->leave == AUDIT_LEAVE_NONE)
		problem(v, &m->outcome, "%s moved to %s without a verdict", ref, new);
	else if (m->leave == AUDIT_LEAVE_OTHER)
		problem(v, &m->outcome, "%s moved to %s, which %s does not let it", ref, new, by);
	else if (m->leave == AUDIT_LEAVE_LOST)
		problem(v, &m->outcome, "%s moved to %s by the verdict %s, which is not there", ref,
		    new, by);
}

/* Going back in time: what a ref was moved from must be what the move before moved it to. */
static void check_chain(struct verifying *v, const struct audit_moved_ref *ref)
{
	for (const struct audit_move *m = ref->newest; m != NULL; m = m->before) {
		check_leave(v, m);
		if (m->before != NULL && !git_oid_equal(&m->old, &m->before->new))
			problem(v, &m->outcome,
			    "%s moved from %s, and before that it was left at %s by %s", ref->name,
			    oid_short(v->arena, &m->old), oid_short(v->arena, &m->before->new),
			    oid_short(v->arena, &m->before->outcome));
	}
}

/* The newest accepting verdict of each ref: nobody may have recorded yet what became of it. */
static int note_accepted(struct verifying *v, const struct audit_seen *seen)
{
	const struct audit_entry *entry = &seen->entry;

	if (entry->kind != AUDIT_VERDICT || entry->decision != VERDICT_ACCEPT)
		return 0;
	for (size_t i = 0; i < entry->nrefs; i++) {
		const struct audit_ref *ref = &entry->refs[i];
		const char *name;
		struct acceptance *acc;

		if (lookup_text(&v->accepted, ref->name) != NULL)
			continue;
		name = arena_strdup(v->arena, ref->name);
		acc = arena_alloc(v->arena, sizeof(*acc));
		if (name == NULL || acc == NULL)
			return -1;
		*acc = (struct acceptance){ seen->id, ref->old, ref->new };
		if (lookup_set_text(v->arena, &v->accepted, name, acc) < 0)
			return -1;
	}
	return 0;
}

static int look_at(void *ctx, const struct audit_seen *seen, struct error *e)
{
	struct verifying *v = ctx;

	v->found->entries++;
	v->found->verdicts += seen->entry.kind == AUDIT_VERDICT;
	if (v->against != NULL && git_oid_equal(&seen->id, v->against))
		v->met_copy = true;
	v->met_start = v->met_start || git_oid_equal(&seen->id, &v->start);
	if (note_accepted(v, seen) < 0)
		return error_memory(e);
	audit_sound_check(v->arena, v->repo, seen, &v->files);
	if (audit_signed_see(&v->seals, seen, e) < 0)
		return -1;
	return audit_moves_see(v->arena, &v->moves, seen, e);
}

/* What the ref is now is not what its newest outcome says. */
static void check_place(
    struct verifying *v, const char *name, const git_oid *now, const git_oid *left)
{
	const struct acceptance *acc = lookup_text(&v->accepted, name);
	const char *is = oid_short(v->arena, now);

	if (acc != NULL && git_oid_equal(&acc->new, now) && git_oid_equal(&acc->old, left))
		problem(v, &acc->verdict,
		    "%s went to %s, as this verdict lets it, and nobody recorded that: git "
		    "sluis audit reconcile",
		    name, is);
	else
		problem(v, NULL, "%s is at %s, and the audit left it at %s", name, is,
		    oid_short(v->arena, left));
}

static void check_value(struct verifying *v, const struct ref_value *now)
{
	const char *name = escape_whole(v->arena, now->name);
	const struct audit_moved_ref *ref = audit_moves_of(&v->moves, name);

	v->found->refs++;
	if (ref != NULL && !git_oid_equal(&ref->newest->new, &now->id))
		check_place(v, name, &now->id, &ref->newest->new);
	if (!git_odb_exists(v->repo->odb, &now->id))
		problem(
		    v, NULL, "%s is at %s, which is missing", name, oid_short(v->arena, &now->id));
}

static int check_ref(struct verifying *v, const char *ref, struct error *e)
{
	struct ref_values now;

	if (ref == NULL)
		return 0;
	if (refs_now(v->arena, v->repo, ref, &now, e) < 0)
		return -1;
	for (size_t k = 0; k < now.n; k++)
		check_value(v, &now.list[k]);
	return 0;
}

/* Every governed ref is where the audit left it; one of which it never spoke is where it was when
 * the gate was armed. */
static int check_refs(struct verifying *v, const struct policy *p, struct error *e)
{
	for (size_t i = 0; i < p->nenvironments; i++)
		if (check_ref(v, p->environments[i].ref, e) < 0)
			return -1;
	return check_ref(v, p->evidence_ref, e);
}

/* A clone that fetched the audit alone has no start. */
static int read_start(struct verifying *v, struct error *e)
{
	int rc = git_reference_name_to_id(&v->start, v->repo->git, AUDIT_START);

	v->met_start = rc == GIT_ENOTFOUND;
	return rc == 0 || rc == GIT_ENOTFOUND ?
	    0 :
	    repo_error(v->arena, GIT_ERROR, e, AUDIT_START " cannot be read");
}

int audit_verify(struct arena *a, const struct repo *r, const struct policy *p,
    const git_oid *against, struct audit_keys *keys, FILE *out, struct audit_check *found,
    struct error *e)
{
	struct verifying v = {
		.arena = a, .repo = r, .against = against, .out = out, .found = found
	};
	git_oid tip;
	int there, rc;

	v.seals = (struct audit_signed){
		.arena = a, .repo = r, .keys = keys, .say = entry_problem, .ctx = &v
	};
	v.files = (struct audit_sound){ .say = entry_problem, .ctx = &v };
	memset(found, 0, sizeof(*found));
	if (audit_tip(a, r, &tip, &there, e) < 0)
		return -1;
	if (!there)
		return error_set(e, ERROR_ABSENT, "there is no " AUDIT_REF " here");
	if (read_start(&v, e) < 0)
		return -1;
	rc = audit_walk(r, &tip, 0, look_at, &v, e);
	if (audit_signed_end(&v.seals, e) < 0 || rc < 0 || audit_moves_sort(&v.moves, e) < 0)
		return -1;
	found->evidence = v.files.evidence;
	found->signed_entries = v.seals.n;
	found->good = v.seals.verified;
	found->newest_signed = v.seals.newest;
	for (const struct audit_moved_ref *ref = v.moves.refs; ref != NULL; ref = ref->next)
		check_chain(&v, ref);
	if (against != NULL && !v.met_copy)
		problem(&v, against,
		    "the newest entry of the copy is not in this audit: entries have vanished");
	if (!v.met_start)
		problem(&v, &v.start,
		    "the audit has it from its beginning, as " AUDIT_START
		    " says, and it is not in this one");
	if (p != NULL && check_refs(&v, p, e) < 0)
		return -1;
	return a->exhausted ? error_memory(e) : 0;
}
