#include "sftp_hostkey.h"

#include <ctype.h>
#include <string.h>

#include "base64.h"
#include "digest.h"
#include "escape.h"
#include "safefile.h"

#define KNOWN_HOSTS_MAX ((size_t)4 << 20)

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

static char *
lower(struct arena *a, const char *text)
{
	char *copy = arena_strdup(a, text);

	for (char *p = copy; p != NULL && *p != '\0'; p++)
		*p = (char)tolower((unsigned char)*p);
	return copy;
}

/* A name that may be hashed is found by asking: what would be said of a wrong key? */
static void
find_methods(const struct sftp_session *s, struct sftp_hostkeys *k)
{
	size_t n = 0;

	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
		int rc = libssh2_knownhost_checkp(k->pinned, k->host, (int)s->target->port, "AAAA",
		    4,
		    LIBSSH2_KNOWNHOST_TYPE_PLAIN | LIBSSH2_KNOWNHOST_KEYENC_BASE64 | kinds[i].kind,
		    NULL);

		if (rc != LIBSSH2_KNOWNHOST_CHECK_MISMATCH)
			continue;
		if (n > 0)
			k->methods[n++] = ',';
		memcpy(k->methods + n, kinds[i].method, strlen(kinds[i].method));
		n += strlen(kinds[i].method);
	}
}

static int
no_key(const struct sftp_session *s, const struct sftp_hostkeys *k, struct error *e)
{
	const struct sftp_target *t = s->target;

	if (k->file.authorities > 0)
		error_set(e, ERROR_UNREADABLE,
		    "%s has no key of %s itself, and @cert-authority lines are not supported",
		    escape(s->arena, t->known_hosts), t->host);
	else
		error_set(e, ERROR_UNREADABLE, "%s has no key of %s",
		    escape(s->arena, t->known_hosts), t->host);
	return error_mend(e,
	    "the administrator of the server asks for the host's key, and adds it there "
	    "(ssh-keyscan -p %u %s shows it)",
	    t->port, t->host);
}

int
sftp_hostkeys_load(struct sftp_session *s, struct sftp_hostkeys *out, struct error *e)
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
	out->pinned = libssh2_knownhost_init(s->ssh);
	if (out->host == NULL || out->pinned == NULL)
		return error_memory(e);
	/* A line that it cannot read pins nothing. */
	for (size_t i = 0; i < out->file.nlines; i++)
		libssh2_knownhost_readline(out->pinned, out->file.lines[i],
		    strlen(out->file.lines[i]), LIBSSH2_KNOWNHOST_FILE_OPENSSH);
	find_methods(s, out);
	return out->methods[0] != '\0' ? 0 : no_key(s, out, e);
}

void
sftp_hostkeys_free(struct sftp_hostkeys *k)
{
	if (k->pinned != NULL)
		libssh2_knownhost_free(k->pinned);
	k->pinned = NULL;
}

/* "SHA256:...", as ssh-keygen -l prints it. */
static const char *
print_of(struct arena *a, const char *blob, size_t len)
{
	unsigned char sum[DIGEST_SIZE];
	const char *text =
	    digest_sha256(blob, len, sum) == 0 ? base64_encode_bare(a, sum, sizeof(sum)) : NULL;

	return text != NULL ? text : "(unknown)";
}

int
sftp_hostkey_check(struct sftp_session *s, const struct sftp_hostkeys *k, struct error *e)
{
	const struct sftp_target *t = s->target;
	const char *blob, *file = escape(s->arena, t->known_hosts);
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
	if (libssh2_knownhost_checkp(k->pinned, k->host, (int)t->port, blob, len,
	        LIBSSH2_KNOWNHOST_TYPE_PLAIN | LIBSSH2_KNOWNHOST_KEYENC_RAW,
	        NULL) == LIBSSH2_KNOWNHOST_CHECK_MATCH)
		return 0;
	error_set(e, ERROR_UNREADABLE,
	    "%s shows the host key SHA256:%s, and %s pins another: its key was changed, or this is "
	    "not %s",
	    t->host, print_of(s->arena, blob, len), file, t->host);
	return error_mend(e,
	    "the administrator of the server asks the one of %s, and corrects %s if the key was "
	    "changed",
	    t->host, file);
}
