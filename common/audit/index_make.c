/* How the index comes to be, in memory or as a file (audit/index.h). */
#include <sys/file.h>

#include "audit/index_internal.h"
#include "audit/walk.h"

struct noted { /* of one entry */
	uint64_t end;
	struct mentions says;
	struct noted *newer;
};

struct noting {
	struct arena all, once;
	struct noted *oldest;
};

static int note(struct noting *n, uint64_t end, const git_oid *id, const struct audit_entry *entry)
{
	struct noted *one = arena_alloc(&n->all, sizeof(*one));
	struct mentions m;

	if (one == NULL || mentions_of(&n->once, id, entry, &m) < 0)
		return -1;
	*one = (struct noted){ end, m, n->oldest };
	one->says.list = arena_grow(&n->all, m.list, m.n, m.n + 1, sizeof(*m.list));
	n->oldest = one;
	return one->says.list != NULL ? 0 : -1;
}

/* Back to what the index has; with nothing, to the beginning. */
static int gather(struct noting *n, const struct index *x, struct transcript *t, const git_oid *tip,
    bool *broken, struct error *e)
{
	git_oid at = *tip;

	for (;;) {
		struct audit_seen seen = { .at = 0 };
		uint64_t end = (uint64_t)t->end;
		const char *bytes;
		size_t len;

		if (end == x->head.end || (x->head.end == 0 && transcript_begins(t))) {
			*broken = !git_oid_equal(&at, &x->head.tip);
			return *broken ? -1 : 0;
		}
		*broken = end < x->head.end || (bytes = transcript_take(t, &at, &len)) == NULL;
		if (*broken || audit_parse(&n->once, &at, bytes, len, &seen, e) < 0)
			return -1;
		if (note(n, end, &at, &seen.entry) < 0)
			return error_memory(e);
		at = seen.before;
		arena_clear(&n->once);
	}
}

static int add_entry(struct index *x, const struct noted *one)
{
	for (size_t i = 0; i < one->says.n; i++) {
		const struct mention *m = &one->says.list[i];
		struct index_mention known = { .nth = 0 };

		if (m->unless != 0 && index_newest(x, m->unless, &known) < 0)
			return -1;
		if (known.nth == 0 && index_add(x, m->word, one->end) < 0)
			return -1;
	}
	return 0;
}

/* What the transcript has more. */
static int add_entries(
    struct index *x, struct transcript *t, const git_oid *tip, bool *broken, struct error *e)
{
	uint64_t end = (uint64_t)t->end;
	struct noting n = { .oldest = NULL };
	int rc;

	arena_init(&n.all, ARENA_RUN_CAP * 4);
	arena_init(&n.once, AUDIT_ENTRY_CAP);
	rc = gather(&n, x, t, tip, broken, e);
	for (const struct noted *one = n.oldest; rc == 0 && one != NULL; one = one->newer)
		if ((rc = add_entry(x, one)) < 0)
			error_memory(e);
	arena_release(&n.once);
	arena_release(&n.all);
	x->head.end = end;
	x->head.tip = *tip;
	return rc;
}

int index_make(
    struct transcript *t, const git_oid *tip, struct index *x, bool *broken, struct error *e)
{
	*broken = false;
	if (index_start(x, INDEX_ROOM_MIN) < 0)
		return error_memory(e);
	if (add_entries(x, t, tip, broken, e) == 0)
		return 0;
	index_close(x);
	return -1;
}

static bool load(struct arena *a, const struct repo *r, int flags, struct index *x)
{
	unsigned char bytes[INDEX_HEAD];
	off_t size;

	*x = (struct index){ .fd = kept_open(a, r, INDEX_NAME, flags, &size) };
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

bool index_lacks(struct arena *a, const struct repo *r)
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

	if (packed_refs_mark(a, r, &before) && has_looked_at(x, &before) && x->head.untold == 0)
		return;
	arena_init(&c.once, AUDIT_ENTRY_CAP);
	if (packed_refs_read(a, r, MENTION_SIGNOFFS, count, &c, &why) < 0 ||
	    !packed_refs_mark(a, r, &after) || memcmp(&before, &after, sizeof(after)) != 0)
		memset(&after, 0, sizeof(after));
	arena_release(&c.once);
	x->head.packed = after;
	x->head.untold = c.untold;
}

/* In place of the file that there is, whatever that is. */
static int write_anew(struct arena *a, const struct repo *r, const struct index *x)
{
	const char *path = arena_printf(a, "%s" INDEX_NAME, r->dir);
	const char *other = arena_printf(a, "%s" INDEX_NAME ".new", r->dir);
	const int flags = O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC;
	int fd, rc = -1;

	if (path == NULL || other == NULL)
		return -1;
	unlink(other); /* of a run that died */
	fd = open(other, flags, 0644);
	if (fd >= 0 && write(fd, x->bytes, x->size) == (ssize_t)x->size && fsync(fd) == 0)
		rc = rename(other, path);
	if (fd >= 0)
		close(fd);
	if (rc < 0)
		unlink(other);
	return rc;
}

/* The table first. */
static int finish(struct arena *a, const struct repo *r, struct index *x)
{
	look_at_packed(a, r, x);
	return fdatasync(x->fd) < 0 ? -1 : index_put_head(x);
}

static int keep_anew(struct arena *a, const struct repo *r, struct index *x)
{
	look_at_packed(a, r, x);
	return index_put_head(x) < 0 ? -1 : write_anew(a, r, x);
}

/* In place where that goes. 0 or -1. */
static int extend(struct arena *a, const struct repo *r, struct transcript *t, const git_oid *tip,
    struct error *e)
{
	const off_t end = t->end;
	struct index x;
	bool broken;
	int rc = -1;

	if (load(a, r, O_RDWR, &x)) {
		rc = add_entries(&x, t, tip, &broken, e);
		if (rc == 0)
			rc = x.fd >= 0 ? finish(a, r, &x) : keep_anew(a, r, &x);
		index_close(&x);
	}
	if (rc == 0)
		return 0;
	t->end = end;
	rc = index_make(t, tip, &x, &broken, e);
	if (rc == 0)
		rc = keep_anew(a, r, &x);
	index_close(&x);
	return rc;
}

int index_keep(struct arena *a, const struct repo *r, const git_oid *tip, struct error *e)
{
	struct transcript t;
	git_oid newest;
	int rc = transcript_extend(a, r, tip, e);

	transcript_open(a, r, &t);
	if (rc == 0 && transcript_next(&t, &newest) && flock(t.fd, LOCK_EX | LOCK_NB) == 0)
		rc = extend(a, r, &t, &newest, e);
	transcript_close(&t);
	return rc;
}

/* All of a file, as it is between two that write it. NULL where it cannot be read. */
static unsigned char *read_whole(const struct index *x, int lock, size_t *size)
{
	unsigned char *bytes = NULL;
	struct stat st;

	if (flock(lock, LOCK_SH) == 0 && fstat(x->fd, &st) == 0 &&
	    (bytes = malloc((size_t)st.st_size + 1)) != NULL &&
	    pread(x->fd, bytes, (size_t)st.st_size, 0) != st.st_size) {
		free(bytes);
		bytes = NULL;
	}
	*size = bytes != NULL ? (size_t)st.st_size : 0;
	flock(lock, LOCK_UN);
	return bytes;
}

/* What the file says of a packed-refs that is no longer there cannot be held against anything. */
static int put_same_head(
    struct arena *a, const struct repo *r, struct index *made, const struct index *file)
{
	look_at_packed(a, r, made);
	if (!has_looked_at(made, &file->head.packed)) {
		made->head.packed = file->head.packed;
		made->head.untold = file->head.untold;
	}
	return index_put_head(made);
}

int index_verify(struct arena *a, const struct repo *r, bool *same, struct error *e)
{
	struct transcript t, own = { .fd = -1 };
	struct index x, made = { .fd = -1 };
	unsigned char *bytes = NULL;
	bool broken;
	size_t size;
	int rc = 0;

	*same = true;
	transcript_open(a, r, &t);
	if (index_open(a, r, &t, &x)) {
		bytes = read_whole(&x, t.fd, &size);
		rc = bytes == NULL || index_head_read(bytes, &x.head) < 0 ||
		        transcript_make(a, r, &x.head.tip, &own, e) < 0 ||
		        index_make(&own, &x.head.tip, &made, &broken, e) < 0 ?
		    -1 :
		    0;
		if (rc == 0)
			rc = put_same_head(a, r, &made, &x);
		*same = rc == 0 && size == made.size && memcmp(bytes, made.bytes, size) == 0;
	}
	free(bytes);
	index_close(&made);
	index_close(&x);
	transcript_close(&own);
	transcript_close(&t);
	return rc < 0 && e->kind == ERROR_NONE ? error_memory(e) : rc;
}
