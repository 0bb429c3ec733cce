#include "git/history.h"

#include "git/trailer.h"

void history_reaches(struct arena *a, const struct repo *r, const git_oid *tip,
    const git_oid *ancestor, struct fact *out)
{
	int rc;

	memset(out, 0, sizeof(*out));
	if (git_oid_equal(tip, ancestor)) {
		out->is = FACT_YES;
		return;
	}
	rc = git_graph_descendant_of(r->git, tip, ancestor);
	if (rc < 0)
		repo_error(a, rc, &out->why, "the history of %s cannot be read", oid_short(a, tip));
	else
		out->is = rc == 1 ? FACT_YES : FACT_NO;
}

bool history_goes_back(struct arena *a, const struct commit *c, git_oid *to)
{
	const struct trailer *t = NULL;
	struct trailers ts;
	struct error why = { 0 };

	if (c->nparents == 2 && trailer_read(a, c->message, c->message_len, &ts, &why) == 0)
		t = trailer_find(&ts, "Rolls-Back-To", 0);
	if (t != NULL && oid_parse(t->value, strlen(t->value), to) < 0)
		memset(to, 0, sizeof(*to));
	return t != NULL;
}

static bool was_at(const struct commit *c, const git_oid *base, const git_oid *id)
{
	return git_oid_equal(&c->id, id) ||
	    (c->nparents == 2 && (base == NULL || !git_oid_equal(&c->id, base)) &&
	        git_oid_equal(&c->parents[1], id));
}

enum history_state history_state_on(struct arena *a, const struct repo *r, const git_oid *tip,
    const git_oid *base, const git_oid *id, struct error *e)
{
	git_oid at = *tip, to;
	bool back = false;

	for (;;) {
		struct commit c;

		progress_tick(r->progress);
		if (commit_load(a, r, &at, &c, e) < 0)
			return HISTORY_STATE_UNKNOWN;
		back = back && !was_at(&c, base, &to);
		if (was_at(&c, base, id))
			return back ? HISTORY_STATE_ROLLED_BACK : HISTORY_STATE_STANDS;
		if (c.nparents == 0 || (base != NULL && git_oid_equal(&at, base)))
			return HISTORY_STATE_NEVER;
		back = back || history_goes_back(a, &c, &to);
		at = c.parents[0];
	}
}

int history_brought_in(struct arena *a, const struct repo *r, const struct commit *merge,
    struct commit *inner, bool *only, struct error *e)
{
	*only = false;
	if (merge->nparents != 2)
		return 0;
	if (commit_load(a, r, &merge->parents[1], inner, e) < 0)
		return -1;
	*only = git_oid_equal(&merge->tree, &inner->tree);
	return 0;
}

/* The next of the line. 0 or -1. */
static int lengthen(struct arena *a, const struct repo *r, struct history_line *l, struct error *e)
{
	git_odb_object *obj = NULL;
	struct commit c;
	int rc = -1;

	if (lookup_add_id(a, &l->ids, &l->next) < 0)
		return error_memory(e);
	if (commit_read(a, r, &l->next, &obj, e) < 0)
		return -1;
	rc = commit_skim(a, obj, &c, e);
	git_odb_object_free(obj);
	if (rc < 0)
		return -1;
	l->past[l->n++ % HISTORY_SLOP] = c.committed;
	l->ended = c.nparents == 0;
	if (!l->ended)
		l->next = c.parents[0];
	return 0;
}

int history_on_line(struct arena *a, const struct repo *r, struct history_line *l,
    const git_oid *id, int64_t since, bool *is, struct error *e)
{
	bool past = false;

	while (!(*is = lookup_id(&l->ids, id) != NULL) && !l->ended && !past) {
		past = l->n >= HISTORY_SLOP;
		for (size_t i = 0; i < HISTORY_SLOP; i++)
			past = past && l->past[i] < since;
		if (!past && lengthen(a, r, l, e) < 0)
			return -1;
	}
	return 0;
}

int history_state_shown(
    struct arena *a, const struct repo *r, const git_oid *tip, git_oid *out, struct error *e)
{
	struct commit at, inner;
	bool back = true, only;
	git_oid to;

	*out = *tip;
	while (back) {
		struct history_line line = { 0 };
		int64_t since;

		if (commit_load(a, r, out, &at, e) < 0 ||
		    history_brought_in(a, r, &at, &inner, &only, e) < 0)
			return -1;
		if (!only)
			return 0;
		*out = inner.id;
		line.next = at.parents[0];
		/* A rollback says so; what else came back is looked for as far as its own date. */
		since = history_goes_back(a, &at, &to) ? INT64_MIN : inner.committed;
		if (history_on_line(a, r, &line, &inner.id, since, &back, e) < 0)
			return -1;
	}
	return 0;
}

static int tree_lookup(
    struct arena *a, const struct repo *r, const git_oid *id, git_tree **out, struct error *e)
{
	int rc = git_tree_lookup(out, r->git, id);

	return rc == 0 ? 0 :
	                 repo_error(a, GIT_ERROR, e, "tree %s cannot be read", oid_short(a, id));
}

/* The differences of two trees, renames as a deletion and an addition; all there is where `from` is
 * NULL. NULL with `e`. */
static git_diff *diff_trees(
    struct arena *a, const struct repo *r, const git_oid *from, const git_oid *to, struct error *e)
{
	git_diff_options opt = GIT_DIFF_OPTIONS_INIT;
	git_tree *t1 = NULL, *t2 = NULL;
	git_diff *diff = NULL;

	opt.flags = GIT_DIFF_INCLUDE_TYPECHANGE | GIT_DIFF_SKIP_BINARY_CHECK;
	if ((from == NULL || tree_lookup(a, r, from, &t1, e) == 0) &&
	    tree_lookup(a, r, to, &t2, e) == 0 &&
	    git_diff_tree_to_tree(&diff, r->git, t1, t2, &opt) < 0) {
		diff = NULL;
		repo_error(a, GIT_ERROR, e, "the trees cannot be compared");
	}
	git_tree_free(t1);
	git_tree_free(t2);
	return diff;
}

int history_changed_paths(struct arena *a, const struct repo *r, const git_oid *from,
    const git_oid *to, history_path *each, void *ctx, struct error *e)
{
	git_diff *diff = diff_trees(a, r, from, to, e);

	if (diff == NULL)
		return -1;
	for (size_t i = 0; i < git_diff_num_deltas(diff); i++) {
		const git_diff_delta *d = git_diff_get_delta(diff, i);

		each(ctx, d->old_file.path);
		if (strcmp(d->old_file.path, d->new_file.path) != 0)
			each(ctx, d->new_file.path);
	}
	git_diff_free(diff);
	return 0;
}

void history_differences(struct arena *a, const struct repo *r, const git_oid *from,
    const git_oid *to, struct differences *out)
{
	git_diff *diff;

	memset(out, 0, sizeof(*out));
	if (git_oid_equal(from, to)) {
		out->any = FACT_NO;
		return;
	}
	diff = diff_trees(a, r, from, to, &out->why);
	if (diff == NULL)
		return;
	out->n = git_diff_num_deltas(diff);
	for (size_t i = 0; i < out->n && i < DIFFERENCE_SHOWN; i++)
		out->path[i] = escape(a, git_diff_get_delta(diff, i)->new_file.path);
	out->any = FACT_YES; /* also where no file tells them apart */
	git_diff_free(diff);
}

/* Is the tree exactly what the index holds, which has no conflict? 1, 0, or a libgit2 error. */
static int is_tree_of(const struct repo *r, const git_oid *id, git_index *index)
{
	git_diff_options opt = GIT_DIFF_OPTIONS_INIT;
	git_tree *tree = NULL;
	git_diff *diff = NULL;
	int rc;

	opt.flags = GIT_DIFF_INCLUDE_TYPECHANGE | GIT_DIFF_SKIP_BINARY_CHECK;
	if (git_index_has_conflicts(index))
		return 0;
	if ((rc = git_tree_lookup(&tree, r->git, id)) == 0 &&
	    (rc = git_diff_tree_to_index(&diff, r->git, tree, index, &opt)) == 0)
		rc = git_diff_num_deltas(diff) == 0;
	git_diff_free(diff);
	git_tree_free(tree);
	return rc;
}

static int merge_two(const struct repo *r, const struct commit *c)
{
	git_merge_options opt = GIT_MERGE_OPTIONS_INIT;
	git_commit *ours = NULL, *theirs = NULL;
	git_index *index = NULL;
	int rc;

	if ((rc = git_commit_lookup(&ours, r->git, &c->parents[0])) == 0 &&
	    (rc = git_commit_lookup(&theirs, r->git, &c->parents[1])) == 0 &&
	    (rc = git_merge_commits(&index, r->git, ours, theirs, &opt)) == 0)
		rc = is_tree_of(r, &c->tree, index);
	git_index_free(index);
	git_commit_free(theirs);
	git_commit_free(ours);
	return rc;
}

/* An octopus that is made again, one head after another. */
struct octopus {
	const struct repo *repo;
	git_oid heads[OCTOPUS_MAX + 1]; /* the next head, and those merged so far */
	size_t merged;
	git_oid tree; /* of those */
};

static int tree_of(const struct repo *r, const git_oid *commit, git_tree **out)
{
	git_commit *c = NULL;
	int rc = git_commit_lookup(&c, r->git, commit);

	if (rc == 0)
		rc = git_commit_tree(out, c);
	git_commit_free(c);
	return rc;
}

/* 1 when it went without conflict, 0, or a libgit2 error. */
static int merge_head(struct octopus *o, const git_oid *base)
{
	git_merge_options opt = GIT_MERGE_OPTIONS_INIT;
	git_tree *ancestor = NULL, *ours = NULL, *theirs = NULL;
	git_repository *git = o->repo->git;
	git_index *index = NULL;
	int rc;

	opt.flags = 0; /* git's octopus looks for no renames */
	if ((rc = tree_of(o->repo, base, &ancestor)) == 0 &&
	    (rc = git_tree_lookup(&ours, git, &o->tree)) == 0 &&
	    (rc = tree_of(o->repo, &o->heads[0], &theirs)) == 0 &&
	    (rc = git_merge_trees(&index, git, ancestor, ours, theirs, &opt)) == 0 &&
	    !git_index_has_conflicts(index) &&
	    (rc = git_index_write_tree_to(&o->tree, index, git)) == 0)
		rc = 1;
	git_index_free(index);
	git_tree_free(theirs);
	git_tree_free(ours);
	git_tree_free(ancestor);
	return rc;
}

/* As git-merge-octopus does: a head that is merged already is passed over, and one that only goes
 * on takes the place of the first. Several merge bases are a conflict here. */
static int add_head(struct octopus *o, const git_oid *head)
{
	git_oidarray bases = { 0 };
	git_tree *tree = NULL;
	bool merged = false;
	int rc;

	o->heads[0] = *head;
	rc = git_merge_bases_many(&bases, o->repo->git, o->merged + 1, o->heads);
	if (rc == GIT_ENOTFOUND && git_error_last() != NULL &&
	    git_error_last()->klass == GIT_ERROR_MERGE)
		return 0; /* they have nothing in common */
	for (size_t i = 0; rc == 0 && i < bases.count; i++)
		merged = merged || git_oid_equal(&bases.ids[i], head);
	if (rc == 0 && merged) {
		rc = 1;
	} else if (rc == 0 && bases.count == 1 && o->merged == 1 &&
	    git_oid_equal(&bases.ids[0], &o->heads[1])) {
		rc = tree_of(o->repo, head, &tree);
		if (rc == 0) {
			o->tree = *git_tree_id(tree);
			o->heads[1] = *head;
			rc = 1;
		}
	} else if (rc == 0 && bases.count == 1) {
		rc = merge_head(o, &bases.ids[0]);
		o->heads[++o->merged] = *head;
	}
	git_tree_free(tree);
	git_oidarray_dispose(&bases);
	return rc;
}

static int merge_many(const struct repo *r, const struct commit *c)
{
	struct octopus o = { .repo = r, .merged = 1 };
	git_tree *tree = NULL;
	int rc = tree_of(r, &c->parents[0], &tree);

	if (rc == 0) {
		o.heads[1] = c->parents[0];
		o.tree = *git_tree_id(tree);
		rc = 1;
	}
	for (size_t i = 1; i < c->nparents && rc == 1; i++)
		rc = add_head(&o, &c->parents[i]);
	git_tree_free(tree);
	return rc == 1 ? git_oid_equal(&o.tree, &c->tree) : rc;
}

void history_clean_merge(
    struct arena *a, const struct repo *r, const struct commit *c, struct fact *out)
{
	int rc;

	memset(out, 0, sizeof(*out));
	if (c->nparents < 2 || c->nparents > OCTOPUS_MAX) {
		out->is = FACT_NO;
		return;
	}
	rc = c->nparents == 2 ? merge_two(r, c) : merge_many(r, c);
	if (rc < 0)
		repo_error(a, GIT_ERROR, &out->why, "the merge %s cannot be made again",
		    oid_short(a, &c->id));
	else
		out->is = rc == 1 ? FACT_YES : FACT_NO;
}
