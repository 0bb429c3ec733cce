#include "fetch/sftp_session.h"

#define READ_SIZE ((size_t)256 << 10) /* libssh2 asks for that much ahead */

struct reading {
	struct sftp_session *session;
	const char *path, *place; /* place: for people */
	LIBSSH2_SFTP_HANDLE *handle;
	const struct sftp_sink *sink;
	bool *lost;
};

/* What the server said of the file; anything else ends the session. */
static int fail(struct reading *r, const char *what, struct error *e)
{
	struct sftp_session *s = r->session;

	if (libssh2_session_last_errno(s->ssh) != LIBSSH2_ERROR_SFTP_PROTOCOL) {
		*r->lost = true;
		return sftp_session_fail(s, what, e);
	}
	switch (libssh2_sftp_last_error(s->sftp)) {
	case LIBSSH2_FX_NO_SUCH_FILE:
	case LIBSSH2_FX_NO_SUCH_PATH:
		return error_set(e, ERROR_ABSENT, "%s is not there", r->place);
	case LIBSSH2_FX_PERMISSION_DENIED:
		error_set(
		    e, ERROR_UNREADABLE, "%s may not be read by %s", r->place, s->target->user);
		return error_mend(
		    e, "the administrator of %s lets %s read it", s->target->host, s->target->user);
	default:
		error_set(e, ERROR_UNREADABLE, "%s cannot be read: %s (SFTP status %lu)", r->place,
		    say(what), libssh2_sftp_last_error(s->sftp));
		return error_mend(e, "the administrator of %s looks at it", s->target->host);
	}
}

static int check_kind(const struct reading *r, const LIBSSH2_SFTP_ATTRIBUTES *at, struct error *e)
{
	const struct sftp_target *t = r->session->target;

	if ((at->flags & LIBSSH2_SFTP_ATTR_PERMISSIONS) == 0 ||
	    (at->flags & LIBSSH2_SFTP_ATTR_SIZE) == 0) {
		error_set(e, ERROR_UNREADABLE, "%s does not say what %s is", t->host, r->place);
		return error_mend(e, "the administrator of %s looks at its SFTP server", t->host);
	}
	if (LIBSSH2_SFTP_S_ISLNK(at->permissions))
		return error_set(
		    e, ERROR_MALFORMED, "%s is a symbolic link, not a regular file", r->place);
	if (!LIBSSH2_SFTP_S_ISREG(at->permissions))
		return error_set(e, ERROR_MALFORMED, "%s is not a regular file", r->place);
	if (at->filesize <= t->max_size)
		return 0;
	error_set(e, ERROR_MALFORMED, "%s is larger than %zu bytes", r->place, t->max_size);
	return error_mend(
	    e, "link a smaller file, or raise max-size of [sftp \"%s\"] in the policy", t->host);
}

static int open_file(struct reading *r, size_t *size, struct error *e)
{
	struct sftp_session *s = r->session;
	unsigned n = (unsigned)strlen(r->path);
	LIBSSH2_SFTP_ATTRIBUTES at;

	if (sftp_session_hurry(s, e) < 0)
		return -1;
	if (libssh2_sftp_stat_ex(s->sftp, r->path, n, LIBSSH2_SFTP_LSTAT, &at) != 0)
		return fail(r, "it cannot be looked at", e);
	if (check_kind(r, &at, e) < 0 || sftp_session_hurry(s, e) < 0)
		return -1;
	r->handle =
	    libssh2_sftp_open_ex(s->sftp, r->path, n, LIBSSH2_FXF_READ, 0, LIBSSH2_SFTP_OPENFILE);
	if (r->handle == NULL)
		return fail(r, "it cannot be opened", e);
	if (sftp_session_hurry(s, e) < 0)
		return -1;
	if (libssh2_sftp_fstat_ex(r->handle, &at, 0) != 0)
		return fail(r, "it cannot be looked at", e);
	*size = (size_t)at.filesize;
	return check_kind(r, &at, e);
}

static int changed(const struct reading *r, struct error *e)
{
	error_set(e, ERROR_UNREADABLE,
	    "%s has not the size that %s says: it changes, or the server lies", r->place,
	    r->session->target->host);
	return error_mend(e, "whoever makes it lets it stand still; then push again");
}

/* One byte is asked beyond the size, and must not be there. */
static int read_bytes(struct reading *r, size_t size, struct error *e)
{
	static char bytes[READ_SIZE];
	size_t got = 0;

	for (;;) {
		ssize_t n;

		if (sftp_session_hurry(r->session, e) < 0)
			return -1;
		n = libssh2_sftp_read(r->handle, bytes, sizeof(bytes));
		if (n < 0)
			return fail(r, "its bytes did not come", e);
		if (n == 0)
			return got == size ? 0 : changed(r, e);
		got += (size_t)n;
		if (got > size)
			return changed(r, e);
		if (r->sink->data(bytes, (size_t)n) < 0)
			return error_set(e, ERROR_UNREADABLE, "nobody wants %s any more", r->place);
	}
}

int sftp_file_fetch(struct sftp_session *s, const char *path, const struct sftp_sink *sink,
    bool *lost, struct error *e)
{
	struct reading r = { s, path,
		arena_printf(s->arena, "sftp://%s%s", s->target->host, escape(s->arena, path)),
		NULL, sink, lost };
	struct error late = { 0 };
	size_t size = 0;
	int ret = -1;

	*lost = false;
	if (r.place == NULL)
		return error_memory(e);
	s->until = monotonic_ms() + (int64_t)s->target->timeout * 1000;
	if (open_file(&r, &size, e) < 0)
		goto out;
	if (sink->size(size) < 0)
		error_set(e, ERROR_UNREADABLE, "nobody wants %s any more", r.place);
	else
		ret = read_bytes(&r, size, e);
out:
	if (r.handle == NULL)
		return ret;
	if (*lost || sftp_session_hurry(s, &late) < 0)
		sftp_session_hang_up(s);
	if (libssh2_sftp_close_handle(r.handle) != 0)
		*lost = true;
	return ret;
}
