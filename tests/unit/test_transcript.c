/* The label after each entry of the transcript: exactly as it is written, or nothing. */
#include "fixture.h"
#include "audit/transcript.h"

#define ID "4be91c0aa1b2c3d4e5f60718293a4b5c6d7e8f90"

/* A copy of exactly these bytes, so that a reader that goes past them is caught. */
static int read_label(const char *text, struct transcript_label *out)
{
	char *copy = malloc(TRANSCRIPT_LABEL);
	int rc;

	assert_int_equal(strlen(text), TRANSCRIPT_LABEL);
	memcpy(copy, text, TRANSCRIPT_LABEL);
	rc = transcript_label_read(copy, out);
	free(copy);
	return rc;
}

static void sound(void **state)
{
	struct transcript_label l;
	git_oid id;

	(void)state;
	assert_int_equal(read_label("\n" ID " 000001f4 00112233445566ff\n", &l), 0);
	assert_int_equal(oid_parse(ID, OID_HEX, &id), 0);
	assert_true(git_oid_equal(&l.id, &id));
	assert_int_equal(l.len, 500);
	assert_int_equal(l.sum, 0x00112233445566ff);
}

static void refused(void **state)
{
	static const char *const labels[] = {
		" " ID " 000001f4 00112233445566ff\n",
		"\n" ID " 000001f4 00112233445566ff ",
		"\n" ID " 000001F4 00112233445566ff\n",
		"\n" ID " 000001f4 0011223344556-ff\n",
		"\n" ID "  00001f4 00112233445566ff\n",
		"\n" ID " 000001f4  0112233445566ff\n",
		"\n" ID "-000001f4 00112233445566ff\n",
		"\n" ID " 000001f4-00112233445566ff\n",
		"\nx" ID "000001f4 00112233445566ff\n",
	};
	struct transcript_label l;

	(void)state;
	for (size_t i = 0; i < sizeof(labels) / sizeof(labels[0]); i++)
		assert_int_equal(read_label(labels[i], &l), -1);
}

TESTS(cmocka_unit_test(sound), cmocka_unit_test(refused));
