/* What approves a policy: a promotion in its own repository (audit/policies.h). */

#include "audit/audit.h"
#include "audit/moves.h"
#include "audit/policies.h"
#include "audit/verify.h"
#include "policy/file.h"

struct reading {
	struct arena *arena;
	struct audit_moves moves;
};

static int look_at(void *ctx, const struct audit_seen *seen, struct error *e)
{
	struct reading *r = ctx;

	return audit_moves_see(r->arena, &r->moves, seen, e);
}

static const char *how(enum audit_leave leave)
{
	switch (leave) {
	case AUDIT_LEAVE_UNLOCK:
		return "the gate was unlocked";
	case AUDIT_LEAVE_CORRECTION:
		return "only a correction of the owner tells of it";
	case AUDIT_LEAVE_ARMED:
		return "arming found it there";
	case AUDIT_LEAVE_OTHER:
		return "the verdict that it names does not let it happen";
	case AUDIT_LEAVE_VERDICT:
		return "it was no promotion";
	case AUDIT_LEAVE_NONE:
	case AUDIT_LEAVE_LOST:
		break;
	}
	return "no verdict let it happen";
}

/* The newest move of a ref that has a source, to this commit. */
static const struct audit_move *find_move(const struct audit_moves *m, const git_oid *commit)
{
	for (const struct audit_moved_ref *ref = m->refs; ref != NULL; ref = ref->next)
		if (ref->newest != NULL && git_oid_equal(&ref->newest->new, commit) &&
		    (ref->from != NULL || ref->newest->leave != AUDIT_LEAVE_VERDICT))
			return ref->newest;
	return NULL;
}

/* Was anything promoted from the one to the other? */
static bool goes_on(const struct audit_moved_ref *ref, const struct audit_moved_ref *next)
{
	const struct audit_move *m = next->newest;

	if (ref->environment == NULL || next->from == NULL ||
	    strcmp(next->from, ref->environment) != 0)
		return false;
	while (m != NULL && !m->promotes)
		m = m->before;
	return m != NULL;
}

/* The step of a verdict that ends at the commit. */
static int find_step(const struct approval *p, struct approved *out, struct error *e)
{
	const struct audit_entry *entry = &out->seen.entry;

	for (size_t i = 0; i < entry->nrefs && out->step == NULL; i++) {
		const struct audit_ref *ref = &entry->refs[i];
		const struct audit_step *last =
		    ref->nsteps > 0 ? &ref->steps[ref->nsteps - 1] : NULL;

		if (last == NULL || ref->from == NULL || !git_oid_equal(&last->tip, &p->commit))
			continue;
		out->ref = ref;
		out->step = last;
	}
	if (entry->kind != AUDIT_VERDICT || entry->decision != VERDICT_ACCEPT || out->step == NULL)
		return error_set(e, ERROR_MALFORMED, "its verdict did not accept it");
	if (out->step->nsignoffs == 0)
		return error_set(e, ERROR_MALFORMED,
		    "nobody signed it off: its environment '%s' asks no sign-off",
		    out->ref->environment);
	return 0;
}

int approval_read(struct arena *a, const struct repo *r, const struct approval *p,
    struct approved *out, struct error *e)
{
	struct reading reading = { .arena = a };
	const struct audit_move *m;
	struct error why = { 0 };

	memset(out, 0, sizeof(*out));
	if (audit_walk(r, &p->audit, 0, look_at, &reading, e) < 0 ||
	    audit_moves_sort(&reading.moves, e) < 0)
		return -1;
	m = find_move(&reading.moves, &p->commit);
	if (m == NULL)
		return error_set(e, ERROR_MALFORMED,
		    "%s is not what the policy repository's audit left a ref at",
		    oid_short(a, &p->commit));
	if (m->leave != AUDIT_LEAVE_VERDICT || !m->promotes)
		return error_set(e, ERROR_MALFORMED, "%s was not promoted to %s: %s",
		    oid_short(a, &p->commit), m->ref->name, say(how(m->leave)));
	for (const struct audit_moved_ref *next = reading.moves.refs; next != NULL;
	     next = next->next)
		if (goes_on(m->ref, next))
			return error_set(e, ERROR_MALFORMED,
			    "%s is in '%s', from where changes go on to '%s'",
			    oid_short(a, &p->commit), m->ref->environment, next->environment);
	if (audit_read(a, r, &m->by, &out->seen, e) < 0)
		return -1;
	if (find_step(p, out, &why) < 0)
		return error_set(
		    e, why.kind, "%s is not approved: %s", oid_short(a, &p->commit), why.text);
	return 0;
}

/* The one environment where changes end, as one ref that leads to a commit. */
static int find_production(
    struct arena *a, const struct repo *r, const struct policy *p, git_oid *out, struct error *e)
{
	const struct environment *env = NULL;
	git_reference *ref = NULL;
	size_t n = 0;
	int rc;

	/* What asks nothing, as release tags, approves nothing. */
	for (size_t i = 0; i < p->nenvironments; i++)
		if ((p->environments[i].nsignoffs > 0 || p->environments[i].require != 0) &&
		    environment_is_final(p, &p->environments[i])) {
			env = &p->environments[i];
			n++;
		}
	if (n != 1 || strchr(env->ref, '*') != NULL)
		return error_set(e, ERROR_MALFORMED,
		    "changes end in %zu of its environments that ask anything; it takes one, with "
		    "one ref",
		    n);
	rc = git_reference_lookup(&ref, r->git, env->ref);
	if (rc < 0)
		return repo_error(a, rc == GIT_ENOTFOUND ? rc : GIT_ERROR, e,
		    "the ref %s cannot be read", escape(a, env->ref));
	if (git_reference_type(ref) == GIT_REFERENCE_SYMBOLIC)
		rc = error_set(e, ERROR_MALFORMED, "%s is a symbolic ref", escape(a, env->ref));
	else
		*out = *git_reference_target(ref);
	git_reference_free(ref);
	return rc;
}

/* Every problem is a line on `out`. */
static int verify(
    struct arena *a, const struct repo *r, const struct policy *p, FILE *out, struct error *e)
{
	struct audit_keys keys = { 0 };
	struct audit_verify_input in = { .policy = p,
		.keys = p->audit.sign != NULL ? &keys : NULL };
	struct audit_check check;

	if ((in.keys != NULL && audit_keys_of_host(a, p->audit.sign, &keys, e) < 0) ||
	    audit_verify(a, r, &in, out, &check, e) < 0)
		return -1;
	if (check.problems == 0)
		return 0;
	error_set(e, ERROR_MALFORMED, "its audit has %zu problems", check.problems);
	return error_mend(e, "its owner looks into it there:\ngit sluis audit verify");
}

int approval_find(struct arena *a, const struct repo *r, int64_t now, FILE *out,
    struct approval *found, struct error *e)
{
	struct policy_file *file = arena_alloc(a, sizeof(*file));
	struct approved by;
	struct error why = { 0 };
	int there;

	memset(found, 0, sizeof(*found));
	if (file == NULL)
		return error_memory(e);
	/* The policy first: it says where the audit is. */
	if (policy_file_load(a, r, now, file, &why) < 0 && why.kind == ERROR_MEMORY)
		return error_memory(e);
	if (audit_tip(a, r, &found->audit, &there, e) < 0)
		return -1;
	if (!there) {
		error_set(e, ERROR_ABSENT, "it is not armed: it has no " AUDIT_REF);
		return error_mend(
		    e, "arm it first: ./install.sh --policy DIR %s", escape(a, r->dir));
	}
	if (why.kind != ERROR_NONE)
		return error_copy(e, &why);
	if (find_production(a, r, &file->policy, &found->commit, e) < 0 ||
	    verify(a, r, &file->policy, out, e) < 0)
		return -1;
	return approval_read(a, r, found, &by, e);
}
