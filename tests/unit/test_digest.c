/* SHA-256: the standard's own examples, and hex both ways. */
#include "unit.h"
#include "base/digest.h"

#define EMPTY "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"

static void assert_digest(const void *bytes, size_t len, const char *want)
{
	unsigned char d[DIGEST_SIZE];
	char hex[DIGEST_HEX];

	assert_int_equal(digest_sha256(bytes, len, d), 0);
	assert_ptr_equal(digest_hex(d, hex), hex);
	assert_string_equal(hex, want);
}

/* FIPS 180-4 examples: none, one and two blocks, and a million bytes. */
static void examples(void **state)
{
	static const char two[] = "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq";
	char *million = malloc(1000000);

	(void)state;
	memset(million, 'a', 1000000);
	assert_digest("", 0, EMPTY);
	assert_digest("abc", 3, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
	assert_digest(
	    two, strlen(two), "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
	assert_digest(
	    million, 1000000, "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
	assert_digest("\0", 1, "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d");
	free(million);
}

static void parse(void **state)
{
	unsigned char lower[DIGEST_SIZE], upper[DIGEST_SIZE];
	char hex[DIGEST_HEX];

	(void)state;
	assert_int_equal(digest_parse(EMPTY, 64, lower), 0);
	assert_string_equal(digest_hex(lower, hex), EMPTY);
	assert_int_equal(
	    digest_parse(
	        "E3B0C44298FC1C149AFBF4C8996FB92427AE41E4649B934CA495991B7852B855", 64, upper),
	    0);
	assert_memory_equal(lower, upper, DIGEST_SIZE);
}

static void parse_refused(void **state)
{
	static const char odd[] = "gG-/:@`{ \n+xX";
	unsigned char d[DIGEST_SIZE];
	char hex[] = EMPTY "00";

	(void)state;
	assert_int_equal(digest_parse("", 0, d), -1);
	assert_int_equal(digest_parse(hex, 63, d), -1);
	assert_int_equal(digest_parse(hex, 65, d), -1);
	assert_int_equal(digest_parse(hex, 66, d), -1);
	assert_int_equal(digest_parse(hex, 32, d), -1);
	for (size_t i = 0; i < sizeof(odd); i++) /* the final NUL too */
		for (size_t at = 0; at < 64; at += 21) {
			char bad[] = EMPTY;

			bad[at] = odd[i];
			assert_int_equal(digest_parse(bad, 64, d), -1);
		}
}

TESTS(T(examples), T(parse), T(parse_refused));
