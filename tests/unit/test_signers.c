/* allowed_signers: whose key is it, when, and which lines are refused. */
#include "unit.h"
#include "sign/signers.h"

#define ED "ssh-ed25519"
#define KEY_A "AAAAC3NzaC1lZDI1NTE5AAAAIFGs3ZWJPGO7MMP0z1JlRdOgIF3RMbMhFoTvg3zh6BN7"
#define KEY_B "AAAAC3NzaC1lZDI1NTE5AAAAIKa/WN9V37FrZIimiIfqP8cxRMgd91u0E0VliKV3cb3C"
#define EC "ecdsa-sha2-nistp256"
#define KEY_EC \
	"AAAAE2VjZHNhLXNoYTItbmlzdHAyNTYAAAAIbmlzdHAyNTYAAABBBH7zGgjpHy88BjHthXJFAMm3HjtIjtDT93Lp" \
	"N2Q" \
	"BJfussopdxGQMFezyKTBAdT4KOaZMRTF6b3axu9fF/jJVhZo="
#define CERT "ssh-ed25519-cert-v01@openssh.com"

struct fixture {
	struct arena arena;
	struct signers signers;
	struct ini_problems problems;
	struct error error;
};

static int setup(void **state)
{
	struct fixture *f = calloc(1, sizeof(*f));

	setenv("TZ", "CET-1CEST,M3.5.0,M10.5.0/3", 1);
	tzset();
	arena_init(&f->arena, (size_t)4 << 20);
	*state = f;
	return 0;
}

static int teardown(void **state)
{
	struct fixture *f = *state;

	arena_release(&f->arena);
	free(f);
	return 0;
}

static int read_bytes(struct fixture *f, const char *text, size_t len)
{
	memset(&f->error, 0, sizeof(f->error));
	return signers_read(&f->arena, text, len, &f->signers, &f->problems, &f->error);
}

static void accept(struct fixture *f, const char *text, size_t n)
{
	int rc = read_bytes(f, text, strlen(text));

	if (rc != 0)
		fail_msg("%s", f->error.text);
	assert_int_equal(f->problems.n, 0);
	assert_int_equal(f->signers.n, n);
}

static const char *who(struct fixture *f, const char *type, const char *key, int64_t now)
{
	bool ambiguous = true;
	const char *id = signers_principal(&f->signers, type, key, now, &ambiguous);

	assert_false(ambiguous);
	return id;
}

static void plain(void **state)
{
	struct fixture *f = *state;

	accept(f,
	    "# keys\n\n \t\nels " ED " " KEY_A "\n\ttess  " ED "\t" KEY_B
	    " tess@laptop, 2026\njan " EC " " KEY_EC,
	    3);
	assert_string_equal(who(f, ED, KEY_A, 0), "els");
	assert_string_equal(who(f, ED, KEY_B, 0), "tess");
	assert_string_equal(who(f, EC, KEY_EC, 0), "jan");
	assert_null(who(f, EC, KEY_A, 0));
	assert_null(who(f, ED, "AAAA", 0));
	assert_int_equal(f->signers.list[0].line, 4);
	assert_int_equal(f->signers.list[1].line, 5);
	assert_true(f->signers.list[0].valid_after == INT64_MIN);
	assert_true(f->signers.list[0].valid_before == INT64_MAX);
}

static void nothing(void **state)
{
	struct fixture *f = *state;

	accept(f, "", 0);
	accept(f, "# nobody yet\n", 0);
	assert_null(who(f, ED, KEY_A, 0));
}

static void options(void **state)
{
	struct fixture *f = *state;

	accept(f,
	    "els namespaces=\"git, "
	    "file\",valid-after=\"20260101Z\",valid-before=\"20261231235959Z\" " ED " " KEY_A "\n"
	    "tess NameSpaces=\"a\\\"b c\" " ED " " KEY_B "\n",
	    2);
	assert_int_equal(f->signers.list[0].valid_after, 1767225600);
	assert_int_equal(f->signers.list[0].valid_before, 1798761599);
	assert_null(who(f, ED, KEY_A, 1767225599));
	assert_string_equal(who(f, ED, KEY_A, 1767225600), "els");
	assert_string_equal(who(f, ED, KEY_A, 1798761599), "els");
	assert_null(who(f, ED, KEY_A, 1798761600));
	assert_string_equal(who(f, ED, KEY_B, 0), "tess");
}

static void authority(void **state)
{
	struct fixture *f = *state;

	accept(f, "els cert-authority " ED " " KEY_A "\n", 1);
	assert_true(f->signers.list[0].cert_authority);
	assert_null(who(f, ED, KEY_A, 0));
}

static void times(void **state)
{
	static const struct {
		const char *text;
		int64_t want;
	} table[] = {
		{ "20260101Z", 1767225600 },
		{ "202601010130Z", 1767231000 },
		{ "20260101013015Z", 1767231015 },
		{ "20260101UTC", 1767225600 },
		{ "20240229Z", 1709164800 },
		{ "20260101", 1767222000 },
		{ "202601010130", 1767227400 },
		/* Summer: ssh-keygen reads it as standard time too. */
		{ "20260701", 1782860400 },
	};
	struct fixture *f = *state;
	char line[256];

	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
		snprintf(line, sizeof(line), "els valid-after=\"%s\" " ED " " KEY_A, table[i].text);
		accept(f, line, 1);
		assert_int_equal(f->signers.list[0].valid_after, table[i].want);
	}
}

static void several(void **state)
{
	struct fixture *f = *state;
	bool ambiguous = false;

	accept(f, "els,tess " ED " " KEY_A "\njan,jan " ED " " KEY_B "\n", 2);
	assert_int_equal(f->signers.list[0].nprincipals, 2);
	assert_null(signers_principal(&f->signers, ED, KEY_A, 0, &ambiguous));
	assert_true(ambiguous);
	assert_string_equal(who(f, ED, KEY_B, 0), "jan");
	accept(f, "els " ED " " KEY_A "\ntess " ED " " KEY_A "\n", 2);
	assert_null(signers_principal(&f->signers, ED, KEY_A, 0, &ambiguous));
	assert_true(ambiguous);
	/* One after the other is no doubt. */
	accept(f,
	    "els valid-before=\"20251231Z\" " ED " " KEY_A "\ntess valid-after=\"20260101Z\" " ED
	    " " KEY_A "\n",
	    2);
	assert_string_equal(who(f, ED, KEY_A, 1700000000), "els");
	assert_string_equal(who(f, ED, KEY_A, 1800000000), "tess");
	accept(f, "\"els de vries\" " ED " " KEY_A "\n", 1);
	assert_string_equal(who(f, ED, KEY_A, 0), "els de vries");
}

#define BAD_TIME(shown) \
	"'" shown "' is no time: write YYYYMMDD, YYYYMMDDHHMM or YYYYMMDDHHMMSS, with Z for UTC"

static const struct refusal {
	const char *line, *why;
} refusals[] = {
	{ "els", "nothing stands after the principals" },
	{ "els  ", "nothing stands after the principals" },
	{ "els " ED, "no key stands after its type" },
	{ "els,, " ED " " KEY_A, "a principal is empty" },
	{ ",els " ED " " KEY_A, "a principal is empty" },
	{ "* " ED " " KEY_A,
	    "the principal '*' is a pattern, and a pattern names nobody: write the person's id" },
	{ "els,!tess " ED " " KEY_A,
	    "the principal '!tess' is a pattern, and a pattern names nobody: write the person's "
	    "id" },
	{ "el? " ED " " KEY_A,
	    "the principal 'el?' is a pattern, and a pattern names nobody: write the person's id" },
	{ "els,x=\"y\" " ED " " KEY_A, "the principal 'x=\"y\"' holds a quote" },
	{ "\"e\\\"ls\" " ED " " KEY_A, "the principal 'e\"ls' holds a quote" },
	{ "\"els " ED " " KEY_A, "the principals start with a quote that does not end" },
	{ "\"els\"" ED " " KEY_A, "no blank stands after the principals" },
	{ "els ssh-foo " KEY_A,
	    "'ssh-foo' is neither an option nor a key type that is known here" },
	{ "els ssh-dss " KEY_A,
	    "'ssh-dss' is neither an option nor a key type that is known here" },
	{ "els " CERT " " KEY_A,
	    "'" CERT "' is neither an option nor a key type that is known here" },
	{ "els no-touch-required " ED " " KEY_A,
	    "'no-touch-required' is neither an option nor a key type that is known here" },
	{ "els cert-authority,verify " ED " " KEY_A,
	    "'verify' is neither an option nor a key type that is known here" },
	{ "els cert-authority=\"x\" " ED " " KEY_A, "the option cert-authority takes no value" },
	{ "els namespaces " ED " " KEY_A, "the option namespaces needs a value: =\"...\"" },
	{ "els namespaces=git " ED " " KEY_A, "the value of namespaces is not between two quotes" },
	{ "els namespaces=\"git " ED " " KEY_A,
	    "the value of namespaces is not between two quotes" },
	{ "els namespaces=\"\" " ED " " KEY_A, "namespaces is empty" },
	{ "els namespaces=\"a\",namespaces=\"b\" " ED " " KEY_A,
	    "the option namespaces appears twice" },
	{ "els namespaces=\"git\"" ED " " KEY_A,
	    "no blank stands between the options and the key" },
	{ "els namespaces=\"git\", " ED " " KEY_A,
	    "'' is neither an option nor a key type that is known here" },
	{ "els namespaces=\"git\" ssh-foo " KEY_A, "'ssh-foo' is no key type that is known here" },
	{ "els valid-after=\"2026\" " ED " " KEY_A, BAD_TIME("2026") },
	{ "els valid-after=\"20260231\" " ED " " KEY_A, BAD_TIME("20260231") },
	{ "els valid-after=\"20261301\" " ED " " KEY_A, BAD_TIME("20261301") },
	{ "els valid-after=\"202601012400\" " ED " " KEY_A, BAD_TIME("202601012400") },
	{ "els valid-after=\"2026-01-01\" " ED " " KEY_A, BAD_TIME("2026-01-01") },
	{ "els valid-before=\"20260101ZZ\" " ED " " KEY_A, BAD_TIME("20260101ZZ") },
	{ "els valid-before=\"19691231Z\" " ED " " KEY_A, BAD_TIME("19691231Z") },
	{ "els valid-after=\"20260102Z\",valid-before=\"20260101Z\" " ED " " KEY_A,
	    "valid-before is earlier than valid-after" },
	{ "els " ED " " KEY_A "=", "the key is not base64" },
	{ "els " ED " A!AAC3NzaC1lZDI1NTE5", "the key is not base64" },
	{ "els " ED " AAAA=", "the key is not base64" },
	{ "els " ED " AAAA", "the key is no ssh-ed25519 key" },
	{ "els ssh-rsa " KEY_A, "the key is no ssh-rsa key" },
	{ "els " ED " " KEY_A "\r", "the line ends in CR LF: save the file with LF line ends" },
	{ "\xef\xbb\xbf"
	  "els " ED " " KEY_A,
	    "the file starts with a byte order mark: save it as UTF-8 without one" },
	{ "els " ED " " KEY_A " a\033[2Jb", "the line holds a control character" },
	{ "els\x07 " ED " " KEY_A, "the line holds a control character" },
};

static void assert_refused(struct fixture *f, const char *text, size_t len, const char *why)
{
	char want[512];

	assert_int_equal(read_bytes(f, text, len), -1);
	assert_int_equal(f->error.kind, ERROR_MALFORMED);
	assert_int_equal(f->problems.n, 1);
	assert_int_equal(f->problems.list[0].line, 1);
	assert_string_equal(f->problems.list[0].text, why);
	snprintf(want, sizeof(want), "allowed_signers has 1 problem, the first on line 1: %s", why);
	assert_string_equal(f->error.text, want);
	assert_int_equal(f->signers.n, 0);
}

static void refused(void **state)
{
	for (size_t i = 0; i < sizeof(refusals) / sizeof(refusals[0]); i++)
		assert_refused(*state, refusals[i].line, strlen(refusals[i].line), refusals[i].why);
}

static void bytes_refused(void **state)
{
	static const char nul[] = "els " ED " " KEY_A " a\0b";
	char line[9000];

	assert_refused(*state, nul, sizeof(nul) - 1, "the line holds a control character");
	memset(line, '#', sizeof(line));
	assert_refused(*state, line, sizeof(line), "the line is longer than 8192 bytes");
	assert_int_equal(read_bytes(*state, line, 8192), 0);
}

static void all_problems(void **state)
{
	struct fixture *f = *state;
	static const char text[] = "els\n# fine\njan " ED " " KEY_A "\n* " ED " " KEY_B "\n";

	assert_int_equal(read_bytes(f, text, strlen(text)), -1);
	assert_int_equal(f->problems.n, 2);
	assert_int_equal(f->problems.list[0].line, 1);
	assert_int_equal(f->problems.list[1].line, 4);
	assert_string_equal(f->error.text,
	    "allowed_signers has 2 problems, the first on line 1: nothing stands after the "
	    "principals");
}

static void no_memory(void **state)
{
	struct fixture *f = *state;
	struct error e = { 0 };
	struct arena tiny;
	static const char text[] = "els " ED " " KEY_A "\n";

	for (size_t cap = 1; cap < 600; cap += 40) {
		arena_init(&tiny, cap);
		if (signers_read(&tiny, text, strlen(text), &f->signers, &f->problems, &e) == 0)
			assert_false(tiny.exhausted);
		else
			assert_int_equal(e.kind, ERROR_MEMORY);
		arena_release(&tiny);
	}
}

#undef T
#define T(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

TESTS(T(plain), T(nothing), T(options), T(authority), T(times), T(several), T(refused),
    T(bytes_refused), T(all_problems), T(no_memory));
