#include "fetch/sftp_session.h"

#include <ctype.h>
#include <netdb.h>
#include <poll.h>
#include <sys/socket.h>

#include "base/base64.h"
#include "base/digest.h"
#include "fetch/confine.h"
#include "fetch/known_hosts.h"
#include "base/safefile.h"

#define IDENTITY_MAX ((size_t)64 << 10)
#define KNOWN_HOSTS_MAX ((size_t)4 << 20)

int sftp_session_hurry(struct sftp_session *s, struct error *e)
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

/* What may go by itself: the line, or a server that is busy. */
static bool may_pass(int code)
{
	static const int codes[] = { LIBSSH2_ERROR_SOCKET_NONE, LIBSSH2_ERROR_BANNER_RECV,
		LIBSSH2_ERROR_SOCKET_SEND, LIBSSH2_ERROR_SOCKET_RECV,
		LIBSSH2_ERROR_SOCKET_DISCONNECT, LIBSSH2_ERROR_SOCKET_TIMEOUT,
		LIBSSH2_ERROR_ALLOC };

	for (size_t i = 0; i < sizeof(codes) / sizeof(codes[0]); i++)
		if (code == codes[i])
			return true;
	return false;
}

int sftp_session_fail(struct sftp_session *s, const char *what, struct error *e)
{
	char *text = NULL;
	int code = libssh2_session_last_error(s->ssh, &text, NULL, 0);

	if (code == LIBSSH2_ERROR_TIMEOUT || monotonic_left(s->until) == 0) {
		s->until = 0;
		return sftp_session_hurry(s, e);
	}
	error_set(e, ERROR_UNREADABLE, "%s: %s: %s", s->target->host, say(what),
	    text != NULL && *text != '\0' ? escape(s->arena, text) : say("no reason is given"));
	return error_mend(e,
	    may_pass(code) ?
	        "push again; if it stays so, the administrator of the server looks at %s" :
	        "the administrator of the server looks at %s",
	    s->target->host);
}

/* 0, or the errno of why not. */
static int finish_connecting(int fd, int limit)
{
	struct pollfd p = { .fd = fd, .events = POLLOUT };
	socklen_t len = sizeof(int);
	int rc, err = 0;

	do
		rc = poll(&p, 1, limit);
	while (rc < 0 && errno == EINTR);
	if (rc == 0)
		return ETIMEDOUT;
	if (rc < 0 || getsockopt(fd, SOL_SOCKET, SO_ERROR, &err, &len) < 0)
		return errno;
	return err;
}

/* The descriptor, or -1 with errno. */
static int try_one(const struct addrinfo *at, int limit)
{
	int fd = socket(at->ai_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0), err;

	if (fd < 0)
		return -1;
	err = connect(fd, at->ai_addr, at->ai_addrlen) == 0 ? 0 : errno;
	if (err == EINPROGRESS)
		err = finish_connecting(fd, limit);
	if (err == 0)
		return fd;
	close(fd);
	errno = err;
	return -1;
}

/* Tries the addresses of the host one after the other; each gets its share of what is left. The
 * look-up of the name is not bounded. */
static int open_connection(struct sftp_session *s, struct error *e)
{
	const char *host = escape(s->arena, s->target->host);
	unsigned port = s->target->port;
	struct addrinfo hints = { .ai_socktype = SOCK_STREAM }, *list = NULL;
	int n = 0, rc, err = 0;
	char service[16];

	snprintf(service, sizeof(service), "%u", port);
	rc = getaddrinfo(s->target->host, service, &hints, &list);
	if (rc != 0) {
		error_set(
		    e, ERROR_UNREADABLE, "the host %s is not found: %s", host, gai_strerror(rc));
		return error_mend(e,
		    "the administrator of the server looks at the name in the policy, and at the "
		    "name service");
	}
	for (const struct addrinfo *at = list; at != NULL; at = at->ai_next)
		n++;
	for (const struct addrinfo *at = list; s->fd < 0 && at != NULL; at = at->ai_next) {
		s->fd = try_one(at, monotonic_left(s->until) / n--);
		err = errno;
	}
	freeaddrinfo(list);
	if (s->fd >= 0)
		return 0;
	error_set(
	    e, ERROR_UNREADABLE, "%s cannot be reached on port %u: %s", host, port, strerror(err));
	return error_mend(
	    e, "push again when it can; the administrator of the server looks at %s", host);
}

/* The host keys that known_hosts pins. */
struct pins {
	struct known_hosts file;
	LIBSSH2_KNOWNHOSTS *plain; /* its plain lines */
	const char *host; /* in lower case, as OpenSSH writes it there */
	char pinned[256]; /* kinds of key that are pinned for the host, as libssh2 wants them */
	char methods[256]; /* these, and behind them the others, so that a server of another kind is
	                      known by what it shows */
};

/* The best first. */
static const struct {
	int kind;
	const char *method;
} kinds[] = {
	{ LIBSSH2_KNOWNHOST_KEY_ED25519, "ssh-ed25519" },
	{ LIBSSH2_KNOWNHOST_KEY_ECDSA_256, "ecdsa-sha2-nistp256" },
	{ LIBSSH2_KNOWNHOST_KEY_ECDSA_384, "ecdsa-sha2-nistp384" },
	{ LIBSSH2_KNOWNHOST_KEY_ECDSA_521, "ecdsa-sha2-nistp521" },
	{ LIBSSH2_KNOWNHOST_KEY_SSHRSA, "ssh-rsa" },
};

static char *lower(struct arena *a, const char *text)
{
	char *copy = arena_strdup(a, text);

	for (char *p = copy; p != NULL && *p != '\0'; p++)
		*p = (char)tolower((unsigned char)*p);
	return copy;
}

static void add_kind(char *list, const char *method)
{
	size_t n = strlen(list), len = strlen(method);

	if (n > 0)
		list[n++] = ',';
	memcpy(list + n, method, len + 1);
}

/* A name that may be hashed is found by asking: what would be said of a wrong key? */
static void find_methods(const struct sftp_session *s, struct pins *k)
{
	char others[sizeof(k->methods)] = "";

	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
		int rc = libssh2_knownhost_checkp(k->plain, k->host, (int)s->target->port, "AAAA",
		    4,
		    LIBSSH2_KNOWNHOST_TYPE_PLAIN | LIBSSH2_KNOWNHOST_KEYENC_BASE64 | kinds[i].kind,
		    NULL);

		add_kind(
		    rc == LIBSSH2_KNOWNHOST_CHECK_MISMATCH ? k->pinned : others, kinds[i].method);
	}
	memcpy(k->methods, k->pinned, sizeof(k->pinned));
	if (others[0] != '\0')
		add_kind(k->methods, others);
}

static int no_key(const struct sftp_session *s, const struct pins *k, struct error *e)
{
	const struct sftp_target *t = s->target;

	error_set(e, ERROR_UNREADABLE,
	    k->file.authorities > 0 ?
	        "%s has no key of %s itself, and @cert-authority lines are not supported" :
	        "%s has no key of %s",
	    escape(s->arena, t->known_hosts), t->host);
	return error_mend(e,
	    "the administrator of the server asks for the host's key, and adds it there "
	    "(ssh-keyscan -p %u %s shows it)",
	    t->port, t->host);
}

/* -1 when the file cannot be used, or pins no key of the host. */
static int load_pins(struct sftp_session *s, struct pins *out, struct error *e)
{
	struct error why = { 0 };
	struct safefile f;

	if (safefile_read(s->arena, s->target->known_hosts, KNOWN_HOSTS_MAX, &f, e) < 0)
		return -1;
	if (known_hosts_read(s->arena, f.bytes, f.len, &out->file, &why) < 0) {
		error_set(e, ERROR_UNREADABLE, "%s: %s", escape(s->arena, s->target->known_hosts),
		    why.text);
		return error_mend(e, "the administrator of the server mends that line");
	}
	out->host = lower(s->arena, s->target->host);
	out->plain = libssh2_knownhost_init(s->ssh);
	if (out->host == NULL || out->plain == NULL)
		return error_memory(e);
	/* A line that it cannot read pins nothing. */
	for (size_t i = 0; i < out->file.nlines; i++)
		libssh2_knownhost_readline(out->plain, out->file.lines[i],
		    strlen(out->file.lines[i]), LIBSSH2_KNOWNHOST_FILE_OPENSSH);
	find_methods(s, out);
	return out->pinned[0] != '\0' ? 0 : no_key(s, out, e);
}

/* "SHA256:...", as ssh-keygen -l prints it. */
static const char *print_of(struct arena *a, const char *blob, size_t len)
{
	unsigned char sum[DIGEST_SIZE];
	const char *text =
	    digest_sha256(blob, len, sum) == 0 ? base64_encode_bare(a, sum, sizeof(sum)) : NULL;

	return text != NULL ? text : "(unknown)";
}

/* The key that the server has shown: -1 for any but a pinned one. */
static int check_hostkey(struct sftp_session *s, const struct pins *k, struct error *e)
{
	const struct sftp_target *t = s->target;
	const char *blob, *method, *file = escape(s->arena, t->known_hosts);
	size_t len = 0;
	int kind = 0;

	blob = libssh2_session_hostkey(s->ssh, &len, &kind);
	if (blob == NULL || len == 0)
		return sftp_session_fail(s, "it shows no host key", e);
	if (known_hosts_revokes(&k->file, blob, len)) {
		error_set(e, ERROR_UNREADABLE, "%s shows the host key SHA256:%s, which %s revokes",
		    t->host, print_of(s->arena, blob, len), file);
		return error_mend(
		    e, "nobody trusts that host until its administrator has given it a new key");
	}
	if (libssh2_knownhost_checkp(k->plain, k->host, (int)t->port, blob, len,
	        LIBSSH2_KNOWNHOST_TYPE_PLAIN | LIBSSH2_KNOWNHOST_KEYENC_RAW,
	        NULL) == LIBSSH2_KNOWNHOST_CHECK_MATCH)
		return 0;
	method = libssh2_session_methods(s->ssh, LIBSSH2_METHOD_HOSTKEY);
	if (method != NULL && strstr(k->pinned, method) == NULL) {
		error_set(e, ERROR_UNREADABLE,
		    "%s shows an %s host key, SHA256:%s; the only kind that is pinned in %s is %s",
		    t->host, method, print_of(s->arena, blob, len), file, k->pinned);
		return error_mend(e,
		    "the administrator of the server asks the one of %s whether that key is "
		    "theirs, and adds it to %s (ssh-keyscan -p %u %s shows it)",
		    t->host, file, t->port, t->host);
	}
	error_set(e, ERROR_UNREADABLE,
	    "%s shows the host key SHA256:%s, and %s pins another: its key was changed, or this is "
	    "not %s",
	    t->host, print_of(s->arena, blob, len), file, t->host);
	return error_mend(e,
	    "the administrator of the server asks the one of %s, and corrects %s if the key was "
	    "changed",
	    t->host, file);
}

/* What client and server must have in common, in the order in which libssh2 agrees on it. */
static const struct {
	int method;
	const char *what, *mend;
} common[] = {
	{ LIBSSH2_METHOD_KEX, "kind of host key or key exchange",
	    "gives it an Ed25519 host key (ssh-keygen -A), and adds curve25519-sha256 to "
	    "KexAlgorithms" },
	{ LIBSSH2_METHOD_CRYPT_CS, "cipher", "adds aes256-ctr to Ciphers" },
	{ LIBSSH2_METHOD_CRYPT_SC, "cipher", "adds aes256-ctr to Ciphers" },
	{ LIBSSH2_METHOD_MAC_CS, "MAC", "adds hmac-sha2-256 to MACs" },
	{ LIBSSH2_METHOD_MAC_SC, "MAC", "adds hmac-sha2-256 to MACs" },
};

/* libssh2 says of all of them the same. A host of which only an RSA key is pinned has no other, and
 * signs with it as an older libssh2 cannot read. */
static int no_connection(struct sftp_session *s, const struct pins *keys, int rc, struct error *e)
{
	const char *host = s->target->host;
	bool rsa = strcmp(keys->pinned, "ssh-rsa") == 0;

	if (rc == LIBSSH2_ERROR_KEX_FAILURE && rsa &&
	    libssh2_session_methods(s->ssh, LIBSSH2_METHOD_KEX) == NULL) {
		error_set(e, ERROR_UNREADABLE,
		    "%s has an RSA host key alone in %s, and libssh2 %s, by which it is read, does "
		    "not verify its signatures",
		    host, escape(s->arena, s->target->known_hosts), libssh2_version(0));
		return error_mend(e,
		    "the administrator of %s gives it an Ed25519 host key (ssh-keygen -A); that of "
		    "the server adds it there (ssh-keyscan -p %u %s shows it)",
		    host, s->target->port, host);
	}
	for (size_t i = 0;
	     rc == LIBSSH2_ERROR_KEX_FAILURE && i < sizeof(common) / sizeof(common[0]); i++) {
		if (libssh2_session_methods(s->ssh, common[i].method) != NULL)
			continue;
		error_set(e, ERROR_UNREADABLE,
		    "%s offers no %s that libssh2 %s, by which it is read, has", host,
		    say(common[i].what), libssh2_version(0));
		return error_mend(
		    e, "the administrator of %s %s in its sshd_config", host, say(common[i].mend));
	}
	return sftp_session_fail(s, "no secure connection came about", e);
}

/* curve25519 and the like; first the kind of host key that is pinned, so that a server with several
 * shows that one. */
static int shake_hands(struct sftp_session *s, const struct pins *keys, struct error *e)
{
	int rc;

	if (libssh2_session_method_pref(s->ssh, LIBSSH2_METHOD_HOSTKEY, keys->methods) != 0)
		return sftp_session_fail(s, "its kind of host key is not supported", e);
	if (sftp_session_hurry(s, e) < 0)
		return -1;
	rc = libssh2_session_handshake(s->ssh, s->fd);
	if (rc != 0)
		return no_connection(s, keys, rc, e);
	return check_hostkey(s, keys, e);
}

/* As ssh-keygen(1) writes it, in its own form and in that of before. */
static bool is_rsa(const struct safefile *identity)
{
	return strstr(identity->bytes, "AAAAdzc2gtcn\nNh") != NULL ||
	    strstr(identity->bytes, "BEGIN RSA PRIVATE KEY") != NULL;
}

/* From memory: the very bytes whose owner and mode were looked at. */
static int sign_in(struct sftp_session *s, const struct safefile *identity, struct error *e)
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
		if (is_rsa(identity))
			return error_mend(e,
			    "libssh2 %s signs with an RSA key as servers no longer take it: the "
			    "administrator of %s gives %s an Ed25519 key in its place",
			    libssh2_version(0), t->host, t->user);
		return error_mend(e, "the administrator of %s gives %s that key", t->host, t->user);
	}
	if (rc == LIBSSH2_ERROR_FILE || libssh2_session_last_errno(s->ssh) == 0) {
		error_set(e, ERROR_UNREADABLE, "%s holds no key that can be used",
		    escape(s->arena, t->identity));
		return error_mend(e,
		    "the administrator of the server makes one without a passphrase: ssh-keygen -t "
		    "ed25519");
	}
	return sftp_session_fail(s, "it does not let us in", e);
}

static int start(struct sftp_session *s, const struct pins *keys, const struct safefile *identity,
    struct error *e)
{
	if (open_connection(s, e) < 0)
		return -1;
	confine();
	if (shake_hands(s, keys, e) < 0 || sign_in(s, identity, e) < 0 ||
	    sftp_session_hurry(s, e) < 0)
		return -1;
	s->sftp = libssh2_sftp_init(s->ssh);
	return s->sftp != NULL ? 0 : sftp_session_fail(s, "it offers no SFTP", e);
}

int sftp_session_open(
    struct arena *a, const struct sftp_target *t, struct sftp_session *s, struct error *e)
{
	struct pins keys = { 0 };
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
	if (load_pins(s, &keys, e) == 0)
		ret = start(s, &keys, &identity, e);
	if (keys.plain != NULL)
		libssh2_knownhost_free(keys.plain);
	return ret;
}

void sftp_session_hang_up(struct sftp_session *s)
{
	if (s->fd >= 0)
		shutdown(s->fd, SHUT_RDWR);
	if (s->ssh != NULL)
		libssh2_session_set_timeout(s->ssh, 1);
}

void sftp_session_close(struct sftp_session *s)
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
