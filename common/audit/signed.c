#include "audit/signed.h"

#include "base/lookup.h"
#include "audit/note.h"
#include "sign/sshsig_split.h"

#define BATCH_CAP ((size_t)256 << 20)
#define HOST "host" /* whose key it is, in the repository itself */
#define PUBLIC_MAX ((size_t)64 << 10)

bool audit_is_witness(const struct signer *s)
{
	return s->namespaces != NULL && strcmp(s->namespaces, NOTE_SPACE) == 0;
}

int audit_keys_list(struct arena *a, struct audit_keys *out, bool witnesses, struct error *e)
{
	const struct signers *known = &out->tool.known;

	for (size_t i = 0; i < known->n; i++) {
		const struct signer *s = &known->list[i];

		if (audit_is_witness(s) != witnesses || (witnesses && s->cert_authority))
			continue;
		for (size_t k = 0; k < s->nprincipals; k++) {
			if (lookup_among(out->principals, out->n, s->principals[k]))
				continue;
			if (ARENA_ADD(a, out->principals, out->n, s->principals[k]) == NULL)
				return error_memory(e);
		}
	}
	return 0;
}

int audit_keys_load(struct arena *a, const char *signers, const char *principal,
    struct audit_keys *out, struct error *e)
{
	memset(out, 0, sizeof(*out));
	if (sshsig_load(a, signers, NULL, &out->tool) < 0)
		return error_copy(e, &out->tool.why);
	if (audit_keys_list(a, out, false, e) < 0)
		return -1;
	if (out->tool.known.n == 0)
		return error_set(e, ERROR_MALFORMED, "%s gives nobody a key", escape(a, signers));
	if (principal == NULL)
		return 0;
	if (!lookup_among(out->principals, out->n, principal))
		return error_set(e, ERROR_ABSENT, "%s gives no key to '%s'", escape(a, signers),
		    escape(a, principal));
	out->principals[0] = principal;
	out->n = 1;
	return 0;
}

/* The line of an allowed_signers file that the public key makes: its type and the key, without its
 * comment. */
static const char *signers_line(struct arena *a, const char *public)
{
	size_t type = strcspn(public, " \n"),
	       key = public[type] == ' ' ? strcspn(public + type + 1, " \n") : 0;

	return arena_printf(
	    a, HOST " namespaces=\"" SSHSIG_GIT "\" %.*s\n", (int)(type + 1 + key), public);
}

int audit_keys_of_host(struct arena *a, const char *key, struct audit_keys *out, struct error *e)
{
	const char *path = arena_printf(a, "%s.pub", key), *line;
	struct ini_problems problems;
	struct safefile file;

	memset(out, 0, sizeof(*out));
	if (path == NULL)
		return error_memory(e);
	if (safefile_read(a, path, PUBLIC_MAX, &file, e) < 0)
		return e->kind == ERROR_ABSENT ?
		    error_mend(e, "whoever has the key runs: ssh-keygen -y -f %s >%s",
		        shellword(a, key), shellword(a, path)) :
		    -1;
	line = signers_line(a, file.bytes);
	if (line == NULL)
		return error_memory(e);
	if (signers_read(a, line, strlen(line), &out->tool.known, &problems, e) < 0)
		return e->kind == ERROR_MALFORMED ?
		    error_set(e, ERROR_MALFORMED, "%s is no public key", escape(a, path)) :
		    -1;
	out->tool.signers =
	    (struct safefile){ .bytes = arena_strdup(a, line), .len = strlen(line) };
	if (out->tool.signers.bytes == NULL)
		return error_memory(e);
	out->tool.loaded = true;
	return audit_keys_list(a, out, false, e);
}

/* Signatures that are verified side by side. */
struct audit_batch {
	struct arena arena; /* of what is signed, and of the answers */
	git_oid ids[AUDIT_SIGNED_BATCH];
	struct sshsig jobs[AUDIT_SIGNED_BATCH];
	size_t n;
};

static void complain(struct audit_signed *s, const git_oid *entry, const char *text)
{
	s->say(s->ctx, entry, text);
}

/* All but the good ones come first afterwards; how many these are. The first answer of each stays.
 */
static size_t ask(struct audit_batch *b, const struct sshsig_tool *tool, const char *principal,
    size_t n, bool first)
{
	struct sshsig *again = arena_array(&b->arena, n, sizeof(*again));
	size_t left = 0;

	if (again == NULL)
		return n;
	for (size_t i = 0; i < n; i++) {
		again[i] = b->jobs[i];
		again[i].principal = principal;
	}
	sshsig_verify_all(&b->arena, tool, again, n);
	for (size_t i = 0; i < n; i++) {
		git_oid id = b->ids[i];

		if (again[i].valid.is == FACT_YES)
			continue;
		b->jobs[left] = first || again[i].valid.is == FACT_UNKNOWN ? again[i] : b->jobs[i];
		b->ids[left++] = id;
	}
	return left;
}

static void to_front(struct audit_keys *keys, size_t i)
{
	const char *found = keys->principals[i];

	for (; i > 0; i--)
		keys->principals[i] = keys->principals[i - 1];
	keys->principals[0] = found;
}

/* What nobody's key has made is a problem; what could not be answered leaves all open. */
static int settle(struct audit_signed *s, struct error *e)
{
	struct audit_batch *b = s->batch;
	size_t left = b->n;

	for (size_t i = 0; i < s->keys->n && left > 0; i++) {
		size_t now = ask(b, &s->keys->tool, s->keys->principals[i], left, i == 0);

		if (now < left)
			to_front(s->keys, i);
		left = now;
	}
	s->verified += b->n - left;
	for (size_t i = 0; i < left; i++) {
		if (b->jobs[i].valid.is != FACT_NO) {
			*e = b->jobs[i].valid.why;
			return e->kind != ERROR_NONE ? -1 : error_memory(e);
		}
		complain(s, &b->ids[i],
		    say_printf(s->arena, "its signature is not one of the host: %s",
		        b->jobs[i].valid.why.text));
	}
	b->n = 0;
	arena_release(&b->arena);
	return 0;
}

static struct audit_batch *start_batch(struct audit_signed *s)
{
	s->batch = arena_alloc(s->arena, sizeof(*s->batch));
	if (s->batch != NULL)
		arena_init(&s->batch->arena, BATCH_CAP);
	return s->batch;
}

static int add(struct audit_signed *s, const struct audit_seen *seen, struct error *e)
{
	struct audit_batch *b = s->batch != NULL ? s->batch : start_batch(s);
	git_odb_object *obj = NULL;
	struct error why = { 0 };
	struct sshsig *job;
	int rc;

	if (b == NULL)
		return error_memory(e);
	job = &b->jobs[b->n];
	*job = (struct sshsig){ .space = SSHSIG_GIT, .at = seen->at };
	if (git_odb_read(&obj, s->repo->odb, &seen->id) < 0)
		return repo_error(s->arena, GIT_ERROR, e, "an entry cannot be read");
	rc = sshsig_split_commit(
	    &b->arena, git_odb_object_data(obj), git_odb_object_size(obj), &job->parts, &why);
	git_odb_object_free(obj);
	if (rc < 0 && why.kind == ERROR_MEMORY)
		return error_memory(e);
	if (rc < 0)
		complain(s, &seen->id,
		    say_printf(s->arena, "its signature is not one of the host: %s", why.text));
	else
		b->ids[b->n++] = seen->id;
	return b->n == AUDIT_SIGNED_BATCH || !s->keys->all ? settle(s, e) : 0;
}

static int note_bare(struct audit_signed *s, const git_oid *id, struct error *e)
{
	return ARENA_ADD(s->arena, s->bare, s->nbare, *id) != NULL ? 0 : error_memory(e);
}

int audit_signed_see(struct audit_signed *s, const struct audit_seen *seen, struct error *e)
{
	bool first = s->n == 0;

	if (!seen->is_signed)
		return note_bare(s, &seen->id, e);
	for (size_t i = 0; i < s->nbare; i++)
		complain(s, &s->bare[i],
		    say_printf(s->arena, "it is not signed, and %s before it is",
		        oid_short(s->arena, &seen->id)));
	s->nbare = 0;
	s->n++;
	if (first)
		s->newest = seen->id;
	if (s->keys == NULL || !s->keys->tool.loaded || (!first && !s->keys->all))
		return 0;
	return add(s, seen, e);
}

int audit_signed_end(struct audit_signed *s, struct error *e)
{
	int ret = s->batch != NULL && s->batch->n > 0 && e->kind == ERROR_NONE ? settle(s, e) : 0;

	if (s->batch != NULL)
		arena_release(&s->batch->arena);
	if (ret == 0 && s->n == 0 && s->keys != NULL && s->keys->tool.loaded)
		complain(s, NULL, say("no entry is signed, and there is a key that would"));
	return ret;
}
