#include "sshsig_reason.h"

#include <string.h>

#include "escape.h"
#include "fingerprint.h"
#include "say.h"
#include "when.h"

struct reason_reading {
	struct arena *arena;
	const struct signers *known;
	struct sshsig *sig;
	const char *rest; /* what stands behind the words that were found */
	const char *who, *key, *space; /* for people */
	char at[WHEN_MAX];
};

/* What to tell people; a NULL in it means that there was no memory. */
struct reason {
	const char *why, *mend;
};

/* What ssh-keygen said, to the end of its line, for people. */
static const char *
rest_of_line(const struct reason_reading *r)
{
	return escape_bytes(r->arena, r->rest, strcspn(r->rest, "\r\n"));
}

static struct reason
other_use(const struct reason_reading *r)
{
	return (struct reason){ arena_printf(r->arena,
		                    say("it was signed for another use: its namespace is not '%s'"),
		                    r->space),
		"sign with git itself: git tag -s for a tag, git commit -S for a commit" };
}

static struct reason
other_bytes(const struct reason_reading *r)
{
	(void)r;
	return (struct reason){ "its signature does not fit it: it was changed after signing, or "
		                "the signature was made for something else",
		"sign again" };
}

static struct reason
not_well_formed(const struct reason_reading *r)
{
	(void)r;
	return (struct reason){ "its signature is not well formed", "sign again" };
}

static struct reason
revoked(const struct reason_reading *r)
{
	return (struct reason){
		arena_printf(r->arena,
		    say("revoked_keys revokes the key %s that signed it, or its authority"),
		    r->key),
		"sign again with a key that is not revoked"
	};
}

static struct reason
revoked_keys_broken(const struct reason_reading *r)
{
	return (
	    struct reason){ arena_printf(r->arena, say("ssh-keygen cannot read revoked_keys: %s"),
		                rest_of_line(r)),
		"the administrator mends revoked_keys: one public key a line, or what ssh-keygen "
		"-k made" };
}

static struct reason
expired(const struct reason_reading *r)
{
	return (struct reason){ arena_printf(r->arena,
		                    say("by allowed_signers the key %s was no longer valid when it "
		                        "was signed, at %s"),
		                    r->key, r->at),
		"sign again with a key that is valid" };
}

static struct reason
not_yet_valid(const struct reason_reading *r)
{
	return (struct reason){ arena_printf(r->arena,
		                    say("by allowed_signers the key %s was not yet valid when it "
		                        "was signed, at %s"),
		                    r->key, r->at),
		"sign again with a key that is valid" };
}

static struct reason
certificate(const struct reason_reading *r)
{
	return (struct reason){
		arena_printf(r->arena,
		    say("the certificate of the key %s did not hold for '%s' at %s: %s"), r->key,
		    r->who, r->at, rest_of_line(r)),
		"sign again with a certificate that names the person and is valid"
	};
}

static struct reason
not_in_namespace(const struct reason_reading *r)
{
	return (struct reason){
		arena_printf(r->arena,
		    say("allowed_signers does not let the key %s sign in the namespace '%s'"),
		    r->key, r->space),
		arena_printf(r->arena,
		    say("the administrator adds %s to the namespaces of that key"), r->space)
	};
}

/* Whose plain key it is; NULL for nobody's. */
static const char *
owner(const struct reason_reading *r)
{
	for (size_t i = 0; r->sig->key != NULL && i < r->known->n; i++) {
		const struct signer *s = &r->known->list[i];

		if (!s->cert_authority && strcmp(fingerprint(r->arena, s->key), r->sig->key) == 0)
			return s->principals[0];
	}
	return NULL;
}

static struct reason
not_listed(const struct reason_reading *r)
{
	const char *other = owner(r), *why;

	if (other == NULL)
		why = arena_printf(r->arena,
		    say("allowed_signers does not give the key %s that signed it to '%s'"), r->key,
		    r->who);
	else if (strcmp(other, r->sig->principal) == 0)
		why = arena_printf(r->arena,
		    say("it was signed with a certificate, and allowed_signers gives '%s' the "
		        "plain key %s only"),
		    r->who, r->key);
	else
		why = arena_printf(r->arena,
		    say("the key %s that signed it belongs to '%s', not to '%s'"), r->key,
		    escape(r->arena, other), r->who);
	return (struct reason){ why,
		arena_printf(r->arena,
		    say("'%s' signs again with a key that allowed_signers gives to '%s'"), r->who,
		    r->who) };
}

/* The first row whose words are found counts, so precise ones stand before those that say less. */
static const struct {
	const char *words;
	enum answer is;
	struct reason (*tell)(const struct reason_reading *r);
} reasons[] = {
	{ "\nCouldn't verify signature: namespace does not match", FACT_NO, other_use },
	{ "\nSignature verification failed: incorrect signature", FACT_NO, other_bytes },
	{ "sig_verify: sshkey_check_revoked: Key is revoked", FACT_NO, revoked },
	{ "sig_verify: sshkey_check_revoked: ", FACT_UNKNOWN, revoked_keys_broken },
	{ ": key has expired: verify time ", FACT_NO, expired },
	{ ": key is not yet valid: verify time ", FACT_NO, not_yet_valid },
	{ ": certificate not authorized: ", FACT_NO, certificate },
	{ ": key is not permitted for use in signature namespace ", FACT_NO, not_in_namespace },
	{ "sig_verify: sshsig_check_allowed_keys: key not found", FACT_NO, not_listed },
	{ "\nSignature verification failed: ", FACT_NO, not_well_formed },
	{ "\nsig_verify: sshsig_armor: ", FACT_NO, not_well_formed },
	{ "\nCouldn't verify signature: ", FACT_NO, not_well_formed },
	{ ": parse signature object: ", FACT_NO, not_well_formed },
	{ "\nSignature contains trailing data", FACT_NO, not_well_formed },
	{ " is larger than supported version ", FACT_NO, not_well_formed },
	{ ": unsupported hash algorithm ", FACT_NO, not_well_formed },
};

static void
set(struct fact *f, enum answer is, const struct reason *told)
{
	f->is = FACT_UNKNOWN;
	if (told->why == NULL || told->mend == NULL) {
		error_memory(&f->why);
		return;
	}
	f->is = is;
	error_set(
	    &f->why, is == FACT_NO ? ERROR_MALFORMED : ERROR_UNREADABLE, "%s", say(told->why));
	error_mend(&f->why, "%s", say(told->mend));
}

bool
sshsig_reason(struct arena *a, const char *said, const struct signers *known, struct sshsig *s)
{
	struct reason_reading r = { .arena = a, .known = known, .sig = s };
	const char *all = arena_printf(
	    a, "\n%s", said); /* so that a line feed stands before the first line, too */

	r.who = escape(a, s->principal);
	r.space = escape(a, s->space);
	r.key = s->key != NULL ? s->key : say("(not named)");
	when_format(s->at, r.at);
	for (size_t i = 0; all != NULL && i < sizeof(reasons) / sizeof(reasons[0]); i++) {
		const char *at = strstr(all, reasons[i].words);
		struct reason told;

		if (at == NULL)
			continue;
		r.rest = at + strlen(reasons[i].words);
		told = reasons[i].tell(&r);
		set(&s->valid, reasons[i].is, &told);
		return true;
	}
	return false;
}
