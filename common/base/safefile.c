#include "base/safefile.h"

static int unreadable(struct arena *a, const char *path, const char *why, struct error *e)
{
	error_set(e, ERROR_UNREADABLE, "%s %s", escape(a, path), say(why));
	return error_mend(e, "the administrator of the server runs: ls -lL %s", shellword(a, path));
}

/* Is a symbolic link without target on the way? Then something is meant to be there, and "absent"
 * would let the caller pass on to a file that was not meant. */
static bool link_dangles(struct arena *a, const char *path)
{
	char *p = arena_strdup(a, path), *slash;
	struct stat st;

	while (p != NULL && lstat(p, &st) != 0) {
		slash = strrchr(p, '/');
		if (slash == NULL || slash == p)
			return false;
		*slash = '\0';
	}
	return p == NULL || (S_ISLNK(st.st_mode) && stat(p, &st) != 0);
}

/* O_NONBLOCK: a FIFO put in place of the file must not hang the push. */
static int open_file(struct arena *a, const char *path, struct error *e)
{
	int fd = open(path, O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC), err = errno;

	if (fd >= 0)
		return fd;
	if (err == ENOENT && !link_dangles(a, path))
		return error_set(e, ERROR_ABSENT, "%s does not exist", escape(a, path));
	if (err == ENOENT)
		return unreadable(a, path, "is a symbolic link that leads nowhere", e);
	return unreadable(a, path, say_printf(a, "cannot be opened: %s", strerror(err)), e);
}

static int check_writers(struct arena *a, const char *path, const struct stat *st, struct error *e)
{
	unsigned mode = st->st_mode & 07777;
	const char *who = mode & S_IWOTH ? "everyone" : "its group";

	if (st->st_uid != 0 && st->st_uid != geteuid()) {
		error_set(e, ERROR_UNREADABLE,
		    "%s belongs to user id %lu, who is neither root nor the user this runs as "
		    "(%lu)",
		    escape(a, path), (unsigned long)st->st_uid, (unsigned long)geteuid());
		return error_mend(e, "root runs: chown root %s", shellword(a, path));
	}
	if ((mode & (S_IWGRP | S_IWOTH)) == 0 || (S_ISDIR(st->st_mode) && (mode & S_ISVTX) != 0))
		return 0;
	error_set(e, ERROR_UNREADABLE, "%s is writable by %s (mode %04o)", escape(a, path),
	    say(who), mode);
	return error_mend(e, "its owner runs: chmod go-w %s", shellword(a, path));
}

/* The folder that the opened file lies in: whoever may write there can put another file in its
 * place. */
static int check_folder(struct arena *a, const char *path, const struct stat *file, struct error *e)
{
	char *real = realpath(path, NULL), *slash;
	struct stat st;
	int ret = -1;

	if (real == NULL || lstat(real, &st) != 0 || st.st_dev != file->st_dev ||
	    st.st_ino != file->st_ino) {
		unreadable(a, path, "was replaced while it was read; push again", e);
		goto out;
	}
	slash = strrchr(real, '/');
	slash[slash == real ? 1 : 0] = '\0';
	if (stat(real, &st) != 0) {
		unreadable(a, real, "cannot be looked at", e);
		goto out;
	}
	ret = check_writers(a, real, &st, e);
out:
	free(real);
	return ret;
}

int safefile_check_folder(struct arena *a, const char *path, struct error *e)
{
	struct stat st;

	if (lstat(path, &st) != 0)
		return unreadable(a, path, "cannot be looked at", e);
	return S_ISDIR(st.st_mode) ? check_writers(a, path, &st, e) :
	                             unreadable(a, path, "is no folder", e);
}

static int check_secret(struct arena *a, const char *path, const struct stat *st, struct error *e)
{
	const char *shown = escape(a, path);

	if (st->st_uid != geteuid()) {
		error_set(e, ERROR_UNREADABLE,
		    "%s belongs to user id %lu, not to the user this runs as (%lu)", shown,
		    (unsigned long)st->st_uid, (unsigned long)geteuid());
		return error_mend(
		    e, "root runs: chown %lu %s", (unsigned long)geteuid(), shellword(a, path));
	}
	if ((st->st_mode & 077) == 0)
		return 0;
	error_set(e, ERROR_UNREADABLE, "%s is open to others (mode %04o), and no secret any more",
	    shown, (unsigned)st->st_mode & 07777);
	return error_mend(e,
	    "its owner makes a new key; one that nobody has read is mended by: chmod 600 %s",
	    shellword(a, path));
}

enum care { CARE_NONE = 0, CARE_WRITERS, CARE_SECRET };

static int check_care(
    struct arena *a, const char *path, enum care care, const struct stat *st, struct error *e)
{
	if (care == CARE_SECRET && check_secret(a, path, st, e) < 0)
		return -1;
	if (care == CARE_NONE)
		return 0;
	return check_writers(a, path, st, e) < 0 ? -1 : check_folder(a, path, st, e);
}

static int read_all(struct arena *a, int fd, const char *path, const struct stat *st,
    struct safefile *out, struct error *e)
{
	size_t want = (size_t)st->st_size + 1, got = 0; /* one more shows that it grew */
	char *bytes = arena_alloc(a, want + 1);

	if (bytes == NULL)
		return error_memory(e);
	/* A read that gives fewer bytes than asked met the end. */
	while (got < want && (got == 0 || got != (size_t)st->st_size)) {
		ssize_t n = read(fd, bytes + got, want - got);

		if (n < 0)
			return unreadable(
			    a, path, say_printf(a, "cannot be read: %s", strerror(errno)), e);
		if (n == 0)
			break;
		got += (size_t)n;
	}
	/* Half of what an editor is writing could be a well-formed file that says something else.
	 */
	if (got != (size_t)st->st_size)
		return unreadable(a, path, "was written while it was read; push again", e);
	bytes[got] = '\0';
	*out = (struct safefile){ bytes, got, *st };
	return 0;
}

/* Without `out` the file is looked at, and not read. */
static int read_file(struct arena *a, const char *path, size_t max, enum care care, struct stat *st,
    struct safefile *out, struct error *e)
{
	int fd = open_file(a, path, e), ret = -1;

	if (out != NULL)
		memset(out, 0, sizeof(*out));
	if (fd < 0)
		return -1;
	if (fstat(fd, st) != 0)
		unreadable(a, path, "cannot be looked at", e);
	else if (!S_ISREG(st->st_mode))
		unreadable(a, path, "is not a regular file", e);
	else if (check_care(a, path, care, st, e) < 0)
		ret = -1;
	else if (out == NULL)
		ret = 0;
	else if (st->st_size < 0 || (uintmax_t)st->st_size > max)
		unreadable(a, path, say_printf(a, "is larger than %zu bytes", max), e);
	else
		ret = read_all(a, fd, path, st, out, e);
	close(fd);
	if (a->exhausted && out != NULL) {
		memset(out, 0, sizeof(*out));
		return error_memory(e);
	}
	return ret;
}

int safefile_read(
    struct arena *a, const char *path, size_t max, struct safefile *out, struct error *e)
{
	struct stat st;

	return read_file(a, path, max, CARE_WRITERS, &st, out, e);
}

int safefile_look(struct arena *a, const char *path, struct stat *out, struct error *e)
{
	return read_file(a, path, 0, CARE_WRITERS, out, NULL, e);
}

int safefile_read_any(
    struct arena *a, const char *path, size_t max, struct safefile *out, struct error *e)
{
	struct stat st;

	return read_file(a, path, max, CARE_NONE, &st, out, e);
}

int safefile_read_secret(
    struct arena *a, const char *path, size_t max, struct safefile *out, struct error *e)
{
	struct stat st;

	return read_file(a, path, max, CARE_SECRET, &st, out, e);
}

int safefile_check_secret(struct arena *a, const char *path, struct error *e)
{
	struct stat st;

	return read_file(a, path, 0, CARE_SECRET, &st, NULL, e);
}
