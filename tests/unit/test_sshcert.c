/* ssh certificates as ssh-keygen itself makes them, of every kind of key; and everything that is
 * none. */
#include "unit.h"
#include "base/base64.h"
#include "sign/sshcert.h"

#define ED_CERT "ssh-ed25519-cert-v01@openssh.com"

static char dir[] = "/tmp/sluis-sshcert-XXXXXX";
static struct arena arena;

static void run(const char *fmt, ...)
{
	char command[1024];
	va_list ap;
	int n = snprintf(command, sizeof(command), "cd %s && ", dir);

	va_start(ap, fmt);
	vsnprintf(command + n, sizeof(command) - (size_t)n, fmt, ap);
	va_end(ap);
	assert_int_equal(system(command), 0);
}

/* `TYPE BASE64` of a file. */
static void public_key(const char *name, char type[64], char key[8192])
{
	char path[128];
	FILE *f;

	snprintf(path, sizeof(path), "%s/%s", dir, name);
	f = fopen(path, "r");
	assert_non_null(f);
	assert_int_equal(fscanf(f, "%63s %8191s", type, key), 2);
	fclose(f);
}

static int setup(void **state)
{
	(void)state;
	assert_non_null(mkdtemp(dir));
	arena_init(&arena, (size_t)64 << 20);
	run("ssh-keygen -q -t ed25519 -N '' -C '' -f ca && ssh-keygen -q -t ed25519 -N '' -C '' -f "
	    "key");
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	run("rm -f ca ca.pub key*");
	arena_release(&arena);
	return rmdir(dir);
}

/* Has key.pub signed with these options and reads what comes of it. */
static const unsigned char *certify(const char *options, char type[64], size_t *len)
{
	char key[8192];

	run("ssh-keygen -q -s ca %s key.pub", options);
	public_key("key-cert.pub", type, key);
	return base64_decode(&arena, key, strlen(key), len);
}

static void certified(const char *options, struct sshcert *c)
{
	char type[64];
	size_t len;
	const unsigned char *blob = certify(options, type, &len);
	struct error e = { 0 };

	if (sshcert_read(&arena, type, blob, len, c, &e) < 0)
		fail_msg("%s", e.text);
}

/* The key in the certificate is the plain key, and the authority's is the authority's. */
static void assert_keys(const struct sshcert *c)
{
	char type[64], key[8192];

	public_key("key.pub", type, key);
	assert_string_equal(c->key_type, type);
	assert_string_equal(c->key, key);
	public_key("ca.pub", type, key);
	assert_string_equal(c->ca_type, type);
	assert_string_equal(c->ca_key, key);
}

static void everything(void **state)
{
	struct sshcert c;

	(void)state;
	certified(
	    "-I 'laptop of dirk' -n dirk,dora -z 18446744073709551615 -V 20260101Z:20270101Z", &c);
	assert_keys(&c);
	assert_string_equal(c.id, "laptop of dirk");
	assert_int_equal(c.nprincipals, 2);
	assert_string_equal(c.principals[0], "dirk");
	assert_string_equal(c.principals[1], "dora");
	assert_true(c.serial == UINT64_MAX);
	assert_true(c.valid_after == 1767225600 && c.valid_before == 1798761600);
	assert_int_equal(c.kind, SSHCERT_USER);
}

static void little(void **state)
{
	struct sshcert c;

	(void)state;
	certified("-I x -h", &c);
	assert_keys(&c);
	assert_int_equal(c.kind, SSHCERT_HOST);
	assert_int_equal(c.nprincipals, 0);
	assert_true(c.serial == 0 && c.valid_after == 0 && c.valid_before == UINT64_MAX);
	certified("-I x -n dirk -O clear -O force-command=true -O source-address=10.0.0.0/8", &c);
	assert_keys(&c);
	assert_int_equal(c.nprincipals, 1);
}

static void kinds(void **state)
{
	static const char *const types[] = { "rsa -b 2048", "ecdsa -b 256", "ecdsa -b 384",
		"ecdsa -b 521" };
	struct sshcert c;

	(void)state;
	for (size_t i = 0; i < sizeof(types) / sizeof(types[0]); i++) {
		run("rm -f key* && ssh-keygen -q -t %s -N '' -C '' -f key", types[i]);
		certified("-I x -n dirk", &c);
		assert_keys(&c);
	}
	for (size_t i = 0; i < sizeof(types) / sizeof(types[0]); i++) {
		run("rm -f ca* && ssh-keygen -q -t %s -N '' -C '' -f ca", types[i]);
		certified("-I x -n dirk", &c);
		assert_keys(&c);
	}
}

/* Keys that live in a piece of hardware: a public key is enough to be certified. */
static void hardware(void **state)
{
	struct sshcert c;

	(void)state;
	run("rm -f key*");
	run("{ printf '\\0\\0\\0\\032sk-ssh-ed25519@openssh.com\\0\\0\\0\\040'; head -c 32 "
	    "/dev/zero | tr '\\0' k; "
	    "printf '\\0\\0\\0\\004ssh:'; } | base64 -w 0 >key.b && printf "
	    "'sk-ssh-ed25519@openssh.com %%s' \"$(cat key.b)\" >key.pub");
	certified("-I x -n dirk", &c);
	assert_keys(&c);
}

/* Whatever is cut off or added, and every kind of key it is not. */
static void refused(void **state)
{
	char type[64];
	size_t len;
	const unsigned char *blob;
	unsigned char *longer;
	struct error e = { 0 };
	struct sshcert c;

	(void)state;
	run("rm -f key* && ssh-keygen -q -t ed25519 -N '' -C '' -f key");
	blob = certify("-I x -n dirk", type, &len);
	assert_string_equal(type, ED_CERT);
	for (size_t n = 0; n < len; n++)
		assert_int_equal(sshcert_read(&arena, type, blob, n, &c, &e), -1);
	assert_int_equal(e.kind, ERROR_MALFORMED);
	assert_string_equal(e.text, "it is no ssh certificate of a kind that is known here");
	assert_null(c.key);
	longer = arena_alloc(&arena, len + 1);
	memcpy(longer, blob, len);
	assert_int_equal(sshcert_read(&arena, type, longer, len + 1, &c, &e), -1);
	assert_int_equal(
	    sshcert_read(&arena, "ssh-rsa-cert-v01@openssh.com", blob, len, &c, &e), -1);
	assert_int_equal(
	    sshcert_read(&arena, "ssh-dss-cert-v01@openssh.com", blob, len, &c, &e), -1);
	assert_int_equal(sshcert_read(&arena, "ssh-ed25519", blob, len, &c, &e), -1);
}

/* A NUL would end a name early: "dirk\0x" is not dirk. */
static void nul_in_a_name(void **state)
{
	char type[64];
	size_t len;
	unsigned char *blob, *name;
	struct error e = { 0 };
	struct sshcert c;

	(void)state;
	blob = (unsigned char *)(uintptr_t)certify("-I theid -n dirk.x", type, &len);
	name = memmem(blob, len, "dirk.x", 6);
	assert_non_null(name);
	name[4] = '\0';
	assert_int_equal(sshcert_read(&arena, type, blob, len, &c, &e), -1);
	name[4] = '.';
	assert_int_equal(sshcert_read(&arena, type, blob, len, &c, &e), 0);
	assert_string_equal(c.principals[0], "dirk.x");
	name = memmem(blob, len, "theid", 5);
	name[2] = '\0';
	assert_int_equal(sshcert_read(&arena, type, blob, len, &c, &e), -1);
}

static void many_principals(void **state)
{
	char options[8192] = "-I x -n p0";
	struct sshcert c;

	(void)state;
	for (int i = 1; i < 200; i++)
		snprintf(options + strlen(options), sizeof(options) - strlen(options), ",p%d", i);
	assert_true(strlen(options) < 960);
	certified(options, &c);
	assert_int_equal(c.nprincipals, 200);
	assert_string_equal(c.principals[199], "p199");
}

static void types(void **state)
{
	(void)state;
	assert_true(sshcert_is(ED_CERT));
	assert_true(sshcert_is("new-cert-v01@openssh.com"));
	assert_false(sshcert_is("ssh-ed25519"));
	assert_false(sshcert_is("-cert-v01@openssh.com"));
	assert_false(sshcert_is(""));
}

static void no_memory(void **state)
{
	char type[64];
	size_t len;
	const unsigned char *blob = certify("-I x -n dirk", type, &len);
	struct error e = { 0 };
	struct sshcert c;
	bool whole = false;

	(void)state;
	for (size_t cap = 1; !whole; cap += 16) {
		struct arena tiny;

		arena_init(&tiny, cap);
		whole = sshcert_read(&tiny, type, blob, len, &c, &e) == 0;
		assert_true(whole || e.kind == ERROR_MEMORY);
		arena_release(&tiny);
	}
}

TESTS_WITHIN(setup, teardown, T(everything), T(little), T(kinds), T(hardware), T(refused),
    T(nul_in_a_name), T(many_principals), T(types), T(no_memory));
