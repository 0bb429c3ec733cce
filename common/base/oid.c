#include "base/oid.h"

/* One more than the digit is worth; 0 for what is none. An audit has a lot of them. */
static const unsigned char digits[256] = { ['0'] = 1,
	2,
	3,
	4,
	5,
	6,
	7,
	8,
	9,
	10,
	['A'] = 11,
	12,
	13,
	14,
	15,
	16,
	['a'] = 11,
	12,
	13,
	14,
	15,
	16 };

/* git_oid_fromstrn() wants a copy of it. */
int oid_parse(const char *hex, size_t len, git_oid *out)
{
	if (len != OID_HEX)
		return -1;
	for (size_t i = 0; i < len / 2; i++) {
		unsigned high = digits[(unsigned char)hex[2 * i]],
		         low = digits[(unsigned char)hex[2 * i + 1]];

		if (high == 0 || low == 0)
			return -1;
		out->id[i] = (unsigned char)((high - 1) << 4 | (low - 1));
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
