/*
 * Which commits one tip has and others have not, each of a long history read from the store once.
 *
 * Two queues, newest first: what is reachable from the tip, and what from the hidden ones. While
 * the second has any, what is found may yet turn out to be hidden: its id is kept, and it is told
 * in the end. Once that is empty (all of a first promotion but its baseline), every commit is told
 * as soon as it is read. Clocks that were wrong by more than SLOP commits tell too much, never too
 * little.
 */
#include "git/history.h"

#include <git2.h>
#include <string.h>

#include "base/oid.h"
#include "base/say/say.h"

#define ROOM_MIN 64
#define SLOP 5 /* as git: commits older than all that is asked for, where clocks were wrong */

struct node { /* 21 bytes a commit, where base/lookup takes five times that */
	git_oid id;
	unsigned char known; /* 0: free */
};

enum { NODE_SEEN = 1, NODE_HIDDEN };

struct waiting {
	git_oid id;
	int64_t at;
	git_oid *parents; /* of what was entered while something may yet be hidden */
	size_t nparents;
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
	git_oid *list; /* those that may yet be hidden, newest first */
	size_t ntold, nlisted;
	int64_t oldest; /* of the list */
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
		if (commit_skim(&w->lists_arena, w->repo, id, &c, e) < 0)
			return -1;
		new.at = c.committed > 0 ? c.committed : 0;
		new.parents = c.parents;
		new.nparents = c.nparents;
	}
	return push(w, hide ? &w->hidden : &w->open, &new) == 0 ? 0 : error_memory(e);
}

static int tell(struct range *w, const git_oid *id, struct commit *c, struct error *e)
{
	arena_clear(&w->scratch);
	return commit_load(&w->scratch, w->repo, id, c, e) < 0 ? -1 : w->each(w->ctx, c, e);
}

/* Those of the list, now that nothing more can be hidden. */
static int tell_list(struct range *w, struct error *e)
{
	struct commit c;
	int stop = 0;

	for (; stop == 0 && w->ntold < w->nlisted; w->ntold++)
		if (slot_of(w, &w->list[w->ntold])->known != NODE_HIDDEN)
			stop = tell(w, &w->list[w->ntold], &c, e);
	return stop;
}

static int keep(struct range *w, const struct waiting *at, struct error *e)
{
	w->list = arena_push(&w->lists_arena, w->list, w->nlisted, sizeof(*w->list));
	if (w->list == NULL)
		return error_memory(e);
	w->oldest = w->nlisted == 0 || at->at < w->oldest ? at->at : w->oldest;
	w->list[w->nlisted++] = at->id;
	return 0;
}

static int take(struct range *w, bool hide, struct error *e)
{
	struct waiting at = pop(hide ? &w->hidden : &w->open);
	struct commit c = { .parents = at.parents, .nparents = at.nparents };
	int stop = 0;

	if (!hide)
		stop = w->hidden.n == 0 ? tell(w, &at.id, &c, e) : keep(w, &at, e);
	for (size_t i = 0; stop == 0 && i < c.nparents; i++)
		stop = enter(w, &c.parents[i], hide, e);
	return stop;
}

/* Without what was hidden meanwhile: is there more to find, or to hide of what was found? */
static bool goes_on(struct range *w)
{
	while (w->open.n > 0 && slot_of(w, &w->open.list[0].id)->known == NODE_HIDDEN)
		pop(&w->open);
	return w->open.n > 0 || (w->hidden.n > 0 && w->ntold < w->nlisted);
}

/* In turns, so that a baseline far down is passed soon; sooner where it is the newer one. */
static int walk(struct range *w, struct error *e)
{
	bool hide = true;
	int stop = 0;

	for (size_t slop = SLOP; stop == 0 && slop > 0 && goes_on(w);) {
		if (w->hidden.n == 0)
			stop = tell_list(w, e);
		if (stop != 0)
			break;
		if (w->open.n == 0)
			slop = w->hidden.list[0].at < w->oldest ? slop - 1 : SLOP;
		hide = w->hidden.n > 0 &&
		    (!hide || w->open.n == 0 || w->hidden.list[0].at >= w->open.list[0].at);
		stop = take(w, hide, e);
	}
	return stop == 0 ? tell_list(w, e) : stop;
}

int history_range(const struct repo *r, const git_oid *tip, const git_oid *hidden, size_t n,
    bool *met, history_each *each, void *ctx, struct error *e)
{
	struct range w = { .repo = r, .base = n == 1 ? hidden : NULL, .each = each, .ctx = ctx };
	int stop = 0;

	arena_init(&w.nodes_arena, r->memory);
	arena_init(&w.lists_arena, r->memory);
	arena_init(&w.scratch, r->memory);
	for (size_t i = 0; stop == 0 && i < n; i++)
		stop = enter(&w, &hidden[i], true, e);
	if (stop == 0)
		stop = enter(&w, tip, false, e);
	if (stop == 0)
		stop = walk(&w, e);
	arena_release(&w.nodes_arena);
	arena_release(&w.lists_arena);
	arena_release(&w.scratch);
	if (met != NULL)
		*met = w.met;
	return stop < 0 ? -1 : 0;
}
