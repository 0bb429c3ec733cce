#include "sign/sshcert.h"

#include "base/base64.h"

#define SUFFIX "-cert-v01@openssh.com"
#define NAME_MAX_LEN 1024 /* of a key id or a principal */

/* What a certificate of each type holds between the nonce and the serial number: the fields of the
 * plain key (strings and mpints look alike). */
static const struct kind {
	const char *cert, *plain;
	unsigned fields;
} kinds[] = {
	{ "ssh-ed25519" SUFFIX, "ssh-ed25519", 1 },
	{ "ssh-rsa" SUFFIX, "ssh-rsa", 2 },
	{ "ecdsa-sha2-nistp256" SUFFIX, "ecdsa-sha2-nistp256", 2 },
	{ "ecdsa-sha2-nistp384" SUFFIX, "ecdsa-sha2-nistp384", 2 },
	{ "ecdsa-sha2-nistp521" SUFFIX, "ecdsa-sha2-nistp521", 2 },
	{ "sk-ssh-ed25519" SUFFIX, "sk-ssh-ed25519@openssh.com", 2 },
	{ "sk-ecdsa-sha2-nistp256" SUFFIX, "sk-ecdsa-sha2-nistp256@openssh.com", 3 },
};

struct reading {
	struct arena *arena;
	const unsigned char *at, *end;
	bool bad; /* something did not fit; sticky */
};

struct bytes {
	const unsigned char *p;
	size_t n;
};

bool sshcert_is(const char *type)
{
	size_t n = strlen(type), suffix = strlen(SUFFIX);

	return n > suffix && strcmp(type + n - suffix, SUFFIX) == 0;
}

static uint64_t take_number(struct reading *r, size_t size)
{
	uint64_t v = 0;

	if (r->bad || (size_t)(r->end - r->at) < size) {
		r->bad = true;
		return 0;
	}
	for (size_t i = 0; i < size; i++)
		v = v << 8 | *r->at++;
	return v;
}

static struct bytes take_string(struct reading *r)
{
	uint64_t n = take_number(r, 4);
	struct bytes out = { r->at, (size_t)n };

	if (r->bad || n > (uint64_t)(r->end - r->at)) {
		r->bad = true;
		return (struct bytes){ r->at, 0 };
	}
	r->at += n;
	return out;
}

/* A string that is text: no NUL, not endless. */
static const char *take_text(struct reading *r)
{
	struct bytes s = take_string(r);

	if (s.n > NAME_MAX_LEN || memchr(s.p, '\0', s.n) != NULL)
		r->bad = true;
	return r->bad ? NULL : arena_strndup(r->arena, (const char *)s.p, s.n);
}

static void read_principals(struct reading *r, struct sshcert *out)
{
	struct bytes list = take_string(r);
	struct reading inner = { r->arena, list.p, list.p + list.n, r->bad };

	out->principals = arena_array(r->arena, SSHCERT_PRINCIPALS_MAX, sizeof(*out->principals));
	while (out->principals != NULL && !inner.bad && inner.at < inner.end) {
		if (out->nprincipals == SSHCERT_PRINCIPALS_MAX)
			inner.bad = true;
		else
			out->principals[out->nprincipals++] = take_text(&inner);
	}
	r->bad = inner.bad;
}

/* A plain key in base64, made of its type and the fields that stand in the certificate. */
static const char *plain_key(
    struct arena *a, const char *type, const unsigned char *fields, size_t len)
{
	size_t tlen = strlen(type);
	unsigned char *blob = arena_alloc(a, 4 + tlen + len);

	if (blob == NULL)
		return NULL;
	blob[3] = (unsigned char)tlen;
	memcpy(blob + 4, type, tlen);
	memcpy(blob + 4 + tlen, fields, len);
	return base64_encode(a, blob, 4 + tlen + len);
}

/* Who signed: a public key, which begins with its own type. */
static void read_authority(struct reading *r, struct sshcert *out)
{
	struct bytes ca = take_string(r);
	struct reading inner = { r->arena, ca.p, ca.p + ca.n, r->bad };

	out->ca_type = take_text(&inner);
	r->bad =
	    inner.bad || inner.at == inner.end || out->ca_type == NULL || *out->ca_type == '\0';
	if (!r->bad)
		out->ca_key = base64_encode(r->arena, ca.p, ca.n);
}

static void read_all(struct reading *r, const struct kind *k, struct sshcert *out)
{
	const unsigned char *fields;
	struct bytes type = take_string(r);

	if (type.n != strlen(k->cert) || memcmp(type.p, k->cert, type.n) != 0)
		r->bad = true;
	take_string(r); /* nonce */
	fields = r->at;
	for (unsigned i = 0; i < k->fields; i++)
		take_string(r);
	out->key_type = k->plain;
	if (!r->bad)
		out->key = plain_key(r->arena, k->plain, fields, (size_t)(r->at - fields));
	out->serial = take_number(r, 8);
	out->kind = (uint32_t)take_number(r, 4);
	out->id = take_text(r);
	read_principals(r, out);
	out->valid_after = take_number(r, 8);
	out->valid_before = take_number(r, 8);
	take_string(r); /* critical options: sshd has kept to them */
	take_string(r); /* extensions */
	take_string(r); /* reserved */
	if (!r->bad)
		read_authority(r, out);
	if (take_string(r).n == 0 || r->at != r->end) /* the signature, and nothing after it */
		r->bad = true;
	if (out->kind != SSHCERT_USER && out->kind != SSHCERT_HOST)
		r->bad = true;
}

int sshcert_read(struct arena *a, const char *type, const unsigned char *blob, size_t len,
    struct sshcert *out, struct error *e)
{
	struct reading r = { a, blob, blob + len, true };

	memset(out, 0, sizeof(*out));
	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
		if (strcmp(kinds[i].cert, type) == 0) {
			r.bad = false;
			read_all(&r, &kinds[i], out);
		}
	if (!r.bad && !a->exhausted)
		return 0;
	memset(out, 0, sizeof(*out));
	return a->exhausted ?
	    error_memory(e) :
	    error_set(e, ERROR_MALFORMED, "it is no ssh certificate of a kind that is known here");
}
