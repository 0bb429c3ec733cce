#include "clone/able.h"
#include "base/safefile.h"
#include "sign/revoked.h"

#define KEY_MAX ((size_t)64 << 10)

struct public_key {
	const char *type, *key; /* NULL: only git knows */
};

/* "ssh-ed25519 AAAA... comment". 0, or -1 for anything else. */
static int read_line(struct arena *a, const char *text, struct public_key *out)
{
	const char *line = arena_strndup(a, text, strcspn(text, "\n"));

	return line != NULL && signers_key_read(a, line, &out->type, &out->key) == NULL ? 0 : -1;
}

/* The file is a public key, or has one beside it, or gives it without a passphrase. 0, or -1 where
 * there is no file. */
static int read_file(struct arena *a, const char *path, struct public_key *out, struct error *e)
{
	const char *beside = arena_printf(a, "%s.pub", path), *said;
	const char *const ask[] = { "ssh-keygen", "-y", "-P", "", "-f", path, NULL };
	struct error why = { 0 };
	struct safefile file;

	if (beside == NULL)
		return error_memory(e);
	if (safefile_read_any(a, beside, KEY_MAX, &file, &why) == 0 &&
	    read_line(a, file.bytes, out) == 0)
		return 0;
	if (safefile_read_any(a, path, KEY_MAX, &file, &why) < 0) {
		error_set(e, ERROR_ABSENT,
		    "git is to sign with the key %s, and that cannot be read: %s", escape(a, path),
		    why.text);
		return error_mend(e, "git sluis setup");
	}
	if (read_line(a, file.bytes, out) < 0 && (said = clone_ask(a, ask, NULL)) != NULL)
		read_line(a, said, out);
	return 0;
}

/* As git reads it. 0 or -1. */
static int find_key(
    struct arena *a, const struct config *c, struct public_key *out, struct error *e)
{
	const char *const path[] = { "git", "config", "--type=path", "--get", "user.signingkey",
		NULL };
	struct error why = { 0 };
	const char *key = config_get(c, "user.signingkey");

	*out = (struct public_key){ NULL, NULL };
	if (key != NULL && begins_with(key, "key::"))
		return read_line(a, key + 5, out), 0;
	if (key != NULL && begins_with(key, "ssh-"))
		return read_line(a, key, out), 0;
	if (key != NULL && *key != '\0' && (key = clone_ask(a, path, &why)) != NULL)
		return read_file(a, key, out, e);
	if (config_get(c, "gpg.ssh.defaultkeycommand") != NULL)
		return 0;
	error_set(e, ERROR_ABSENT, "git knows no key to sign with: user.signingkey is not set");
	return error_mend(e, "git sluis setup");
}

/* By the list that the remote shows; the gate may have a newer one. */
static int check_revoked(struct session *se, const struct public_key *mine, struct error *e)
{
	struct arena *a = &se->gate.arena;
	const struct revoked_question q = { .type = mine->type, .key = mine->key };
	struct error none = { 0 };
	struct revoked list;
	struct fact is = { 0 };

	if (revoked_load(a, se->gate.file.revoked, &list, &none) == 0)
		revoked_find(a, &list, &q, &is);
	if (is.is != FACT_YES)
		return 0;
	error_set(e, ERROR_MALFORMED, "your key %s is revoked", signers_fingerprint(a, mine->key));
	return error_mend(e,
	    "the administrator adds the line that this command prints, with a new key:\n"
	    "git sluis setup --key ~/.ssh/id_sluis_%.10s",
	    when_text(a, se->gate.now));
}

int signing_key_check(struct session *se, struct error *e)
{
	struct gate *g = &se->gate;
	struct arena *a = &se->arena;
	struct public_key mine;
	const char *whose;
	bool several;

	if (find_key(a, &se->clone.config, &mine, e) < 0)
		return -1;
	if (mine.key == NULL || strstr(mine.type, "-cert-") != NULL || !g->verifier.loaded)
		return 0;
	whose = signers_principal(&g->verifier.known, mine.type, mine.key, g->now, &several);
	if (whose != NULL && strcmp(whose, se->me->id) == 0)
		return check_revoked(se, &mine, e);
	if (whose != NULL)
		error_set(e, ERROR_MALFORMED,
		    "your key %s is that of '%s' in the policy, not of '%s'",
		    signers_fingerprint(a, mine.key), escape(a, whose), escape(a, se->me->id));
	else
		error_set(e, ERROR_MALFORMED, "the policy does not know your key %s",
		    signers_fingerprint(a, mine.key));
	return error_mend(
	    e, "the administrator adds the line that this command prints:\ngit sluis setup");
}
