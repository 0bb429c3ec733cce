/* The message of a policy that was published, read back. */
#include "fixture.h"
#include "policy/published.h"

#define ONE "1111111111111111111111111111111111111111"
#define TWO "2222222222222222222222222222222222222222"

struct fixture {
	struct arena arena;
};

static int setup(void **state)
{
	return fixture_make(state, sizeof(struct fixture), ARENA_RUN_CAP);
}

static int read_text(struct fixture *f, const char *text, struct published *out, struct error *e)
{
	memset(e, 0, sizeof(*e));
	return published_message_read(&f->arena, text, strlen(text), out, e);
}

static void whole(void **state)
{
	char hex[41];
	struct published p;
	struct error e;

	assert_int_equal(
	    read_text(*state,
	        "Policy 2026-2\n\nInstalled-by: jan as git\nReason: more people: two\n"
	        "Approved-Commit: " ONE "\nApproved-Audit: " TWO "\nNorm: CH.06\nLater: x\n",
	        &p, &e),
	    0);
	assert_string_equal(p.version, "2026-2");
	assert_string_equal(p.by, "jan as git");
	assert_string_equal(p.reason, "more people: two");
	git_oid_tostr(hex, sizeof(hex), &p.approval.commit);
	assert_string_equal(hex, ONE);
	git_oid_tostr(hex, sizeof(hex), &p.approval.audit);
	assert_string_equal(hex, TWO);
}

static void before_reasons(void **state)
{
	struct published p;
	struct error e;

	assert_int_equal(
	    read_text(*state, "Policy 1\n\nPublished-by: Zo\xc3\xab\nNorm: CH.06\n", &p, &e), 0);
	assert_string_equal(p.by, "Zo\xc3\xab");
	assert_null(p.reason);
	assert_true(git_oid_is_zero(&p.approval.audit));
	assert_int_equal(read_text(*state, "Policy 1\n\n", &p, &e), 0);
	assert_null(p.by);
}

static void refused(void **state)
{
	static const char *const texts[] = { "", "Policy 1", "Policy 1\n", "policy 1\n\n",
		"broken\n\nInstalled-by: x\n", "Policy 1\nmore\n\nInstalled-by: x\n",
		"Policy 1\n\nInstalled-by: \x1b[2J\n", "Policy 1\n\nReason: \xc3\n",
		"Policy 1\n\nApproved-Commit: " ONE "\n", "Policy 1\n\nApproved-Audit: " ONE "\n",
		"Policy 1\n\nApproved-Commit: 1\nApproved-Audit: " ONE "\n",
		"Policy 1\n\nApproved-Commit: " ONE " \nApproved-Audit: " ONE "\n" };
	struct published p;
	struct error e;

	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		if (read_text(*state, texts[i], &p, &e) == 0)
			fail_msg("read: %s", texts[i]);
		assert_int_equal(e.kind, ERROR_MALFORMED);
	}
	assert_int_equal(published_message_read(
	                     &((struct fixture *)*state)->arena, "Policy 1\n\n\0x", 12, &p, &e),
	    -1);
}

TESTS(T(whole), T(before_reasons), T(refused));
