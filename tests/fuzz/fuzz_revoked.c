/* revoked_keys: every key that is listed stands in the file, and the reason for a refusal is
 * printable. */
#include "fuzz.h"
#include "base/utf8.h"
#include "sign/revoked.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const char *bytes = (const char *)data;
	struct ini_problems problems;
	struct error e = { 0 };
	struct revoked r;
	struct arena a;

	arena_init(&a, (size_t)1 << 23);
	if (revoked_read(&a, bytes, size, &r, &problems, &e) == 0) {
		assert(!a.exhausted && (r.krl == NULL || r.n == 0));
		for (size_t i = 0; i < r.n && i < 100; i++) {
			struct revoked_question q = { .type = r.list[i].type,
				.key = r.list[i].key };
			struct revoked_question other = { .type = "ssh-ed25519", .key = "none" };
			struct fact f;

			assert(memmem(bytes, size, q.key, strlen(q.key)) != NULL);
			revoked_find(&a, &r, &q, &f);
			assert(f.is == FACT_YES);
			revoked_find(&a, &r, &other, &f);
			assert(f.is == FACT_NO);
			revoked_find(&(struct arena){ .exhausted = true }, &r, &q, &f);
			assert(f.is == FACT_UNKNOWN);
		}
	} else {
		assert(e.kind == ERROR_MALFORMED || e.kind == ERROR_MEMORY);
		assert(utf8_line(e.text, strlen(e.text)));
	}
	arena_release(&a);
	return 0;
}
