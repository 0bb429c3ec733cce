/* known_hosts: lines by their marker. */
#include "fixture.h"
#include "fetch/known_hosts.h"

SETUP(struct arena, 1);

static int read_text(struct arena *a, const char *text, struct known_hosts *out, struct error *e)
{
	memset(e, 0, sizeof(*e));
	return known_hosts_read(a, text, strlen(text), out, e);
}

static void sorted(void **state)
{
	struct known_hosts k;
	struct error e;

	assert_int_equal(
	    read_text(*state,
	        "# text\n\n \t\r\n  h ssh-ed25519 AAAA \t\r\n@revoked * ssh-rsa Zm9v\n"
	        "@cert-authority *.org ssh-rsa AAAA\n\t@revoked\th,i\tssh-rsa\tZm9vYg== a "
	        "comment\n|1|c2FsdA==|aGFzaA== ssh-rsa AAAA me",
	        &k, &e),
	    0);
	assert_int_equal(k.nlines, 2);
	assert_string_equal(k.lines[0], "h ssh-ed25519 AAAA");
	assert_string_equal(k.lines[1], "|1|c2FsdA==|aGFzaA== ssh-rsa AAAA me");
	assert_int_equal(k.authorities, 1);
	assert_int_equal(k.nrevoked, 2);
	assert_true(known_hosts_revokes(&k, "foo", 3));
	assert_true(known_hosts_revokes(&k, "foob", 4));
	assert_false(known_hosts_revokes(&k, "fo", 2));
	assert_false(known_hosts_revokes(&k, "food", 4));
	assert_int_equal(read_text(*state, "", &k, &e), 0);
	assert_int_equal(k.nlines + k.nrevoked + k.authorities, 0);
}

/* A revocation that is not understood must not be passed over. */
static void refused(void **state)
{
	static const struct {
		const char *text, *why;
	} table[] = {
		{ "@revoked", "line 1 revokes no key that can be read" },
		{ "a b c\n@revoked * ssh-rsa\n", "line 2 revokes no key that can be read" },
		{ "\n\n@revoked * ssh-rsa AAA\n", "line 3 revokes no key that can be read" },
		{ "@revoked * AAAA", "line 1 revokes no key that can be read" },
		{ "@revoke * ssh-rsa AAAA",
		    "line 1 starts with a marker that is neither @revoked nor @cert-authority" },
		{ " @Revoked * ssh-rsa AAAA",
		    "line 1 starts with a marker that is neither @revoked nor @cert-authority" },
	};
	struct known_hosts k;
	struct error e;

	memset(&e, 0, sizeof(e));
	assert_int_equal(known_hosts_read(*state, "h ssh-rsa AA\0AA", 15, &k, &e), -1);
	assert_string_equal(e.text, "line 1 holds a NUL byte");
	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
		assert_int_equal(read_text(*state, table[i].text, &k, &e), -1);
		assert_int_equal(e.kind, ERROR_MALFORMED);
		assert_string_equal(e.text, table[i].why);
	}
}

static void no_memory(void **state)
{
	struct arena tiny;
	struct known_hosts k;
	struct error e;

	(void)state;
	for (size_t cap = 1; cap < 120; cap += 7) {
		arena_init(&tiny, cap);
		if (read_text(&tiny, "h ssh-rsa AAAA\n@revoked * ssh-rsa AAAA\n", &k, &e) < 0)
			assert_int_equal(e.kind, ERROR_MEMORY);
		else
			assert_int_equal(k.nlines + k.nrevoked, 2);
		arena_release(&tiny);
	}
}

TESTS(T(sorted), T(refused), T(no_memory));
