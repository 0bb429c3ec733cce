#include "promotion/words.h"

#include "promotion/signed_signoff.h"
#include "promotion/signoff.h"
#include "promotion/past.h"

#define TAG_CAP ((size_t)16 << 20) /* memory that reading one tag may take */

struct gathering {
	struct arena *arena;
	const struct repo *repo;
	const struct policy *policy;
	struct ledger *ledger;
	struct signoff_words *out;
	struct error *e;
};

/* The tree of the commit that a tag points to, also of a malformed sign-off. */
static void find_tree(const struct repo *r, const git_oid *tag, git_oid *out)
{
	git_commit *c = NULL;
	git_tag *t = NULL;

	if (git_tag_lookup(&t, r->git, tag) == 0 &&
	    git_commit_lookup(&c, r->git, git_tag_target_id(t)) == 0)
		*out = *git_commit_tree_id(c);
	git_commit_free(c);
	git_tag_free(t);
}

/* Where the audit does not tell what it says: its tag. */
static int read_tag(struct gathering *g, struct signoff_word *w)
{
	struct signed_signoff read;
	struct error *why = NULL;
	struct arena once;

	arena_init(&once, TAG_CAP);
	signed_signoff_load(&once, g->repo, g->policy, w->name, &w->id, &read);
	if (read.tag.environment != NULL) {
		w->dated = read.tag.at;
		w->says = (struct ledger_word){ arena_strdup(g->arena, read.tag.environment),
			words_kind(g->arena, read.tag.kind), read.tag.decision == DECISION_REJECT,
			read.tag.candidate, read.tree };
		if (git_oid_is_zero(&read.tree))
			error_set(&read.unreadable, ERROR_UNREADABLE, "candidate %s cannot be read",
			    oid_short(&once, &read.tag.candidate));
	} else {
		find_tree(g->repo, &w->id, &w->says.tree);
	}
	if (read.unreadable.kind != ERROR_NONE) {
		why = arena_alloc(g->arena, sizeof(*why));
		if (why != NULL)
			*why = read.unreadable;
	}
	w->why = why;
	arena_release(&once);
	return g->arena->exhausted || once.exhausted ? -1 : 0;
}

/* A ref whose name is not that of a sign-off does not count. */
static int add(struct gathering *g, struct signoff_word w, const struct ledger_word *told)
{
	struct signoff_words *out = g->out;
	struct error none = { 0 };

	if (signoff_ref_read(g->arena, w.name, &w.at, &none) < 0)
		return g->arena->exhausted ? -1 : 0;
	if (told != NULL)
		w.says = *told;
	else if (read_tag(g, &w) < 0)
		return -1;
	return ARENA_ADD(g->arena, out->list, out->n, w) != NULL ? 0 : -1;
}

/* Was it there? Where nobody said whether it went in, a ref that is in the way of no reader and is
 * not there tells nothing. */
static bool was_there(
    const struct gathering *g, const struct ledger_move *m, const char *name, bool listed)
{
	git_oid id;

	return listed || m->fate == AUDIT_FATE_MOVED ||
	    git_reference_name_to_id(&id, g->repo->git, name) != GIT_ENOTFOUND;
}

/* 0 or -1. */
static int find_listed(const struct gathering *g, const char *name, bool *listed)
{
	*listed = lookup_text(&g->out->listed, name) != NULL;
	if (*listed || !g->out->loose)
		return 0;
	return refs_packed(g->arena, g->repo, name, listed, g->e);
}

/* What the audit tells of it first. 0 or -1. */
static int add_told(struct gathering *g, const char *name, bool listed, const struct ledger_move *m)
{
	bool gone = git_oid_is_zero(&m->new) != 0;
	struct signoff_word w = {
		.name = name, .id = m->new, .gate = !gone, .listed = listed, .entry = m->entry
	};

	w.was_there = was_there(g, m, name, w.listed);
	if (gone && !w.listed)
		return 0;
	if (gone)
		git_reference_name_to_id(&w.id, g->repo->git, name);
	return add(g, w, m->word);
}

/* Nobody told of it. One that cannot be read is somebody's word too. */
static int add_other(struct gathering *g, const char *name)
{
	struct signoff_word w = {
		.name = name, .listed = true, .was_there = true, .entry = SIZE_MAX
	};

	git_reference_name_to_id(&w.id, g->repo->git, name);
	return add(g, w, NULL);
}

/* A ref, by its escaped name, once. 0 or -1. */
static int look_at_ref(struct gathering *g, const char *ref)
{
	const struct ledger_move *m;
	const char *name;
	bool listed;
	int rc;

	if (!begins_with(ref, SIGNOFF_REFS) || lookup_text(&g->out->looked_at, ref) != NULL)
		return 0;
	ref = arena_strdup(g->arena, ref);
	name = ref != NULL ? escape_undo(g->arena, ref) : NULL;
	if (name == NULL || lookup_set_text(g->arena, &g->out->looked_at, ref, g->out) < 0)
		return error_memory(g->e);
	if (find_listed(g, name, &listed) < 0)
		return -1;
	for (size_t i = 0; (rc = ledger_move(g->ledger, ref, i, &m, g->e)) > 0; i++)
		/* What moved without a verdict stands as its ref does; that the ref was deleted so
		 * is known. */
		if (m->fate != AUDIT_FATE_NOT_MOVED && (m->judged || git_oid_is_zero(&m->new)))
			return add_told(g, name, listed, m) < 0 ? error_memory(g->e) : 0;
	if (rc < 0)
		return -1;
	return listed && add_other(g, name) < 0 ? error_memory(g->e) : 0;
}

/* Those of which the entries speak that mention it. */
static int look_at_all(struct gathering *g, uint64_t word)
{
	struct ledger_cursor c = { .word = word };
	struct audit_seen seen;
	int rc;

	while ((rc = ledger_next(g->ledger, &c, &seen, g->e)) > 0)
		for (size_t i = 0; rc > 0 && i < seen.entry.nrefs; i++)
			if (look_at_ref(g, seen.entry.refs[i].name) < 0) {
				ledger_stop(&c);
				return -1;
			}
	ledger_stop(&c);
	return rc;
}

/* All of one promotion. */
static int look_at_id(struct gathering *g, const char *id)
{
	const char *shown = escape_whole(g->arena, id), *folder;

	if (shown == NULL || (folder = arena_printf(g->arena, SIGNOFF_REFS "%s/", shown)) == NULL)
		return error_memory(g->e);
	if (lookup_text(&g->out->ids, folder) != NULL)
		return 0;
	if (lookup_set_text(g->arena, &g->out->ids, folder, g->out) < 0)
		return error_memory(g->e);
	return look_at_all(g, mention_text(MENTION_FOLDER, folder));
}

static int add_pushed(struct gathering *g, const struct changes *cs)
{
	for (size_t i = 0; i < cs->n; i++) {
		const struct change *c = &cs->list[i];
		const char *ref = c->target, *name = ref != NULL ? escape_whole(g->arena, ref) : "";
		bool listed;

		if (name == NULL)
			return error_memory(g->e);
		if (!begins_with(name, SIGNOFF_REFS) || !change_creates(c))
			continue;
		if (find_listed(g, ref, &listed) < 0)
			return -1;
		if (listed)
			continue;
		if (lookup_set_text(g->arena, &g->out->looked_at, name, g->out) < 0 ||
		    add(g,
		        (struct signoff_word){ .name = ref,
		            .id = c->new,
		            .gate = true,
		            .listed = true,
		            .was_there = true },
		        NULL) < 0)
			return error_memory(g->e);
	}
	return 0;
}

/* Those that no verdict moved, as far as the audit tells, or of which a correction calls that
 * wrong. */
static int look_at_listed(struct gathering *g, const struct ref_values *refs)
{
	for (size_t i = 0; i < refs->n; i++) {
		const char *name = escape_whole(g->arena, refs->list[i].name);
		size_t moved = 0;

		if (name == NULL)
			return error_memory(g->e);
		if (ledger_newest(g->ledger, mention_text(MENTION_MOVED, name), &moved, g->e) < 0 ||
		    (moved == 0 && look_at_ref(g, name) < 0))
			return -1;
	}
	return 0;
}

static int look_at_corrected(struct gathering *g)
{
	const struct lookup *l = &g->ledger->corrected;
	struct audit_seen seen;
	struct arena once;
	int rc = 0;

	arena_init(&once, TAG_CAP);
	for (size_t i = 0; i < l->room && rc == 0; i++) {
		if (l->slots[i].value == NULL)
			continue;
		rc = audit_read(&once, g->repo, l->slots[i].value, &seen, g->e);
		for (size_t k = 0; rc == 0 && k < seen.entry.nrefs; k++)
			rc = look_at_ref(g, seen.entry.refs[k].name);
		arena_clear(&once);
	}
	arena_release(&once);
	return rc;
}

/* What moved while an unlock lasted, no verdict let in. */
static int look_at_unlocked(struct gathering *g)
{
	const struct ledger *l = g->ledger;

	for (size_t i = 0; i < l->nrare; i++)
		if (l->rare[i].kind == AUDIT_UNLOCK &&
		    look_at_all(g, mention_id(MENTION_OUTCOME, &l->rare[i].id)) < 0)
			return -1;
	return 0;
}

/* Those that packed-refs has are passed over where it is known that verdicts moved all of them.
 * That is asked after the others were listed, so that none goes there unseen. */
static int list(struct gathering *g, struct ref_values *refs)
{
	if (refs_loose_names(g->arena, g->repo, SIGNOFF_REFS "*", refs, g->e) < 0)
		return -1;
	g->out->loose = ledger_tells_packed(g->ledger);
	return g->out->loose ? 0 : refs_names(g->arena, g->repo, SIGNOFF_REFS "*", refs, g->e);
}

/* What every question needs. */
static int start(struct gathering *g, const struct changes *cs)
{
	struct ref_values refs;

	if (list(g, &refs) < 0)
		return -1;
	for (size_t i = 0; i < refs.n; i++)
		if (lookup_set_text(g->arena, &g->out->listed, refs.list[i].name, g->out) < 0)
			return error_memory(g->e);
	return add_pushed(g, cs) < 0 || look_at_listed(g, &refs) < 0 || look_at_corrected(g) < 0 ||
	        look_at_unlocked(g) < 0 || look_at_all(g, mention_text(MENTION_UNTOLD, "")) < 0 ?
	    -1 :
	    0;
}

static int by_entry(const void *x, const void *y)
{
	const struct signoff_word *a = x, *b = y;

	if (a->entry != b->entry)
		return a->entry > b->entry ? 1 : -1;
	return strcmp(a->name, b->name);
}

/* Where the candidate cannot be read, any may be about it. */
static int gather(struct gathering *g, const struct changes *cs, const struct veto_question *q)
{
	struct signoff_words *w = g->out;

	if (!w->asked && (ledger_read(g->arena, g->repo, g->ledger, g->e) < 0 || start(g, cs) < 0))
		return -1;
	w->asked = true;
	if (look_at_all(g, mention_id(MENTION_TREE, q->merge)) < 0 ||
	    (q->candidate != NULL && look_at_all(g, mention_id(MENTION_TREE, q->candidate)) < 0) ||
	    (q->said->name != NULL && look_at_id(g, q->said->name) < 0))
		return -1;
	if (q->candidate == NULL && look_at_all(g, mention_text(MENTION_FOLDER, SIGNOFF_REFS)) < 0)
		return -1;
	for (size_t i = 0; i < w->n; i++)
		if ((w->list[i].says.reject || w->list[i].says.to == NULL) &&
		    look_at_id(g, w->list[i].at.promotion) < 0)
			return -1;
	if (w->n > 0)
		qsort(w->list, w->n, sizeof(*w->list), by_entry);
	return g->arena->exhausted ? error_memory(g->e) : 0;
}

int words_read(struct arena *a, const struct repo *r, const struct policy *p,
    const struct changes *cs, struct ledger *l, const struct veto_question *q,
    struct signoff_words *w, struct error *e)
{
	struct gathering g = { a, r, p, l, w, &w->why };

	if (w->why.kind == ERROR_NONE && gather(&g, cs, q) == 0)
		return 0;
	return error_copy(e, &w->why);
}

const struct signoff_word *words_lost(const struct signoff_words *w, const char *promotion)
{
	for (size_t i = 0; i < w->n; i++)
		if (!w->list[i].listed && w->list[i].was_there &&
		    strcmp(w->list[i].at.promotion, promotion) == 0)
			return &w->list[i];
	return NULL;
}

const char *words_kind(struct arena *a, const char *kind)
{
	return kind != NULL ? escape(a, kind) : NULL;
}
