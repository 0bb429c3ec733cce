/*
 * A push that the pusher has signed (git-push(1), --signed), where the policy asks for that.
 *
 * git checks the certificate too, and only reports: for an SSH signature its status is G for a key
 * that nobody knows, and it forgets revoked keys. So the certificate is verified here, like any
 * signature. That it is of this push is the nonce's word, which git has checked; the ref changes of
 * a signed push are those of the certificate.
 */

#include <git2.h>
#include <string.h>

#include "base/escape.h"
#include "base/oid.h"
#include "people/pusher.h"
#include "base/say/say.h"

#define CERT_MAX ((size_t)8 << 20)

static void undecided(struct pusher *who, const struct error *why)
{
	who->state = PUSHER_UNDECIDED;
	who->why = *why;
}

/* The certificate, in the arena. */
static int load(struct arena *a, const struct repo *r, const char *hex, const char **bytes,
    size_t *len, struct error *e)
{
	git_odb_object *obj = NULL;
	git_oid id;
	int rc;

	if (oid_parse(hex, strlen(hex), &id) < 0)
		return error_set(e, ERROR_UNREADABLE, "git names no certificate of the push");
	rc = git_odb_read(&obj, r->odb, &id);
	if (rc < 0)
		return repo_error(a, GIT_ERROR, e, "the certificate of the push cannot be read");
	*len = git_odb_object_size(obj);
	*bytes = *len <= CERT_MAX ? arena_strndup(a, git_odb_object_data(obj), *len) : NULL;
	git_odb_object_free(obj);
	if (*bytes != NULL)
		return 0;
	if (a->exhausted)
		return error_memory(e);
	error_set(e, ERROR_UNREADABLE, "the certificate of the push is larger than %zu MiB",
	    CERT_MAX >> 20);
	return error_mend(e, "push fewer refs at once");
}

static void verify(struct arena *a, const struct sshsig_tool *tool, const char *bytes, size_t len,
    int64_t now, struct pusher *who)
{
	struct sshsig job = { .principal = who->person->id, .space = SSHSIG_GIT, .at = now };
	struct error why = { 0 };

	if (sshsig_split_tag(bytes, len, &job.parts, &why) < 0) {
		pusher_unknown(
		    who, "sign it with an ssh key", "the certificate of the push: %s", why.text);
		return;
	}
	sshsig_verify_all(a, tool, &job, 1);
	if (job.valid.is == FACT_UNKNOWN)
		undecided(who, &job.valid.why);
	else if (job.valid.is == FACT_NO)
		pusher_unknown(who,
		    arena_printf(a,
		        say("%s signs the push with a key that allowed_signers gives to '%s'"),
		        escape(a, who->person->name), escape(a, who->person->id)),
		    "the signature of the push: %s", job.valid.why.text);
}

void pusher_cert_check(struct arena *a, const struct repo *r, const char *(*env)(const char *name),
    const struct sshsig_tool *tool, int64_t now, struct pusher *who)
{
	const char *hex = env("GIT_PUSH_CERT"), *nonce = env("GIT_PUSH_CERT_NONCE_STATUS"), *bytes;
	struct error why = { 0 };
	size_t len = 0;

	if (who->state != PUSHER_KNOWN)
		return;
	if (hex == NULL || *hex == '\0')
		pusher_unknown(who, "push it with git push --signed",
		    "the push is not signed, and the policy asks for that");
	else if (nonce == NULL || strcmp(nonce, "OK") != 0)
		pusher_unknown(who,
		    "push again; if that does not help, the administrator sets "
		    "receive.certNonceSeed",
		    "the signature of the push may be of another push (nonce: %s)",
		    escape(a, nonce));
	else if (load(a, r, hex, &bytes, &len, &why) < 0)
		undecided(who, &why);
	else
		verify(a, tool, bytes, len, now, who);
	if (a->exhausted) {
		error_memory(&why);
		undecided(who, &why);
	}
}
