/* allowed_signers: whoever is found for a key is named on a line with that key. */
#include "fuzz.h"
#include "base/utf8.h"
#include "sign/signers.h"

static void check_signer(
    const struct signer *s, const struct signers *all, const char *bytes, size_t len)
{
	bool ambiguous;
	const char *who;

	assert(s->nprincipals > 0 && s->valid_after <= s->valid_before && s->line > 0);
	for (size_t i = 0; i < s->nprincipals; i++)
		assert(*s->principals[i] != '\0' && strpbrk(s->principals[i], ",*?!\"\n") == NULL);
	assert(strlen(s->key) % 4 == 0 && memmem(bytes, len, s->key, strlen(s->key)) != NULL);
	who = signers_principal(
	    all, s->key_type, s->key, s->valid_after > 0 ? s->valid_after : 0, &ambiguous);
	assert(who == NULL || !ambiguous);
	if (who != NULL && s->nprincipals == 1 && !s->cert_authority && s->valid_before >= 0)
		assert(strcmp(who, s->principals[0]) == 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const char *bytes = (const char *)data;
	struct signers signers;
	struct ini_problems ps;
	struct error e = { 0 };
	struct arena a;

	arena_init(&a, (size_t)1 << 23);
	if (signers_read(&a, bytes, size, &signers, &ps, &e) == 0) {
		assert(ps.n == 0 && !a.exhausted);
		for (size_t i = 0; i < signers.n && i < 100; i++)
			check_signer(&signers.list[i], &signers, bytes, size);
	} else {
		assert(e.kind == ERROR_MEMORY || (e.kind == ERROR_MALFORMED && ps.n > 0));
		assert(signers.n == 0 || e.kind == ERROR_MEMORY);
		for (size_t i = 0; i < ps.n; i++)
			assert(utf8_line(ps.list[i].text, strlen(ps.list[i].text)));
	}
	arena_release(&a);
	return 0;
}
