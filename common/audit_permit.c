#include "audit_permit.h"

#include <stdbool.h>
#include <string.h>

#include "audit.h"
#include "audit_walk.h"
#include "escape.h"
#include "oid.h"

struct search {
	const char *ref; /* escaped, as entries have it */
	const git_oid *now_value, *new;
	int64_t now;
	struct audit_permit *out;
	bool old_verdict; /* a verdict names the new value, on top of another one */
};

static int
found(struct search *s, const struct audit_seen *seen, int unlocked)
{
	s->out->allowed.is = FACT_YES;
	s->out->entry = seen->id;
	s->out->unlocked = unlocked;
	return 1;
}

static int
look_at(void *ctx, const struct audit_seen *seen, struct error *e)
{
	struct search *s = ctx;
	const struct audit_entry *entry = &seen->entry;

	(void)e;
	if (seen->at < s->now - AUDIT_UNLOCK_MAX)
		return 1; /* nothing before can permit anything any more */
	if (entry->kind == AUDIT_UNLOCK && seen->at <= s->now && s->now <= entry->until)
		return found(s, seen, 1);
	if (entry->kind != AUDIT_VERDICT || entry->decision != AUDIT_ACCEPT ||
	    seen->at < s->now - AUDIT_PERMIT_AGE)
		return 0;
	for (size_t i = 0; i < entry->nrefs; i++) {
		const struct audit_ref *ref = &entry->refs[i];

		if (strcmp(ref->name, s->ref) != 0 || !git_oid_equal(&ref->new, s->new))
			continue;
		if (git_oid_equal(&ref->old, s->now_value))
			return found(s, seen, 0);
		s->old_verdict = true;
	}
	return 0;
}

void
audit_permit_find(struct arena *a, const struct repo *r, const char *ref, const git_oid *now_value,
    const git_oid *new, int64_t now, struct audit_permit *out)
{
	struct search s = { escape_whole(a, ref), now_value, new, now, out, false };
	git_oid tip;
	int there;

	memset(out, 0, sizeof(*out));
	if (audit_tip(a, r, &tip, &there, &out->allowed.why) < 0)
		return;
	if (there && audit_walk(r, &tip, AUDIT_PERMIT_ENTRIES, look_at, &s, &out->allowed.why) < 0)
		return;
	if (out->allowed.is == FACT_YES)
		return;
	out->allowed.is = FACT_NO;
	error_set(&out->allowed.why, ERROR_ABSENT, "no verdict lets %s go from %s to %s",
	    escape(a, ref), oid_short(a, now_value), oid_short(a, new));
	error_mend(&out->allowed.why,
	    s.old_verdict ?
	        "it was accepted on top of another value: push it again" :
	        "push it, so that the gate can judge it; when that cannot be, the owner of the "
	        "repository runs: git sluis unlock --reason TEXT --minutes N");
}
