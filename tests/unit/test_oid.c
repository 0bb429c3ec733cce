/* Object ids: exactly 40 hex digits. */
#include "unit.h"
#include "base/oid.h"

#define HEX "8c1f2aa0aa1b2c3d4e5f60718293a4b5c6d7e8f9"

static void parse(void **state)
{
	static const unsigned char bytes[] = {
		0x8c,
		0x1f,
		0x2a,
		0xa0,
		0xaa,
		0x1b,
		0x2c,
		0x3d,
		0x4e,
		0x5f,
		0x60,
		0x71,
		0x82,
		0x93,
		0xa4,
		0xb5,
		0xc6,
		0xd7,
		0xe8,
		0xf9,
	};
	git_oid lower, upper;

	(void)state;
	assert_int_equal(oid_parse(HEX, 40, &lower), 0);
	assert_memory_equal(lower.id, bytes, sizeof(bytes));
	assert_int_equal(oid_parse("8C1F2AA0AA1B2C3D4E5F60718293A4B5C6D7E8F9", 40, &upper), 0);
	assert_memory_equal(upper.id, bytes, sizeof(bytes));
	assert_int_equal(
	    oid_parse(HEX "ffff", 40, &lower), 0); /* the length counts, not the end of a string */
}

static void parse_refused(void **state)
{
	static const char odd[] = "gG-/:@`{ \n+x";
	static const char sha256[] = HEX "a1b2c3d4e5f60718293a4b5c";
	git_oid id;

	(void)state;
	assert_int_equal(oid_parse("", 0, &id), -1);
	assert_int_equal(oid_parse(HEX, 39, &id), -1);
	assert_int_equal(oid_parse(HEX, 7, &id), -1);
	assert_int_equal(oid_parse(sha256, 64, &id), -1); /* git_oid_fromstr() would cut it */
	assert_int_equal(oid_parse(sha256, 41, &id), -1);
	for (size_t i = 0; i < sizeof(odd); i++) /* the final NUL too */
		for (size_t at = 0; at < 40; at += 13) {
			char bad[] = HEX;

			bad[at] = odd[i];
			assert_int_equal(oid_parse(bad, 40, &id), -1);
		}
}

static void shown(void **state)
{
	struct arena a;
	git_oid id;

	(void)state;
	assert_int_equal(oid_parse(HEX, 40, &id), 0);
	arena_init(&a, 1 << 16);
	assert_string_equal(oid_short(&a, &id), "8c1f2aa");
	arena_release(&a);
	arena_init(&a, 1);
	assert_string_equal(oid_short(&a, &id), "(out of memory)");
	assert_true(a.exhausted);
	arena_release(&a);
}

TESTS(T(parse), T(parse_refused), T(shown));
