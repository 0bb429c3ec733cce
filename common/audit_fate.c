#include "audit_fate.h"

#include <string.h>

static int
note(struct arena *a, struct audit_fates *f, const struct audit_seen *seen,
    const struct audit_ref *ref)
{
	const git_oid *verdict = &seen->entry.verdict;
	struct audit_told *told = arena_alloc(a, sizeof(*told));

	if (told == NULL)
		return -1;
	*told = (struct audit_told){ *verdict, seen->id, arena_strdup(a, ref->name), ref->old,
		ref->new, seen->at,
		seen->entry.moved == AUDIT_MOVED ? AUDIT_FATE_MOVED : AUDIT_FATE_NOT_MOVED, NULL };
	if (told->ref == NULL)
		return -1;
	/* At the end, so that the newest stays first. */
	for (struct audit_told *t = lookup_get(&f->by_verdict, verdict, sizeof(*verdict));
	     t != NULL; t = t->next)
		if (t->next == NULL) {
			t->next = told;
			return 0;
		}
	return lookup_set(a, &f->by_verdict, &told->verdict, sizeof(told->verdict), told);
}

int
audit_fates_note(
    struct arena *a, struct audit_fates *f, const struct audit_seen *seen, struct error *e)
{
	if (seen->entry.kind != AUDIT_OUTCOME || git_oid_is_zero(&seen->entry.verdict))
		return 0;
	for (size_t i = 0; i < seen->entry.nrefs; i++)
		if (note(a, f, seen, &seen->entry.refs[i]) < 0)
			return error_memory(e);
	return 0;
}

const struct audit_told *
audit_fates_all(const struct audit_fates *f, const git_oid *entry)
{
	return lookup_get(&f->by_verdict, entry, sizeof(*entry));
}

/* A ref may have more than one outcome, when a reconciliation met a slow push: that it moved is the
 * stronger one. */
enum audit_fate
audit_fate_of(const struct audit_fates *f, const git_oid *verdict, const char *ref)
{
	enum audit_fate fate = AUDIT_FATE_UNKNOWN;

	for (const struct audit_told *t = audit_fates_all(f, verdict); t != NULL; t = t->next)
		if (strcmp(t->ref, ref) == 0 && t->fate > fate)
			fate = t->fate;
	return fate;
}

void
audit_fates_forget(struct arena *a, struct audit_fates *f, const git_oid *entry)
{
	lookup_set(a, &f->by_verdict, entry, sizeof(*entry), NULL);
}
