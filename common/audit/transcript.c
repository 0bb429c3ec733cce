#include "audit/transcript.h"

#include <sys/file.h>

#include "base/lookup.h"
#include "base/trouble.h"
#include "git/commit.h"

#define WINDOW ((size_t)1 << 20)

static uint64_t sum_of(const git_oid *id, const char *bytes, size_t len)
{
	return lookup_hash(bytes, len, lookup_hash(id->id, sizeof(id->id), len));
}

/* `n` lower hex digits, and what comes after them. 0 or -1. */
static int read_number(const char *p, size_t n, char after, uint64_t *out)
{
	*out = 0;
	for (; n > 0; n--, p++) {
		bool letter = *p >= 'a' && *p <= 'f';

		if (!letter && (*p < '0' || *p > '9'))
			return -1;
		*out = *out << 4 | (uint64_t)(letter ? *p - 'a' + 10 : *p - '0');
	}
	return *p == after ? 0 : -1;
}

int transcript_label_read(const char *p, struct transcript_label *out)
{
	uint64_t len;

	if (p[0] != '\n' || oid_parse(p + 1, OID_HEX, &out->id) < 0 || p[OID_HEX + 1] != ' ' ||
	    read_number(p + OID_HEX + 2, 8, ' ', &len) < 0 ||
	    read_number(p + OID_HEX + 11, 16, '\n', &out->sum) < 0)
		return -1;
	out->len = (size_t)len;
	return 0;
}

int kept_open(struct arena *a, const struct repo *r, const char *name, int flags, off_t *size)
{
	const char *path = arena_printf(a, "%s%s", r->dir, name);
	struct stat st;
	int fd;

	trouble_heed(false);
	fd = path != NULL ? open(path, flags | O_NONBLOCK | O_NOFOLLOW | O_CLOEXEC, 0644) : -1;
	if (fd >= 0 &&
	    (fstat(fd, &st) != 0 || !S_ISREG(st.st_mode) ||
	        (st.st_mode & (S_IWGRP | S_IWOTH)) != 0 ||
	        (st.st_uid != 0 && st.st_uid != geteuid()))) {
		close(fd);
		fd = -1;
	}
	trouble_heed(true);
	*size = fd >= 0 ? st.st_size : 0;
	return fd;
}

bool kept_read(int fd, void *to, size_t n, off_t at)
{
	bool is;

	trouble_heed(false);
	is = pread(fd, to, n, at) == (ssize_t)n;
	trouble_heed(true);
	return is;
}

/* Of a file that is open. */
static bool begin(struct arena *a, struct transcript *t)
{
	char head[sizeof(TRANSCRIPT_HEAD) - 1];

	t->room = WINDOW;
	if (!kept_read(t->fd, head, sizeof(head), 0) ||
	    memcmp(head, TRANSCRIPT_HEAD, sizeof(head)) != 0)
		return false;
	t->window = arena_alloc(a, WINDOW);
	return t->window != NULL;
}

void transcript_open(struct arena *a, const struct repo *r, struct transcript *t)
{
	*t = (struct transcript){ .fd = -1 };
	t->fd = kept_open(a, r, TRANSCRIPT_NAME, O_RDONLY, &t->end);
	if (t->fd < 0 || !begin(a, t))
		transcript_close(t);
}

void transcript_close(struct transcript *t)
{
	if (t->fd >= 0)
		close(t->fd);
	free(t->made);
	*t = (struct transcript){ .fd = -1 };
}

/* For an entry that is larger than others. A label that lies must not ask for more memory than
 * there is, which would be trouble. */
static bool widen(struct transcript *t, size_t n)
{
	char *wider = t->fd >= 0 && n <= COMMIT_BYTES_MAX ? realloc(t->made, n) : NULL;

	if (wider == NULL)
		return false;
	t->made = t->window = wider;
	t->room = n;
	t->held = 0;
	return true;
}

/* The `n` bytes before `end`, or NULL. */
static const char *before(struct transcript *t, off_t end, size_t n)
{
	off_t from = end - (off_t)n;

	if (from < (off_t)strlen(TRANSCRIPT_HEAD) || (n > t->room && !widen(t, n)))
		return NULL;
	if (from < t->at || end > t->at + (off_t)t->held) {
		size_t all = t->ahead > n ? t->ahead : t->ahead > 0 ? n : t->room;

		t->at = end > (off_t)all ? end - (off_t)all : 0;
		t->held = (size_t)(end - t->at);
		if (!kept_read(t->fd, t->window, t->held, t->at)) {
			t->held = 0;
			return NULL;
		}
	}
	return t->window + (from - t->at);
}

static int next(struct transcript *t, struct transcript_label *l)
{
	const char *label = t->window != NULL ? before(t, t->end, TRANSCRIPT_LABEL) : NULL;

	return label != NULL ? transcript_label_read(label, l) : -1;
}

bool transcript_next(struct transcript *t, git_oid *id)
{
	struct transcript_label l;

	if (next(t, &l) < 0)
		return false;
	*id = l.id;
	return true;
}

bool transcript_pass(struct transcript *t)
{
	struct transcript_label l;

	if (next(t, &l) < 0)
		return false;
	t->end -= (off_t)(TRANSCRIPT_LABEL + l.len);
	return true;
}

const char *transcript_take(struct transcript *t, const git_oid *id, size_t *len)
{
	struct transcript_label l;
	const char *bytes;

	if (next(t, &l) < 0 || !git_oid_equal(&l.id, id))
		return NULL;
	bytes = before(t, t->end - TRANSCRIPT_LABEL, l.len);
	if (bytes == NULL || sum_of(&l.id, bytes, l.len) != l.sum) {
		transcript_close(t);
		return NULL;
	}
	t->end -= (off_t)(TRANSCRIPT_LABEL + l.len);
	*len = l.len;
	return bytes;
}

struct missing { /* entries that it lacks, the newest first */
	git_oid *list;
	size_t n;
};

/* Down to `*last`, which becomes zero where it is not met. 0 or -1. */
static int find_missing(struct arena *a, const struct repo *r, const git_oid *tip, git_oid *last,
    struct missing *m, struct error *e)
{
	git_oid at = *tip;

	while (!git_oid_is_zero(&at) && !git_oid_equal(&at, last)) {
		git_odb_object *obj = NULL;
		struct commit c;
		int rc;

		if (ARENA_ADD(a, m->list, m->n, at) == NULL)
			return error_memory(e);
		if (commit_read(a, r, &at, &obj, e) < 0)
			return -1;
		rc = commit_skim(a, obj, &c, e);
		git_odb_object_free(obj);
		if (rc < 0)
			return -1;
		at = c.nparents == 1 ? c.parents[0] : (git_oid){ 0 };
	}
	*last = at;
	return 0;
}

static int write_missing(
    struct arena *a, const struct repo *r, const struct missing *m, FILE *file, struct error *e)
{
	for (size_t i = m->n; i-- > 0;) {
		const git_oid *id = &m->list[i];
		git_odb_object *obj = NULL;
		char hex[OID_HEX + 1];
		size_t len;

		if (commit_read(a, r, id, &obj, e) < 0)
			return -1;
		len = git_odb_object_size(obj);
		fwrite(git_odb_object_data(obj), 1, len, file);
		fprintf(file, "\n%s %08zx %016" PRIx64 "\n", git_oid_tostr(hex, sizeof(hex), id),
		    len, sum_of(id, git_odb_object_data(obj), len));
		git_odb_object_free(obj);
	}
	return ferror(file) || fflush(file) != 0 ? -1 : 0;
}

int transcript_make(struct arena *a, const struct repo *r, const git_oid *tip, struct transcript *t,
    struct error *e)
{
	struct missing m = { .n = 0 };
	git_oid last = { 0 };
	size_t size = 0;
	FILE *file;
	int rc;

	*t = (struct transcript){ .fd = -1 };
	file = open_memstream(&t->made, &size);
	if (file == NULL)
		return error_memory(e);
	fputs(TRANSCRIPT_HEAD, file);
	rc = find_missing(a, r, tip, &last, &m, e);
	if (rc == 0 && (rc = write_missing(a, r, &m, file, e)) < 0 && e->kind == ERROR_NONE)
		error_memory(e);
	if (fclose(file) != 0 && rc == 0)
		rc = error_memory(e);
	t->window = t->made;
	t->room = t->held = size;
	t->end = (off_t)size;
	if (rc < 0)
		transcript_close(t);
	return rc;
}

/* It is locked, so that nobody else makes it longer; `file` is the same. */
static int extend(struct arena *a, const struct repo *r, struct transcript *t, FILE *file,
    const git_oid *tip, struct error *e)
{
	struct missing m = { .n = 0 };
	git_oid last = { 0 };
	int rc;

	t->end = lseek(t->fd, 0, SEEK_END);
	if (begin(a, t))
		transcript_next(t, &last);
	rc = find_missing(a, r, tip, &last, &m, e);
	if (rc == 0 && git_oid_is_zero(&last)) {
		t->end = 0;
		rc = ftruncate(t->fd, 0);
		fputs(TRANSCRIPT_HEAD, file);
	}
	if (rc == 0 && (rc = write_missing(a, r, &m, file, e)) < 0) {
		fflush(file); /* what is left would come behind the end */
		rc = ftruncate(t->fd, t->end) < 0 ? -1 : rc;
	}
	return rc;
}

int transcript_extend(struct arena *a, const struct repo *r, const git_oid *tip, struct error *e)
{
	struct transcript t = { .fd = -1 };
	FILE *file;
	int rc = 0;

	t.fd = kept_open(a, r, TRANSCRIPT_NAME, O_RDWR | O_APPEND | O_CREAT, &t.end);
	file = t.fd >= 0 ? fdopen(t.fd, "a") : NULL;
	if (file != NULL && flock(t.fd, LOCK_EX | LOCK_NB) == 0)
		rc = extend(a, r, &t, file, tip, e);
	if (file != NULL)
		fclose(file);
	else if (t.fd >= 0)
		close(t.fd);
	return rc;
}
