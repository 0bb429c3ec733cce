/* A certificate: the keys that are read from it are base64 of bytes that stand in it, and names
 * hold no NUL. */
#include "fuzz.h"
#include "base/base64.h"
#include "sign/sshcert.h"

static void check(struct arena *a, const struct sshcert *c, const uint8_t *data, size_t size)
{
	size_t n, tlen = strlen(c->key_type);
	const unsigned char *key = base64_decode(a, c->key, strlen(c->key), &n);

	assert(key != NULL && n > 4 + tlen && memcmp(key + 4, c->key_type, tlen) == 0);
	assert(memmem(data, size, key + 4 + tlen, n - 4 - tlen) != NULL);
	key = base64_decode(a, c->ca_key, strlen(c->ca_key), &n);
	assert(key != NULL && memmem(data, size, key, n) != NULL);
	assert(memcmp(key + 4, c->ca_type, strlen(c->ca_type)) == 0);
	assert(c->kind == SSHCERT_USER || c->kind == SSHCERT_HOST);
	assert(c->nprincipals <= SSHCERT_PRINCIPALS_MAX);
	for (size_t i = 0; i < c->nprincipals; i++)
		assert(memmem(data, size, c->principals[i], strlen(c->principals[i])) != NULL);
}

/* The input is the type, a line feed, and the blob. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const uint8_t *lf = size > 0 ? memchr(data, '\n', size) : NULL;
	struct error e = { 0 };
	struct sshcert c;
	struct arena a;
	const char *type;

	if (lf == NULL)
		return 0;
	arena_init(&a, (size_t)1 << 22);
	type = arena_strndup(&a, (const char *)data, (size_t)(lf - data));
	if (type != NULL &&
	    sshcert_read(&a, type, lf + 1, size - (size_t)(lf + 1 - data), &c, &e) == 0)
		check(&a, &c, data, size);
	else
		assert(e.kind == ERROR_MALFORMED || e.kind == ERROR_MEMORY || type == NULL);
	arena_release(&a);
	return 0;
}
