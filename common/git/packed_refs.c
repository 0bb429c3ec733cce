#include "git/packed_refs.h"

#include <sys/mman.h>

/* Where the next line begins. */
static const char *after(const struct packed_refs *p, const char *line)
{
	const char *lf = memchr(line, '\n', (size_t)(p->end - line));

	return lf != NULL ? lf + 1 : p->end;
}

/* "OID NAME". 0 or -1. */
static int read_line(const char *line, const char *next, struct packed_ref *out)
{
	if (next - line > 0 && next[-1] == '\n')
		next--;
	if (next - line <= OID_HEX + 1 || line[OID_HEX] != ' ' ||
	    oid_parse(line, OID_HEX, &out->id) < 0)
		return -1;
	out->name = line + OID_HEX + 1;
	out->len = (size_t)(next - out->name);
	return 0;
}

/* As strcmp() of the name and the prefix; 0 where it begins with that. */
static int compare(const struct packed_ref *ref, const char *prefix)
{
	size_t len = strlen(prefix);
	int c = memcmp(ref->name, prefix, ref->len < len ? ref->len : len);

	return c != 0 || ref->len >= len ? c : -1;
}

/* Halves what is left while its middle comes before the prefix, or after it. */
static void skip(struct packed_refs *p, const char *prefix)
{
	const char *hi = p->end;

	while (p->bytes < hi) {
		const char *line = p->bytes + (hi - p->bytes) / 2, *next;
		struct packed_ref ref;

		/* To where it begins; a line with ^ belongs to the one before it. */
		while (line > p->bytes && (line[-1] != '\n' || *line == '^'))
			line--;
		next = after(p, line);
		if (read_line(line, next, &ref) < 0)
			return;
		while (next < hi && *next == '^')
			next = after(p, next);
		if (compare(&ref, prefix) < 0)
			p->bytes = next;
		else
			hi = line;
	}
}

int packed_refs_next(struct packed_refs *p, const char *prefix, struct packed_ref *out)
{
	static const char sorted[] = "sorted";
	const char *line;
	int c = -1;

	while (c != 0 && (line = p->bytes) < p->end) {
		p->bytes = after(p, line);
		if (*line == '#' &&
		    memmem(line, (size_t)(p->bytes - line), sorted, strlen(sorted)) != NULL) {
			p->sorted = true;
			skip(p, prefix);
		}
		if (*line == '#' || *line == '^')
			continue;
		if (read_line(line, p->bytes, out) < 0)
			return -1;
		c = compare(out, prefix);
		if (c > 0 && p->sorted)
			p->bytes = p->end;
	}
	return c == 0;
}

bool packed_refs_mark(struct arena *a, const struct repo *r, struct packed_mark *out)
{
	const char *path = arena_printf(a, "%spacked-refs", r->dir);
	/* Opened, since a file system of the net may tell of an older one until then. */
	int fd = path != NULL ? open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC) : -1;
	struct stat st;
	bool known = fd >= 0 && fstat(fd, &st) == 0 && st.st_ctim.tv_sec + 2 <= time(NULL);

	if (fd >= 0)
		close(fd);
	*out = (struct packed_mark){ 0 };
	if (!known)
		return false;
	*out = (struct packed_mark){ st.st_dev, st.st_ino, (uint64_t)st.st_size,
		(uint64_t)st.st_ctim.tv_sec, (uint64_t)st.st_ctim.tv_nsec };
	return true;
}

/* Git replaces the file and never changes it. 0 or -1. */
static int map(struct arena *a, const struct repo *r, struct packed_refs *p, struct error *e)
{
	const char *path = arena_printf(a, "%spacked-refs", r->dir);
	int fd = path != NULL ? open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC) : -1;
	struct stat st = { 0 };
	void *bytes = MAP_FAILED;
	bool none = (fd < 0 && errno == ENOENT) ||
	    (fd >= 0 && fstat(fd, &st) == 0 && S_ISREG(st.st_mode) && st.st_size == 0);

	*p = (struct packed_refs){ 0 };
	if (path == NULL)
		return error_memory(e);
	if (fd >= 0 && !none)
		bytes = mmap(NULL, (size_t)st.st_size, PROT_READ, MAP_PRIVATE, fd, 0);
	if (!none && bytes == MAP_FAILED)
		error_set(
		    e, ERROR_UNREADABLE, "%s cannot be read: %s", "packed-refs", strerror(errno));
	else if (!none)
		*p = (struct packed_refs){ bytes, (const char *)bytes + st.st_size };
	if (fd >= 0)
		close(fd);
	return none || bytes != MAP_FAILED ? 0 : -1;
}

int packed_refs_read(struct arena *a, const struct repo *r, const char *prefix,
    packed_refs_each *each, void *ctx, struct error *e)
{
	struct packed_refs file, left;
	struct packed_ref ref;
	int rc, said = 0;

	if (map(a, r, &file, e) < 0)
		return -1;
	left = file;
	while (said == 0 && (rc = packed_refs_next(&left, prefix, &ref)) == 1)
		said = each(ctx, &ref, e);
	if (said == 0 && rc < 0)
		said =
		    error_set(e, ERROR_MALFORMED, "packed-refs is broken at %s", escape(a, prefix));
	if (file.bytes != NULL)
		munmap((void *)(uintptr_t)file.bytes, (size_t)(file.end - file.bytes));
	return said;
}
