/* Base64: one text for one value. */
#include "fixture.h"
#include "base/base64.h"

SETUP(struct arena, 64);

/* RFC 4648 section 10, and all the letters. */
static void examples(void **state)
{
	static const struct {
		const char *text, *bytes;
		size_t n;
	} table[] = {
		{ "Zg==", "f", 1 },
		{ "Zm8=", "fo", 2 },
		{ "Zm9v", "foo", 3 },
		{ "Zm9vYg==", "foob", 4 },
		{ "Zm9vYmE=", "fooba", 5 },
		{ "Zm9vYmFy", "foobar", 6 },
		{ "AAAA", "\0\0\0", 3 },
		{ "AA==", "\0", 1 },
		{ "////", "\xff\xff\xff", 3 },
		{ "+/+/", "\xfb\xff\xbf", 3 },
		{ "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/",
		    "\x00\x10\x83\x10\x51\x87\x20\x92\x8b\x30\xd3\x8f\x41\x14\x93\x51\x55\x97\x61"
		    "\x96\x9b\x71\xd7\x9f"
		    "\x82\x18\xa3\x92\x59\xa7\xa2\x9a\xab\xb2\xdb\xaf\xc3\x1c\xb3\xd3\x5d\xb7\xe3"
		    "\x9e\xbb\xf3\xdf\xbf",
		    48 },
	};

	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
		size_t n;
		unsigned char *got =
		    base64_decode(*state, table[i].text, strlen(table[i].text), &n);
		char *back;

		assert_non_null(got);
		assert_int_equal(n, table[i].n);
		assert_memory_equal(got, table[i].bytes, n);
		back = base64_encode_bare(*state, got, n);
		assert_int_equal(strlen(back), strcspn(table[i].text, "="));
		assert_memory_equal(back, table[i].text, strlen(back));
	}
	assert_string_equal(base64_encode_bare(*state, (const unsigned char *)"", 0), "");
}

static void refused(void **state)
{
	static const struct {
		const char *text;
		size_t len;
	} table[] = {
		{ "", 0 },
		{ "Zg", 2 },
		{ "Zg=", 3 },
		{ "Z===", 4 },
		{ "====", 4 },
		{ "==", 2 },
		{ "=Zg=", 4 },
		{ "Z=g=", 4 },
		{ "Zh==", 4 },
		{ "Zm9=", 4 },
		{ "Zg==Zg==", 8 },
		{ "Zm9v\n", 5 },
		{ "Zm9vYg==\n", 9 },
		{ "Zm 9", 4 },
		{ " Zm9", 4 },
		{ "-_==", 4 },
		{ "Zm9v====", 8 },
		{ "Zm9v=", 5 },
		{ "Zm9\0", 4 },
		{ "\0\0\0\0", 4 },
		{ "Zm9\xc3", 4 },
		{ "Zm9,", 4 },
	};
	size_t n;

	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++)
		assert_null(base64_decode(*state, table[i].text, table[i].len, &n));
}

/* All texts of four characters out of some that matter: what decodes encodes to the same text
 * again. */
static void one_text_one_value(void **state)
{
	static const char letters[] = "AQgw/=Z\n";
	size_t count = strlen(letters), sound = 0;

	for (size_t i = 0; i < count * count * count * count; i++) {
		char text[5] = { letters[i % count], letters[i / count % count],
			letters[i / count / count % count], letters[i / count / count / count],
			'\0' };
		size_t n;
		unsigned char *got = base64_decode(*state, text, 4, &n);
		char *back;

		if (got == NULL)
			continue;
		sound++;
		back = base64_encode_bare(*state, got, n);
		assert_int_equal(strlen(back), strcspn(text, "="));
		assert_memory_equal(back, text, strlen(back));
		assert_string_equal(base64_encode(*state, got, n), text);
	}
	/* Six letters; the last one before one `=` ends in two zero bits, before two in four. */
	assert_int_equal(sound, 6 * 6 * 6 * 6 + 6 * 6 * 4 + 6 * 4);
}

static void no_memory(void **state)
{
	struct arena tiny;
	size_t n;

	(void)state;
	arena_init(&tiny, 1);
	assert_null(base64_decode(&tiny, "Zm9v", 4, &n));
	assert_true(tiny.exhausted);
	assert_int_equal(n, 0);
	assert_null(base64_encode_bare(&tiny, (const unsigned char *)"foo", 3));
	arena_release(&tiny);
}

TESTS(T(examples), T(refused), T(one_text_one_value), T(no_memory));
