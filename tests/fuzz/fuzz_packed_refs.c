/* Git's file packed-refs: what is found begins as it was asked for, and comes out of one line. */
#include "fuzz.h"
#include "git/packed_refs.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const char *const prefixes[] = { "refs/heads/a", "refs/tags/", "refs/z" };

	for (size_t i = 0; i < sizeof(prefixes) / sizeof(prefixes[0]); i++) {
		struct packed_refs p = { (const char *)data, (const char *)data + size, false };
		struct packed_ref ref;

		while (packed_refs_next(&p, prefixes[i], &ref) == 1) {
			assert(ref.name >= (const char *)data + OID_HEX + 1 &&
			    ref.name + ref.len <= (const char *)data + size);
			assert(ref.len >= strlen(prefixes[i]) &&
			    memcmp(ref.name, prefixes[i], strlen(prefixes[i])) == 0);
			assert(memchr(ref.name, '\n', ref.len) == NULL);
		}
	}
	return 0;
}
