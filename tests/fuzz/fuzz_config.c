/* Git's configuration as git lists it: nothing is read that does not stand there. */
#include "fuzz.h"
#include "clone/config.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const char *bytes = (const char *)data;
	struct arena a;
	struct config c;
	struct error e = { 0 };

	arena_init(&a, (size_t)1 << 22);
	if (config_read(&a, bytes, size, &c, &e) == 0)
		for (size_t i = 0; i < c.n; i++) {
			size_t n = strlen(c.list[i].key);

			assert(n == 0 || memmem(bytes, size, c.list[i].key, n) != NULL);
			assert(config_get(&c, c.list[i].key) != NULL);
		}
	arena_release(&a);
	return 0;
}
