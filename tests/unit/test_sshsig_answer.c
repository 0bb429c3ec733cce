/* What ssh-keygen's answers mean: the one that says yes, those that say no, and all others. */
#include "arena_fixture.h"
#include "sign/sshsig.h"

#define PRINT "SHA256:ub4ijtuEtAnOZWOMd6MkRJLmv7gWjC9oPFT1LcxZwJ4"
#define GOOD "Good \"git\" signature for els with ED25519 key " PRINT "\n"
#define BAD "Could not verify signature.\n"
#define FROM "debug1: Valid (unverified) signature from key " PRINT "\n"

static const struct signers nobody;

static struct sshsig answer(enum process_end end, int code, const char *out, const char *err)
{
	static const char *const argv[] = { "/usr/bin/ssh-keygen", NULL };
	struct process p = { .argv = argv, .end = end, .code = code, .out = out, .err = err };
	struct sshsig s = {
		.principal = "els", .space = "git", .at = 1795518000, .valid = { .is = FACT_YES }
	};

	sshsig_answer(&arena, &p, &nobody, &s);
	return s;
}

static void yes(void **state)
{
	static const char *const types[] = { "ED25519", "RSA", "ECDSA", "ED25519-CERT",
		"ED25519-SK", "ECDSA-SK-CERT" };

	(void)state;
	for (size_t i = 0; i < sizeof(types) / sizeof(types[0]); i++) {
		struct sshsig s = answer(PROCESS_EXITED, 0,
		    arena_printf(
		        &arena, "Good \"git\" signature for els with %s key %s\n", types[i], PRINT),
		    "whatever");

		assert_int_equal(s.valid.is, FACT_YES);
		assert_string_equal(s.key, PRINT);
		assert_int_equal(s.valid.why.kind, ERROR_NONE);
	}
}

static void nearly_yes(void **state)
{
	static const char *const said[] = {
		"",
		"\n",
		"Good",
		"Good \"git\" signature with ED25519 key " PRINT "\n",
		"Good \"file\" signature for els with ED25519 key " PRINT "\n",
		"Good \"git\" signature for dirk with ED25519 key " PRINT "\n",
		"Good \"git\" signature for els2 with ED25519 key " PRINT "\n",
		"Good \"git\" signature for els with ED25519 key " PRINT,
		"Good \"git\" signature for els with ED25519 key " PRINT "\r\n",
		"Good \"git\" signature for els with ED25519 key " PRINT "\n\n",
		"Good \"git\" signature for els with ED25519 key " PRINT "x\n",
		"Good \"git\" signature for els with ED25519 key SHA256:ub4ijtu\n",
		"Good \"git\" signature for els with ED25519 key MD5:00\n",
		"Good \"git\" signature for els with  key " PRINT "\n",
		"Good \"git\" signature for els with ED 25519 key " PRINT "\n",
		"good \"git\" signature for els with ED25519 key " PRINT "\n",
		" " GOOD,
		"\n" GOOD,
		GOOD GOOD,
		GOOD BAD,
		BAD GOOD,
		BAD,
	};

	(void)state;
	for (size_t i = 0; i < sizeof(said) / sizeof(said[0]); i++) {
		struct sshsig s = answer(PROCESS_EXITED, 0, said[i], "");

		if (s.valid.is != FACT_UNKNOWN)
			fail_msg("taken for an answer: %s", said[i]);
		assert_string_equal(s.valid.why.text,
		    "/usr/bin/ssh-keygen could not tell whether the signature is good; it ended "
		    "with 0 and said: (nothing)");
		assert_null(s.key);
	}
}

/* What it says counts only with the right end. */
static void good_words_bad_end(void **state)
{
	static const struct {
		enum process_end end;
		int code;
		const char *why;
	} table[] = {
		{ PROCESS_EXITED, 1,
		    "could not tell whether the signature is good; it ended with 1 and said: "
		    "(nothing)" },
		{ PROCESS_EXITED, 255,
		    "could not tell whether the signature is good; it ended with 255 and said: "
		    "(nothing)" },
		{ PROCESS_KILLED, 9, "crashed with signal 9" },
		{ PROCESS_OVERDUE, 0, "gave no answer in 5 seconds" },
		{ PROCESS_UNKNOWN, 0, "cannot be run: Success" },
		{ PROCESS_UNKNOWN, ETIMEDOUT, "was not asked: it hung at another signature" },
		{ PROCESS_UNKNOWN, ECHILD, "ended, and the system did not say how" },
		{ PROCESS_UNKNOWN, ENOMEM, "cannot be run: Cannot allocate memory" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
		struct sshsig s = answer(table[i].end, table[i].code, GOOD, "");

		assert_int_equal(s.valid.is, FACT_UNKNOWN);
		assert_string_equal(
		    s.valid.why.text, arena_printf(&arena, "/usr/bin/ssh-keygen %s", table[i].why));
		assert_string_equal(s.valid.why.mend,
		    "push again; if that does not help, the administrator of the server runs: "
		    "/usr/bin/ssh-keygen -Y verify");
	}
}

static void no(void **state)
{
	static const struct {
		const char *err, *why;
	} table[] = {
		{ "Couldn't verify signature: namespace does not match\n",
		    "it was signed for another use: its namespace is not 'git'" },
		{ "Signature verification failed: incorrect signature\n",
		    "its signature does not fit it: it was changed after signing, "
		    "or the signature was made for something else" },
		{ "Signature verification failed: error in libcrypto\n",
		    "its signature is not well formed" },
		{ "Couldn't parse signature: missing footer\nsig_verify: sshsig_armor: invalid "
		  "format\n",
		    "its signature is not well formed" },
		{ "Signature version 2 is larger than supported version 1\n",
		    "its signature is not well formed" },
		{ "sshsig_check_hashalg: unsupported hash algorithm \"md5\"\n",
		    "its signature is not well formed" },
		{ "Signature contains trailing data\n", "its signature is not well formed" },
		{ FROM "debug3: sig_verify: sshsig_check_allowed_keys: key not found\n",
		    "allowed_signers does not give the key " PRINT " that signed it to 'els'" },
		{ "debug3: sig_verify: sshsig_check_allowed_keys: key not found\n",
		    "allowed_signers does not give the key (not named) that signed it to 'els'" },
		{ FROM "/proc/self/fd/3:1: certificate not authorized: bad \033[31m\r\n"
		       "debug3: sig_verify: sshsig_check_allowed_keys: key not found\n",
		    "the certificate of the key " PRINT " did not "
		    "hold for 'els' at 2026-11-24T11:00:00Z: bad \\x1b[31m" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
		struct sshsig s = answer(PROCESS_EXITED, 255, BAD, table[i].err);

		assert_int_equal(s.valid.is, FACT_NO);
		assert_string_equal(s.valid.why.text, table[i].why);
		assert_true(*s.valid.why.mend != '\0');
	}
}

/* A reason to say no is none when the rest does not fit. */
static void no_reason_to_say_no(void **state)
{
	static const char reason[] = "Signature verification failed: incorrect signature\n";
	static const struct {
		int code;
		const char *out, *err;
	} table[] = {
		{ 255, BAD, "" },
		{ 255, BAD,
		    "Unable to open allowed keys file \"/proc/self/fd/3\": No such file\n"
		    "debug3: sig_verify: sshsig_check_allowed_keys: No such file or directory\n" },
		{ 255, BAD, "Couldn't read signature file: No such file or directory\n" },
		{ 255, BAD, "Invalid \"verify-time\" option\n" },
		{ 255, BAD, "words of another version\n" },
		{ 255, "", reason },
		{ 1, BAD, reason },
		{ 0, BAD, reason },
		{ 255, BAD BAD, reason },
		{ 255, GOOD, reason },
		{ 255, "", "No user exists for uid 54321\n" },
		{ 255, BAD,
		    "debug1: the text 'Signature verification failed: incorrect signature' in a "
		    "message\n" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
		struct sshsig s = answer(PROCESS_EXITED, table[i].code, table[i].out, table[i].err);

		if (s.valid.is != FACT_UNKNOWN)
			fail_msg("%zu: %s", i, s.valid.why.text);
	}
}

/* The server is to blame, not who signed. */
static void broken_revoked_keys(void **state)
{
	struct sshsig s = answer(PROCESS_EXITED, 255, BAD,
	    FROM "debug3: sig_verify: sshkey_check_revoked: invalid format\n");

	(void)state;
	assert_int_equal(s.valid.is, FACT_UNKNOWN);
	assert_string_equal(
	    s.valid.why.text, "ssh-keygen cannot read revoked_keys: invalid format");
	assert_string_equal(s.valid.why.mend,
	    "the administrator mends revoked_keys: one public key a line, or what ssh-keygen -k "
	    "made");
}

TESTS_WITHIN(setup, teardown, T(yes), T(nearly_yes), T(good_words_bad_end), T(no),
    T(no_reason_to_say_no), T(broken_revoked_keys));
