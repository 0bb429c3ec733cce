#include "audit_signed.h"

#include <git2.h>
#include <stdlib.h>

#include "oid.h"
#include "sshsig_split.h"

#define BATCH_CAP ((size_t)256 << 20)

/* Signatures that are verified side by side. */
struct audit_batch {
	struct arena arena; /* of what is signed, and of the answers */
	git_oid ids[AUDIT_SIGNED_BATCH];
	struct sshsig jobs[AUDIT_SIGNED_BATCH];
	size_t n;
};

static void
complain(struct audit_signed *s, const git_oid *entry, const char *text)
{
	s->say(s->ctx, entry, text != NULL ? text : "(out of memory)");
}

/* All but the good ones come first afterwards; how many these are. The first answer of each stays.
 */
static size_t
ask(struct audit_batch *b, const struct sshsig_tool *tool, const char *principal, size_t n,
    bool first)
{
	struct sshsig *again = arena_array(&b->arena, n, sizeof(*again));
	size_t left = 0;

	if (again == NULL)
		return n;
	for (size_t i = 0; i < n; i++) {
		again[i] = b->jobs[i];
		again[i].principal = principal;
	}
	sshsig_verify_all(&b->arena, tool, again, n);
	for (size_t i = 0; i < n; i++) {
		git_oid id = b->ids[i];

		if (again[i].valid.is == FACT_YES)
			continue;
		b->jobs[left] = first || again[i].valid.is == FACT_UNKNOWN ? again[i] : b->jobs[i];
		b->ids[left++] = id;
	}
	return left;
}

static void
to_front(struct audit_keys *keys, size_t i)
{
	const char *found = keys->principals[i];

	for (; i > 0; i--)
		keys->principals[i] = keys->principals[i - 1];
	keys->principals[0] = found;
}

/* What nobody's key has made is a problem; what could not be answered leaves all open. */
static int
settle(struct audit_signed *s, struct error *e)
{
	struct audit_batch *b = s->batch;
	size_t left = b->n;

	for (size_t i = 0; i < s->keys->n && left > 0; i++) {
		size_t now = ask(b, &s->keys->tool, s->keys->principals[i], left, i == 0);

		if (now < left)
			to_front(s->keys, i);
		left = now;
	}
	s->verified += b->n - left;
	for (size_t i = 0; i < left; i++) {
		if (b->jobs[i].valid.is != FACT_NO) {
			*e = b->jobs[i].valid.why;
			return e->kind != ERROR_NONE ? -1 : error_memory(e);
		}
		complain(s, &b->ids[i],
		    arena_printf(s->arena, "its signature is not one of the host: %s",
		        b->jobs[i].valid.why.text));
	}
	b->n = 0;
	arena_release(&b->arena);
	return 0;
}

static int
start_batch(struct audit_signed *s, struct error *e)
{
	if (s->batch == NULL) {
		s->batch = arena_alloc(s->arena, sizeof(*s->batch));
		if (s->batch == NULL)
			return error_memory(e);
		arena_init(&s->batch->arena, BATCH_CAP);
		s->batch->n = 0;
	}
	return 0;
}

static int
add(struct audit_signed *s, const struct audit_seen *seen, struct error *e)
{
	struct audit_batch *b = s->batch;
	struct sshsig *job = &b->jobs[b->n];
	git_odb_object *obj = NULL;
	struct error why = { 0 };
	int rc;

	*job = (struct sshsig){ .space = SSHSIG_GIT, .at = seen->at };
	if (git_odb_read(&obj, s->repo->odb, &seen->id) < 0)
		return repo_error(s->arena, GIT_ERROR, e, "an entry cannot be read");
	rc = sshsig_split_commit(
	    &b->arena, git_odb_object_data(obj), git_odb_object_size(obj), &job->parts, &why);
	git_odb_object_free(obj);
	if (rc < 0 && why.kind == ERROR_MEMORY)
		return error_memory(e);
	if (rc < 0)
		complain(s, &seen->id,
		    arena_printf(s->arena, "its signature is not one of the host: %s", why.text));
	else
		b->ids[b->n++] = seen->id;
	return b->n == AUDIT_SIGNED_BATCH || !s->keys->all ? settle(s, e) : 0;
}

static int
note_bare(struct audit_signed *s, const git_oid *id, struct error *e)
{
	if (s->nbare == s->room) {
		size_t room = s->room != 0 ? 2 * s->room : 64;
		git_oid *list = realloc(s->bare, room * sizeof(*list));

		if (list == NULL)
			return error_memory(e);
		s->bare = list;
		s->room = room;
	}
	s->bare[s->nbare++] = *id;
	return 0;
}

int
audit_signed_see(struct audit_signed *s, const struct audit_seen *seen, struct error *e)
{
	bool first = s->n == 0;

	if (!seen->is_signed)
		return note_bare(s, &seen->id, e);
	for (size_t i = 0; i < s->nbare; i++)
		complain(s, &s->bare[i],
		    arena_printf(s->arena, "it is not signed, and %s before it is",
		        oid_short(s->arena, &seen->id)));
	s->nbare = 0;
	s->n++;
	if (first)
		s->newest = seen->id;
	if (s->keys == NULL || !s->keys->tool.loaded || (!first && !s->keys->all))
		return 0;
	return start_batch(s, e) < 0 ? -1 : add(s, seen, e);
}

int
audit_signed_end(struct audit_signed *s, struct error *e)
{
	int ret = s->batch != NULL && s->batch->n > 0 && e->kind == ERROR_NONE ? settle(s, e) : 0;

	if (s->batch != NULL)
		arena_release(&s->batch->arena);
	free(s->bare);
	s->bare = NULL;
	if (ret == 0 && s->n == 0 && s->keys != NULL && s->keys->tool.loaded)
		complain(s, NULL, "no entry is signed, and there is a key that would");
	return ret;
}
