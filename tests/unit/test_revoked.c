/* revoked_keys: which keys it takes away, and what leaves the question open. */
#include "unit.h"
#include "sign/revoked.h"

#define ED "ssh-ed25519"
#define KEY_A "AAAAC3NzaC1lZDI1NTE5AAAAIFGs3ZWJPGO7MMP0z1JlRdOgIF3RMbMhFoTvg3zh6BN7"
#define KEY_B "AAAAC3NzaC1lZDI1NTE5AAAAIKa/WN9V37FrZIimiIfqP8cxRMgd91u0E0VliKV3cb3C"

static struct arena arena;
static struct error error;
static struct ini_problems problems;

static enum answer asked(const char *text, const struct revoked_question *q)
{
	struct revoked r;
	struct fact f;

	arena_release(&arena);
	arena_init(&arena, (size_t)4 << 20);
	memset(&error, 0, sizeof(error));
	if (revoked_read(&arena, text, strlen(text), &r, &problems, &error) < 0)
		return FACT_UNKNOWN;
	revoked_find(&arena, &r, q, &f);
	return f.is;
}

static void keys(void **state)
{
	const struct revoked_question a = { .type = ED, .key = KEY_A };

	(void)state;
	assert_int_equal(asked("", &a), FACT_NO);
	assert_int_equal(asked("# none\n\n", &a), FACT_NO);
	assert_int_equal(asked(ED " " KEY_B "\n", &a), FACT_NO);
	assert_int_equal(asked(ED " " KEY_B "\n \t" ED "\t" KEY_A " lost laptop", &a), FACT_YES);
}

static void certificates(void **state)
{
	const struct revoked_question q = { "ssh-ed25519-cert-v01@openssh.com", "AAAA",
		.plain_type = ED, .plain_key = KEY_A, .ca_type = ED, .ca_key = KEY_B };

	(void)state;
	assert_int_equal(asked("", &q), FACT_NO);
	assert_int_equal(asked(ED " " KEY_A, &q), FACT_YES);
	assert_int_equal(asked(ED " " KEY_B, &q), FACT_YES);
}

static void malformed(void **state)
{
	const struct revoked_question a = { .type = ED, .key = KEY_A };

	(void)state;
	assert_int_equal(
	    asked(ED " " KEY_A "\n" ED " " KEY_B "\n" ED " AAAAnothing\n", &a), FACT_UNKNOWN);
	assert_string_equal(error.text, "revoked_keys, line 3: the key is not base64");
	assert_int_equal(asked("els\n\n" ED "\n", &a), FACT_UNKNOWN);
	assert_int_equal(problems.n, 2);
	assert_int_equal(problems.list[1].line, 3);
	assert_int_equal(asked("els " ED " " KEY_A "\n", &a), FACT_UNKNOWN);
	assert_string_equal(
	    error.text, "revoked_keys, line 1: 'els' is no key type that is known here");
	assert_int_equal(asked(ED " " KEY_A "\r\n", &a), FACT_UNKNOWN);
	assert_non_null(strstr(error.text, "CR LF"));
	assert_int_equal(asked("\x1b" ED " " KEY_A, &a), FACT_UNKNOWN);
}

/* The bytes of a KRL that is cut off: ssh-keygen is asked, and does not know. */
static void broken_krl(void **state)
{
	const struct revoked_question a = { .type = ED, .key = KEY_A };
	const char bytes[] = "SSHKRL\n\0\0\0\0\1";
	struct revoked r;
	struct fact f;

	(void)state;
	arena_release(&arena);
	arena_init(&arena, (size_t)4 << 20);
	assert_int_equal(revoked_read(&arena, bytes, sizeof(bytes), &r, &problems, &error), 0);
	assert_non_null(r.krl);
	revoked_find(&arena, &r, &a, &f);
	assert_int_equal(f.is, FACT_UNKNOWN);
	assert_non_null(strstr(f.why.text, "could not tell whether the key is revoked"));
	arena_release(&arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(keys), cmocka_unit_test(certificates),
		cmocka_unit_test(malformed), cmocka_unit_test(broken_krl) };
	int rc = cmocka_run_group_tests(tests, NULL, NULL);

	arena_release(&arena);
	return rc;
}
