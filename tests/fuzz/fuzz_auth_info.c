/* What sshd says of a login: each key that is read stands on a publickey line. */
#include "fuzz.h"
#include "people/pusher.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const char *bytes = (const char *)data;
	struct error e = { 0 };
	struct auth_info info;
	struct arena a;

	arena_init(&a, (size_t)1 << 22);
	if (auth_info_read(&a, bytes, size, &info, &e) < 0)
		assert(e.kind == ERROR_MALFORMED || e.kind == ERROR_MEMORY);
	else
		for (size_t i = 0; i < info.n; i++) {
			const struct auth_key *k = &info.list[i];

			assert(*k->type != '\0' && *k->key != '\0');
			assert(strpbrk(k->type, " \n") == NULL && strpbrk(k->key, " \n") == NULL);
			assert(memmem(bytes, size, k->key, strlen(k->key)) != NULL);
			assert(memmem(bytes, size, "publickey", 9) != NULL);
		}
	arena_release(&a);
	return 0;
}
