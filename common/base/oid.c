#include "base/oid.h"

#include <ctype.h>

int oid_parse(const char *hex, size_t len, git_oid *out)
{
	if (len != OID_HEX)
		return -1;
	for (size_t i = 0; i < len; i++)
		if (!isxdigit((unsigned char)hex[i]))
			return -1;
	return git_oid_fromstrn(out, hex, len) == 0 ? 0 : -1;
}

const char *oid_short(struct arena *a, const git_oid *id)
{
	char *s = arena_alloc(a, 8);

	if (s == NULL)
		return "(out of memory)";
	git_oid_tostr(s, 8, id);
	return s;
}
