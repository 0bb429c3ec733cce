/* Real signatures by real keys, verified by the real ssh-keygen, and by programs that are none. */
#include <signal.h>
#include <sys/resource.h>

#include "unit.h"
#include "signing.h"
#include "sign/sshsig.h"

#define JAN_2026 INT64_C(1767225600) /* 2026-01-01T00:00:00Z */
#define NOV_2026 INT64_C(1795518000) /* 2026-11-24T11:00:00Z */
#define TEXT "what was signed\n"

static struct arena arena;

/* "ssh-ed25519 AAAA..." of a key, as it stands in a file; and its fingerprint. */
static const char *public_key(const char *name)
{
	char file[64], *text, *end;
	size_t n;

	snprintf(file, sizeof(file), "%s.pub", name);
	text = get(file, &n);
	text[strcspn(text, "\n")] = '\0';
	end = arena_strdup(&arena, text);
	free(text);
	return end;
}

static const char *print_of(const char *name)
{
	const char *key = strchr(public_key(name), ' ');
	char *copy;

	assert_non_null(key);
	copy = arena_strdup(&arena, key + 1);
	copy[strcspn(copy, " ")] = '\0';
	return signers_fingerprint(&arena, copy);
}

/* `$name` in a text stands for the public key of that name, `%name` for its fingerprint. */
static const char *expand(const char *text)
{
	const char *out = "";

	while (*text != '\0') {
		size_t n = strcspn(text, "$%"),
		       k = text[n] == '\0' ? 0 :
		                             1 + strspn(text + n + 1, "abcdefghijklmnopqrstuvwxyz");
		const char *name = arena_strndup(&arena, text + n + 1, k == 0 ? 0 : k - 1);

		out = arena_printf(&arena, "%s%.*s%s", out, (int)n, text,
		    k == 0             ? "" :
		        text[n] == '$' ? public_key(name) :
		                         print_of(name));
		text += n + k;
	}
	return out;
}

static struct sshsig_parts sign(const char *key, const char *space, const char *text)
{
	static unsigned n;
	char command[512], name[32];
	struct sshsig_parts out = { .payload = text, .payload_len = strlen(text) };
	char *bytes;

	snprintf(name, sizeof(name), "text%u", n++);
	put_text(name, text);
	snprintf(command, sizeof(command), "ssh-keygen -Y sign -n '%s' -f %s <%s >%s.sig", space,
	    key, name, name);
	shell(command);
	snprintf(command, sizeof(command), "%s.sig", name);
	bytes = get(command, &out.signature_len);
	out.signature = arena_strndup(&arena, bytes, out.signature_len);
	free(bytes);
	return out;
}

static int setup(void **state)
{
	(void)state;
	arena_init(&arena, (size_t)64 << 20);
	make_folder();
	shell("for k in els dirk nobody authority; do ssh-keygen -q -t ed25519 -N '' -C '' -f $k "
	      "|| exit 1; done");
	shell("ssh-keygen -q -t ecdsa -N '' -C '' -f curve && ssh-keygen -q -t rsa -b 2048 -N '' "
	      "-C '' -f rivest");
	shell("cp els.pub guest.pub && cp els guest && ssh-keygen -q -s authority -I 'id of els' "
	      "-n els,els2 "
	      "-V 20260101Z:20270101Z guest.pub");
	shell("cp els.pub vague.pub && cp els vague && ssh-keygen -q -s authority -I any -V "
	      "20260101Z:20270101Z vague.pub");
	shell("cp els.pub wrong.pub && cp els wrong && ssh-keygen -q -s dirk -I any -n els -V "
	      "20260101Z:20270101Z wrong.pub");
	shell("cp els.pub host.pub && cp els host && ssh-keygen -q -h -s authority -I any -n els "
	      "host.pub");
	shell("ssh-keygen -q -k -f krl els.pub && ssh-keygen -q -k -f krl-other dirk.pub");
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	arena_release(&arena);
	return remove_folder();
}

static void load(struct sshsig_tool *tool, const char *signers, const char *revoked)
{
	memset(tool, 0, sizeof(*tool));
	tool->limit = 20000;
	put_text("allowed_signers", expand(signers));
	assert_int_equal(
	    sshsig_load(&arena, at("allowed_signers"), revoked != NULL ? at(revoked) : NULL, tool),
	    0);
}

/* Each reason is compared with fingerprints put in, without and with its mend. */
static void expect(const struct sshsig *s, enum answer is, const char *why, const char *mend)
{
	if (s->valid.is != is)
		fail_msg("%d, not %d: %s", (int)s->valid.is, (int)is, s->valid.why.text);
	assert_string_equal(s->valid.why.text, expand(why));
	assert_string_equal(s->valid.why.mend, mend);
}

static void verify(const struct sshsig_tool *tool, struct sshsig *s)
{
	sshsig_verify_all(&arena, tool, s, 1);
}

struct row {
	const char *key, *space; /* that signed */
	const char *signers, *revoked;
	int64_t at;
	const char *why, *mend; /* NULL: valid */
};

#define RESIGN "sign again with a key that is valid"
#define RESIGN_CERT "sign again with a certificate that names the person and is valid"
#define OWN_KEY "'els' signs again with a key that allowed_signers gives to 'els'"

static void check(const struct row *r)
{
	struct sshsig_tool tool;
	struct sshsig s = { .principal = "els", .space = SSHSIG_GIT, .at = r->at };

	load(&tool, r->signers, r->revoked);
	s.parts = sign(r->key, r->space, TEXT);
	verify(&tool, &s);
	expect(&s, r->why == NULL ? FACT_YES : FACT_NO, r->why != NULL ? r->why : "",
	    r->mend != NULL ? r->mend : "");
	if (r->why == NULL)
		assert_non_null(s.key);
}

static void valid(void **state)
{
	static const struct row rows[] = {
		{ "els", "git", "els $els\n", NULL, NOV_2026 },
		{ "els", "git", "els $els\n", "not-there", NOV_2026 },
		{ "els", "git", "els $els\n", "krl-other", NOV_2026 },
		{ "els", "git", "els $els\n", "dirk.pub", NOV_2026 },
		{ "curve", "git", "els $curve\n", NULL, NOV_2026 },
		{ "rivest", "git", "els $rivest\n", NULL, NOV_2026 },
		{ "els", "git", "dirk $dirk\ntess,els namespaces=\"git,file\" $els\n", NULL,
		    NOV_2026 },
		{ "els", "git",
		    "els $dirk\nels valid-before=\"20260101Z\" $els\nels valid-after=\"20260101Z\" "
		    "$els\n",
		    NULL, NOV_2026 },
		{ "els", "git",
		    "els valid-after=\"20260101Z\",valid-before=\"20261124110000Z\" $els\n", NULL,
		    NOV_2026 },
		{ "els", "git", "els valid-after=\"20261124110000Z\" $els\n", NULL, NOV_2026 },
		{ "els", "git", "els valid-before=\"20260101Z\" $els\n", NULL, JAN_2026 },
		{ "guest-cert.pub", "git", "els cert-authority $authority\n", NULL, NOV_2026 },
		{ "guest-cert.pub", "git",
		    "dirk,els cert-authority,namespaces=\"git\" $authority\n", "dirk.pub",
		    NOV_2026 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		check(&rows[i]);
}

static void wrong_key(void **state)
{
	static const struct row rows[] = {
		{ "dirk", "git", "els $els\ndirk $dirk\n", NULL, NOV_2026,
		    "the key %dirk that signed it belongs to 'dirk', not to 'els'", OWN_KEY },
		{ "nobody", "git", "els $els\ndirk $dirk\n", NULL, NOV_2026,
		    "allowed_signers does not give the key %nobody that signed it to 'els'",
		    OWN_KEY },
		{ "els", "git", "", NULL, NOV_2026, "allowed_signers has no keys",
		    "the administrator adds a line for each person who signs to allowed_signers" },
		{ "els", "git", "# els $els\n", NULL, NOV_2026, "allowed_signers has no keys",
		    "the administrator adds a line for each person who signs to allowed_signers" },
		{ "els", "git", "Els,els@example.org,els.x $els\n", NULL, NOV_2026,
		    "the key %els that signed it belongs to 'Els', not to 'els'", OWN_KEY },
		{ "els", "git", "els cert-authority $els\n", NULL, NOV_2026,
		    "allowed_signers does not give the key %els that signed it to 'els'", OWN_KEY },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		check(&rows[i]);
}

static void wrong_time(void **state)
{
	static const struct row rows[] = {
		{ "els", "git", "els valid-before=\"20261124105959Z\" $els\n", NULL, NOV_2026,
		    "by allowed_signers the key %els was no "
		    "longer valid when it was signed, at 2026-11-24T11:00:00Z",
		    RESIGN },
		{ "els", "git", "els valid-before=\"20251231235959Z\" $els\n", NULL, JAN_2026,
		    "by allowed_signers the key %els was no "
		    "longer valid when it was signed, at 2026-01-01T00:00:00Z",
		    RESIGN },
		{ "els", "git", "els valid-after=\"20261124110001Z\" $els\n", NULL, NOV_2026,
		    "by allowed_signers the key %els was not yet "
		    "valid when it was signed, at 2026-11-24T11:00:00Z",
		    RESIGN },
		{ "els", "git", "els valid-after=\"20990101\" $els\nels $dirk\n", NULL, NOV_2026,
		    "by allowed_signers the key %els was not "
		    "yet valid when it was signed, at 2026-11-24T11:00:00Z",
		    RESIGN },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		check(&rows[i]);
}

static void wrong_use(void **state)
{
	static const char mend[] =
	    "sign with git itself: git tag -s for a tag, git commit -S for a commit";
	static const struct row rows[] = {
		{ "els", "file", "els $els\n", NULL, NOV_2026,
		    "it was signed for another use: its namespace is not 'git'", mend },
		{ "els", "git ", "els $els\n", NULL, NOV_2026,
		    "it was signed for another use: its namespace is not 'git'", mend },
		{ "els", "git", "els namespaces=\"file\" $els\n", NULL, NOV_2026,
		    "allowed_signers does not let the key %els sign in the "
		    "namespace 'git'",
		    "the administrator adds git to the namespaces of that key" },
		{ "els", ": key has expired: verify time ", "els $els\n", NULL, NOV_2026,
		    "it was signed for another use: its namespace is not 'git'", mend },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		check(&rows[i]);
}

/* Another namespace than git's can be asked about, too. */
static void other_namespace(void **state)
{
	struct sshsig_tool tool;
	struct sshsig s = { .principal = "els", .space = "file", .at = NOV_2026 };

	(void)state;
	load(&tool, "els $els\n", NULL);
	s.parts = sign("els", "file", TEXT);
	verify(&tool, &s);
	expect(&s, FACT_YES, "", "");
	s.parts = sign("els", "git", TEXT);
	verify(&tool, &s);
	assert_int_equal(s.valid.is, FACT_NO);
	assert_string_equal(
	    s.valid.why.text, "it was signed for another use: its namespace is not 'file'");
}

static void revoked(void **state)
{
	static const char why[] =
	    "revoked_keys revokes the key %els that signed it, or its authority";
	static const char mend[] = "sign again with a key that is not revoked";
	static const struct row rows[] = {
		{ "els", "git", "els $els\n", "krl", NOV_2026, why, mend },
		{ "els", "git", "els $els\n", "els.pub", NOV_2026, why, mend },
		{ "guest-cert.pub", "git", "els cert-authority $authority\n", "els.pub", NOV_2026,
		    why, mend },
		{ "guest-cert.pub", "git", "els cert-authority $authority\n", "authority.pub",
		    NOV_2026, why, mend },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		check(&rows[i]);
}

static void wrong_certificate(void **state)
{
	static const char ca[] = "els cert-authority $authority\n";
	static const struct row rows[] = {
		{ "guest-cert.pub", "git", ca, NULL, JAN_2026 - 1,
		    "the certificate of the key %els did not hold for 'els' at "
		    "2025-12-31T23:59:59Z: Certificate invalid: not yet valid",
		    RESIGN_CERT },
		{ "guest-cert.pub", "git", ca, NULL, JAN_2026 + 400 * 86400,
		    "the certificate of the key %els did not hold for 'els' at "
		    "2027-02-05T00:00:00Z: Certificate invalid: expired",
		    RESIGN_CERT },
		{ "vague-cert.pub", "git", ca, NULL, NOV_2026,
		    "the certificate of the key %els did not hold for 'els' at "
		    "2026-11-24T11:00:00Z: Certificate lacks principal list",
		    RESIGN_CERT },
		{ "host-cert.pub", "git", ca, NULL, NOV_2026,
		    "the certificate of the key %els did not hold for 'els' at "
		    "2026-11-24T11:00:00Z: Certificate invalid: not a user certificate",
		    RESIGN_CERT },
		{ "wrong-cert.pub", "git", ca, NULL, NOV_2026,
		    "allowed_signers does not give the key %els that signed it to 'els'", OWN_KEY },
		{ "guest-cert.pub", "git", "els $els\n", NULL, NOV_2026,
		    "it was signed with a certificate, and allowed_signers gives "
		    "'els' the plain key %els only",
		    OWN_KEY },
		{ "guest-cert.pub", "git", "els $authority\n", NULL, NOV_2026,
		    "allowed_signers does not give the key %els that signed it to 'els'", OWN_KEY },
		{ "guest-cert.pub", "git",
		    "els cert-authority,valid-before=\"20260201Z\" $authority\n", NULL, NOV_2026,
		    "by "
		    "allowed_signers the key %els was no longer valid when it was signed, at "
		    "2026-11-24T11:00:00Z",
		    RESIGN },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		check(&rows[i]);
}

/* A certificate for others than the person is asked about. */
static void certificate_of_another(void **state)
{
	struct sshsig_tool tool;
	struct sshsig s = { .principal = "dirk", .space = SSHSIG_GIT, .at = NOV_2026 };

	(void)state;
	load(&tool, "dirk,els cert-authority $authority\n", NULL);
	s.parts = sign("guest-cert.pub", "git", TEXT);
	verify(&tool, &s);
	expect(&s, FACT_NO,
	    "the certificate of the key %els did not hold for 'dirk' at 2026-11-24T11:00:00Z: "
	    "Certificate invalid: "
	    "name is not a listed principal",
	    RESIGN_CERT);
}

/* A valid job, to be spoiled. */
static struct sshsig good(struct sshsig_tool *tool)
{
	struct sshsig s = { .principal = "els", .space = SSHSIG_GIT, .at = NOV_2026 };

	load(tool, "els $els\n", NULL);
	s.parts = sign("els", "git", TEXT);
	return s;
}

static void other_bytes(void **state)
{
	static const char why[] = "its signature does not fit it: it was changed after signing, or "
	                          "the signature was made for "
	                          "something else";
	static const char *const texts[] = { "What was signed\n", "what was signed",
		"what was signed\n\n", "", "what was signed\r\n" };
	struct sshsig_tool tool;
	struct sshsig s = good(&tool);
	struct sshsig_parts other = sign("els", "git", "another text\n");

	(void)state;
	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		s.parts.payload = texts[i];
		s.parts.payload_len = strlen(texts[i]);
		verify(&tool, &s);
		expect(&s, FACT_NO, why, "sign again");
	}
	s = good(&tool);
	s.parts.signature = other.signature;
	s.parts.signature_len = other.signature_len;
	verify(&tool, &s);
	expect(&s, FACT_NO, why, "sign again");
}

#define VERSION_AT 43 /* where version 1 becomes 0, which ssh-keygen takes, too */

/* Every byte of the armor changed, every length of it; some of them where an allocation fails,
 * whose number would nearly always be in here. What follows the END line is no affair of
 * ssh-keygen. */
static void broken_armor(void **state)
{
	size_t step = getenv("FAULT_MALLOC") != NULL ? 50 : 1, k = 0;
	struct sshsig_tool tool;
	struct sshsig whole = good(&tool), list[600];
	size_t n = whole.parts.signature_len;
	char *copies = arena_array(&arena, n, n);

	(void)state;
	assert_true(n < 600);
	for (size_t i = 0; i < n; i += step, k++) {
		char *copy = copies + i * n;

		memcpy(copy, whole.parts.signature, n);
		copy[i] = copy[i] == 'A' ? 'B' : 'A';
		list[k] = whole;
		list[k].parts.signature = copy;
	}
	sshsig_verify_all(&arena, &tool, list, k);
	for (size_t i = 0; i < n; i += step)
		if (list[i / step].valid.is != (i == VERSION_AT || i == n - 1 ? FACT_YES : FACT_NO))
			fail_msg("byte %zu: %d %s", i, (int)list[i / step].valid.is,
			    list[i / step].valid.why.text);
	for (size_t i = 0; i + 1 < n; i += step) {
		list[i / step] = whole;
		list[i / step].parts.signature_len = i;
	}
	sshsig_verify_all(&arena, &tool, list, (n - 2) / step + 1);
	for (size_t i = 0; i + 1 < n; i += step)
		if (list[i / step].valid.is != FACT_NO)
			fail_msg("length %zu: %d %s", i, (int)list[i / step].valid.is,
			    list[i / step].valid.why.text);
	assert_string_equal(list[0].valid.why.text, "it is not signed");
	assert_string_equal(list[100 / step].valid.why.text, "its signature is not well formed");
}

static void no_such_time(void **state)
{
	static const int64_t times[] = { 0, -1, INT64_MIN, INT64_MAX, INT64_C(253402300800) };
	struct sshsig_tool tool;
	struct sshsig s = good(&tool);

	(void)state;
	for (size_t i = 0; i < sizeof(times) / sizeof(times[0]); i++) {
		s.at = times[i];
		verify(&tool, &s);
		expect(&s, FACT_NO, "it is signed at a time that cannot be",
		    "set the clock right and sign again");
	}
	s.at = INT64_C(253402300799);
	verify(&tool, &s);
	assert_int_equal(s.valid.is, FACT_YES);
	s.at = 1;
	verify(&tool, &s);
	assert_int_equal(s.valid.is, FACT_YES);
}

/* The time asked about is UTC, whatever zone the environment names. */
static void zone_of_the_environment(void **state)
{
	static const char *const zones[] = { "Pacific/Kiritimati", "Pacific/Pago_Pago", "ABC+167",
		"UTC" };

	(void)state;
	for (size_t i = 0; i < sizeof(zones) / sizeof(zones[0]); i++) {
		static const struct row late = { "els", "git",
			"els valid-before=\"20261124105959Z\" $els\n", NULL, NOV_2026,
			"by "
			"allowed_signers the key %els was no longer valid when it was signed, at "
			"2026-11-24T11:00:00Z",
			RESIGN };
		static const struct row just = { "els", "git",
			"els valid-before=\"20261124110000Z\" $els\n", NULL, NOV_2026, NULL, NULL };

		setenv("TZ", zones[i], 1);
		check(&late);
		check(&just);
	}
	unsetenv("TZ");
}

/* Whom to ask for must be an id; anything else is a question nobody can answer. */
static void odd_principals(void **state)
{
	static const char *const names[] = {
		NULL,
		"",
		"*",
		"el?",
		"!els",
		"els,dirk",
		"els dirk",
		"-I",
		"els\n",
		"els with ED25519 key SHA256:x",
		"\"els\"",
		"\xc3\xa9ls",
	};
	struct sshsig_tool tool;
	struct sshsig s = good(&tool);

	(void)state;
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		s.principal = names[i];
		verify(&tool, &s);
		expect(&s, FACT_UNKNOWN,
		    "whose signature it should be is not given by the id of a person", "");
	}
	s.principal = "els";
	s.space = NULL;
	verify(&tool, &s);
	assert_int_equal(s.valid.is, FACT_UNKNOWN);
}

static void odd_ids(void **state)
{
	static const char *const names[] = { "_", "els@example.org", "els-de.vries_2", "0" };
	struct sshsig_tool tool;
	struct sshsig s = good(&tool);

	(void)state;
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		put_text("signers", arena_printf(&arena, "%s %s\n", names[i], public_key("els")));
		assert_int_equal(sshsig_load(&arena, at("signers"), NULL, &tool), 0);
		s.principal = names[i];
		verify(&tool, &s);
		expect(&s, FACT_YES, "", "");
	}
}

static void zeroed(void **state)
{
	struct sshsig_tool tool = { 0 }, good_tool;
	struct sshsig s = good(&good_tool), nothing = { 0 };

	(void)state;
	verify(&tool, &s);
	expect(&s, FACT_UNKNOWN, "no allowed_signers was read", "");
	verify(&good_tool, &nothing);
	assert_int_equal(nothing.valid.is, FACT_UNKNOWN);
	sshsig_verify_all(&arena, &good_tool, NULL, 0);
}

/* What cannot be loaded leaves every signature open. */
static void expect_not_loaded(
    const char *signers, const char *revoked, const char *why, const char *mend)
{
	struct sshsig_tool tool;
	struct sshsig s = good(&tool);

	assert_int_equal(sshsig_load(&arena, signers, revoked, &tool), -1);
	verify(&tool, &s);
	expect(&s, FACT_UNKNOWN, why, mend);
	assert_null(s.key);
}

static void unusable_signers(void **state)
{
	(void)state;
	expect_not_loaded(NULL, NULL, "there is no allowed_signers beside the policy",
	    "the administrator writes allowed_signers beside the policy");
	expect_not_loaded(at("nowhere"), NULL,
	    arena_printf(&arena, "%s does not exist", at("nowhere")),
	    "the administrator writes allowed_signers beside the policy");
	put("open", "", 0, 0666);
	expect_not_loaded(at("open"), NULL,
	    arena_printf(&arena, "%s is writable by everyone (mode 0666)", at("open")),
	    arena_printf(&arena, "its owner runs: chmod go-w %s", at("open")));
	expect_not_loaded(dir, NULL, arena_printf(&arena, "%s is not a regular file", dir),
	    arena_printf(&arena, "the administrator of the server runs: ls -lL %s", dir));
	put_text("pattern", "* ssh-ed25519 AAAA\n");
	expect_not_loaded(at("pattern"), NULL,
	    "allowed_signers has 1 problem, the first on line 1: the principal '*' is a pattern, "
	    "and a pattern names nobody: write the person's id",
	    arena_printf(&arena, "the administrator mends %s", at("pattern")));
}

static void unusable_revoked_keys(void **state)
{
	(void)state;
	put("open", "", 0, 0666);
	put_text("fine", "");
	expect_not_loaded(at("fine"), at("open"),
	    arena_printf(&arena, "%s is writable by everyone (mode 0666)", at("open")),
	    arena_printf(&arena, "its owner runs: chmod go-w %s", at("open")));
	expect_not_loaded(at("fine"), dir, arena_printf(&arena, "%s is not a regular file", dir),
	    arena_printf(&arena, "the administrator of the server runs: ls -lL %s", dir));
}

/* After a load that failed and one that did not. */
static void loaded_again(void **state)
{
	struct sshsig_tool tool;
	struct sshsig s = good(&tool);

	(void)state;
	assert_int_equal(sshsig_load(&arena, at("allowed_signers"), dir, &tool), -1);
	assert_int_equal(sshsig_load(&arena, at("allowed_signers"), NULL, &tool), 0);
	verify(&tool, &s);
	expect(&s, FACT_YES, "", "");
}

/* Not "revoked", and never "not revoked". */
static void broken_revoked_keys(void **state)
{
	static const struct {
		const char *bytes;
		size_t len;
		const char *why;
	} table[] = {
		{ "no key\n", 7, "ssh-keygen cannot read revoked_keys: invalid format" },
		{ "SSHKRL\n\0abc", 11, "ssh-keygen cannot read revoked_keys: incomplete message" },
	};
	struct sshsig_tool tool;
	struct sshsig s = good(&tool);

	(void)state;
	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
		put("broken", table[i].bytes, table[i].len, 0644);
		load(&tool, "els $els\n", "broken");
		verify(&tool, &s);
		expect(&s, FACT_UNKNOWN, table[i].why,
		    "the administrator mends revoked_keys: one public key a line, or what "
		    "ssh-keygen -k made");
	}
}

/* What was read is what counts, even if the files change before ssh-keygen starts. */
static void files_change_in_between(void **state)
{
	struct sshsig_tool tool;
	struct sshsig s = good(&tool);

	(void)state;
	put_text("revoked", expand("$els\n"));
	load(&tool, "els $els\n", "revoked");
	put_text("revoked", "");
	verify(&tool, &s);
	assert_int_equal(s.valid.is, FACT_NO);
	load(&tool, "dirk $dirk\n", NULL);
	put_text("allowed_signers", expand("els $els\n"));
	verify(&tool, &s);
	assert_int_equal(s.valid.is, FACT_NO);
}

static void no_descriptors(void **state)
{
	struct rlimit old, few;
	struct sshsig_tool tool;
	struct sshsig s = good(&tool);

	(void)state;
	assert_int_equal(getrlimit(RLIMIT_NOFILE, &old), 0);
	few = (struct rlimit){ 18, old.rlim_max };
	assert_int_equal(setrlimit(RLIMIT_NOFILE, &few), 0);
	verify(&tool, &s);
	assert_int_equal(setrlimit(RLIMIT_NOFILE, &old), 0);
	expect(&s, FACT_UNKNOWN, "/usr/bin/ssh-keygen cannot be run: Too many open files",
	    "push again; if that does not help, the administrator of the server runs: "
	    "/usr/bin/ssh-keygen -Y verify");
}

static void no_memory(void **state)
{
	struct sshsig_tool tool;
	struct sshsig s = good(&tool);
	unsigned open_ones = 0;

	(void)state;
	for (size_t cap = 0; cap < 8192; cap += 16) {
		struct sshsig copy = s;
		struct arena tiny;

		arena_init(&tiny, cap);
		sshsig_verify_all(&tiny, &tool, &copy, 1);
		arena_release(&tiny);
		if (copy.valid.is == FACT_YES)
			break;
		assert_int_equal(copy.valid.is, FACT_UNKNOWN);
		assert_int_equal(copy.valid.why.kind, ERROR_MEMORY);
		open_ones++;
	}
	assert_in_range(open_ones, 10, 511);
}

/* Programs that are no ssh-keygen. */
static void expect_tool(const char *text, const char *why)
{
	struct sshsig_tool tool;
	struct sshsig s = good(&tool);

	put("tool", text, strlen(text), 0755);
	tool.program = at("tool");
	tool.limit = strstr(text, "sleep") != NULL ? 400 : 20000;
	verify(&tool, &s);
	expect(&s, FACT_UNKNOWN, arena_printf(&arena, "%s %s", at("tool"), why),
	    arena_printf(&arena,
	        "push again; if that does not help, the administrator of the server runs: %s -Y "
	        "verify",
	        at("tool")));
}

#define GOOD_LINE \
	"echo 'Good \"git\" signature for els with ED25519 key " \
	"SHA256:ub4ijtuEtAnOZWOMd6MkRJLmv7gWjC9oPFT1LcxZwJ4'; "
#define BAD_LINE "echo 'Could not verify signature.'; "

static void other_programs(void **state)
{
	static const struct {
		const char *text, *why;
	} table[] = {
		{ "#!/bin/sh\n" GOOD_LINE "exit 1\n",
		    "could not tell whether the signature is good; it ended with 1 and said: "
		    "(nothing)" },
		{ "#!/bin/sh\n" GOOD_LINE "exit 255\n",
		    "could not tell whether the signature is good; it ended with 255 and said: "
		    "(nothing)" },
		{ "#!/bin/sh\nexit 0\n",
		    "could not tell whether the signature is good; it ended with 0 and said: "
		    "(nothing)" },
		{ "#!/bin/sh\n" BAD_LINE "exit 0\n",
		    "could not tell whether the signature is good; it ended with 0 and said: "
		    "(nothing)" },
		{ "#!/bin/sh\n" BAD_LINE "exit 255\n",
		    "could not tell whether the signature is good; it ended with 255 and said: "
		    "(nothing)" },
		{ "#!/bin/sh\necho 'unknown option -- Y' >&2; echo 'usage: \033[31m' >&2; exit 1\n",
		    "could not tell whether the signature is good; it ended with 1 and said: "
		    "usage: \\x1b[31m" },
		{ "#!/bin/sh\nkill -ABRT $$\n", "crashed with signal 6" },
		{ "#!/bin/sh\n" GOOD_LINE "kill -SEGV $$\n", "crashed with signal 11" },
		{ "#!/bin/sh\nsleep 60\n", "gave no answer in 5 seconds" },
		{ "#!/bin/sh\n" GOOD_LINE "sleep 60\n", "gave no answer in 5 seconds" },
		{ "not a program", "cannot be run: Exec format error" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++)
		expect_tool(table[i].text, table[i].why);
}

/* A slow one is waited for. */
static void slow_program(void **state)
{
	static const char text[] = "#!/bin/sh\nsleep 0.5\nexec /usr/bin/ssh-keygen \"$@\"\n";
	struct sshsig_tool tool;
	struct sshsig s = good(&tool);

	(void)state;
	put("tool", text, strlen(text), 0755);
	tool.program = at("tool");
	tool.limit = 20000;
	verify(&tool, &s);
	expect(&s, FACT_YES, "", "");
	assert_string_equal(s.key, print_of("els"));
}

static void missing_program(void **state)
{
	struct sshsig_tool tool;
	struct sshsig s = good(&tool);

	(void)state;
	tool.program = "/nowhere/ssh-keygen";
	verify(&tool, &s);
	expect(&s, FACT_UNKNOWN, "/nowhere/ssh-keygen cannot be run: No such file or directory",
	    "the administrator of the server installs OpenSSH's client: apt install "
	    "openssh-client");
	tool.program = "/etc/passwd";
	verify(&tool, &s);
	expect(&s, FACT_UNKNOWN, "/etc/passwd cannot be run: Permission denied",
	    "push again; if that does not help, the administrator of the server runs: /etc/passwd "
	    "-Y verify");
}

/* Many at once, each with its own answer; and one hanging verifier does not cost its time for each.
 */
static void many(void **state)
{
	struct sshsig_tool tool;
	struct sshsig s = good(&tool), list[30];
	struct sshsig_parts other = sign("dirk", "git", TEXT);
	struct timespec from, to;

	(void)state;
	load(&tool, "els $els\ndirk $dirk\n", NULL);
	for (size_t i = 0; i < 30; i++) {
		list[i] = s;
		if (i % 3 == 1)
			list[i].principal = "dirk";
		if (i % 3 == 2)
			list[i].parts = other;
	}
	sshsig_verify_all(&arena, &tool, list, 30);
	for (size_t i = 0; i < 30; i++)
		if (i % 3 == 0)
			expect(&list[i], FACT_YES, "", "");
		else if (i % 3 == 1)
			expect(&list[i], FACT_NO,
			    "the key %els that signed it belongs to 'els', not to 'dirk'",
			    "'dirk' signs again with a key that allowed_signers gives to 'dirk'");
		else
			expect(&list[i], FACT_NO,
			    "the key %dirk that signed it belongs to 'dirk', not to 'els'",
			    OWN_KEY);
	put("tool", "#!/bin/sh\nsleep 60\n", 19, 0755);
	tool.program = at("tool");
	tool.limit = 300;
	clock_gettime(CLOCK_MONOTONIC, &from);
	sshsig_verify_all(&arena, &tool, list, 30);
	clock_gettime(CLOCK_MONOTONIC, &to);
	assert_true(to.tv_sec - from.tv_sec < 4);
	for (size_t i = 0; i < 30; i++)
		assert_int_equal(list[i].valid.is, FACT_UNKNOWN);
	assert_string_equal(list[29].valid.why.text,
	    arena_printf(&arena, "%s was not asked: it hung at another signature", at("tool")));
}

/* A yes and a no hold for the run, for the very same question. */
static void told(void **state)
{
	struct sshsig_told told = { .arena = &arena };
	struct sshsig_tool tool;
	struct sshsig s[5];

	(void)state;
	load(&tool, "els $els\n", NULL);
	tool.told = &told;
	for (size_t i = 0; i < 5; i++)
		s[i] = (struct sshsig){ .principal = i == 1 ? "dirk" : "els",
			.space = i == 2 ? "file" : SSHSIG_GIT,
			.at = i == 3 ? JAN_2026 : NOV_2026,
			.parts = i == 0 ? sign("els", SSHSIG_GIT, TEXT) : s[0].parts };
	s[4].parts.payload_len--;
	verify(&tool, &s[0]);
	tool.program = at("not-there");
	sshsig_verify_all(&arena, &tool, s, 5);
	expect(&s[0], FACT_YES, "", "");
	assert_string_equal(s[0].key, print_of("els"));
	for (size_t i = 1; i < 5; i++)
		assert_int_equal(s[i].valid.is, FACT_UNKNOWN);
	tool.program = NULL;
	verify(&tool, &s[4]);
	tool.program = at("not-there");
	verify(&tool, &s[4]);
	assert_int_equal(s[4].valid.is, FACT_NO);
	assert_int_equal(told.n, 5);
}

/* What an earlier run found good is not asked again where the question is the same, to the last
 * byte of the keys. */
static void good_before(void **state)
{
	static const struct {
		const char *principal, *space, *signers, *revoked;
		int64_t at;
		enum answer is;
	} rows[] = {
		{ "els", SSHSIG_GIT, "els $els\n", NULL, NOV_2026, FACT_YES },
		{ "dirk", SSHSIG_GIT, "els $els\n", NULL, NOV_2026, FACT_UNKNOWN },
		{ "els", "file", "els $els\n", NULL, NOV_2026, FACT_UNKNOWN },
		{ "els", SSHSIG_GIT, "els $els\n", NULL, NOV_2026 + 1, FACT_UNKNOWN },
		{ "els", SSHSIG_GIT, "els $els\n\n", NULL, NOV_2026, FACT_UNKNOWN },
		{ "els", SSHSIG_GIT, "els $els\n", "", NOV_2026, FACT_UNKNOWN },
		{ "els", SSHSIG_GIT, "els $els\n", "$els\n", NOV_2026, FACT_UNKNOWN },
	};
	struct sshsig_told first = { .arena = &arena };
	struct sshsig s = { .principal = "els", .space = SSHSIG_GIT, .at = NOV_2026 };
	struct sshsig_tool tool;
	struct sshsig_good good;

	(void)state;
	s.parts = sign("els", SSHSIG_GIT, TEXT);
	load(&tool, "els $els\n", NULL);
	verify(&tool, &s);
	assert_null(s.question);
	tool.told = &first;
	verify(&tool, &s);
	assert_int_equal(strlen(s.question), 64);
	good = (struct sshsig_good){ s.question, s.key };
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct sshsig_told told = { .arena = &arena };

		if (rows[i].revoked != NULL)
			put_text("revoked_since", expand(rows[i].revoked));
		load(&tool, rows[i].signers, rows[i].revoked != NULL ? "revoked_since" : NULL);
		tool.told = &told;
		tool.program = at("not-there");
		s.principal = rows[i].principal;
		s.space = rows[i].space;
		s.at = rows[i].at;
		s.before = good;
		sshsig_verify_all(&arena, &tool, &s, 1);
		assert_int_equal(s.valid.is, rows[i].is);
		assert_true((s.key != NULL) == (s.valid.is == FACT_YES));
	}
}

/* Ours is what ssh-keygen -l prints. */
static void fingerprints(void **state)
{
	static const char *const names[] = { "els", "curve", "rivest" };

	(void)state;
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		char command[128], *text, *end;
		size_t n;

		snprintf(command, sizeof(command), "ssh-keygen -lf %s.pub >print", names[i]);
		shell(command);
		text = get("print", &n);
		end = strchr(text, ' ') + 1;
		end[strcspn(end, " ")] = '\0';
		assert_string_equal(print_of(names[i]), end);
		free(text);
	}
	assert_string_equal(signers_fingerprint(&arena, "no base64"), "(no readable key)");
	assert_string_equal(signers_fingerprint(&arena, ""), "(no readable key)");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(valid),
		cmocka_unit_test(wrong_key),
		cmocka_unit_test(wrong_time),
		cmocka_unit_test(wrong_use),
		cmocka_unit_test(other_namespace),
		cmocka_unit_test(revoked),
		cmocka_unit_test(wrong_certificate),
		cmocka_unit_test(certificate_of_another),
		cmocka_unit_test(other_bytes),
		cmocka_unit_test(broken_armor),
		cmocka_unit_test(no_such_time),
		cmocka_unit_test(zone_of_the_environment),
		cmocka_unit_test(odd_principals),
		cmocka_unit_test(odd_ids),
		cmocka_unit_test(zeroed),
		cmocka_unit_test(unusable_signers),
		cmocka_unit_test(unusable_revoked_keys),
		cmocka_unit_test(loaded_again),
		cmocka_unit_test(broken_revoked_keys),
		cmocka_unit_test(files_change_in_between),
		cmocka_unit_test(no_descriptors),
		cmocka_unit_test(no_memory),
		cmocka_unit_test(other_programs),
		cmocka_unit_test(slow_program),
		cmocka_unit_test(missing_program),
		cmocka_unit_test(many),
		cmocka_unit_test(told),
		cmocka_unit_test(good_before),
		cmocka_unit_test(fingerprints),
	};

	return cmocka_run_group_tests_name("sshsig", tests, setup, teardown);
}
