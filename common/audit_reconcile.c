#include "audit_reconcile.h"

#include <git2.h>
#include <stdbool.h>
#include <string.h>

#include "audit.h"
#include "audit_message.h"
#include "audit_walk.h"
#include "escape.h"

/* A value that an accepting verdict let in, or that an entry says a ref had. */
struct open_move {
	const char *ref;	/* escaped */
	git_oid verdict, old, new;
	int64_t at;
};

struct search {
	struct arena *arena;
	struct open_move *seen;	/* outcomes and later verdicts, newest first */
	size_t nseen, seen_room;
	struct open_move *open;	/* accepted, without outcome, newest first */
	size_t nopen, open_room;
};

static int
append(struct arena *a, struct open_move **list, size_t *n, size_t *room, const struct open_move *m)
{
	if (*n == *room) {
		size_t want = *room != 0 ? 2 * *room : 16;
		struct open_move *more = arena_grow(a, *list, *n, want, sizeof(*more));

		if (more == NULL)
			return -1;
		*list = more;
		*room = want;
	}
	(*list)[(*n)++] = *m;
	return 0;
}

/* Has an entry after it said what became of it? */
static bool
is_told(const struct search *s, const struct open_move *m)
{
	for (size_t i = 0; i < s->nseen; i++)
		if (git_oid_equal(&s->seen[i].verdict, &m->verdict) && strcmp(s->seen[i].ref, m->ref) == 0)
			return true;
	return false;
}

static int
look_at(void *ctx, const struct audit_seen *seen, struct error *e)
{
	struct search *s = ctx;
	const struct audit_entry *entry = &seen->entry;

	for (size_t i = 0; i < entry->nrefs; i++) {
		const struct audit_ref *ref = &entry->refs[i];
		struct open_move m = { arena_strdup(s->arena, ref->name), seen->id, ref->old, ref->new, seen->at };
		int rc = 0;

		if (m.ref == NULL)
			return error_memory(e);
		if (entry->kind == AUDIT_OUTCOME) {
			m.verdict = entry->verdict;
			rc = append(s->arena, &s->seen, &s->nseen, &s->seen_room, &m);
		} else if (entry->kind == AUDIT_VERDICT && entry->decision == AUDIT_ACCEPT && !is_told(s, &m)) {
			rc = append(s->arena, &s->open, &s->nopen, &s->open_room, &m);
		}
		if (rc < 0)
			return error_memory(e);
	}
	return 0;
}

/* Did the ref take the value after the verdict, as its reflog tells? 1, 0, or a libgit2 error. */
static int
in_reflog(const struct repo *r, const char *ref, const struct open_move *m)
{
	git_reflog *log = NULL;
	int rc = git_reflog_read(&log, r->git, ref), found = 0;

	if (rc < 0)
		return rc == GIT_ENOTFOUND ? 0 : rc;
	for (size_t i = 0; i < git_reflog_entrycount(log) && !found; i++) {
		const git_reflog_entry *entry = git_reflog_entry_byindex(log, i);
		const git_signature *who = git_reflog_entry_committer(entry);

		found = who != NULL && who->when.time >= m->at && git_oid_equal(git_reflog_entry_id_new(entry), &m->new) &&
		    git_oid_equal(git_reflog_entry_id_old(entry), &m->old);
	}
	git_reflog_free(log);
	return found;
}

/* Has a later entry found the ref at the value? */
static bool
was_there_later(const struct search *s, const struct open_move *m)
{
	for (size_t i = 0; i < s->nseen; i++)
		if (strcmp(s->seen[i].ref, m->ref) == 0 && s->seen[i].at >= m->at &&
		    git_oid_equal(&s->seen[i].old, &m->new))
			return true;
	return false;
}

/* AUDIT_MOVED or AUDIT_NOT_MOVED in `*moved`; *known is false while it cannot be told yet. */
static int
find_out(struct search *s, const struct repo *r, const char *ref, const struct open_move *m, int64_t now, bool *known,
	enum audit_moved *moved, struct error *e)
{
	git_oid value;
	int rc = git_reference_name_to_id(&value, r->git, ref);

	if (rc == GIT_ENOTFOUND)
		memset(&value, 0, sizeof(value));
	if (rc == 0 || rc == GIT_ENOTFOUND)
		rc = git_oid_equal(&value, &m->new) || was_there_later(s, m) ? 1 : in_reflog(r, ref, m);
	if (rc < 0)
		return repo_error(s->arena, GIT_ERROR, e, "what became of a verdict cannot be found out");
	*moved = rc == 1 ? AUDIT_MOVED : AUDIT_NOT_MOVED;
	*known = rc == 1 || now > m->at + RECONCILE_GRACE;
	return 0;
}

static int
complete(struct search *s, const struct repo *store, const git_oid *tree, const struct open_move *m, int64_t now,
	size_t *n, struct error *e)
{
	const char *ref = escape_undo(s->arena, m->ref), *message;
	enum audit_moved moved = AUDIT_NOT_MOVED;
	bool known = false;
	git_oid id;

	if (ref == NULL)
		return error_memory(e);
	if (find_out(s, store, ref, m, now, &known, &moved, e) < 0)
		return -1;
	if (!known)
		return 0;
	message = audit_message_outcome(s->arena, &m->verdict, ref, &m->old, &m->new, moved, "reconciled");
	if (message == NULL)
		return error_memory(e);
	if (audit_append(s->arena, store, message, tree, now, &id, e) < 0)
		return -1;
	(*n)++;
	return 0;
}

int
audit_reconcile(struct arena *a, const struct repo *store, size_t max, int64_t now, size_t *n, struct error *e)
{
	struct search s = { .arena = a };
	git_oid tip, tree;
	int there;

	*n = 0;
	if (audit_tip(a, store, &tip, &there, e) < 0)
		return -1;
	if (!there)
		return 0;
	if (audit_walk(store, &tip, max, look_at, &s, e) < 0)
		return -1;
	if (s.nopen > 0 && audit_empty_tree(a, store, &tree, e) < 0)
		return -1;
	for (size_t i = s.nopen; i-- > 0;)
		if (complete(&s, store, &tree, &s.open[i], now, n, e) < 0)
			return -1;
	return 0;
}
