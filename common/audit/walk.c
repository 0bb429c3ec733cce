#include "audit/walk.h"

#include "audit/apart.h"
#include "audit/transcript.h"
#include "git/commit.h"

#define AHEAD ((size_t)16 << 10) /* bytes of the transcript that are read at once */
#define MESSAGE_MAX (COMMIT_BYTES_MAX - ((size_t)64 << 10)) /* it has a signature too */

static int read_commit(
    struct arena *a, const struct commit *c, struct audit_seen *out, struct error *e)
{
	struct error why = { 0 };

	if (c->nparents > 1)
		return error_set(e, ERROR_MALFORMED, "audit entry %s has more than one parent",
		    oid_short(a, &c->id));
	if (audit_entry_read(a, c->message, c->message_len, &out->entry, &why) < 0)
		return error_set(e, why.kind, "audit entry %s: %s", oid_short(a, &c->id), why.text);
	out->id = c->id;
	out->tree = c->tree;
	out->at = c->committed;
	out->is_signed = c->is_signed;
	out->before = c->nparents == 1 ? c->parents[0] : (git_oid){ 0 };
	return 0;
}

/* The gate wrote it in valid form, and nobody can do that again. */
static int mend(struct error *e)
{
	return e->kind != ERROR_MALFORMED ?
	    -1 :
	    error_mend(e,
	        "the administrator of the server finds out who changed the "
	        "audit, and brings it back from a copy:\n"
	        "git -c core.hooksPath=/dev/null fetch COPY +" AUDIT_REF ":" AUDIT_REF);
}

int audit_read(struct arena *a, const struct repo *r, const git_oid *id, struct audit_seen *out,
    struct error *e)
{
	struct commit c;

	return commit_load(a, r, id, &c, e) == 0 && read_commit(a, &c, out, e) == 0 ? 0 : mend(e);
}

int audit_parse(struct arena *a, const git_oid *id, const char *bytes, size_t len,
    struct audit_seen *out, struct error *e)
{
	struct commit c;

	if (commit_parse(a, bytes, len, &c, e) < 0)
		return mend(e);
	c.id = *id;
	return read_commit(a, &c, out, e) == 0 ? 0 : mend(e);
}

int audit_check_message(const char *message, struct error *e)
{
	struct audit_entry entry;
	struct error why = { 0 };
	struct arena once;
	int rc;

	if (strlen(message) > MESSAGE_MAX) {
		error_set(e, ERROR_UNSUPPORTED,
		    "the verdict cannot be recorded in refs/sluis/audit: its entry would be larger "
		    "than %zu bytes",
		    MESSAGE_MAX);
		return error_mend(e, "push them in parts: some of the refs, then the others");
	}
	arena_init(&once, AUDIT_ENTRY_CAP);
	rc = audit_entry_read(&once, message, strlen(message), &entry, &why);
	arena_release(&once);
	if (rc == 0)
		return 0;
	error_set(e, why.kind, "the verdict cannot be recorded in refs/sluis/audit: %s", why.text);
	return error_mend(e, "%s", why.mend);
}

/* Out of the transcript, where it has that one next and in good order. */
static bool read_kept(
    struct arena *a, struct transcript *t, const git_oid *id, struct audit_seen *out)
{
	size_t len;
	const char *bytes = transcript_take(t, id, &len);
	struct error why = { 0 };

	if (bytes == NULL)
		return false;
	if (audit_parse(a, id, bytes, len, out, &why) == 0)
		return true;
	transcript_close(t);
	return false;
}

static int walk(const struct repo *r, const git_oid *tip, size_t max, audit_each *each, void *ctx,
    struct transcript *t, size_t *lacking, struct error *e)
{
	git_oid at = *tip;
	struct arena a;
	int stop = 0;

	arena_init(&a, AUDIT_ENTRY_CAP);
	for (size_t n = 0; !git_oid_is_zero(&at) && stop == 0 && (max == 0 || n < max); n++) {
		struct audit_seen seen = { .at = 0 };

		if (!read_kept(&a, t, &at, &seen)) {
			stop = audit_read(&a, r, &at, &seen, e);
			++*lacking;
		}
		if (stop == 0)
			stop = each(ctx, &seen, e);
		at = seen.before;
		arena_clear(&a);
	}
	arena_release(&a);
	return stop < 0 ? -1 : 0;
}

int audit_walk(const struct repo *r, const git_oid *tip, size_t max, audit_each *each, void *ctx,
    struct error *e)
{
	struct transcript none = { .fd = -1 };
	size_t lacking = 0;

	return walk(r, tip, max, each, ctx, &none, &lacking, e);
}

int audit_walk_kept(struct arena *a, const struct repo *r, const git_oid *tip, size_t max,
    audit_each *each, void *ctx, size_t *lacking, struct error *e)
{
	struct transcript t;
	int rc;

	*lacking = 0;
	transcript_open(a, r, &t);
	t.ahead = AHEAD;
	rc = walk(r, tip, max, each, ctx, &t, lacking, e);
	transcript_close(&t);
	return rc;
}

static int note(struct arena *a, struct audit_fates *f, const struct audit_seen *seen,
    const struct audit_ref *ref)
{
	const git_oid *verdict = &seen->entry.verdict;
	struct audit_told *told = arena_alloc(a, sizeof(*told));
	bool moved =
	    seen->entry.moved == AUDIT_MOVED && lookup_id(&f->corrected, &seen->id) == NULL;

	if (told == NULL)
		return -1;
	*told = (struct audit_told){ *verdict, seen->id, arena_strdup(a, ref->name), ref->old,
		ref->new, seen->at, moved ? AUDIT_FATE_MOVED : AUDIT_FATE_NOT_MOVED, NULL };
	if (told->ref == NULL)
		return -1;
	/* At the end, so that the newest stays first. */
	for (struct audit_told *t = lookup_id(&f->by_verdict, verdict); t != NULL; t = t->next)
		if (t->next == NULL) {
			t->next = told;
			return 0;
		}
	return lookup_set(a, &f->by_verdict, &told->verdict, sizeof(told->verdict), told);
}

int audit_corrected_note(struct arena *a, struct lookup *corrected, const struct audit_entry *entry)
{
	for (size_t i = 0; i < entry->corrects.n; i++)
		if (lookup_add_id(a, corrected, &entry->corrects.list[i]) < 0)
			return -1;
	return 0;
}

int audit_fates_note(
    struct arena *a, struct audit_fates *f, const struct audit_seen *seen, struct error *e)
{
	if (seen->entry.kind == AUDIT_CORRECTION)
		return audit_corrected_note(a, &f->corrected, &seen->entry) < 0 ? error_memory(e) :
		                                                                  0;
	if (seen->entry.kind != AUDIT_OUTCOME || git_oid_is_zero(&seen->entry.verdict))
		return 0;
	for (size_t i = 0; i < seen->entry.nrefs; i++)
		if (note(a, f, seen, &seen->entry.refs[i]) < 0)
			return error_memory(e);
	return 0;
}

const struct audit_told *audit_fates_all(const struct audit_fates *f, const git_oid *entry)
{
	return lookup_id(&f->by_verdict, entry);
}

/* A ref may have more than one outcome, when a reconciliation met a slow push: that it moved is the
 * stronger one. */
enum audit_fate audit_fate_of(const struct audit_fates *f, const git_oid *verdict, const char *ref)
{
	enum audit_fate fate = AUDIT_FATE_UNKNOWN;

	for (const struct audit_told *t = audit_fates_all(f, verdict); t != NULL; t = t->next)
		if (strcmp(t->ref, ref) == 0 && t->fate > fate)
			fate = t->fate;
	return fate;
}

void audit_fates_forget(struct arena *a, struct audit_fates *f, const git_oid *entry)
{
	lookup_set(a, &f->by_verdict, entry, sizeof(*entry), NULL);
}
