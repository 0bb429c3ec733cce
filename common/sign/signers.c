#include "sign/signers.h"

#include "base/lookup.h"

int signers_read(struct arena *a, const char *bytes, size_t len, struct signers *out,
    struct ini_problems *problems, struct error *e)
{
	struct signers_lines lines = { .arena = a, .at = bytes, .end = bytes + len };

	memset(out, 0, sizeof(*out));
	memset(problems, 0, sizeof(*problems));
	while (signers_lines_next(&lines)) {
		struct signer s = { .line = lines.number };
		const char *wrong = lines.wrong;

		if (wrong == NULL)
			wrong = signers_line_read(a, lines.text, &s);
		if (wrong != NULL) {
			ini_problem(a, problems, lines.number, "%s", say(wrong));
			continue;
		}
		if (ARENA_ADD(a, out->list, out->n, s) == NULL)
			break;
	}
	if (!a->exhausted && problems->n == 0)
		return 0;
	memset(out, 0, sizeof(*out));
	if (a->exhausted)
		return error_memory(e);
	return error_set(e, ERROR_MALFORMED,
	    problems->n == 1 ? "allowed_signers has %zu problem, the first on line %u: %s" :
	                       "allowed_signers has %zu problems, the first on line %u: %s",
	    problems->n, problems->list[0].line, problems->list[0].text);
}

int signers_load(
    struct arena *a, const char *path, struct safefile *file, struct signers *out, struct error *e)
{
	struct ini_problems problems;

	if (path == NULL)
		error_set(e, ERROR_ABSENT, "there is no allowed_signers beside the policy");
	else if (safefile_read(a, path, SIGNERS_BYTES_MAX, file, e) == 0) {
		if (signers_read(a, file->bytes, file->len, out, &problems, e) == 0)
			return 0;
		return *e->mend == '\0' ?
		    error_mend(e, "the administrator mends %s", escape(a, path)) :
		    -1;
	}
	return e->kind == ERROR_ABSENT ?
	    error_mend(e, "the administrator writes allowed_signers beside the policy") :
	    -1;
}

/* At that moment; whenever it was or will be for SIGNERS_EVER. */
static bool is_key(const struct signer *s, const char *key_type, const char *key, int64_t now)
{
	return strcmp(s->key_type, key_type) == 0 && strcmp(s->key, key) == 0 &&
	    (now == SIGNERS_EVER || (now >= s->valid_after && now <= s->valid_before));
}

const char *signers_principal(
    const struct signers *s, const char *key_type, const char *key, int64_t now, bool *ambiguous)
{
	const char *found = NULL;

	*ambiguous = false;
	for (size_t i = 0; i < s->n; i++) {
		if (s->list[i].cert_authority || !is_key(&s->list[i], key_type, key, now))
			continue;
		for (size_t j = 0; j < s->list[i].nprincipals; j++) {
			if (found != NULL && strcmp(found, s->list[i].principals[j]) != 0) {
				*ambiguous = true;
				return NULL;
			}
			found = s->list[i].principals[j];
		}
	}
	return found;
}

bool signers_shares(const struct signers *s, const struct signer *one, int64_t now)
{
	int64_t at = one->valid_after > now ? one->valid_after : now;
	bool ambiguous = false;

	if (!one->cert_authority)
		signers_principal(s, one->key_type, one->key, at, &ambiguous);
	return ambiguous && at <= one->valid_before;
}

bool signers_certifies(const struct signers *s, const char *ca_type, const char *ca_key,
    const char *principal, int64_t now)
{
	for (size_t i = 0; i < s->n; i++) {
		const struct signer *one = &s->list[i];

		if (one->cert_authority && is_key(one, ca_type, ca_key, now) &&
		    lookup_among(one->principals, one->nprincipals, principal))
			return true;
	}
	return false;
}
