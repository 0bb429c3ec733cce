/* Signed objects taken apart: what was signed, the signature, and everything that is not exactly
 * that. */
#include "arena_fixture.h"
#include "sign/sshsig_split.h"

#define HEAD \
	"object 8c1f2aaaa1b2c3d4e5f60718293a4b5c6d7e8f91\ntype commit\ntag t\ntagger E <e@x> 1 " \
	"+0000\n"
#define SIG "-----BEGIN SSH SIGNATURE-----\nU1NIU0lH\nAAAA=\n-----END SSH SIGNATURE-----\n"
#define TREE \
	"tree 8c1f2aaaa1b2c3d4e5f60718293a4b5c6d7e8f91\nauthor E <e@x> 1 +0000\ncommitter E " \
	"<e@x> 1 +0000\n"
#define FOLDED \
	"gpgsig -----BEGIN SSH SIGNATURE-----\n U1NIU0lH\n AAAA=\n -----END SSH SIGNATURE-----\n"
#define CUT "its signature is cut off, is not base64, or has text after it"
#define MORE "it has more than one signature"

static void check_parts(const struct sshsig_parts *p, const char *payload, const char *signature)
{
	assert_int_equal(p->payload_len, strlen(payload));
	assert_memory_equal(p->payload, payload, strlen(payload));
	assert_int_equal(p->signature_len, strlen(signature));
	assert_memory_equal(p->signature, signature, strlen(signature));
}

static void check_none(const struct sshsig_parts *p)
{
	assert_null(p->payload);
	assert_null(p->signature);
	assert_int_equal(p->signature_len, 0);
}

static void tags(void **state)
{
	static const struct {
		const char *tag, *payload, *signature;
	} table[] = {
		{ HEAD "\ntext\n" SIG, HEAD "\ntext\n", SIG },
		{ HEAD "\n" SIG, HEAD "\n", SIG },
		{ HEAD "\ntext\n\n" SIG, HEAD "\ntext\n\n", SIG },
		{ HEAD "\ngpgsig in the text\n" SIG, HEAD "\ngpgsig in the text\n", SIG },
		{ HEAD "\n -----BEGIN SSH SIGNATURE-----\n" SIG,
		    HEAD "\n -----BEGIN SSH SIGNATURE-----\n", SIG },
		{ HEAD "\n-----END SSH SIGNATURE-----\n" SIG,
		    HEAD "\n-----END SSH SIGNATURE-----\n", SIG },
		{ HEAD "\ntext\n-----BEGIN SSH SIGNATURE-----\nAA\n-----END SSH SIGNATURE-----",
		    HEAD "\ntext\n",
		    "-----BEGIN SSH SIGNATURE-----\nAA\n-----END SSH SIGNATURE-----" },
	};
	struct sshsig_parts p;
	struct error e = { 0 };

	(void)state;
	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
		assert_int_equal(sshsig_split_tag(table[i].tag, strlen(table[i].tag), &p, &e), 0);
		check_parts(&p, table[i].payload, table[i].signature);
		assert_true(p.payload == table[i].tag);
	}
}

struct refused {
	const char *bytes;
	enum error_kind kind;
	const char *why;
};

static void tags_refused(void **state)
{
	static const struct refused table[] = {
		{ "", ERROR_ABSENT, "it is not signed" },
		{ HEAD "\ntext\n", ERROR_ABSENT, "it is not signed" },
		{ HEAD "\ntext " SIG, ERROR_ABSENT, "it is not signed" },
		{ HEAD "\ntext\n" SIG SIG, ERROR_MALFORMED, MORE },
		{ HEAD "\ntext\n-----BEGIN PGP SIGNATURE-----\n" SIG, ERROR_MALFORMED, MORE },
		{ HEAD "\n" SIG "text\n-----BEGIN SSH SIGNATURE-----x", ERROR_MALFORMED, MORE },
		{ HEAD "\ntext\n-----BEGIN PGP SIGNATURE-----\nAA\n-----END PGP SIGNATURE-----\n",
		    ERROR_UNSUPPORTED,
		    "it has an OpenPGP or X.509 signature, and only SSH signatures count" },
		{ HEAD "\n-----BEGIN PGP MESSAGE-----\n", ERROR_UNSUPPORTED,
		    "it has an OpenPGP or X.509 signature, and only SSH signatures count" },
		{ HEAD "\n-----BEGIN SIGNED MESSAGE-----\n", ERROR_UNSUPPORTED,
		    "it has an OpenPGP or X.509 signature, and only SSH signatures count" },
		{ HEAD "gpgsig " SIG "\ntext\n", ERROR_MALFORMED,
		    "it has a gpgsig header, which git leaves out of what is signed" },
		{ HEAD "gpgsig-sha256 x\n\ntext\n" SIG, ERROR_MALFORMED,
		    "it has a gpgsig header, which git leaves out of what is signed" },
		{ HEAD "\ntext\n" SIG "more\n", ERROR_MALFORMED, CUT },
		{ HEAD "\ntext\n" SIG "\n", ERROR_MALFORMED, CUT },
		{ HEAD "\ntext\n-----BEGIN SSH SIGNATURE-----", ERROR_MALFORMED, CUT },
		{ HEAD "\ntext\n-----BEGIN SSH SIGNATURE-----\n", ERROR_MALFORMED, CUT },
		{ HEAD "\ntext\n-----BEGIN SSH SIGNATURE-----\nAAAA\n", ERROR_MALFORMED, CUT },
		{ HEAD "\ntext\n-----BEGIN SSH SIGNATURE-----\n-----END SSH SIGNATURE-----\n",
		    ERROR_MALFORMED, CUT },
		{ HEAD
		    "\ntext\n-----BEGIN SSH SIGNATURE----- \nAAAA\n-----END SSH SIGNATURE-----\n",
		    ERROR_MALFORMED, CUT },
		{ HEAD "\ntext\n-----BEGIN SSH SIGNATURE-----\r\nAAAA\r\n-----END SSH "
		       "SIGNATURE-----\r\n",
		    ERROR_MALFORMED, CUT },
		{ HEAD
		    "\ntext\n-----BEGIN SSH SIGNATURE-----\nAA-AA\n-----END SSH SIGNATURE-----\n",
		    ERROR_MALFORMED, CUT },
		{ HEAD "\ntext\n-----BEGIN SSH SIGNATURE-----\nAAAA-----END SSH SIGNATURE-----\n",
		    ERROR_MALFORMED, CUT },
		{ HEAD "\ntext\n-----BEGIN SSH SIGNATURE-----\nAAAA\n-----END SSH SIGNATURE-----x",
		    ERROR_MALFORMED, CUT },
		{ HEAD "\ntext\n-----BEGIN SSH SIGNATURE-----\nA\n-----END SSH "
		       "SIGNATURE-----\nA\n-----END SSH SIGNATURE-----\n",
		    ERROR_MALFORMED, CUT },
	};
	struct sshsig_parts p;

	(void)state;
	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
		struct error e = { 0 };

		if (sshsig_split_tag(table[i].bytes, strlen(table[i].bytes), &p, &e) != -1)
			fail_msg("taken: %s", table[i].bytes);
		assert_string_equal(e.text, table[i].why);
		assert_int_equal(e.kind, table[i].kind);
		check_none(&p);
	}
}

static void commits(void **state)
{
	static const struct {
		const char *commit, *payload;
	} table[] = {
		{ TREE FOLDED "\ntext\n", TREE "\ntext\n" },
		{ TREE FOLDED, TREE },
		{ TREE FOLDED "mergetag object x\n -----BEGIN SSH SIGNATURE-----\n "
		              "gpgsig\nencoding x\n\ntext\n",
		    TREE "mergetag object x\n -----BEGIN SSH SIGNATURE-----\n gpgsig\nencoding "
		         "x\n\ntext\n" },
		{ TREE "encoding x\n" FOLDED "x y\n z\n\ngpgsig in the text\n" SIG,
		    TREE "encoding x\nx y\n z\n\ngpgsig in the text\n" SIG },
	};
	struct sshsig_parts p;
	struct error e = { 0 };

	(void)state;
	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
		assert_int_equal(
		    sshsig_split_commit(&arena, table[i].commit, strlen(table[i].commit), &p, &e),
		    0);
		check_parts(&p, table[i].payload, SIG);
	}
}

static void commits_refused(void **state)
{
	static const struct refused table[] = {
		{ "", ERROR_ABSENT, "it is not signed" },
		{ TREE "\ntext\n", ERROR_ABSENT, "it is not signed" },
		{ TREE "\n" FOLDED, ERROR_ABSENT, "it is not signed" },
		{ TREE "\ntext\n" SIG, ERROR_ABSENT, "it is not signed" },
		{ TREE "x y\n " FOLDED "\ntext\n", ERROR_ABSENT, "it is not signed" },
		{ TREE FOLDED FOLDED "\ntext\n", ERROR_MALFORMED, MORE },
		{ TREE FOLDED "gpgsig-sha256 x\n\ntext\n", ERROR_MALFORMED, MORE },
		{ TREE "gpgsigx\n" FOLDED "\ntext\n", ERROR_MALFORMED, MORE },
		{ TREE "gpgsig-sha256 -----BEGIN SSH SIGNATURE-----\n\ntext\n", ERROR_MALFORMED,
		    "its signature is under another name than gpgsig" },
		{ TREE "gpgsig\n -----BEGIN SSH SIGNATURE-----\n\ntext\n", ERROR_MALFORMED,
		    "its signature is under another name than gpgsig" },
		{ TREE "gpgsig \n\ntext\n", ERROR_MALFORMED, CUT },
		{ TREE "gpgsig -----BEGIN SSH SIGNATURE-----\n AA\n\ntext\n", ERROR_MALFORMED,
		    CUT },
		{ TREE "gpgsig -----BEGIN SSH SIGNATURE-----\n AA\n -----END SSH SIGNATURE-----\n "
		       "\n\ntext\n",
		    ERROR_MALFORMED, CUT },
		{ TREE "gpgsig -----BEGIN SSH SIGNATURE-----\nAA\n -----END SSH "
		       "SIGNATURE-----\n\ntext\n",
		    ERROR_MALFORMED, CUT },
		{ TREE "gpgsig -----BEGIN PGP SIGNATURE-----\n AA\n\ntext\n", ERROR_UNSUPPORTED,
		    "it has an OpenPGP or X.509 signature, and only SSH signatures count" },
	};
	struct sshsig_parts p;

	(void)state;
	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
		struct error e = { 0 };

		if (sshsig_split_commit(&arena, table[i].bytes, strlen(table[i].bytes), &p, &e) !=
		    -1)
			fail_msg("taken: %s", table[i].bytes);
		assert_string_equal(e.text, table[i].why);
		assert_int_equal(e.kind, table[i].kind);
		check_none(&p);
	}
}

/* A NUL ends neither a text nor a signature early. */
static void nul_bytes(void **state)
{
	static const char text[] = HEAD "\nte\0xt\n" SIG;
	static const char armor[] =
	    HEAD "\ntext\n-----BEGIN SSH SIGNATURE-----\nAA\0AA\n-----END SSH SIGNATURE-----\n";
	struct sshsig_parts p;
	struct error e = { 0 };

	(void)state;
	assert_int_equal(sshsig_split_tag(text, sizeof(text) - 1, &p, &e), 0);
	assert_int_equal(p.payload_len, strlen(HEAD) + 7);
	assert_int_equal(sshsig_split_tag(armor, sizeof(armor) - 1, &p, &e), -1);
	assert_string_equal(e.text, CUT);
}

static void too_long(void **state)
{
	static char tag[SSHSIG_SIGNATURE_MAX + 200];
	struct sshsig_parts p;
	struct error e = { 0 };
	size_t head = strlen("-----BEGIN SSH SIGNATURE-----\n"),
	       foot = strlen("\n-----END SSH SIGNATURE-----\n");

	(void)state;
	memset(tag, 'A', sizeof(tag));
	memcpy(tag, "-----BEGIN SSH SIGNATURE-----\n", head);
	memcpy(tag + SSHSIG_SIGNATURE_MAX - foot, "\n-----END SSH SIGNATURE-----\n", foot);
	assert_int_equal(sshsig_split_tag(tag, SSHSIG_SIGNATURE_MAX, &p, &e), 0);
	assert_int_equal(sshsig_split_tag(tag, SSHSIG_SIGNATURE_MAX + 1, &p, &e), -1);
	assert_string_equal(e.text, "its signature is longer than 65536 bytes");
	assert_int_equal(e.kind, ERROR_MALFORMED);
}

static void no_memory(void **state)
{
	static const char commit[] = TREE FOLDED "\ntext\n";
	struct sshsig_parts p;
	struct error e = { 0 };
	struct arena tiny;

	(void)state;
	arena_init(&tiny, strlen(commit) + 20);
	assert_int_equal(sshsig_split_commit(&tiny, commit, strlen(commit), &p, &e), -1);
	assert_int_equal(e.kind, ERROR_MEMORY);
	arena_release(&tiny);
}

TESTS_WITHIN(setup, teardown, T(tags), T(tags_refused), T(commits), T(commits_refused),
    T(nul_bytes), T(too_long), T(no_memory));
