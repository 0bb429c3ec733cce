#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "comparison.h"
#include "escape.h"

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

static int
unreadable(const struct comparison *c, const char *path, const char *what, struct error *e)
{
	return error_set(e, ERROR_UNREADABLE, "%s cannot be %s: %s", escape(c->arena, path), what,
	    strerror(errno));
}

/* O_NONBLOCK: a pipe put in place of the file must not hang. */
static int
open_side(struct side *s, int folder, const char *name)
{
	s->fd = openat(folder, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
	return s->fd >= 0 && fstat(s->fd, &s->st) == 0 ? 0 : -1;
}

/* A whole piece, less only at the end of the file. */
static int
read_piece(struct side *s)
{
	s->len = 0;
	while (s->len < PIECE) {
		ssize_t n = read(s->fd, s->piece + s->len, PIECE - s->len);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return -1;
		if (n == 0)
			break;
		s->len += (size_t)n;
	}
	return 0;
}

/* Goes on with two pieces. Does it end in them? */
static bool
differs(const struct side *x, const struct side *y, struct place *at)
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
static const char *
line_at(const struct comparison *c, const struct side *s, const struct place *at)
{
	char text[LINE_SHOWN + 1];
	ssize_t n = pread(s->fd, text, LINE_SHOWN, (off_t)at->from);
	const char *end;

	if (n == 0)
		return "(end of the file)";
	if (n < 0 || memchr(text, '\0', (size_t)n) != NULL)
		return NULL;
	end = memchr(text, '\n', (size_t)n);
	return escape_bytes(c->arena, text, end != NULL ? (size_t)(end - text) : (size_t)n);
}

static int
report(struct comparison *c, const struct side side[2], const struct place *at, const char *path,
    struct error *e)
{
	struct comparison_difference d = { .path = escape_whole(c->arena, path) };

	d.old = line_at(c, &side[0], at);
	d.new = line_at(c, &side[1], at);
	if (d.old != NULL && d.new != NULL)
		d.what = arena_printf(c->arena, "differs in line %" PRIu64, at->line);
	else
		d.what = arena_printf(c->arena, "differs at byte %" PRIu64, at->byte);
	if (d.old == NULL || d.new == NULL)
		d.old = d.new = NULL;
	return comparison_differ(c, &d, e);
}

static bool
changed(const struct side *s)
{
	struct stat now;

	return fstat(s->fd, &now) != 0 || now.st_size != s->st.st_size ||
	    now.st_mtim.tv_sec != s->st.st_mtim.tv_sec ||
	    now.st_mtim.tv_nsec != s->st.st_mtim.tv_nsec;
}

static int
compare(struct comparison *c, struct side side[2], const char *path, struct error *e)
{
	struct place at = { .byte = 1, .line = 1, .from = 0 };
	bool different;

	do {
		if (read_piece(&side[0]) < 0 || read_piece(&side[1]) < 0)
			return unreadable(c, path, "read", e);
		different = differs(&side[0], &side[1], &at);
	} while (!different && side[0].len == PIECE);
	if (changed(&side[0]) || changed(&side[1]))
		return error_set(e, ERROR_UNREADABLE, "%s was written while it was compared",
		    escape(c->arena, path));
	if (different)
		return report(c, side, &at, path, e);
	c->compared++;
	c->identical++;
	return 0;
}

int
comparison_files(
    struct comparison *c, int old, int new, const char *name, const char *path, struct error *e)
{
	static struct side side[2]; /* large, and nothing calls itself here */
	const int at[2] = { old, new };
	int ret = -1;

	side[0].fd = side[1].fd = -1;
	for (int i = 0; i < 2; i++)
		if (open_side(&side[i], at[i], name) < 0) {
			unreadable(c, path, "opened", e);
			goto out;
		}
	if (!S_ISREG(side[0].st.st_mode) || !S_ISREG(side[1].st.st_mode))
		error_set(e, ERROR_UNREADABLE, "%s was replaced while it was compared",
		    escape(c->arena, path));
	else if (side[0].st.st_dev == side[1].st.st_dev && side[0].st.st_ino == side[1].st.st_ino)
		ret = comparison_differ(c,
		    &(struct comparison_difference){ .path = escape_whole(c->arena, path),
		        .what = "is one and the same file in both" },
		    e);
	else
		ret = compare(c, side, path, e);
out:
	for (int i = 0; i < 2; i++)
		if (side[i].fd >= 0)
			close(side[i].fd);
	return ret;
}
