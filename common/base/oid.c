#include "base/oid.h"

/* -1 for what is no digit. */
static int digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	c |= 0x20;
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* git_oid_fromstrn() wants a copy of it. */
int oid_parse(const char *hex, size_t len, git_oid *out)
{
	if (len != OID_HEX)
		return -1;
	for (size_t i = 0; i < len / 2; i++) {
		int high = digit(hex[2 * i]), low = digit(hex[2 * i + 1]);

		if (high < 0 || low < 0)
			return -1;
		out->id[i] = (unsigned char)(high << 4 | low);
	}
	return 0;
}

const char *oid_short(struct arena *a, const git_oid *id)
{
	char *s = arena_alloc(a, 8);

	if (s == NULL)
		return "(out of memory)";
	git_oid_tostr(s, 8, id);
	return s;
}
