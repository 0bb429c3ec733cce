#include "base/oid.h"

#include "base/escape.h"

/* git_oid_fromstrn() wants a copy of it. */
int oid_parse(const char *hex, size_t len, git_oid *out)
{
	return len == OID_HEX ? hex_read(hex, out->id, sizeof(out->id)) : -1;
}

const char *oid_short(struct arena *a, const git_oid *id)
{
	char *s = arena_alloc(a, 8);

	if (s == NULL)
		return "(out of memory)";
	git_oid_tostr(s, 8, id);
	return s;
}
