#include "audit/copy.h"

#include "audit/remote.h"
#include "base/digest.h"

#define FETCHED "refs/witness/fetched"

static int fetch_log(struct arena *a, const struct repo *r, struct copy *c, struct error *e)
{
	unsigned char sum[DIGEST_SIZE];
	char hex[DIGEST_HEX];
	int rc;

	if (digest_sha256(c->from, strlen(c->from), sum) < 0)
		return error_set(e, ERROR_UNREADABLE, "the digest of a name cannot be computed");
	c->seen = arena_printf(a, "refs/witness/%.16s", digest_hex(sum, hex));
	if (c->seen == NULL)
		return error_memory(e);
	rc = git_reference_name_to_id(&c->known, r->git, c->seen);
	if (rc < 0 && rc != GIT_ENOTFOUND)
		return repo_error(a, GIT_ERROR, e, "the log of a witness cannot be read");
	if (remote_tip(a, r, c->from, NOTE_LOG, &c->log, e) < 0 ||
	    remote_fetch(a, r, c->from, NOTE_LOG, FETCHED, &c->log, e) < 0)
		return -1;
	c->witnessed = true;
	return 0;
}

/* The clone of a witness has the log itself, unless a remote has one. */
static bool has_own_log(const struct repo *r)
{
	git_remote *remote = NULL;
	git_oid log;
	bool named = git_remote_lookup(&remote, r->git, COPY_REMOTE) == 0;

	git_remote_free(remote);
	return !named && git_reference_name_to_id(&log, r->git, NOTE_LOG) == 0;
}

int copy_open(struct arena *a, const struct repo *r, const char *from, const char *signers,
    struct copy *out, struct error *e)
{
	*out = (struct copy){ .from = from, .signers = signers };
	if (signers == NULL && repo_configured(a, r, "sluis.witnessSigners", &out->signers, e) < 0)
		return -1;
	if (out->signers == NULL)
		return 0;
	if (witness_keys_load(a, out->signers, &out->keys, e) < 0)
		return -1;
	if (from == NULL && signers == NULL)
		out->from = has_own_log(r) ? r->dir : COPY_REMOTE;
	if (out->keys.n == 0 && signers == NULL)
		return error_set(e, ERROR_MALFORMED,
		    "%s names no witness: no line of it has namespaces=\"" NOTE_SPACE "\"",
		    escape(a, out->signers));
	return out->from != NULL && out->keys.n > 0 ? fetch_log(a, r, out, e) : 0;
}

int copy_keep(struct arena *a, const struct repo *r, const struct copy *c, struct error *e)
{
	git_reference *ref = NULL;
	int rc = git_reference_create(&ref, r->git, c->seen, &c->log, 1, "witness");

	git_reference_free(ref);
	return rc == 0 ? 0 : repo_error(a, rc, e, "the log of a witness cannot be kept");
}
