#include "clone/comparison.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/escape.h"
#include "base/printable.h"
#include "base/say/say.h"

#define NOWHERE (-1) /* the folder that is not on this side */
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

struct names {
	const char **list;
	size_t n;
};

struct entry {
	bool there;
	struct stat st;
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
static int open_side(struct side *s, int folder, const char *name)
{
	s->fd = openat(folder, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
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
		out->what = arena_printf(a, say("differs in line %" PRIu64), at->line);
		return;
	}
	out->what = arena_printf(a, say("differs at byte %" PRIu64), at->byte);
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
static int compare_files(struct arena *a, const int at[2], const char *name, const char *path,
    struct comparison_difference *out, struct error *e)
{
	static struct side side[2]; /* large, and nothing calls itself here */
	int ret = -1;

	side[0].fd = side[1].fd = -1;
	for (int i = 0; i < 2; i++)
		if (open_side(&side[i], at[i], name) < 0) {
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

/* Names that one folder and perhaps the other holds. */
static int add_names(
    struct arena *a, int folder, const char *path, struct names *out, struct error *e)
{
	int fd =
	    folder != NOWHERE ? openat(folder, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC) : NOWHERE;
	DIR *dir = fd >= 0 ? fdopendir(fd) : NULL;
	struct dirent *d;
	int ret = 0;

	if (folder == NOWHERE)
		return 0;
	if (dir == NULL) {
		unreadable(a, path, "read", e);
		if (fd >= 0)
			close(fd);
		return -1;
	}
	while (ret == 0 && (errno = 0, d = readdir(dir)) != NULL) {
		if (strcmp(d->d_name, ".") == 0 || strcmp(d->d_name, "..") == 0)
			continue;
		out->list = arena_push(a, out->list, out->n, sizeof(*out->list));
		if (out->list == NULL || (out->list[out->n++] = arena_strdup(a, d->d_name)) == NULL)
			ret = error_memory(e);
	}
	if (ret == 0 && errno != 0)
		ret = unreadable(a, path, "read", e);
	closedir(dir);
	return ret;
}

static int by_bytes(const void *x, const void *y)
{
	return strcmp(*(const char *const *)x, *(const char *const *)y);
}

static int look_at(struct arena *a, int folder, const char *name, const char *path,
    struct entry *out, struct error *e)
{
	out->there = folder != NOWHERE && fstatat(folder, name, &out->st, AT_SYMLINK_NOFOLLOW) == 0;
	if (out->there || folder == NOWHERE || errno == ENOENT)
		return 0;
	return unreadable(a, path, "looked at", e);
}

/* What kind of thing it is, for people; NULL for a regular file and for a folder. */
static const char *kind_of(const struct entry *x)
{
	if (!x->there || S_ISREG(x->st.st_mode) || S_ISDIR(x->st.st_mode))
		return NULL;
	return S_ISLNK(x->st.st_mode) ? say("is a symbolic link, which is not followed") :
	                                say("is not a regular file");
}

static int walk(
    struct comparison *c, int old, int new, const char *path, unsigned depth, struct error *e);

/* Opens the folder on both sides where it is one, and walks it. */
static int enter(struct comparison *c, const int at[2], const struct entry x[2], const char *name,
    const char *path, unsigned depth, struct error *e)
{
	int fd[2] = { NOWHERE, NOWHERE }, ret = 0;

	for (int i = 0; i < 2 && ret == 0; i++) {
		if (!x[i].there)
			continue;
		fd[i] = openat(at[i], name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
		if (fd[i] < 0)
			ret = unreadable(c->arena, path, "read", e);
	}
	if (ret == 0)
		ret = walk(c, fd[0], fd[1], path, depth + 1, e);
	for (int i = 0; i < 2; i++)
		if (fd[i] >= 0)
			close(fd[i]);
	return ret;
}

static int missing(struct comparison *c, const struct entry x[2], const char *path, struct error *e)
{
	c->missing++;
	return differ(c,
	    &(struct comparison_difference){ .path = printable(c->arena, path),
	        .what = x[0].there ? say("is not in new") : say("is not in old") },
	    e);
}

static int compare_entry(struct comparison *c, const int at[2], const char *name, const char *path,
    unsigned depth, struct error *e)
{
	struct comparison_difference d = { .path = printable(c->arena, path) };
	struct entry x[2];
	bool folder[2];

	for (int i = 0; i < 2; i++) {
		if (look_at(c->arena, at[i], name, path, &x[i], e) < 0)
			return -1;
		folder[i] = x[i].there && S_ISDIR(x[i].st.st_mode);
	}
	if (!x[0].there && !x[1].there)
		return error_set(e, ERROR_UNREADABLE, "%s went away while it was compared",
		    escape(c->arena, path));
	d.what = kind_of(&x[0]) != NULL ? kind_of(&x[0]) : kind_of(&x[1]);
	if (d.what != NULL)
		return differ(c, &d, e);
	if (x[0].there && x[1].there && folder[0] != folder[1]) {
		d.what = folder[0] ? say("is a folder in old, and a file in new") :
		                     say("is a file in old, and a folder in new");
		return differ(c, &d, e);
	}
	if (folder[0] || folder[1])
		return enter(c, at, x, name, path, depth, e);
	if (!x[0].there || !x[1].there)
		return missing(c, x, path, e);
	if (compare_files(c->arena, at, name, path, &d, e) < 0)
		return -1;
	if (d.what != NULL)
		return differ(c, &d, e);
	c->compared++;
	c->identical++;
	return 0;
}

static int walk(
    struct comparison *c, int old, int new, const char *path, unsigned depth, struct error *e)
{
	const int at[2] = { old, new };
	struct names names = { 0 };

	if (depth > COMPARISON_DEPTH_MAX)
		return error_set(e, ERROR_UNSUPPORTED, "%s is more than %d folders deep",
		    escape(c->arena, path), COMPARISON_DEPTH_MAX);
	if (add_names(c->arena, old, path, &names, e) < 0 ||
	    add_names(c->arena, new, path, &names, e) < 0)
		return -1;
	/* A folder that is empty on its one side is missing on the other all the same. */
	if (names.n == 0 && (old == NOWHERE || new == NOWHERE))
		return missing(c,
		    (const struct entry[2]){
		        { .there = old != NOWHERE }, { .there = new != NOWHERE } },
		    path, e);
	if (names.n > 0)
		qsort(names.list, names.n, sizeof(*names.list), by_bytes);
	for (size_t i = 0; i < names.n; i++) {
		const char *below = *path != '\0' ?
		    arena_printf(c->arena, "%s/%s", path, names.list[i]) :
		    names.list[i];

		if (i > 0 && strcmp(names.list[i], names.list[i - 1]) == 0)
			continue;
		if (below == NULL)
			return error_memory(e);
		if (compare_entry(c, at, names.list[i], below, depth, e) < 0)
			return -1;
	}
	return 0;
}

static int open_top(struct arena *a, const char *path, struct stat *st, struct error *e)
{
	int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	if (fd < 0 || fstat(fd, st) != 0)
		unreadable(a, path, "opened as a folder", e);
	return fd;
}

int comparison_make(
    struct arena *a, const char *old, const char *new, struct comparison *out, struct error *e)
{
	struct stat st[2] = { 0 };
	int fd[2] = { NOWHERE, NOWHERE }, ret = -1;

	*out = (struct comparison){ .arena = a };
	out->differences = arena_array(a, COMPARISON_DIFFERENCES_MAX, sizeof(*out->differences));
	if (out->differences == NULL)
		return error_memory(e);
	if ((fd[0] = open_top(a, old, &st[0], e)) < 0 || (fd[1] = open_top(a, new, &st[1], e)) < 0)
		goto out;
	if (st[0].st_dev == st[1].st_dev && st[0].st_ino == st[1].st_ino)
		error_set(e, ERROR_MALFORMED, "%s and %s are one and the same folder",
		    escape(a, old), escape(a, new));
	else if (walk(out, fd[0], fd[1], "", 0, e) == 0)
		ret = out->compared > 0 ? 0 :
		                          error_set(e, ERROR_ABSENT, "nothing is in %s and %s",
		                              escape(a, old), escape(a, new));
out:
	for (int i = 0; i < 2; i++)
		if (fd[i] >= 0)
			close(fd[i]);
	return ret;
}
