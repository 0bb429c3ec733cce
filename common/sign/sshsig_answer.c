/*
 * What ssh-keygen -Y verify means by how it ended and what it wrote.
 *
 * Yes takes exit status 0 and exactly the line that ssh-keygen prints for this person and this use.
 * No takes the words that it prints for each reason; words that are not known here are no reason,
 * and the question stays open.
 */
#include "sign/sshsig.h"

#define BAD_STATUS 255 /* of an ssh-keygen that found the signature wanting */
#define BAD_WORDS "Could not verify signature.\n"
#define SIGNED_BY "Valid (unverified) signature from key "
#define SHA256_CHARS 43 /* of a SHA-256 in base64 without padding */
#define BASE64 "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
#define KEY_TYPE "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-"

/* "SHA256:..." at the start of `s`, in the arena; NULL when there is none. */
static const char *take_print(struct arena *a, const char *s)
{
	size_t name = strlen("SHA256:");

	if (strncmp(s, "SHA256:", name) != 0 || strspn(s + name, BASE64) != SHA256_CHARS)
		return NULL;
	return arena_strndup(a, s, name + SHA256_CHARS);
}

/* The key in `Good "git" signature for els with ED25519 key SHA256:...`, one line and nothing else;
 * else NULL. */
static const char *good_key(struct arena *a, const char *said, const struct sshsig *s)
{
	const char *want = arena_printf(
	               a, "Good \"%s\" signature for %s with ", s->space, s->principal),
	           *print;
	size_t n = want != NULL ? strlen(want) : 0, type;

	if (want == NULL || strncmp(said, want, n) != 0)
		return NULL;
	said += n;
	type = strspn(said, KEY_TYPE);
	if (type == 0 || !begins_with(said + type, " key "))
		return NULL;
	said += type + strlen(" key ");
	print = take_print(a, said);
	return print != NULL && strcmp(said + strlen(print), "\n") == 0 ? print : NULL;
}

/* The last line that it wrote to stderr, for people. */
static const char *last_words(struct arena *a, const char *said)
{
	size_t n = strlen(said);
	const char *lf;

	while (n > 0 && (said[n - 1] == '\n' || said[n - 1] == '\r'))
		n--;
	lf = memrchr(said, '\n', n);
	if (lf == NULL)
		return n > 0 ? escape_bytes(a, said, n) : "(nothing)";
	return escape_bytes(a, lf + 1, (size_t)(said + n - (lf + 1)));
}

/* No answer: `what` follows the name of the program. */
static void leave_open(struct arena *a, const struct process *p, struct sshsig *s, const char *what)
{
	error_set(&s->valid.why, ERROR_UNREADABLE, "%s %s", escape(a, p->argv[0]),
	    say(what != NULL ? what : "gave no answer"));
	error_mend(&s->valid.why,
	    "push again; if that does not help, the administrator of the server runs: %s -Y verify",
	    escape(a, p->argv[0]));
}

/*
 * Why a signature was not found good, from what -vvv wrote to stderr. The words are those of
 * OpenSSH 9.2.
 */
struct reading {
	struct arena *arena;
	const struct signers *known;
	const struct sshsig *sig;
	const char *rest; /* what stands behind the words that were found */
	const char *who, *key, *space; /* for people */
	char at[WHEN_MAX];
};

/* What ssh-keygen said, to the end of its line, for people. */
static const char *rest_of_line(const struct reading *r)
{
	return escape_bytes(r->arena, r->rest, strcspn(r->rest, "\r\n"));
}

/* Whose plain key it is; NULL for nobody's. */
static const char *owner(const struct reading *r)
{
	for (size_t i = 0; r->sig->key != NULL && i < r->known->n; i++) {
		const struct signer *s = &r->known->list[i];

		if (!s->cert_authority &&
		    strcmp(signers_fingerprint(r->arena, s->key), r->sig->key) == 0)
			return s->principals[0];
	}
	return NULL;
}

static void not_listed(const struct reading *r, struct error *why)
{
	const char *other = owner(r);

	if (other == NULL)
		error_set(why, ERROR_MALFORMED,
		    "allowed_signers does not give the key %s that signed it to '%s'", r->key,
		    r->who);
	else if (strcmp(other, r->sig->principal) == 0)
		error_set(why, ERROR_MALFORMED,
		    "it was signed with a certificate, and allowed_signers gives '%s' the plain "
		    "key %s only",
		    r->who, r->key);
	else
		error_set(why, ERROR_MALFORMED,
		    "the key %s that signed it belongs to '%s', not to '%s'", r->key,
		    escape(r->arena, other), r->who);
	error_mend(
	    why, "'%s' signs again with a key that allowed_signers gives to '%s'", r->who, r->who);
}

enum reason {
	OTHER_USE,
	OTHER_BYTES,
	REVOKED,
	REVOKED_KEYS_BROKEN,
	EXPIRED,
	NOT_YET_VALID,
	CERTIFICATE,
	NOT_IN_NAMESPACE,
	NOT_LISTED,
	NOT_WELL_FORMED
};

#define SIGN_AGAIN "sign again"
#define SIGN_VALID "sign again with a key that is valid"

/* The first row whose words are found counts, so precise ones stand before those that say less. */
static const struct {
	const char *words;
	enum reason reason;
	const char *mend; /* NULL: explain() says it */
} reasons[] = {
	{ "\nCouldn't verify signature: namespace does not match", OTHER_USE,
	    "sign with git itself: git tag -s for a tag, git commit -S for a commit" },
	{ "\nSignature verification failed: incorrect signature", OTHER_BYTES, SIGN_AGAIN },
	{ "sig_verify: sshkey_check_revoked: Key is revoked", REVOKED,
	    "sign again with a key that is not revoked" },
	{ "sig_verify: sshkey_check_revoked: ", REVOKED_KEYS_BROKEN,
	    "the administrator mends revoked_keys: one public key a line, or what ssh-keygen -k "
	    "made" },
	{ ": key has expired: verify time ", EXPIRED, SIGN_VALID },
	{ ": key is not yet valid: verify time ", NOT_YET_VALID, SIGN_VALID },
	{ ": certificate not authorized: ", CERTIFICATE,
	    "sign again with a certificate that names the person and is valid" },
	{ ": key is not permitted for use in signature namespace ", NOT_IN_NAMESPACE, NULL },
	{ "sig_verify: sshsig_check_allowed_keys: key not found", NOT_LISTED, NULL },
	{ "\nSignature verification failed: ", NOT_WELL_FORMED, SIGN_AGAIN },
	{ "\nsig_verify: sshsig_armor: ", NOT_WELL_FORMED, SIGN_AGAIN },
	{ "\nCouldn't verify signature: ", NOT_WELL_FORMED, SIGN_AGAIN },
	{ ": parse signature object: ", NOT_WELL_FORMED, SIGN_AGAIN },
	{ "\nSignature contains trailing data", NOT_WELL_FORMED, SIGN_AGAIN },
	{ " is larger than supported version ", NOT_WELL_FORMED, SIGN_AGAIN },
	{ ": unsupported hash algorithm ", NOT_WELL_FORMED, SIGN_AGAIN },
};

/* ERROR_UNREADABLE where the server is to blame, else ERROR_MALFORMED. */
static void explain(const struct reading *r, enum reason reason, struct error *why)
{
	switch (reason) {
	case OTHER_USE:
		error_set(why, ERROR_MALFORMED,
		    "it was signed for another use: its namespace is not '%s'", r->space);
		break;
	case OTHER_BYTES:
		error_set(why, ERROR_MALFORMED,
		    "its signature does not fit it: it was changed after signing, or the signature "
		    "was made for something else");
		break;
	case REVOKED:
		error_set(why, ERROR_MALFORMED,
		    "revoked_keys revokes the key %s that signed it, or its authority", r->key);
		break;
	case REVOKED_KEYS_BROKEN:
		error_set(why, ERROR_UNREADABLE, "ssh-keygen cannot read revoked_keys: %s",
		    rest_of_line(r));
		break;
	case EXPIRED:
		error_set(why, ERROR_MALFORMED,
		    "by allowed_signers the key %s was no longer valid when it was signed, at %s",
		    r->key, r->at);
		break;
	case NOT_YET_VALID:
		error_set(why, ERROR_MALFORMED,
		    "by allowed_signers the key %s was not yet valid when it was signed, at %s",
		    r->key, r->at);
		break;
	case CERTIFICATE:
		error_set(why, ERROR_MALFORMED,
		    "the certificate of the key %s did not hold for '%s' at %s: %s", r->key, r->who,
		    r->at, rest_of_line(r));
		break;
	case NOT_IN_NAMESPACE:
		error_set(why, ERROR_MALFORMED,
		    "allowed_signers does not let the key %s sign in the namespace '%s'", r->key,
		    r->space);
		error_mend(
		    why, "the administrator adds %s to the namespaces of that key", r->space);
		break;
	case NOT_LISTED:
		not_listed(r, why);
		break;
	case NOT_WELL_FORMED:
		error_set(why, ERROR_MALFORMED, "its signature is not well formed");
		break;
	}
}

#define REASONS (sizeof(reasons) / sizeof(reasons[0]))

/* False for words that are not known: no reason. */
static bool find_reason(
    struct arena *a, const char *said, const struct signers *known, struct sshsig *s)
{
	struct reading r = { .arena = a, .known = known, .sig = s };
	/* So that a line feed stands before the first line, too. */
	const char *all = arena_printf(a, "\n%s", said), *at = NULL;
	size_t i = 0;

	while (all != NULL && i < REASONS && (at = strstr(all, reasons[i].words)) == NULL)
		i++;
	if (at == NULL)
		return false;
	r.rest = at + strlen(reasons[i].words);
	r.who = escape(a, s->principal);
	r.space = escape(a, s->space);
	r.key = s->key != NULL ? s->key : say("(not named)");
	when_format(s->at, r.at);
	explain(&r, reasons[i].reason, &s->valid.why);
	if (reasons[i].mend != NULL)
		error_mend(&s->valid.why, "%s", say(reasons[i].mend));
	s->valid.is = s->valid.why.kind == ERROR_MALFORMED ? FACT_NO : FACT_UNKNOWN;
	return true;
}

static void exited(
    struct arena *a, const struct process *p, const struct signers *known, struct sshsig *s)
{
	const char *print = strstr(p->err, SIGNED_BY);

	s->key = p->code == 0 ? good_key(a, p->out, s) : NULL;
	if (s->key != NULL) {
		s->valid.is = FACT_YES;
		return;
	}
	s->key = print != NULL ? take_print(a, print + strlen(SIGNED_BY)) : NULL;
	if (p->code != BAD_STATUS || strcmp(p->out, BAD_WORDS) != 0 ||
	    !find_reason(a, p->err, known, s))
		leave_open(a, p, s,
		    say_printf(a,
		        "could not tell whether the signature is good; it ended with %d and said: "
		        "%s",
		        p->code, last_words(a, p->err)));
}

static void not_run(struct arena *a, const struct process *p, struct sshsig *s)
{
	if (p->code == ETIMEDOUT)
		leave_open(a, p, s, "was not asked: it hung at another signature");
	else if (p->code == ECHILD)
		leave_open(a, p, s, "ended, and the system did not say how");
	else
		leave_open(a, p, s, say_printf(a, "cannot be run: %s", strerror(p->code)));
	if (p->code == ENOENT)
		error_mend(&s->valid.why,
		    "the administrator of the server installs OpenSSH's client: apt install "
		    "openssh-client");
}

void sshsig_answer(
    struct arena *a, const struct process *p, const struct signers *known, struct sshsig *s)
{
	s->key = NULL;
	memset(&s->valid, 0, sizeof(s->valid));
	switch (p->end) {
	case PROCESS_EXITED:
		exited(a, p, known, s);
		break;
	case PROCESS_KILLED:
		leave_open(a, p, s, say_printf(a, "crashed with signal %d", p->code));
		break;
	case PROCESS_OVERDUE:
		leave_open(
		    a, p, s, say_printf(a, "gave no answer in %d seconds", SSHSIG_LIMIT / 1000));
		break;
	case PROCESS_UNKNOWN:
		not_run(a, p, s);
		break;
	}
	if (!a->exhausted)
		return;
	s->valid.is = FACT_UNKNOWN;
	error_memory(&s->valid.why);
}
