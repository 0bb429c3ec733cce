/* Whether the governed refs are what the audit left them at (audit/held.h). */

#include "audit/held_internal.h"
#include "base/pattern.h"
#include "git/refs.h"

struct held_scope { /* a name or pattern of which arming listed all refs */
	const char *pattern; /* escaped */
	size_t place; /* of the oldest such entry */
};

void held_say(struct audit_held *h, const char *ref, const git_oid *entry, enum held_mend mend,
    const char *fmt, ...)
{
	struct held_finding *f =
	    ARENA_ADD(h->arena, h->list, h->n, (struct held_finding){ .ref = ref, .mend = mend });
	va_list ap;

	if (f == NULL)
		return; /* the exhausted arena says so */
	if (entry != NULL)
		f->entry = *entry;
	if (entry != NULL && mend != HELD_BY_REF && lookup_id(&h->settled, entry) != NULL)
		f->mend = HELD_SETTLED;
	va_start(ap, fmt);
	f->text = arena_vprintf(h->arena, fmt, ap);
	va_end(ap);
}

/* What let this move happen, when it is not a verdict. */
static void check_leave(struct audit_held *h, const struct audit_move *m)
{
	const char *ref = m->ref->name, *new = oid_short(h->arena, &m->new),
	           *by = oid_short(h->arena, &m->by);

	if (m->leave == AUDIT_LEAVE_NONE)
		held_say(h, ref, &m->outcome, HELD_BY_ENTRY,
		    say("%s moved to %s without a verdict"), ref, new);
	else if (m->leave == AUDIT_LEAVE_OTHER)
		held_say(h, ref, &m->outcome, HELD_BY_ENTRY,
		    say("%s moved to %s, which %s does not let it"), ref, new, by);
	else if (m->leave == AUDIT_LEAVE_LOST)
		held_say(h, ref, &m->outcome, HELD_BY_ENTRY,
		    say("%s moved to %s by the verdict %s, which is not there"), ref, new, by);
}

/* The place of the oldest entry of arming that would have listed the ref; 0 for none. */
size_t held_scope_of(const struct audit_held *h, const char *ref)
{
	size_t place = 0;

	for (size_t i = 0; i < h->nscopes; i++)
		if (h->scopes[i].place > place && pattern_match(h->scopes[i].pattern, ref))
			place = h->scopes[i].place;
	return place;
}

/* Two moves that follow on one another. */
static void check_step(
    struct audit_held *h, const struct audit_move *m, const struct audit_move *before)
{
	const char *ref = m->ref->name;
	const git_oid *from = m->leave == AUDIT_LEAVE_ARMED ? &m->new : &m->old;
	bool wrong = m->reconciled && git_oid_equal(&m->old, &before->old) &&
	    git_oid_equal(&m->new, &before->new);

	if (git_oid_equal(from, &before->new))
		return;
	if (m->leave == AUDIT_LEAVE_ARMED && before->told < m->place &&
	    git_oid_equal(from, &before->old))
		return; /* it was on its way when arming looked */
	if (m->leave == AUDIT_LEAVE_ARMED)
		held_say(h, ref, &m->outcome, HELD_BY_ENTRY,
		    say("%s was found at %s, and before that it was left at %s by %s"), ref,
		    oid_short(h->arena, from), oid_short(h->arena, &before->new),
		    oid_short(h->arena, &before->outcome));
	else if (before->leave == AUDIT_LEAVE_ARMED)
		held_say(h, ref, &m->outcome, HELD_BY_ENTRY,
		    say("%s moved from %s, and arming found it at %s (%s)"), ref,
		    oid_short(h->arena, from), oid_short(h->arena, &before->new),
		    oid_short(h->arena, &before->outcome));
	else
		held_say(h, ref, &m->outcome, wrong ? HELD_BY_WRONG : HELD_BY_ENTRY,
		    say("%s moved from %s, and before that it was left at %s by %s"), ref,
		    oid_short(h->arena, from), oid_short(h->arena, &before->new),
		    oid_short(h->arena, &before->outcome));
}

/* The first that is known of a ref, where it was not there when the gate was armed. */
static void check_first(struct audit_held *h, const struct audit_move *m)
{
	const git_oid *from = m->leave == AUDIT_LEAVE_ARMED ? &m->new : &m->old;

	if (!git_oid_is_zero(from) && held_scope_of(h, m->ref->name) > m->told)
		held_say(h, m->ref->name, &m->outcome, HELD_BY_ENTRY,
		    say("%s was at %s, and no entry records how it got there"), m->ref->name,
		    oid_short(h->arena, from));
}

/* Going back in time: what a ref was moved from must be what the move before moved it to. */
static void check_chain(struct audit_held *h, const struct audit_moved_ref *ref)
{
	for (const struct audit_move *m = ref->newest; m != NULL; m = m->before) {
		check_leave(h, m);
		if (m->before != NULL)
			check_step(h, m, m->before);
		else
			check_first(h, m);
	}
}

static int note_scopes(struct audit_held *h, const struct audit_entry *entry)
{
	for (size_t i = 0; i < entry->governs.n; i++) {
		size_t k = 0;

		while (k < h->nscopes && strcmp(h->scopes[k].pattern, entry->governs.list[i]) != 0)
			k++;
		if (k == h->nscopes) {
			const char *copy = arena_strdup(h->arena, entry->governs.list[i]);

			if (copy == NULL ||
			    ARENA_ADD(h->arena, h->scopes, h->nscopes,
			        (struct held_scope){ .pattern = copy }) == NULL)
				return -1;
		}
		h->scopes[k].place = h->moves.place;
	}
	return 0;
}

static int note_settled(struct audit_held *h, const struct audit_entry *entry)
{
	for (size_t i = 0; i < entry->settles.n; i++)
		if (lookup_add_id(h->arena, &h->settled, &entry->settles.list[i]) < 0)
			return -1;
	return 0;
}

/* Nobody may have recorded yet what became of it. */
static int note_accepted(
    struct audit_held *h, const struct audit_seen *seen, const struct audit_ref *ref)
{
	struct held_acceptance *acc;
	const char *name;

	if (lookup_text(&h->accepted, ref->name) != NULL)
		return 0;
	name = arena_strdup(h->arena, ref->name);
	acc = arena_alloc(h->arena, sizeof(*acc));
	if (name == NULL || acc == NULL)
		return -1;
	*acc = (struct held_acceptance){ seen->id, ref->old, ref->new };
	return lookup_set_text(h->arena, &h->accepted, name, acc);
}

static int see_accepted(struct audit_held *h, const struct audit_seen *seen)
{
	const struct audit_entry *entry = &seen->entry;
	const char *in = NULL, *out = NULL;

	for (size_t i = 0; i < entry->nrefs; i++) {
		const char *name = entry->refs[i].name;
		enum audit_fate fate = audit_fate_of(&h->fates, &seen->id, name);

		if (note_accepted(h, seen, &entry->refs[i]) < 0)
			return -1;
		if (fate == AUDIT_FATE_MOVED && in == NULL)
			in = name;
		if (fate == AUDIT_FATE_NOT_MOVED && out == NULL)
			out = name;
	}
	if (in != NULL && out != NULL)
		held_say(h, NULL, &seen->id, HELD_BY_ENTRY,
		    say("only a part of this push went in: %s did, and %s did not"),
		    arena_strdup(h->arena, in), arena_strdup(h->arena, out));
	return 0;
}

int audit_held_see(struct audit_held *h, const struct audit_seen *seen, struct error *e)
{
	const struct audit_entry *entry = &seen->entry;
	int rc = 0;

	if (audit_fates_note(h->arena, &h->fates, seen, e) < 0 ||
	    audit_moves_see(h->arena, &h->moves, seen, e) < 0)
		return -1;
	if (entry->kind == AUDIT_ARMED)
		rc = note_scopes(h, entry);
	else if (entry->kind == AUDIT_CORRECTION)
		rc = note_settled(h, entry);
	else if (entry->kind == AUDIT_VERDICT && entry->decision == VERDICT_ACCEPT)
		rc = see_accepted(h, seen);
	if (entry->kind == AUDIT_VERDICT)
		audit_fates_forget(h->arena, &h->fates, &seen->id);
	return rc < 0 ? error_memory(e) : 0;
}

/* What the ref is now is not what its newest outcome says. */
static void check_place(
    struct audit_held *h, const char *name, const git_oid *now, const git_oid *left)
{
	const struct held_acceptance *acc = lookup_text(&h->accepted, name);
	const char *is = oid_short(h->arena, now);

	if (acc != NULL && git_oid_equal(&acc->new, now) && git_oid_equal(&acc->old, left))
		held_say(h, name, &acc->verdict, HELD_BY_REF,
		    say("%s went to %s, as this verdict lets it, and that was not recorded: git "
		        "sluis audit reconcile"),
		    name, is);
	else
		held_say(h, name, NULL, HELD_BY_REF,
		    say("%s is at %s, and the audit left it at %s"), name, is,
		    oid_short(h->arena, left));
}

/* Of the ref itself, what it leads to is told by symbolic. */
static int check_symbolic(struct audit_held *h, const struct audit_moved_ref *ref, const char *name,
    const char *shown, struct error *e)
{
	const struct audit_move *m = ref != NULL ? ref->newest : NULL;
	const char *target;

	if (refs_step(h->arena, h->repo, name, &target, e) < 0)
		return -1;
	if (target == NULL)
		return 0;
	target = escape_whole(h->arena, target);
	while (m != NULL && m->leave != AUDIT_LEAVE_ARMED && m->leave != AUDIT_LEAVE_CORRECTION)
		m = m->before;
	if (m == NULL || m->symbolic == NULL || strcmp(m->symbolic, target) != 0)
		held_say(h, shown, NULL, HELD_BY_REF,
		    say("%s became a symbolic ref, and leads to %s"), shown, target);
	return 0;
}

static int check_value(struct audit_held *h, const struct ref_value *now, struct error *e)
{
	const char *name = escape_whole(h->arena, now->name);
	const struct audit_moved_ref *ref = name != NULL ? audit_moves_of(&h->moves, name) : NULL;
	const struct audit_move *last = ref != NULL ? ref->newest : NULL;
	git_odb_object *is = NULL;

	if (name == NULL)
		return error_memory(e);
	h->refs++;
	if (last != NULL && !git_oid_equal(&last->new, &now->id))
		check_place(h, name, &now->id, &last->new);
	else if (last == NULL && held_scope_of(h, name) > 0)
		held_say(h, name, NULL, HELD_BY_REF,
		    say("%s is at %s, and no entry records how it got there"), name,
		    oid_short(h->arena, &now->id));
	if (git_odb_read(&is, h->repo->odb, &now->id) < 0)
		held_say(h, name, NULL, HELD_BY_NOBODY,
		    say("%s is at %s, which is missing or broken"), name,
		    oid_short(h->arena, &now->id));
	git_odb_object_free(is);
	return check_symbolic(h, ref, now->name, name, e);
}

static int check_pattern(struct audit_held *h, const char *pattern, struct error *e)
{
	struct ref_values now;

	if (pattern == NULL)
		return 0;
	if (refs_now(h->arena, h->repo, pattern, &now, e) < 0)
		return -1;
	for (size_t k = 0; k < now.n; k++)
		if (check_value(h, &now.list[k], e) < 0)
			return -1;
	return 0;
}

/* What the audit left somewhere is there still, and its reflog tells the same. */
static int check_known(struct audit_held *h, const struct audit_moved_ref *ref, struct error *e)
{
	const char *name = escape_undo(h->arena, ref->name);
	git_oid value;
	int rc;

	if (name == NULL)
		return error_memory(e);
	if (!policy_governs(h->policy, name) || ref->newest == NULL)
		return 0;
	rc = git_reference_name_to_id(&value, h->repo->git, name);
	if (rc == GIT_ENOTFOUND && !git_oid_is_zero(&ref->newest->new))
		held_say(h, ref->name, NULL, HELD_BY_REF,
		    say("%s is gone, and the audit left it at %s"), ref->name,
		    oid_short(h->arena, &ref->newest->new));
	if (rc < 0 && rc != GIT_ENOTFOUND)
		return repo_error(h->arena, GIT_ERROR, e, "the ref '%s' cannot be read", ref->name);
	return rc == 0 && h->logs ? held_check_log(h, ref, name, &value, e) : 0;
}

/* A copy of the repository has no reflogs, and is none that was armed. */
static bool keeps_logs(const struct repo *r)
{
	git_config *config = NULL, *snapshot = NULL;
	const char *value;
	bool keeps = git_repository_config(&config, r->git) == 0 &&
	    git_config_snapshot(&snapshot, config) == 0 &&
	    git_config_get_string(&value, snapshot, "core.logallrefupdates") == 0 &&
	    strcasecmp(value, "always") == 0;

	git_config_free(snapshot);
	git_config_free(config);
	return keeps;
}

static int check_refs(struct audit_held *h, struct error *e)
{
	const struct policy *p = h->policy;

	h->logs = keeps_logs(h->repo);
	for (size_t i = 0; i < p->nenvironments; i++)
		if (check_pattern(h, p->environments[i].ref, e) < 0)
			return -1;
	if (check_pattern(h, p->evidence_ref, e) < 0 || check_pattern(h, "refs/signoffs/*", e) < 0)
		return -1;
	for (const struct audit_moved_ref *ref = h->moves.refs; ref != NULL; ref = ref->next)
		if (check_known(h, ref, e) < 0)
			return -1;
	return 0;
}

int audit_held_end(struct audit_held *h, struct error *e)
{
	if (audit_moves_sort(&h->moves, e) < 0)
		return -1;
	for (const struct audit_moved_ref *ref = h->moves.refs; ref != NULL; ref = ref->next)
		check_chain(h, ref);
	if (h->policy != NULL && check_refs(h, e) < 0)
		return -1;
	return h->arena->exhausted ? error_memory(e) : 0;
}
