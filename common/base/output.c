#include "base/output.h"

#include <limits.h>
#include <poll.h>
#include <sys/ioctl.h>
#include <sys/socket.h>

#include "base/utf8.h"

int output_start(struct output *o)
{
	*o = (struct output){ 0 };
	o->file = open_memstream(&o->bytes, &o->len);
	return o->file != NULL ? 0 : -1;
}

const char *output_text(struct output *o)
{
	return fflush(o->file) == 0 ? o->bytes : NULL;
}

/* Ends the stream, which tells only by what it leaves that its last allocation failed. */
static int finish(struct output *o)
{
	return fclose(o->file) == 0 && o->bytes != NULL ? 0 : -1;
}

int output_prefix(struct output *o, const char *prefix)
{
	int rc = finish(o);
	char *text = o->bytes, *line = text, *lf;

	if (rc < 0 || output_start(o) < 0) {
		free(text);
		*o = (struct output){ 0 };
		return -1;
	}
	for (; (lf = strchr(line, '\n')) != NULL; line = lf + 1)
		fprintf(o->file, "%s%.*s\n", prefix, (int)(lf - line), line);
	free(text);
	return 0;
}

void output_drop(struct output *o)
{
	fclose(o->file);
	free(o->bytes);
	*o = (struct output){ 0 };
}

char *output_keep(struct output *o, struct arena *a)
{
	char *text = NULL;

	if (o->file != NULL && finish(o) == 0)
		text = arena_strndup(a, o->bytes, o->len);
	free(o->bytes);
	*o = (struct output){ 0 };
	return text;
}

int output_file(
    struct arena *a, const char *path, int flags, const char *bytes, size_t len, struct error *e)
{
	int fd = path != NULL ? open(path, O_WRONLY | O_CREAT | O_CLOEXEC | flags, 0644) : -1;
	bool good = fd >= 0 && output_bytes(fd, bytes, len) == 0;

	if (path == NULL)
		return error_memory(e);
	if (fd >= 0 && close(fd) < 0)
		good = false;
	return good ? 0 :
	              error_set(e, ERROR_UNREADABLE, "%s cannot be written: %s", escape(a, path),
	                  strerror(errno));
}

int output_bytes(int fd, const char *p, size_t n)
{
	while (n > 0) {
		ssize_t done = write(fd, p, n);

		if (done <= 0)
			return -1;
		p += done;
		n -= (size_t)done;
	}
	return 0;
}

#define PACKET 128 /* bytes that git receive-pack reads at once */
#define TAKEN_PATIENCE 1000 /* milliseconds; some reader may wait for the end */

/* The length of the text up to the last whole line that fits. */
static size_t cut(const char *bytes, size_t max)
{
	const char *lf = memrchr(bytes, '\n', max);

	return lf != NULL ? (size_t)(lf - bytes) + 1 : max;
}

/* Waits until a pipe's reader has taken all that is in it. */
static void wait_taken(int fd, int64_t until)
{
	static const struct timespec moment = { .tv_nsec = 50000 };
	int in_it = 0;

	while (ioctl(fd, FIONREAD, &in_it) == 0 && in_it > 0 && monotonic_left(until) > 0)
		nanosleep(&moment, NULL);
}

/* git receive-pack makes a packet of each read, and some clients want whole characters in it: a
 * line that is not ASCII goes alone, after the reader has taken what came before. */
static size_t next_piece(int fd, const char *p, size_t n, int64_t until)
{
	size_t ascii = 0, piece;
	const char *lf;

	while (ascii < n && (p[ascii] & 0x80) == 0)
		ascii++;
	piece = ascii < n && monotonic_left(until) > 0 ? cut(p, ascii) : n;
	if (piece == n || (piece > 0 && p[piece - 1] == '\n'))
		return piece > PIPE_BUF ? cut(p, PIPE_BUF) : piece;
	wait_taken(fd, until);
	lf = memchr(p, '\n', n);
	piece = lf != NULL ? (size_t)(lf - p) + 1 : n;
	return piece > PACKET ? utf8_cut(p, PACKET) : piece;
}

/* A pipe that poll(2) finds writable takes PIPE_BUF bytes at once (pipe(7)). */
int output_timely(int fd, const char *p, size_t n)
{
	int64_t start = monotonic_ms(), until = start + OUTPUT_PATIENCE;

	while (n > 0) {
		struct pollfd ready = { .fd = fd, .events = POLLOUT };
		int left = monotonic_left(until), rc = left > 0 ? poll(&ready, 1, left) : 0;
		size_t piece = next_piece(fd, p, n, start + TAKEN_PATIENCE);
		ssize_t done;

		if (rc == 0)
			errno = ETIMEDOUT;
		if (rc < 0 && errno == EINTR)
			continue;
		if (rc <= 0)
			return -1;
		done = send(fd, p, piece, MSG_DONTWAIT);
		if (done < 0 && errno == ENOTSOCK)
			done = write(fd, p, piece);
		if (done < 0 && (errno == EINTR || errno == EAGAIN))
			continue;
		if (done <= 0)
			return -1;
		p += done;
		n -= (size_t)done;
	}
	return 0;
}

int output_send(struct output *o, int fd)
{
	int rc = finish(o), why;

	if (rc < 0) {
		output_plain(fd, OUTPUT_NO_MEMORY);
	} else if (o->len > OUTPUT_MAX) {
		static const char more[] = "sluis: there is more, and it is not shown\n";

		if (output_timely(fd, o->bytes, cut(o->bytes, OUTPUT_MAX)) < 0 ||
		    output_timely(fd, more, strlen(more)) < 0)
			rc = -1;
	} else if (o->len > 0) {
		rc = output_timely(fd, o->bytes, o->len);
	}
	why = errno;
	free(o->bytes);
	errno = why;
	*o = (struct output){ 0 };
	return rc;
}

int output_plain(int fd, const char *text)
{
	output_timely(fd, text, strlen(text));
	return -1;
}

int input_read(struct arena *a, int fd, size_t max, char **bytes, size_t *len, struct error *e)
{
	size_t room = 4096;

	*len = 0;
	*bytes = arena_alloc(a, room);
	while (*bytes != NULL) {
		ssize_t n = read(fd, *bytes + *len, room - *len);

		if (n < 0)
			return error_set(e, ERROR_UNREADABLE,
			    "the standard input cannot be read: %s", strerror(errno));
		if (n == 0)
			return 0;
		*len += (size_t)n;
		if (*len > max) {
			error_set(
			    e, ERROR_MALFORMED, "the standard input is larger than %zu bytes", max);
			return error_mend(e,
			    "give it less at once; of a push, some of the refs, then the others");
		}
		if (*len == room) {
			*bytes = arena_grow(a, *bytes, *len, 2 * room, 1);
			room *= 2;
		}
	}
	return error_memory(e);
}

bool version_asked(int argc, char *argv[])
{
	if (argc != 2 || strcmp(argv[1], "--version") != 0)
		return false;
	puts("sluis " SLUIS_VERSION);
	return true;
}
