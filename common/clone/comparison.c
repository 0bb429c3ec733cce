#include "clone/comparison.h"

#include "record/listing.h"
#include "run/child.h"

#define ANSWER_MAX ((size_t)64 << 20)
#define PIECE ((size_t)64 << 10)
#define LINE_SHOWN 56 /* bytes of a line; with what stands before it a line of output */

struct side {
	int fd;
	struct stat st; /* when it was opened */
	size_t len; /* of the piece */
	char piece[PIECE];
};

struct place { /* of the first difference */
	uint64_t byte, line; /* from 1 */
	uint64_t from; /* where that line starts, from 0 */
};

struct folder {
	const char *path;
	struct listing holds;
};

static int unreadable(struct arena *a, const char *path, const char *what, struct error *e)
{
	return error_set(e, ERROR_UNREADABLE, "%s cannot be %s: %s", escape(a, path), say(what),
	    strerror(errno));
}

/* One difference more. */
static int differ(struct comparison *c, const struct comparison_difference *d, struct error *e)
{
	if (c->n == COMPARISON_DIFFERENCES_MAX) {
		error_set(
		    e, ERROR_UNSUPPORTED, "more than %d files differ", COMPARISON_DIFFERENCES_MAX);
		return error_mend(e,
		    "find out why, and leave out what says nothing, such as times in the output");
	}
	if (c->arena->exhausted)
		return error_memory(e);
	c->differences[c->n++] = *d;
	c->compared++;
	return 0;
}

/* O_NONBLOCK: a pipe put in place of the file must not hang. */
static int open_side(struct arena *a, struct side *s, const char *folder, const char *path)
{
	const char *name = arena_printf(a, "%s/%s", folder, path);

	s->fd = name != NULL ? open(name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC) : -1;
	return s->fd >= 0 && fstat(s->fd, &s->st) == 0 ? 0 : -1;
}

/* A whole piece, less only at the end of the file. */
static int read_piece(struct side *s)
{
	s->len = 0;
	while (s->len < PIECE) {
		ssize_t n = read(s->fd, s->piece + s->len, PIECE - s->len);

		if (n < 0)
			return -1;
		if (n == 0)
			break;
		s->len += (size_t)n;
	}
	return 0;
}

/* Goes on with two pieces. Does it end in them? */
static bool differs(const struct side *x, const struct side *y, struct place *at)
{
	size_t n = x->len < y->len ? x->len : y->len, i = 0;

	for (; i < n && x->piece[i] == y->piece[i]; i++)
		if (x->piece[i] == '\n') {
			at->line++;
			at->from = at->byte + i;
		}
	at->byte += i;
	return i < n || x->len != y->len;
}

/* The line where they differ; NULL where it is no text. */
static const char *line_at(struct arena *a, const struct side *s, const struct place *at)
{
	char text[LINE_SHOWN + 1];
	ssize_t n = pread(s->fd, text, LINE_SHOWN, (off_t)at->from);
	const char *end;

	if (n == 0)
		return say("(end of the file)");
	if (n < 0 || memchr(text, '\0', (size_t)n) != NULL)
		return NULL;
	end = memchr(text, '\n', (size_t)n);
	return escape_bytes(a, text, end != NULL ? (size_t)(end - text) : (size_t)n);
}

static void describe(struct arena *a, const struct side side[2], const struct place *at,
    struct comparison_difference *out)
{
	out->old = line_at(a, &side[0], at);
	out->new = line_at(a, &side[1], at);
	if (out->old != NULL && out->new != NULL) {
		out->what = say_printf(a, "differs in line %" PRIu64, at->line);
		return;
	}
	out->what = say_printf(a, "differs at byte %" PRIu64, at->byte);
	out->old = out->new = NULL;
}

static bool changed(const struct side *s)
{
	struct stat now;

	return fstat(s->fd, &now) != 0 || now.st_size != s->st.st_size ||
	    now.st_mtim.tv_sec != s->st.st_mtim.tv_sec ||
	    now.st_mtim.tv_nsec != s->st.st_mtim.tv_nsec;
}

static int compare_bytes(struct arena *a, struct side side[2], const char *path,
    struct comparison_difference *out, struct error *e)
{
	struct place at = { .byte = 1, .line = 1, .from = 0 };
	bool different;

	do {
		if (read_piece(&side[0]) < 0 || read_piece(&side[1]) < 0)
			return unreadable(a, path, "read", e);
		different = differs(&side[0], &side[1], &at);
	} while (!different && side[0].len == PIECE);
	if (changed(&side[0]) || changed(&side[1]))
		return error_set(
		    e, ERROR_UNREADABLE, "%s was written while it was compared", escape(a, path));
	if (different)
		describe(a, side, &at, out);
	return 0;
}

/* Two files of that name; out->what says how they differ, and stays NULL where they do not. 0 or
 * -1. */
static int compare_files(struct arena *a, const struct folder at[2], const char *path,
    struct comparison_difference *out, struct error *e)
{
	static struct side side[2]; /* large, and nothing calls itself here */
	int ret = -1;

	side[0].fd = side[1].fd = -1;
	for (int i = 0; i < 2; i++)
		if (open_side(a, &side[i], at[i].path, path) < 0) {
			unreadable(a, path, "opened", e);
			goto out;
		}
	if (!S_ISREG(side[0].st.st_mode) || !S_ISREG(side[1].st.st_mode)) {
		error_set(
		    e, ERROR_UNREADABLE, "%s was replaced while it was compared", escape(a, path));
	} else if (side[0].st.st_dev == side[1].st.st_dev &&
	    side[0].st.st_ino == side[1].st.st_ino) {
		out->what = say("is one and the same file in both");
		ret = 0;
	} else {
		ret = compare_bytes(a, side, path, out, e);
	}
out:
	for (int i = 0; i < 2; i++)
		if (side[i].fd >= 0)
			close(side[i].fd);
	return ret;
}

/* What kind of thing it is, for people; NULL for a regular file and for a folder. */
static const char *kind_of(const struct listed *x)
{
	if (x == NULL || x->kind == LISTED_FILE || x->kind == LISTED_FOLDER)
		return NULL;
	return x->kind == LISTED_LINK ? say("is a symbolic link, which is not followed") :
	                                say("is not a regular file");
}

/* Is it below that one, so that it need not be told too? */
static bool is_below(const struct listed *x, const char *path)
{
	size_t n = path != NULL ? strlen(path) : 0;

	return n > 0 && x != NULL && strncmp(x->path, path, n) == 0 && x->path[n] == '/';
}

static bool is_empty(const struct folder *f, const struct listed *x)
{
	return x + 1 == f->holds.list + f->holds.n || !is_below(x + 1, x->path);
}

/* What both, or one of them (NULL: the other), have under one name. */
static int compare_entry(struct comparison *c, const struct folder at[2],
    const struct listed *const x[2], struct error *e)
{
	const struct listed *one = x[0] != NULL ? x[0] : x[1];
	struct comparison_difference d = { .path = printable(c->arena, one->path) };

	d.what = kind_of(x[0]) != NULL ? kind_of(x[0]) : kind_of(x[1]);
	if (d.what != NULL)
		return differ(c, &d, e);
	if (x[0] == NULL || x[1] == NULL) {
		/* A folder is missing with what is in it. */
		if (one->kind == LISTED_FOLDER && !is_empty(&at[x[0] == NULL], one))
			return 0;
		c->missing++;
		d.what = x[0] != NULL ? say("is not in new") : say("is not in old");
		return differ(c, &d, e);
	}
	if (x[0]->kind != x[1]->kind)
		d.what = x[0]->kind == LISTED_FOLDER ?
		    say("is a folder in old, and a file in new") :
		    say("is a file in old, and a folder in new");
	else if (one->kind == LISTED_FOLDER)
		return 0;
	else if (compare_files(c->arena, at, one->path, &d, e) < 0)
		return -1;
	if (d.what != NULL)
		return differ(c, &d, e);
	c->compared++;
	c->identical++;
	return 0;
}

/* The two lists side by side. What is below a name that is no folder on the other side is left. */
static int walk(struct comparison *c, const struct folder at[2], struct error *e)
{
	const struct listing *old = &at[0].holds, *new = &at[1].holds;
	const char *left = NULL;

	for (size_t i = 0, k = 0; i < old->n || k < new->n;) {
		int order = i == old->n ? 1 :
		    k == new->n         ? -1 :
		                          listing_order(old->list[i].path, new->list[k].path);
		const struct listed *x[2] = { order <= 0 ? &old->list[i] : NULL,
			order >= 0 ? &new->list[k] : NULL };

		i += x[0] != NULL;
		k += x[1] != NULL;
		if (is_below(x[0], left) || is_below(x[1], left))
			continue;
		if (x[0] != NULL && x[1] != NULL && x[0]->kind != x[1]->kind)
			left = x[0]->path;
		if (compare_entry(c, at, x, e) < 0)
			return -1;
	}
	return 0;
}

static int list(struct arena *a, struct folder *f, struct stat *st, struct error *e)
{
	const char *const find[] = { "find",
		arena_printf(a, "%s%s/", *f->path == '/' ? "" : "./", f->path), "-mindepth", "1",
		"-printf", LISTING_FORMAT, NULL };
	int rc = stat(f->path, st);
	size_t len;
	char *bytes;

	if (find[1] == NULL)
		return error_memory(e);
	if (rc == 0 && !S_ISDIR(st->st_mode)) {
		errno = ENOTDIR;
		rc = -1;
	}
	if (rc < 0)
		return unreadable(a, f->path, "opened as a folder", e);
	return child_output(a, find, ANSWER_MAX, &bytes, &len, e) < 0 ?
	    -1 :
	    listing_read(a, bytes, len, &f->holds, e);
}

int comparison_make(
    struct arena *a, const char *old, const char *new, struct comparison *out, struct error *e)
{
	struct folder at[2] = { { .path = old }, { .path = new } };
	struct stat st[2];

	*out = (struct comparison){ .arena = a };
	out->differences = arena_array(a, COMPARISON_DIFFERENCES_MAX, sizeof(*out->differences));
	if (out->differences == NULL)
		return error_memory(e);
	for (int i = 0; i < 2; i++)
		if (list(a, &at[i], &st[i], e) < 0)
			return -1;
	if (st[0].st_dev == st[1].st_dev && st[0].st_ino == st[1].st_ino)
		return error_set(e, ERROR_MALFORMED, "%s and %s are one and the same folder",
		    escape(a, old), escape(a, new));
	if (walk(out, at, e) < 0)
		return -1;
	return out->compared > 0 ?
	    0 :
	    error_set(e, ERROR_ABSENT, "nothing is in %s and %s", escape(a, old), escape(a, new));
}
