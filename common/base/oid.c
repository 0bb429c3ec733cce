#include "base/oid.h"

#include "base/escape.h"

/* git_oid_fromstrn() wants a copy of it. */
int oid_parse(const char *hex, size_t len, git_oid *out)
{
	return len == OID_HEX ? hex_read(hex, out->id, sizeof(out->id)) : -1;
}

static const char *digits(struct arena *a, const git_oid *id, size_t n)
{
	char *s = arena_alloc(a, n + 1);

	return s != NULL ? git_oid_tostr(s, n + 1, id) : "(out of memory)";
}

const char *oid_short(struct arena *a, const git_oid *id)
{
	return digits(a, id, 7);
}

const char *oid_hex(struct arena *a, const git_oid *id)
{
	return digits(a, id, OID_HEX);
}
