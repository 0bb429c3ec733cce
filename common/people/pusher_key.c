/*
 * The person behind the ssh key that sshd let in.
 *
 * sshd writes what it authenticated into a file when `ExposeAuthInfo yes` is set (sshd_config(5))
 * and names it in SSH_USER_AUTH. Trusted is that file if only this account or root could have
 * written it, and allowed_signers and revoked_keys beside the policy. A plain key belongs to the
 * person that allowed_signers gives it to; a certificate to the one person whose id is among its
 * principals, if allowed_signers lets its authority speak for them (cert-authority). sshd has
 * verified the authority's signature. Refused: a key of nobody or of two persons, a host's
 * certificate, one of another time, a key or authority that is revoked.
 */

#include "base/base64.h"
#include "people/pusher.h"
#include "sign/revoked.h"
#include "base/safefile.h"
#include "sign/sshcert.h"

static int add_line(struct arena *a, char *line, struct auth_info *out, struct error *e)
{
	char *save = NULL, *method = strtok_r(line, " ", &save);
	struct auth_key k;

	if (method == NULL || strcmp(method, "publickey") != 0)
		return 0;
	k.type = strtok_r(NULL, " ", &save);
	k.key = k.type != NULL ? strtok_r(NULL, " ", &save) : NULL;
	if (k.key == NULL)
		return error_set(e, ERROR_MALFORMED, "a publickey line in it names no key");
	return ARENA_ADD(a, out->list, out->n, k) != NULL ? 0 : error_memory(e);
}

int auth_info_read(
    struct arena *a, const char *bytes, size_t len, struct auth_info *out, struct error *e)
{
	char *p = arena_strndup(a, bytes, len), *end;

	memset(out, 0, sizeof(*out));
	if (p == NULL)
		return error_memory(e);
	if (memchr(bytes, '\0', len) != NULL)
		return error_set(e, ERROR_MALFORMED, "it holds a NUL byte");
	for (; *p != '\0'; p = end) {
		end = p + strcspn(p, "\n");
		if (*end != '\0')
			*end++ = '\0';
		if (add_line(a, p, out, e) < 0)
			return -1;
	}
	return 0;
}

struct search {
	struct arena *arena;
	const struct policy *policy;
	const struct pusher_input *in;
	struct revoked revoked;
	const char *found; /* the one principal so far */
	const char *seen; /* fingerprint of a key that is nobody's at this moment */
	const char *other_times; /* the one whose it was or will be; NULL for nobody */
	struct pusher *out;
};

static int undecided(struct search *s, const char *what, const struct error *e, const char *mend)
{
	s->out->state = PUSHER_UNDECIDED;
	error_set(&s->out->why, e->kind, "%s: %s", say(what), e->text);
	return error_mend(&s->out->why, "%s", *e->mend != '\0' ? e->mend : say(mend));
}

static int load_revoked(struct search *s)
{
	const struct sshsig_tool *keys = s->in->keys;
	struct ini_problems problems;
	struct error e = { 0 };

	if (!keys->loaded)
		return undecided(s, "the pusher's key cannot be looked up", &keys->why,
		    "the administrator writes allowed_signers beside the policy");
	if (keys->revoked.bytes == NULL ||
	    revoked_read(
	        s->arena, keys->revoked.bytes, keys->revoked.len, &s->revoked, &problems, &e) == 0)
		return 0;
	return undecided(s, "whether the pusher's key is revoked cannot be looked up", &e,
	    say_printf(
	        s->arena, "the administrator mends %s", escape(s->arena, s->in->revoked_path)));
}

static int ill_formed(struct search *s, const struct error *e)
{
	return undecided(s, "the file of SSH_USER_AUTH is not well formed", e,
	    "the administrator of the server checks who writes SSH_USER_AUTH; only sshd should");
}

/* A revoked key belongs to nobody, even if sshd still accepts it. */
static int check_revoked(struct search *s, const struct revoked_question *q)
{
	const char *print =
	    signers_fingerprint(s->arena, q->plain_key != NULL ? q->plain_key : q->key);
	struct fact revoked;

	revoked_find(s->arena, &s->revoked, q, &revoked);
	if (revoked.is == FACT_NO)
		return 0;
	if (revoked.is != FACT_YES)
		return undecided(s, "the pusher's key cannot be looked up", &revoked.why,
		    "the administrator mends revoked_keys");
	s->out->login = print;
	return pusher_unknown(s->out,
	    "the pusher logs in with another key; the administrator takes the old one out of "
	    "authorized_keys",
	    "the pusher's key %s, or who certified it, is in revoked_keys", print);
}

static int add_person(struct search *s, const char *who)
{
	if (s->found != NULL && strcmp(who, s->found) != 0)
		return pusher_unknown(s->out, "the pusher logs in with keys of one person",
		    "the pusher logged in with keys of two persons, '%s' and '%s'",
		    escape(s->arena, s->found), escape(s->arena, who));
	s->found = who;
	return 0;
}

static int add_plain(struct search *s, const char *type, const char *key)
{
	const struct revoked_question q = { .type = type, .key = key };
	const char *who, *print = signers_fingerprint(s->arena, key);
	bool ambiguous;

	if (check_revoked(s, &q) < 0)
		return -1;
	who = signers_principal(&s->in->keys->known, type, key, s->in->now, &ambiguous);
	if (ambiguous)
		return pusher_unknown(s->out,
		    "the administrator leaves the key with one person in allowed_signers",
		    "allowed_signers gives the key %s to more than one person", print);
	if (who != NULL)
		return add_person(s, who);
	s->seen = print;
	s->other_times =
	    signers_principal(&s->in->keys->known, type, key, SIGNERS_EVER, &ambiguous);
	return 0;
}

/* The one person of the policy among the principals. NULL, and it is said why, for none or several.
 */
static const char *certified(struct search *s, const struct sshcert *c)
{
	const char *who = NULL;

	for (size_t i = 0; i < c->nprincipals; i++) {
		const char *name = c->principals[i];

		if (policy_person_by_id(s->policy, name) == NULL ||
		    (who != NULL && strcmp(who, name) == 0))
			continue;
		if (who != NULL) {
			pusher_unknown(s->out,
			    "the pusher logs in with a certificate that names one person",
			    "the pusher's ssh certificate names two persons, '%s' and '%s'",
			    escape(s->arena, who), escape(s->arena, name));
			return NULL;
		}
		who = name;
	}
	if (who == NULL)
		pusher_unknown(s->out,
		    "the signer of certificates puts the person's id into it: ssh-keygen -s ... -n "
		    "ID",
		    "no principal of the pusher's ssh certificate '%s' is the id of a person in "
		    "the policy",
		    escape(s->arena, c->id));
	return who;
}

/* Is the certificate a person's, and of today? sshd let it in, but a login may stay open for days.
 */
static int check_certificate(struct search *s, const struct sshcert *c)
{
	uint64_t now = s->in->now > 0 ? (uint64_t)s->in->now : 0;

	if (c->kind != SSHCERT_USER)
		return pusher_unknown(s->out, "the pusher logs in with their own key",
		    "the pusher logged in with the ssh certificate of a host");
	if (now >= c->valid_after && now < c->valid_before)
		return 0;
	return pusher_unknown(s->out, "the pusher logs in again, with a certificate of today",
	    "the pusher's ssh certificate '%s' is not valid at this moment",
	    escape(s->arena, c->id));
}

static int add_certificate(struct search *s, const char *type, const char *key)
{
	struct error e = { 0 };
	struct sshcert c;
	const char *who;
	size_t n;
	const unsigned char *blob = base64_decode(s->arena, key, strlen(key), &n);

	if (blob == NULL || sshcert_read(s->arena, type, blob, n, &c, &e) < 0) {
		error_set(&e, ERROR_MALFORMED, "an ssh certificate in it cannot be read");
		return ill_formed(s, &e);
	}

	const struct revoked_question q = { type, key, c.key_type, c.key, c.ca_type, c.ca_key };

	s->out->login = escape(s->arena, c.id);
	if (check_certificate(s, &c) < 0 || check_revoked(s, &q) < 0 ||
	    (who = certified(s, &c)) == NULL)
		return -1;
	if (signers_certifies(&s->in->keys->known, c.ca_type, c.ca_key, who, s->in->now))
		return add_person(s, who);
	return pusher_unknown(s->out,
	    say_printf(s->arena,
	        "the administrator adds a line to allowed_signers: %s cert-authority, and the "
	        "authority's public key",
	        escape(s->arena, who)),
	    "allowed_signers does not let the authority %s, which signed the pusher's ssh "
	    "certificate, speak for '%s' at this moment",
	    signers_fingerprint(s->arena, c.ca_key), escape(s->arena, who));
}

static int read_auth_info(struct search *s, const char *path)
{
	struct auth_info info;
	struct safefile file;
	struct error e = { 0 };
	int rc = 0;

	if (safefile_read(s->arena, path, AUTH_INFO_MAX, &file, &e) < 0)
		return undecided(s, "what sshd says of the pusher cannot be read", &e,
		    "the administrator of the server checks ExposeAuthInfo in sshd_config");
	if (auth_info_read(s->arena, file.bytes, file.len, &info, &e) < 0)
		return ill_formed(s, &e);
	for (size_t i = 0; rc == 0 && i < info.n; i++)
		rc = sshcert_is(info.list[i].type) ?
		    add_certificate(s, info.list[i].type, info.list[i].key) :
		    add_plain(s, info.list[i].type, info.list[i].key);
	return rc;
}

int pusher_key_find(struct arena *a, const struct policy *p, const struct pusher_input *in,
    const char **id, struct pusher *out)
{
	struct search s = { .arena = a, .policy = p, .in = in, .out = out };
	const char *path = in->env("SSH_USER_AUTH");

	if (path == NULL || *path == '\0')
		return pusher_unknown(out,
		    "the administrator of the server sets `ExposeAuthInfo yes` in sshd_config and "
		    "reloads sshd; pushes that do not come through sshd stay unknown",
		    "sshd did not say which key the pusher has (SSH_USER_AUTH is not set)");
	if (load_revoked(&s) < 0 || read_auth_info(&s, path) < 0)
		return -1;
	if (s.found != NULL) {
		*id = s.found;
		return 0;
	}
	if (s.seen == NULL)
		return pusher_unknown(out, "the pusher logs in with an ssh key",
		    "the pusher logged in without an ssh key");
	if (s.other_times != NULL) {
		out->login = escape(a, s.other_times);
		return pusher_unknown(out,
		    "the pusher logs in with a key of today, or the administrator renews the line "
		    "in allowed_signers",
		    "the pusher's key %s is that of '%s' in allowed_signers, and not valid at this "
		    "moment",
		    s.seen, out->login);
	}
	out->login = s.seen;
	return pusher_unknown(out,
	    "the administrator adds a line with the person's id and the public key to "
	    "allowed_signers",
	    "allowed_signers gives the pusher's key %s to nobody at this moment", s.seen);
}

int pusher_unknown(struct pusher *out, const char *mend, const char *why, ...)
{
	char text[sizeof(out->why.text) + 4]; /* error_set() cuts it */
	va_list ap;

	out->state = PUSHER_UNKNOWN;
	va_start(ap, why);
	vsnprintf(text, sizeof(text), say(why), ap);
	va_end(ap);
	error_set(&out->why, ERROR_ABSENT, "%s", text);
	return error_mend(&out->why, "%s", say(mend));
}
