/* How the index comes to be, in memory or as a file (audit/index.h). */
#include <sys/file.h>

#include "audit/index_internal.h"
#include "audit/walk.h"

#define NEW INDEX_NAME ".new"

struct ends { /* of entries in the transcript, newest first */
	uint64_t *list;
	size_t n;
};

static int broken(struct error *e)
{
	return error_set(
	    e, ERROR_UNREADABLE, "the audit cannot be read as one entry after the other");
}

/* Of those that the index lacks. 0 or -1. */
static int find_ends(
    struct arena *a, const struct index *x, struct transcript *t, struct ends *out, struct error *e)
{
	while (t->end > (off_t)x->head.end) {
		if (ARENA_ADD(a, out->list, out->n, (uint64_t){ (uint64_t)t->end }) == NULL)
			return error_memory(e);
		if (!transcript_pass(t))
			return broken(e);
	}
	return t->end == (off_t)x->head.end ? 0 : broken(e);
}

static int add_mentions(struct index *x, const struct mentions *says, uint64_t end)
{
	for (size_t i = 0; i < says->n; i++) {
		const struct mention *m = &says->list[i];
		struct index_mention known = { .nth = 0 };

		if (m->unless != 0 && index_newest(x, m->unless, &known) < 0)
			return -1;
		if (known.nth == 0 && index_add(x, m->word, end) < 0)
			return -1;
	}
	return 0;
}

/* The next one, which has to come after the one before. */
static int add_entry(
    struct arena *a, struct index *x, struct transcript *t, uint64_t end, struct error *e)
{
	struct audit_seen seen = { .at = 0 };
	struct mentions says;
	const char *bytes = NULL;
	git_oid id;
	size_t len;

	t->end = (off_t)end;
	if (transcript_next(t, &id))
		bytes = transcript_take(t, &id, &len);
	if (bytes != NULL && audit_parse(a, &id, bytes, len, &seen, e) < 0)
		return -1;
	if (bytes == NULL || !git_oid_equal(&seen.before, &x->head.tip))
		return broken(e);
	if (mentions_of(a, &id, &seen.entry, &says) < 0 || add_mentions(x, &says, end) < 0)
		return error_memory(e);
	x->head.end = end;
	x->head.tip = id;
	return 0;
}

/* What the transcript has more. */
static int add_entries(struct index *x, struct transcript *t, struct error *e)
{
	struct ends ends = { .n = 0 };
	struct arena all, once;
	int rc;

	arena_init(&all, ARENA_RUN_CAP);
	arena_init(&once, AUDIT_ENTRY_CAP);
	t->ahead = TRANSCRIPT_LABEL; /* it goes forward, where more would be read in vain */
	rc = find_ends(&all, x, t, &ends, e);
	for (size_t i = ends.n; rc == 0 && i-- > 0;) {
		rc = add_entry(&once, x, t, ends.list[i], e);
		arena_clear(&once);
	}
	arena_release(&once);
	arena_release(&all);
	return rc;
}

int index_make(struct transcript *t, struct index *x, struct error *e)
{
	if (index_start(x, INDEX_ROOM_MIN) < 0)
		return error_memory(e);
	x->head.end = strlen(TRANSCRIPT_HEAD);
	if (add_entries(x, t, e) == 0)
		return 0;
	index_close(x);
	return -1;
}

static bool load(struct arena *a, const struct repo *r, int flags, struct index *x)
{
	unsigned char bytes[INDEX_HEAD];
	off_t size;

	*x = (struct index){ .fd = kept_open(a, r, INDEX_NAME, flags, &size) };
	x->size = (size_t)size;
	if (x->fd >= 0 && kept_read(x->fd, bytes, sizeof(bytes), 0) &&
	    index_head_read(bytes, &x->head) == 0)
		return true;
	index_close(x);
	return false;
}

/* Is it of that transcript? */
static bool is_of(const struct index *x, struct transcript *t)
{
	const off_t end = t->end;
	git_oid id;

	t->end = (off_t)x->head.end;
	if (t->end <= end && transcript_next(t, &id) && git_oid_equal(&id, &x->head.tip))
		return true;
	t->end = end;
	return false;
}

bool index_open(struct arena *a, const struct repo *r, struct transcript *t, struct index *x)
{
	if (load(a, r, O_RDONLY, x) && is_of(x, t))
		return true;
	index_close(x);
	return false;
}

static bool has_looked_at(const struct index *x, const struct packed_mark *mark)
{
	return memcmp(&x->head.packed, mark, sizeof(*mark)) == 0;
}

bool index_tells_packed(struct arena *a, const struct repo *r, const struct index *x)
{
	struct packed_mark now;

	return x->fd >= 0 && x->head.untold == 0 && packed_refs_mark(a, r, &now) &&
	    has_looked_at(x, &now);
}

bool index_lacks(struct arena *a, const struct repo *r, git_oid *settled)
{
	struct packed_mark now;
	struct transcript t;
	struct index x = { .fd = -1 };
	git_oid id;
	bool lacks;

	transcript_open(a, r, &t);
	t.ahead = TRANSCRIPT_LABEL;
	lacks = transcript_next(&t, &id) &&
	    (!index_open(a, r, &t, &x) ||
	        (packed_refs_mark(a, r, &now) && !has_looked_at(&x, &now)));
	*settled = x.head.settled;
	index_close(&x);
	transcript_close(&t);
	return lacks;
}

void index_close(struct index *x)
{
	if (x->fd >= 0)
		close(x->fd);
	free(x->bytes);
	*x = (struct index){ .fd = -1 };
}

struct counting {
	struct arena once;
	const struct index *index;
	uint64_t untold;
};

static int count(void *ctx, const struct packed_ref *ref, struct error *e)
{
	struct counting *c = ctx;
	struct index_mention moved;
	const char *name = arena_strndup(&c->once, ref->name, ref->len);

	name = name != NULL ? escape_whole(&c->once, name) : "";
	if (index_newest(c->index, mention_text(MENTION_MOVED, name), &moved) < 0)
		return error_set(
		    e, ERROR_UNREADABLE, "what leads to the entries of the audit is broken");
	c->untold += moved.nth == 0;
	arena_clear(&c->once);
	return 0;
}

/* What a verdict has moved once, no later entry makes untold. */
static void look_at_packed(struct arena *a, const struct repo *r, struct index *x)
{
	struct counting c = { .index = x };
	struct packed_mark before, after;
	struct error why = { 0 };
	bool marked = packed_refs_mark(a, r, &before);

	if (marked && has_looked_at(x, &before) && x->head.untold == 0)
		return;
	arena_init(&c.once, AUDIT_ENTRY_CAP);
	if (!marked || packed_refs_read(a, r, MENTION_SIGNOFFS, count, &c, &why) < 0 ||
	    !packed_refs_mark(a, r, &after) || memcmp(&before, &after, sizeof(after)) != 0) {
		memset(&after, 0, sizeof(after));
		c.untold = 0; /* of a file that cannot be told from others */
	}
	arena_release(&c.once);
	x->head.packed = after;
	x->head.untold = c.untold;
}

/* In place of the file that there is, whatever that is. */
static int write_anew(struct arena *a, const struct repo *r, struct index *x)
{
	const char *path = arena_printf(a, "%s" INDEX_NAME, r->dir);
	const char *other = arena_printf(a, "%s" NEW, r->dir);
	off_t size;
	int fd, rc = -1;

	if (path == NULL || other == NULL || index_put_head(x) < 0)
		return -1;
	unlink(other); /* of a run that died */
	fd = kept_open(a, r, NEW, O_WRONLY | O_CREAT | O_EXCL, &size);
	if (fd >= 0 && write(fd, x->bytes, x->size) == (ssize_t)x->size && fsync(fd) == 0)
		rc = rename(other, path);
	if (fd >= 0)
		close(fd);
	if (rc < 0)
		unlink(other);
	return rc;
}

/* The table first. */
static int finish(struct index *x)
{
	return fdatasync(x->fd) < 0 ? -1 : index_put_head(x);
}

/* In place where that goes. 0 or -1. */
static int extend(struct arena *a, const struct repo *r, struct transcript *t,
    const git_oid *settled, struct error *e)
{
	const off_t end = t->end;
	struct error why = { 0 };
	struct index x;
	int rc = load(a, r, O_RDWR, &x) ? add_entries(&x, t, &why) : -1;

	if (rc < 0) {
		index_close(&x);
		t->end = end;
		rc = index_make(t, &x, e);
	}
	if (rc == 0) {
		look_at_packed(a, r, &x);
		if (settled != NULL)
			x.head.settled = *settled;
		rc = x.fd >= 0 ? finish(&x) : write_anew(a, r, &x);
	}
	index_close(&x);
	return rc;
}

int index_keep(
    struct arena *a, const struct repo *r, const git_oid *tip, bool settled, struct error *e)
{
	struct transcript t;
	int rc = transcript_extend(a, r, tip, e);

	transcript_open(a, r, &t);
	if (rc == 0 && t.fd >= 0 && flock(t.fd, LOCK_EX | LOCK_NB) == 0)
		rc = extend(a, r, &t, settled ? tip : NULL, e);
	transcript_close(&t);
	return rc;
}

static bool is_same(const struct index *x, const struct index *made)
{
	unsigned char part[4096];
	size_t n;

	for (size_t at = 0; x->size == made->size && at < made->size; at += n) {
		n = made->size - at < sizeof(part) ? made->size - at : sizeof(part);
		if (!kept_read(x->fd, part, n, (off_t)at) || memcmp(part, made->bytes + at, n) != 0)
			return false;
	}
	return x->size == made->size;
}

/* What the file says of a packed-refs that is no longer there cannot be held against anything; what
 * is settled, only against all of the audit, which whoever verifies it does (audit/held.h). */
static int put_same_head(
    struct arena *a, const struct repo *r, struct index *made, const struct index *file)
{
	look_at_packed(a, r, made);
	if (!has_looked_at(made, &file->head.packed)) {
		made->head.packed = file->head.packed;
		made->head.untold = file->head.untold;
	}
	made->head.settled = file->head.settled;
	return index_put_head(made);
}

int index_verify(struct arena *a, const struct repo *r, bool *same, struct error *e)
{
	struct transcript t, own = { .fd = -1 };
	struct index x = { .fd = -1 }, made = { .fd = -1 };
	int rc = 0;

	*same = true;
	transcript_open(a, r, &t);
	/* So that nobody writes it. */
	if (t.fd >= 0 && flock(t.fd, LOCK_SH) == 0 && index_open(a, r, &t, &x)) {
		if (!git_odb_exists(r->odb, &x.head.tip))
			*same = false; /* of another repository, or of a later day than this */
		else if (transcript_make(a, r, &x.head.tip, &own, e) < 0 ||
		    index_make(&own, &made, e) < 0)
			rc = -1;
		else if (put_same_head(a, r, &made, &x) < 0)
			rc = error_memory(e);
		else
			*same = is_same(&x, &made);
	}
	index_close(&made);
	index_close(&x);
	transcript_close(&own);
	transcript_close(&t);
	return rc;
}
