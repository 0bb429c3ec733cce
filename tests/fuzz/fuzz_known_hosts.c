/* known_hosts: no line with a marker counts as a plain one, and no plain one ends in blanks. */
#include "fuzz.h"
#include "fetch/known_hosts.h"

static void check(const struct known_hosts *k)
{
	for (size_t i = 0; i < k->nlines; i++) {
		size_t n = strlen(k->lines[i]);

		assert(n == 0 ||
		    (strchr("@# \t\n", k->lines[i][0]) == NULL &&
		        strchr(" \t\r\n", k->lines[i][n - 1]) == NULL));
		assert(strchr(k->lines[i], '\n') == NULL);
	}
	for (size_t i = 0; i < k->nrevoked; i++) {
		assert(k->revoked[i].len > 0);
		assert(known_hosts_revokes(k, k->revoked[i].blob, k->revoked[i].len));
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena a;
	struct known_hosts k;
	struct error e = { 0 };
	char *text = malloc(size + 1);

	if (text == NULL)
		return 0;
	if (size > 0)
		memcpy(text, data, size);
	arena_init(&a, (size_t)1 << 22);
	if (known_hosts_read(&a, text, size, &k, &e) == 0)
		check(&k);
	else
		assert(e.kind == ERROR_MALFORMED || e.kind == ERROR_MEMORY);
	arena_release(&a);
	free(text);
	return 0;
}
