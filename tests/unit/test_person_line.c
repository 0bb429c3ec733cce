/* The line that git sluis setup prints: what is written is read back to the same, and anything else
 * is refused. */
#include "test_policy.h"

#include "people/line.h"

#define KEY "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIFGs3ZWJPGO7MMP0z1JlRdOgIF3RMbMhFoTvg3zh6BN7"
#define START "sluis-person kim kim@example.org " KEY

static const char *read_text(struct fixture *f, const char *text, struct person_line *out)
{
	return person_line_read(&f->arena, text, strlen(text), out);
}

static void writes_what_it_reads(void **state)
{
	static const char text[] = START " Kim O'Jos\xc3\xa9 Jansen";
	struct fixture *f = *state;
	struct person_line p;

	assert_null(read_text(f, text, &p));
	assert_string_equal(p.id, "kim");
	assert_string_equal(p.email, "kim@example.org");
	assert_string_equal(p.key_type, "ssh-ed25519");
	assert_string_equal(p.name, "Kim O'Jos\xc3\xa9 Jansen");
	assert_string_equal(person_line_write(&f->arena, &p), text);
}

static void takes_a_line_that_a_mail_broke(void **state)
{
	struct fixture *f = *state;
	struct person_line p;

	assert_null(read_text(f,
	    "\r\n  sluis-person kim\r\nkim@example.org ssh-ed25519\n"
	    "AAAAC3NzaC1lZDI1NTE5AAAAIFGs3ZWJPGO7MMP0z1JlRdOgIF3RMbMhFoTvg3zh6BN7\nKim\t Jansen "
	    "\n\n",
	    &p));
	assert_string_equal(p.name, "Kim Jansen");
}

static void refuses_anything_else(void **state)
{
	static const struct {
		const char *text, *wrong;
	} bad[] = {
		{ "", "it does not begin with sluis-person" },
		{ "sluis-persons " KEY, "it does not begin with sluis-person" },
		{ "sluis-person", "id '' is no id" },
		{ "sluis-person ../x k@x " KEY " K", "id '../x' is no id" },
		{ "sluis-person kim.2 k@x " KEY " K", "is no id of a person" },
		{ "sluis-person kim k " KEY " K", "email 'k' is no address" },
		{ "sluis-person kim k@x", "no name stands at its end" },
		{ "sluis-person kim k@x ssh-dss AAAA K", "no key type that is known here" },
		{ "sluis-person kim k@x ssh-ed25519 AAAA K", "the key is no ssh-ed25519 key" },
		{ START, "no name stands at its end" },
		{ START " Kim <kim>", "holds '<' or '>'" },
		{ START " Kim ;x", "a ';' after a blank" },
		{ START " Kim # x", "'#' after a value starts no comment" },
		{ START " Kim\x1b[2J", "the line holds a control character" },
		{ START " Kim \xff", "the line is not UTF-8" },
		{ START " " START " " START, "the line is longer than 199 bytes" },
	};
	struct fixture *f = *state;
	struct person_line p;

	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		const char *wrong = read_text(f, bad[i].text, &p);

		assert_non_null(wrong);
		if (strstr(wrong, bad[i].wrong) == NULL)
			fail_msg("'%s': %s", bad[i].text, wrong);
		assert_null(p.id);
		assert_null(p.name);
	}
}

static void refuses_by_its_bytes(void **state)
{
	static const char nul[] = START " Kim\0x";
	static char big[PERSON_LINE_MAX + 2];
	struct fixture *f = *state;
	struct person_line p;

	memset(big, ' ', sizeof(big));
	memcpy(big, START " Kim", strlen(START " Kim"));
	assert_null(person_line_read(&f->arena, big, PERSON_LINE_MAX, &p));
	assert_string_equal(person_line_read(&f->arena, big, PERSON_LINE_MAX + 1, &p),
	    "it is longer than 8192 bytes");
	assert_string_equal(
	    person_line_read(&f->arena, nul, sizeof(nul) - 1, &p), "it holds a NUL byte");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		T(writes_what_it_reads),
		T(takes_a_line_that_a_mail_broke),
		T(refuses_anything_else),
		T(refuses_by_its_bytes),
	};

	return cmocka_run_group_tests_name("person-line", tests, NULL, NULL);
}
