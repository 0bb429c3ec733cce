#include "audit/mention.h"

#include <ctype.h>

#include "base/lookup.h"

uint64_t mention_text(enum mention_kind kind, const char *text)
{
	uint64_t h = kind;

	if (kind != MENTION_PROMOTION)
		return lookup_hash(text, strlen(text), kind);
	for (; *text != '\0'; text++)
		h = lookup_hash(&(int){ tolower((unsigned char)*text) }, sizeof(int), h);
	return h;
}

uint64_t mention_id(enum mention_kind kind, const git_oid *id)
{
	return lookup_hash(id->id, sizeof(id->id), kind);
}

struct noting {
	struct arena *arena;
	struct mentions *out;
};

static void note(struct noting *n, uint64_t word, uint64_t unless)
{
	struct mentions *m = n->out;
	/* Where there is no memory, the exhausted arena says so. */
	ARENA_ADD(n->arena, m->list, m->n, (struct mention){ word, unless });
}

static void note_plain(struct noting *n, enum mention_kind kind, const char *text)
{
	note(n, mention_text(kind, text), 0);
}

static void note_id(struct noting *n, enum mention_kind kind, const git_oid *id)
{
	if (!git_oid_is_zero(id))
		note(n, mention_id(kind, id), 0);
}

static void note_name(struct noting *n, const char *name)
{
	uint64_t word = mention_text(MENTION_REF, name);

	for (size_t i = 0; name[i] != '\0'; i++)
		if (i == 0 || name[i - 1] == '/')
			note(n, lookup_hash(name, i, MENTION_FOLDER), word);
	note(n, word, 0);
}

static void note_step(struct noting *n, const struct audit_step *s)
{
	note_id(n, MENTION_BECAME, &s->tip);
	if (s->word == NULL && s->promotion != NULL)
		note_plain(n, MENTION_PROMOTION, s->promotion);
	if (s->word != NULL && s->to != NULL)
		note_id(n, MENTION_TREE, &s->tree);
	if (audit_step_promotes(s))
		for (size_t i = 0; i < s->nrests; i++)
			if (!begins_with(s->rests[i].ref, MENTION_SIGNOFFS))
				note_plain(n, MENTION_RESTS, s->rests[i].ref);
}

/* Does the verdict keep what this sign-off says? */
static bool is_told(const struct audit_ref *ref)
{
	const struct audit_step *s = ref->nsteps == 1 ? &ref->steps[0] : NULL;

	return s != NULL && s->word != NULL && s->to != NULL && !git_oid_is_zero(&s->tree);
}

static void note_ref(struct noting *n, const struct audit_entry *entry, const struct audit_ref *ref)
{
	bool signoff = begins_with(ref->name, MENTION_SIGNOFFS),
	     deletes = git_oid_is_zero(&ref->new),
	     alone = entry->kind == AUDIT_OUTCOME && git_oid_is_zero(&entry->verdict);

	note_name(n, ref->name);
	if (entry->kind == AUDIT_OUTCOME || entry->kind == AUDIT_VERDICT)
		note_id(n, MENTION_BECAME, &ref->new);
	if (entry->kind == AUDIT_OUTCOME && !alone)
		note_plain(n, MENTION_MOVED, ref->name);
	if (signoff && alone && deletes)
		note_plain(n, MENTION_UNTOLD, "");
	if (entry->kind != AUDIT_VERDICT)
		return;
	if (deletes)
		note_plain(n, MENTION_DELETES, ref->name);
	if (signoff && (deletes || !is_told(ref)))
		note_plain(n, MENTION_UNTOLD, "");
	for (size_t i = 0; i < ref->nsteps; i++)
		note_step(n, &ref->steps[i]);
}

int mentions_of(
    struct arena *a, const git_oid *id, const struct audit_entry *entry, struct mentions *out)
{
	struct noting n = { a, out };
	bool lets = entry->kind == AUDIT_VERDICT && entry->decision == VERDICT_ACCEPT;
	bool moved = entry->kind == AUDIT_OUTCOME && entry->moved == AUDIT_MOVED;
	bool rare = entry->kind != AUDIT_VERDICT && entry->kind != AUDIT_OUTCOME;

	*out = (struct mentions){ .n = 0 };
	if (rare)
		note_plain(&n, MENTION_RARE, "");
	if (lets || entry->kind == AUDIT_UNLOCK)
		note_id(&n, MENTION_SELF, id);
	if (entry->kind == AUDIT_OUTCOME)
		note_id(&n, MENTION_OUTCOME, &entry->verdict);
	for (size_t i = 0; (lets || moved || rare) && i < entry->nrefs; i++)
		note_ref(&n, entry, &entry->refs[i]);
	return a->exhausted ? -1 : 0;
}

bool mentions_has(const struct mentions *m, uint64_t word)
{
	for (size_t i = 0; i < m->n; i++)
		if (m->list[i].word == word)
			return true;
	return false;
}
