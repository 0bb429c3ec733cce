/* reference-transaction's input: as many updates as lines, and each name stands there. */
#include "fuzz.h"
#include "base/utf8.h"
#include "gate/transaction.h"

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
	(void)argc;
	(void)argv;
	return git_libgit2_init() < 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const char *bytes = (const char *)data;
	struct error e = { 0 };
	struct transaction t;
	struct arena a;
	size_t lines = 0;

	for (size_t i = 0; i < size; i++)
		lines += bytes[i] == '\n';
	arena_init(&a, (size_t)1 << 24);
	if (transaction_read(&a, bytes, size, &t, &e) < 0) {
		assert(e.kind == ERROR_MALFORMED || e.kind == ERROR_MEMORY);
		assert(utf8_line(e.text, strlen(e.text)));
	} else {
		assert(t.n == lines && !a.exhausted);
		for (size_t i = 0; i < t.n; i++) {
			const char *ref = t.list[i].ref;

			assert(*ref != '\0' && strchr(ref, '\n') == NULL);
			assert(memmem(bytes, size, ref, strlen(ref)) != NULL);
		}
	}
	arena_release(&a);
	return 0;
}
