/* What git says of the refs of somebody else's repository: an id is one of its lines, or nothing is
 * read. */
#include "fuzz.h"
#include "audit/remote.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *said = malloc(size + 1), hex[OID_HEX + 1];
	git_oid id;

	assert(said != NULL);
	if (size > 0)
		memcpy(said, data, size);
	said[size] = '\0';
	if (remote_ref_read(said, "refs/sluis/audit", &id) == 0)
		assert(strcasestr(said, git_oid_tostr(hex, sizeof(hex), &id)) != NULL);
	free(said);
	return 0;
}
