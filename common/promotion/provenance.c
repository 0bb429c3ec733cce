#include "promotion/provenance.h"

#include "git/refs.h"

/* The states that the ref had are walked from the newest on, once for all questions. */
struct walk {
	struct arena *a;
	const struct repo *repo;
	const char *ref; /* escaped, as entries have it */
	struct provenance **list;
	size_t n, open; /* questions, and those without an answer */
	git_oid state; /* what the ref was; zero before its first value */
	size_t place;
	struct lookup *touched; /* of struct evidence_moves */
};

static void cannot_tell(struct walk *w, struct provenance *v, const struct error *e)
{
	error_set(&v->why, e->kind, "%s: %s",
	    say_printf(w->a, "who added %s cannot be found out", escape(w->a, v->path)), e->text);
	memcpy(v->why.mend, e->mend, sizeof(v->why.mend));
	w->open--;
}

static bool is_open(const struct provenance *v)
{
	return v->known == FACT_UNKNOWN && v->why.kind == ERROR_NONE;
}

/* Does a tree hold these bytes at that path (none asked: any)? 1, 0 or a libgit2 error. */
static int holds(git_tree *tree, const struct provenance *v)
{
	git_tree_entry *entry = NULL;
	int rc = tree != NULL ? git_tree_entry_bypath(&entry, tree, v->path) : GIT_ENOTFOUND;

	if (rc == 0)
		rc = git_oid_is_zero(&v->blob) || git_oid_equal(git_tree_entry_id(entry), &v->blob);
	else if (rc == GIT_ENOTFOUND &&
	    (tree == NULL ||
	        (git_error_last() != NULL && git_error_last()->klass == GIT_ERROR_TREE)))
		rc = 0; /* else a tree on the way is missing */
	git_tree_entry_free(entry);
	return rc;
}

static int tree_of(struct walk *w, const git_oid *id, git_tree **out, struct error *e)
{
	git_commit *c = NULL;
	int rc = 0;

	if (!git_oid_is_zero(id) && (rc = git_commit_lookup(&c, w->repo->git, id)) == 0)
		rc = git_commit_tree(out, c);
	if (rc < 0)
		repo_error(w->a, GIT_ERROR, e, "the evidence ref cannot be read");
	git_commit_free(c);
	return rc < 0 ? -1 : 0;
}

struct touched { /* from one state of the ref to another: what differs at the top of their trees */
	unsigned char pair[2][sizeof(git_oid)];
	const char *name; /* of the one thing that does */
	size_t n; /* 0, 1, or 2 for more, or for what cannot be told */
};

/* What `one` has there that `other` has not, or not so. */
static void touch_each(struct walk *w, struct touched *t, git_tree *one, git_tree *other)
{
	for (size_t i = 0; one != NULL && t->n < 2 && i < git_tree_entrycount(one); i++) {
		const git_tree_entry *entry = git_tree_entry_byindex(one, i), *same = NULL;
		const char *name = git_tree_entry_name(entry);

		if (other != NULL)
			same = git_tree_entry_byname(other, name);
		if ((same != NULL &&
		        git_oid_equal(git_tree_entry_id(entry), git_tree_entry_id(same))) ||
		    (t->n == 1 && strcmp(t->name, name) == 0))
			continue;
		t->name = arena_strdup(w->a, name);
		t->n = t->n == 0 && t->name != NULL ? 1 : 2;
	}
}

/* NULL where it cannot be told. */
static const struct touched *touched(struct walk *w, const git_oid *newer, const git_oid *older)
{
	unsigned char pair[2][sizeof(git_oid)];
	git_tree *new = NULL, *old = NULL;
	struct error none = { 0 };
	struct touched *t;

	memcpy(pair[0], newer->id, sizeof(git_oid));
	memcpy(pair[1], older->id, sizeof(git_oid));
	t = lookup_get(w->touched, pair, sizeof(pair));
	if (t != NULL || (t = arena_alloc(w->a, sizeof(*t))) == NULL)
		return t;
	*t = (struct touched){ .n = 0 };
	memcpy(t->pair, pair, sizeof(pair));
	if (tree_of(w, newer, &new, &none) < 0 || tree_of(w, older, &old, &none) < 0)
		t->n = 2;
	touch_each(w, t, new, old);
	touch_each(w, t, old, new);
	git_tree_free(new);
	git_tree_free(old);
	return lookup_set(w->a, w->touched, t->pair, sizeof(t->pair), t) == 0 ? t : NULL;
}

/* May the two states differ in what they hold at that path? */
static bool may_differ(
    struct walk *w, const git_oid *newer, const git_oid *older, const struct provenance *v)
{
	const struct touched *t = w->touched != NULL ? touched(w, newer, older) : NULL;
	size_t top = strcspn(v->path, "/");

	return t == NULL || t->n > 1 ||
	    (t->n == 1 && strlen(t->name) == top && memcmp(t->name, v->path, top) == 0);
}

/* The ref became `state` from `older`: what `older` did not hold came in with that. */
static int step_back(
    struct walk *w, const git_oid *older, const struct provenance *move, struct error *e)
{
	git_tree *tree = NULL;
	bool any = false;

	for (size_t i = 0; i < w->n && !any; i++)
		any = is_open(w->list[i]) && may_differ(w, &w->state, older, w->list[i]);
	if (any && tree_of(w, older, &tree, e) < 0)
		return -1;
	for (size_t i = 0; any && i < w->n; i++) {
		struct provenance *v = w->list[i];
		struct error why = { 0 };
		int rc = is_open(v) ? holds(tree, v) : 1;

		if (rc < 0) {
			repo_error(w->a, GIT_ERROR, &why, "the evidence ref cannot be read");
			cannot_tell(w, v, &why);
		} else if (rc == 0 && commit_load(w->a, w->repo, &w->state, &v->commit, &why) < 0) {
			cannot_tell(w, v, &why);
		} else if (rc == 0) {
			v->known = FACT_YES;
			v->audited = move->audited;
			v->pusher = move->pusher;
			v->at = move->audited ? move->at : v->commit.committed;
			v->place = w->place;
			v->entry = move->entry;
			w->open--;
		}
	}
	git_tree_free(tree);
	w->state = *older;
	w->place++;
	return 0;
}

/* No entry tells how the ref came from `until` to where it stands: along first parents. */
static int step_unseen(struct walk *w, const git_oid *until, struct error *e)
{
	static const struct provenance unseen;

	while (w->open > 0 && !git_oid_is_zero(&w->state) && !git_oid_equal(&w->state, until)) {
		git_oid older = { 0 };
		git_commit *c = NULL;

		if (git_commit_lookup(&c, w->repo->git, &w->state) < 0)
			return repo_error(w->a, GIT_ERROR, e, "the evidence ref cannot be read");
		if (git_commit_parentcount(c) > 0)
			older = *git_commit_parent_id(c, 0);
		git_commit_free(c);
		if (step_back(w, &older, &unseen, e) < 0)
			return -1;
	}
	return 0;
}

/* A verdict whose move nothing tells of counts where the ref stood as it says. */
static bool is_move(const struct walk *w, const struct ledger_move *m)
{
	return m->judged && m->fate != AUDIT_FATE_NOT_MOVED &&
	    (m->fate != AUDIT_FATE_UNKNOWN || git_oid_equal(&m->new, &w->state));
}

static int look_back(struct walk *w, struct ledger *l, struct error *e)
{
	const struct ledger_move *m;
	int rc = 0;

	for (size_t i = 0; w->open > 0 && (rc = ledger_move(l, w->ref, i, &m, e)) > 0; i++) {
		struct provenance move = {
			.audited = true, .at = m->at, .pusher = m->pusher, .entry = m->entry
		};

		if (!is_move(w, m))
			continue;
		if (step_unseen(w, &m->new, e) < 0 ||
		    (w->open > 0 && step_back(w, &m->old, &move, e) < 0))
			return -1;
	}
	return rc < 0 ? -1 : 0;
}

/* What this very push changes is its pusher's word already. */
static int step_this_push(struct walk *w, const struct evidence_moves *m, struct error *e)
{
	struct provenance move = { .audited = true, .at = m->now };
	struct ref_values after, before;
	git_oid older = { 0 };

	if (refs_after(w->a, w->repo, m->changes, m->ref, &after, e) < 0 ||
	    refs_now(w->a, w->repo, m->ref, &before, e) < 0)
		return -1;
	if (after.n > 0)
		w->state = after.list[0].id;
	if (before.n > 0)
		older = before.list[0].id;
	if (m->pusher->state == PUSHER_KNOWN)
		move.pusher = m->pusher->person->id;
	return git_oid_equal(&w->state, &older) ? 0 : step_back(w, &older, &move, e);
}

static int find(struct walk *w, const struct evidence_moves *m, struct error *e)
{
	const git_oid none = { 0 };

	if (w->ref == NULL)
		return error_memory(e);
	if (step_this_push(w, m, e) < 0 || ledger_read(w->a, w->repo, m->ledger, e) < 0 ||
	    look_back(w, m->ledger, e) < 0)
		return -1;
	return step_unseen(w, &none, e);
}

void provenance_find(struct arena *a, const struct repo *r, const struct evidence_moves *m,
    struct provenance **list, size_t n)
{
	struct walk w = { .a = a,
		.repo = r,
		.ref = escape_whole(a, m->ref),
		.list = list,
		.n = n,
		.open = n,
		.touched = m->touched };
	struct error why = { 0 };

	if (n == 0 || find(&w, m, &why) == 0)
		return;
	for (size_t i = 0; i < n; i++)
		if (is_open(list[i]))
			cannot_tell(&w, list[i], &why);
}

/* Does the ref at `id` hold the bytes? 1, 0 or -1. */
static int held(struct walk *w, const git_oid *id, const struct provenance *v, struct error *e)
{
	git_tree *tree = NULL;
	int rc = tree_of(w, id, &tree, e);

	if (rc == 0 && (rc = holds(tree, v)) < 0)
		rc = repo_error(w->a, GIT_ERROR, e, "the evidence ref cannot be read");
	git_tree_free(tree);
	return rc;
}

void provenance_came_back(struct arena *a, const struct repo *r, const struct evidence_moves *m,
    const struct provenance *v, int64_t since, struct fact *out)
{
	struct walk w = {
		.a = a, .repo = r, .ref = escape_whole(a, m->ref), .touched = m->touched
	};
	const struct ledger_move *move;
	const git_oid *seen = NULL; /* the state that rc is about */
	struct ref_values now;
	bool gone = git_oid_is_zero(&v->blob);
	int rc = 0;

	memset(out, 0, sizeof(*out));
	if (w.ref == NULL || ledger_read(a, r, m->ledger, &out->why) < 0 ||
	    refs_now(a, r, m->ref, &now, &out->why) < 0)
		return;
	if (now.n > 0)
		w.state = now.list[0].id;
	for (size_t i = 0;; i++) {
		int more = ledger_move(m->ledger, w.ref, i, &move, &out->why);

		if (more < 0)
			return;
		if (more == 0 || move->at < since)
			break;
		if (!is_move(&w, move))
			continue;
		if (seen == NULL || may_differ(&w, seen, &move->new, v))
			rc = held(&w, &move->new, v, &out->why);
		if (rc < 0)
			return;
		seen = &move->new;
		if (rc == 1 && gone) {
			out->is = FACT_YES;
			return;
		}
		gone = gone || rc == 0;
		w.state = move->old;
	}
	out->is = FACT_NO;
}

const struct person *provenance_person(const struct policy *p, const struct provenance *v)
{
	const char *address = v->commit.committer;

	if (v->known != FACT_YES)
		return NULL;
	if (v->audited)
		return v->pusher != NULL ? policy_person_by_id(p, v->pusher) : NULL;
	return address != NULL ? policy_person_by_email(p, address, strlen(address)) : NULL;
}
