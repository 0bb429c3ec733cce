/*
 * Which commits one tip has and others have not, each read from the store once.
 *
 * Two queues, newest first: what is reachable from the tip, and what from the hidden ones. A commit
 * of the first is told when its turn comes and the second has gone past it, so that it is known
 * whether it is hidden. Once the second is empty (all of a first promotion but its baseline) none
 * is read before its turn. Clocks that were wrong by more than HISTORY_SLOP commits tell too much,
 * never too little.
 */
#include "git/history.h"

#define ROOM_MIN 64
#define REHASHED 4096 /* commits of a walk whose bytes are held against their ids */
#define KEPT 4096 /* waiting commits of which what was read is kept: 32 MiB at most */
#define KEPT_BYTES 8192

struct node { /* 21 bytes a commit, where base/lookup takes five times that */
	git_oid id;
	unsigned char known; /* 0: free */
};

enum { NODE_SEEN = 1, NODE_HIDDEN };

struct waiting {
	git_oid id;
	int64_t at;
	git_odb_object *read; /* NULL: when its turn comes */
};

struct queue { /* a heap */
	struct waiting *list;
	size_t n, room;
};

struct range {
	struct arena nodes_arena, lists_arena, scratch;
	const struct repo *repo;
	struct node *nodes; /* by id, open addressing */
	size_t room, used;
	struct queue open, hidden;
	size_t nread;
	int64_t oldest; /* of what was told */
	int64_t past[HISTORY_SLOP]; /* when those were made that left the second queue last */
	size_t npast;
	const git_oid *base; /* the one that is hidden; NULL for none or more */
	bool met; /* it is reachable from the tip */
	history_each *each;
	void *ctx;
};

static struct node *slot_of(const struct range *w, const git_oid *id)
{
	size_t i;

	memcpy(&i, id->id, sizeof(i));
	for (i &= w->room - 1; w->nodes[i].known != 0; i = (i + 1) & (w->room - 1))
		if (git_oid_equal(&w->nodes[i].id, id))
			break;
	return &w->nodes[i];
}

/* A table of twice the room; the old one's memory goes. */
static int make_room(struct range *w)
{
	struct range old = *w;

	arena_init(&w->nodes_arena, w->repo->memory);
	w->room = old.room != 0 ? 2 * old.room : ROOM_MIN;
	w->nodes = arena_array(&w->nodes_arena, w->room, sizeof(*w->nodes));
	for (size_t i = 0; w->nodes != NULL && i < old.room; i++)
		if (old.nodes[i].known != 0)
			*slot_of(w, &old.nodes[i].id) = old.nodes[i];
	arena_release(&old.nodes_arena);
	return w->nodes != NULL ? 0 : -1;
}

/* The node of a commit, made where there is none; NULL without memory. */
static struct node *node_of(struct range *w, const git_oid *id)
{
	struct node *n;

	if (4 * (w->used + 1) > 3 * w->room && make_room(w) < 0)
		return NULL;
	n = slot_of(w, id);
	if (n->known == 0) {
		n->id = *id;
		w->used++;
	}
	return n;
}

static int push(struct range *w, struct queue *q, const struct waiting *new)
{
	size_t i = q->n, room = q->room != 0 ? 2 * q->room : ROOM_MIN;
	struct waiting *more;

	if (q->n == q->room) {
		more = arena_grow(&w->lists_arena, q->list, q->n, room, sizeof(*more));
		if (more == NULL)
			return -1;
		q->list = more;
		q->room = room;
	}
	for (q->n++; i > 0 && q->list[(i - 1) / 2].at < new->at; i = (i - 1) / 2)
		q->list[i] = q->list[(i - 1) / 2];
	q->list[i] = *new;
	return 0;
}

static struct waiting pop(struct queue *q)
{
	struct waiting top = q->list[0], last = q->list[--q->n];
	size_t i = 0;

	for (size_t k = 1; k < q->n; i = k, k = 2 * k + 1) {
		if (k + 1 < q->n && q->list[k + 1].at > q->list[k].at)
			k++;
		if (q->list[k].at <= last.at)
			break;
		q->list[i] = q->list[k];
	}
	q->list[i] = last;
	return top;
}

static void take_care(bool of_each)
{
	git_libgit2_opts(GIT_OPT_ENABLE_STRICT_HASH_VERIFICATION, of_each);
	git_libgit2_opts(GIT_OPT_ENABLE_CACHING, of_each);
}

/* What a long history holds further down than any promotion but a first reaches is read as git log
 * reads it: git held it against its id when it came in; and nobody else asks for it. */
static int read_one(struct range *w, const git_oid *id, git_odb_object **out, struct error *e)
{
	int rc;

	take_care(w->nread++ < REHASHED);
	rc = commit_read(&w->scratch, w->repo, id, out, e);
	take_care(true);
	return rc;
}

/* Puts a commit in one of the queues. Where nothing more can be hidden, its turn is after all that
 * wait, and it is not read before. */
static int enter(struct range *w, const git_oid *id, bool hide, struct error *e)
{
	struct node *n = node_of(w, id);
	unsigned char known = hide ? NODE_HIDDEN : NODE_SEEN;
	struct waiting new = { .id = *id, .at = -(int64_t)w->used };
	struct commit c;

	w->met = w->met || (!hide && w->base != NULL && git_oid_equal(id, w->base));
	if (n == NULL)
		return error_memory(e);
	if (n->known >= known)
		return 0;
	n->known = known;
	if (hide || w->hidden.n > 0) {
		if (read_one(w, id, &new.read, e) < 0)
			return -1;
		if (commit_skim(&w->scratch, new.read, &c, e) < 0)
			goto out;
		new.at = c.committed > 0 ? c.committed : 0;
		if (w->open.n + w->hidden.n >= KEPT || git_odb_object_size(new.read) > KEPT_BYTES) {
			git_odb_object_free(new.read);
			new.read = NULL;
		}
	}
	if (push(w, hide ? &w->hidden : &w->open, &new) == 0)
		return 0;
	error_memory(e);
out:
	git_odb_object_free(new.read);
	return -1;
}

/* Is it known whether the commit whose turn it is is hidden? The second queue is past it, and past
 * all that was told. */
static bool is_settled(const struct range *w)
{
	const struct waiting *next = &w->open.list[0];
	int64_t at = next->at < w->oldest ? next->at : w->oldest;
	bool settled = w->npast >= HISTORY_SLOP && w->hidden.list[0].at < at;

	if (slot_of(w, &next->id)->known == NODE_HIDDEN)
		return true;
	for (size_t i = 0; i < HISTORY_SLOP; i++)
		settled = settled && w->past[i] < at;
	return settled;
}

static int take(struct range *w, bool hide, struct error *e)
{
	struct waiting at = pop(hide ? &w->hidden : &w->open);
	struct commit c = { .nparents = 0 };
	int stop = 0;

	arena_clear(&w->scratch);
	if (hide)
		w->past[w->npast++ % HISTORY_SLOP] = at.at;
	else if (slot_of(w, &at.id)->known == NODE_HIDDEN)
		goto out;
	if (at.read == NULL)
		stop = read_one(w, &at.id, &at.read, e);
	if (stop == 0)
		stop = (hide ? commit_skim : commit_open)(&w->scratch, at.read, &c, e);
	if (stop == 0 && !hide) {
		w->oldest = at.at < w->oldest ? at.at : w->oldest;
		stop = w->each(w->ctx, &c, e);
	}
	for (size_t i = 0; stop == 0 && i < c.nparents; i++)
		stop = enter(w, &c.parents[i], hide, e);
out:
	git_odb_object_free(at.read);
	return stop;
}

static void drop(struct queue *q)
{
	for (size_t i = 0; i < q->n; i++)
		git_odb_object_free(q->list[i].read);
}

int history_range(const struct repo *r, const git_oid *tip, const git_oid *hidden, size_t n,
    bool *met, history_each *each, void *ctx, struct error *e)
{
	struct range w = { .repo = r,
		.base = n == 1 ? hidden : NULL,
		.each = each,
		.ctx = ctx,
		.oldest = INT64_MAX };
	int stop = 0;

	arena_init(&w.nodes_arena, r->memory);
	arena_init(&w.lists_arena, r->memory);
	arena_init(&w.scratch, r->memory);
	for (size_t i = 0; stop == 0 && i < n; i++)
		stop = enter(&w, &hidden[i], true, e);
	if (stop == 0)
		stop = enter(&w, tip, false, e);
	while (stop == 0 && w.open.n > 0)
		stop = take(&w, w.hidden.n > 0 && !is_settled(&w), e);
	drop(&w.open);
	drop(&w.hidden);
	arena_release(&w.nodes_arena);
	arena_release(&w.lists_arena);
	arena_release(&w.scratch);
	if (met != NULL)
		*met = w.met;
	return stop < 0 ? -1 : 0;
}
