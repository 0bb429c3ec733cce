#include "audit_walk.h"

#include "commit.h"
#include "oid.h"

#define ENTRY_CAP ((size_t)64 << 20) /* memory that one entry may take */

int
audit_read(struct arena *a, const struct repo *r, const git_oid *id, struct audit_seen *out,
    git_oid *before, bool *more, struct error *e)
{
	struct error why = { 0 };
	struct commit c;

	if (commit_load(a, r, id, &c, e) < 0)
		return -1;
	if (c.nparents > 1)
		return error_set(e, ERROR_MALFORMED, "audit entry %s has more than one parent",
		    oid_short(a, id));
	if (audit_entry_read(a, c.message, c.message_len, &out->entry, &why) < 0)
		return error_set(e, why.kind, "audit entry %s: %s", oid_short(a, id), why.text);
	out->id = c.id;
	out->tree = c.tree;
	out->at = c.committed;
	out->is_signed = c.is_signed;
	*more = c.nparents == 1;
	if (*more)
		*before = c.parents[0];
	return 0;
}

int
audit_walk(const struct repo *r, const git_oid *tip, size_t max, audit_each *each, void *ctx,
    struct error *e)
{
	git_oid at = *tip, next = *tip;
	bool more = true;
	struct arena a;
	int stop = 0;

	arena_init(&a, ENTRY_CAP);
	for (size_t n = 0; more && stop == 0 && (max == 0 || n < max); n++) {
		struct audit_seen seen = { .at = 0 };

		stop =
		    audit_read(&a, r, &at, &seen, &next, &more, e) < 0 ? -1 : each(ctx, &seen, e);
		at = next;
		arena_release(&a);
	}
	return stop < 0 ? -1 : 0;
}
