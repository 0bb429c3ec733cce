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
	out->list = arena_push(g->arena, out->list, out->n, sizeof(*out->list));
	if (out->list == NULL)
		return -1;
	out->list[out->n++] = w;
	return 0;
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

/* What the audit tells of it first. 0 or -1. */
static int add_told(struct gathering *g, const char *name, const struct ledger_move *m)
{
	bool gone = git_oid_is_zero(&m->new) != 0;
	struct signoff_word w = { .name = name, .id = m->new, .gate = !gone, .entry = m->entry };

	w.listed = lookup_text(&g->out->listed, name) != NULL;
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

	if (lookup_text(&g->out->listed, name) == NULL)
		return 0;
	git_reference_name_to_id(&w.id, g->repo->git, name);
	return add(g, w, NULL);
}

/* A ref, by its escaped name, once. 0 or -1. */
static int look_at_ref(struct gathering *g, const char *ref)
{
	const struct ledger_move *m;
	const char *name;
	int rc;

	if (strncmp(ref, SIGNOFF_REFS, strlen(SIGNOFF_REFS)) != 0 ||
	    lookup_text(&g->out->looked_at, ref) != NULL)
		return 0;
	ref = arena_strdup(g->arena, ref);
	name = ref != NULL ? escape_undo(g->arena, ref) : NULL;
	if (name == NULL || lookup_set_text(g->arena, &g->out->looked_at, ref, g->out) < 0)
		return error_memory(g->e);
	for (size_t i = 0; (rc = ledger_move(g->ledger, ref, i, &m, g->e)) > 0; i++)
		/* What moved without a verdict stands as its ref does; that the ref was deleted so
		 * is known. */
		if (m->fate != AUDIT_FATE_NOT_MOVED && (m->judged || git_oid_is_zero(&m->new)))
			return add_told(g, name, m) < 0 ? error_memory(g->e) : 0;
	if (rc < 0)
		return -1;
	return add_other(g, name) < 0 ? error_memory(g->e) : 0;
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

		if (name == NULL)
			return error_memory(g->e);
		if (strncmp(name, SIGNOFF_REFS, strlen(SIGNOFF_REFS)) != 0 || !change_creates(c) ||
		    lookup_text(&g->out->listed, ref) != NULL)
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

/* What every question needs. */
static int start(struct gathering *g, const struct changes *cs)
{
	struct ref_values refs;

	if (refs_names(g->arena, g->repo, SIGNOFF_REFS "*", &refs, g->e) < 0)
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
	*e = w->why;
	return -1;
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

/* Did the same person in the same role take that word back by a later one for that environment and
 * kind? What the gate let in, only by what the gate let in. */
static bool replaced(const struct signoff_words *w, const struct signoff_word *of,
    const char *environment, const char *kind)
{
	for (size_t i = 0; i < w->n; i++) {
		const struct signoff_word *o = &w->list[i];

		if (o->at.sequence > of->at.sequence &&
		    promotion_same(o->at.person, of->at.person) &&
		    promotion_same(o->at.role, of->at.role) &&
		    promotion_same(o->at.promotion, of->at.promotion) &&
		    promotion_same(o->says.to, environment) && promotion_same(o->says.kind, kind) &&
		    o->was_there && (o->gate || !of->gate))
			return true;
	}
	return false;
}

struct asking {
	struct arena *arena;
	const struct repo *repo;
	const struct policy *policy;
	const struct signoff_words *words;
	const struct veto_question *q;
	const char *kind; /* of the promotion, as words say it */
	const struct sshsig_tool *tool;
};

/* A word that is not read whole may be a veto of any kind, as long as its giver said nothing later
 * about such a promotion. */
static bool is_reject(const struct asking *k, const struct signoff_word *w)
{
	const char *env = k->q->env->id;

	if (w->says.to == NULL)
		return !replaced(k->words, w, env, k->kind);
	return w->says.reject && strcmp(w->says.to, env) == 0 &&
	    !replaced(k->words, w, env, w->says.kind);
}

/* Is it about what is promoted? */
static void find_concern(const struct asking *k, const struct signoff_word *w, struct fact *out)
{
	const struct veto_question *q = k->q;
	bool other_id = q->said->exception == EXCEPTION_ROLLBACK &&
	    (q->said->name == NULL || strcasecmp(w->at.promotion, q->said->name) != 0);

	out->is = FACT_NO;
	if (other_id)
		return;
	if (git_oid_equal(&w->says.tree, q->merge) ||
	    (q->candidate != NULL && git_oid_equal(&w->says.tree, q->candidate))) {
		out->is = FACT_YES;
	} else if (git_oid_is_zero(&w->says.tree)) {
		out->is = FACT_UNKNOWN;
	} else if (q->candidate == NULL) {
		out->is = FACT_UNKNOWN;
		out->why = *q->candidate_why;
	}
}

/* What no verdict let in is the person's word where its signature says so. */
static void find_signed(const struct asking *k, const struct signoff_word *w, struct fact *out)
{
	struct signed_signoff *g = arena_alloc(k->arena, sizeof(*g));

	if (g == NULL)
		return;
	signed_signoff_read(k->arena, k->repo, k->policy, w->name, &w->id, w->dated, k->tool, g);
	*out = g->valid;
}

/* Is it a veto at all? Unknown where it cannot be read, was let in just now or stopped after that,
 * or where nobody can tell whose it is. */
static void find_veto(const struct asking *k, const struct signoff_word *w, struct fact *out)
{
	find_concern(k, w, out);
	if (out->is == FACT_NO)
		return;
	if (w->why != NULL) {
		out->is = FACT_UNKNOWN;
		error_set(&out->why, ERROR_UNREADABLE, "%s may be a veto: %s",
		    escape(k->arena, w->name), w->why->text);
	} else if (!w->was_there) {
		out->is = FACT_UNKNOWN;
		error_set(&out->why, ERROR_UNREADABLE,
		    "%s was let in as a veto, its ref is not there, and no entry says whether it "
		    "went in",
		    escape(k->arena, w->name));
		past_wait(&out->why);
	} else if (!w->gate && out->is == FACT_YES) {
		find_signed(k, w, out);
	}
}

static void look_at(const struct asking *k, const struct signoff_word *w, struct vetoes *out)
{
	struct veto v = { .word = *w,
		.person = policy_person_by_id(k->policy, w->at.person),
		.role = policy_role_by_id(k->policy, w->at.role) };
	bool holds;

	if (v.role == NULL ||
	    !signoff_may_veto(k->policy, k->q->env, k->q->said->exception, v.role) ||
	    !is_reject(k, w))
		return;
	holds = v.person != NULL && !v.person->service && role_has(v.role, v.person, k->q->now);
	find_veto(k, w, &v.stands);
	if (v.stands.is == FACT_NO || (v.stands.is == FACT_UNKNOWN && !holds))
		return;
	if (!holds)
		v.stands.is = FACT_NO;
	out->list = arena_push(k->arena, out->list, out->n, sizeof(*out->list));
	if (out->list != NULL)
		out->list[out->n++] = v;
}

void vetoes_find(struct arena *a, const struct repo *r, const struct policy *p,
    const struct signoff_words *words, const struct veto_question *q,
    const struct sshsig_tool *tool, struct vetoes *out)
{
	struct asking k = { a, r, p, words, q, words_kind(a, q->said->kind), tool };

	for (size_t i = 0; i < words->n && !a->exhausted; i++)
		look_at(&k, &words->list[i], out);
	out->complete = !a->exhausted;
	if (a->exhausted)
		error_memory(&out->why);
}
