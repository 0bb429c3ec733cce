#include "sftp_session.h"

#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "connect.h"
#include "escape.h"
#include "when.h"
#include "safefile.h"
#include "sftp_hostkey.h"

#define IDENTITY_MAX ((size_t)64 << 10)

int
sftp_session_hurry(struct sftp_session *s, struct error *e)
{
	int left = monotonic_left(s->until);

	if (left == 0) {
		error_set(e, ERROR_UNREADABLE, "%s gave no answer within %u seconds",
		    s->target->host, s->target->timeout);
		return error_mend(e,
		    "push again when it does; the administrator of the server looks at %s, or "
		    "gives it more time in the policy",
		    s->target->host);
	}
	libssh2_session_set_timeout(s->ssh, left); /* 0 would mean for ever */
	return 0;
}

int
sftp_session_fail(struct sftp_session *s, const char *what, struct error *e)
{
	char *text = NULL;
	int code = libssh2_session_last_error(s->ssh, &text, NULL, 0);

	if (code == LIBSSH2_ERROR_TIMEOUT || monotonic_left(s->until) == 0) {
		s->until = 0;
		return sftp_session_hurry(s, e);
	}
	error_set(e, ERROR_UNREADABLE, "%s: %s: %s", s->target->host, what,
	    text != NULL && *text != '\0' ? escape(s->arena, text) : "no reason is given");
	return error_mend(e,
	    "push again; if it stays so, the administrator of the server looks at %s",
	    s->target->host);
}

/* curve25519 and the like; the kind of host key that is pinned, so that a server with several shows
 * that one. */
static int
shake_hands(struct sftp_session *s, const struct sftp_hostkeys *keys, struct error *e)
{
	if (libssh2_session_method_pref(s->ssh, LIBSSH2_METHOD_HOSTKEY, keys->methods) != 0)
		return sftp_session_fail(s, "its kind of host key is not supported", e);
	if (sftp_session_hurry(s, e) < 0)
		return -1;
	if (libssh2_session_handshake(s->ssh, s->fd) != 0)
		return sftp_session_fail(s, "no secure connection came about", e);
	return sftp_hostkey_check(s, keys, e);
}

/* From memory: the very bytes whose owner and mode were looked at. */
static int
sign_in(struct sftp_session *s, const struct safefile *identity, struct error *e)
{
	const struct sftp_target *t = s->target;
	int rc;

	if (sftp_session_hurry(s, e) < 0)
		return -1;
	rc = libssh2_userauth_publickey_frommemory(
	    s->ssh, t->user, strlen(t->user), NULL, 0, identity->bytes, identity->len, NULL);
	if (rc == 0)
		return 0;
	if (rc == LIBSSH2_ERROR_AUTHENTICATION_FAILED || rc == LIBSSH2_ERROR_PUBLICKEY_UNVERIFIED) {
		error_set(e, ERROR_UNREADABLE, "%s does not let %s in with the key %s", t->host,
		    t->user, escape(s->arena, t->identity));
		return error_mend(e, "the administrator of %s gives %s that key", t->host, t->user);
	}
	if (rc == LIBSSH2_ERROR_FILE) {
		error_set(e, ERROR_UNREADABLE, "%s holds no key that can be used",
		    escape(s->arena, t->identity));
		return error_mend(e,
		    "the administrator of the server makes one without a passphrase: ssh-keygen -t "
		    "ed25519");
	}
	return sftp_session_fail(s, "it does not let us in", e);
}

static int
start(struct sftp_session *s, const struct sftp_hostkeys *keys, const struct safefile *identity,
    struct error *e)
{
	s->fd = connect_to(s->arena, s->target->host, s->target->port, s->until, e);
	if (s->fd < 0 || shake_hands(s, keys, e) < 0 || sign_in(s, identity, e) < 0 ||
	    sftp_session_hurry(s, e) < 0)
		return -1;
	s->sftp = libssh2_sftp_init(s->ssh);
	return s->sftp != NULL ? 0 : sftp_session_fail(s, "it offers no SFTP", e);
}

int
sftp_session_open(
    struct arena *a, const struct sftp_target *t, struct sftp_session *s, struct error *e)
{
	struct sftp_hostkeys keys = { 0 };
	struct safefile identity;
	int ret = -1;

	*s = (struct sftp_session){ .arena = a,
		.target = t,
		.fd = -1,
		.until = monotonic_ms() + (int64_t)t->timeout * 1000 };
	if (safefile_read_secret(a, t->identity, IDENTITY_MAX, &identity, e) < 0)
		return -1;
	s->ssh = libssh2_session_init();
	if (s->ssh == NULL)
		return error_memory(e);
	if (sftp_hostkeys_load(s, &keys, e) == 0)
		ret = start(s, &keys, &identity, e);
	sftp_hostkeys_free(&keys);
	return ret;
}

void
sftp_session_hang_up(struct sftp_session *s)
{
	if (s->fd >= 0)
		shutdown(s->fd, SHUT_RDWR);
	if (s->ssh != NULL)
		libssh2_session_set_timeout(s->ssh, 1);
}

void
sftp_session_close(struct sftp_session *s)
{
	sftp_session_hang_up(s);
	if (s->ssh != NULL) {
		if (s->sftp != NULL)
			libssh2_sftp_shutdown(s->sftp);
		libssh2_session_free(s->ssh);
	}
	if (s->fd >= 0)
		close(s->fd);
	memset(s, 0, sizeof(*s));
	s->fd = -1;
}
