/* Names that are another spelling of a guarded one. */
#include "unit.h"
#include "policy/refalias.h"

static void same(void **state)
{
	(void)state;
	assert_true(refalias_match("refs/heads/production", "refs/heads/production"));
	assert_true(refalias_match("refs/heads/production", "refs/heads/Production"));
	assert_true(refalias_match("refs/heads/Production", "REFS/HEADS/production"));
	assert_true(refalias_match("refs/heads/test", "refs/heads/te\xc5\xbft"));
	assert_true(refalias_match("refs/heads/test", "refs/heads/te\xef\xac\x86"));
	assert_true(refalias_match("refs/heads/office",
	    "refs/heads/o\xef\xac\x83"
	    "ce"));
	assert_true(refalias_match("refs/heads/work", "refs/heads/wor\xe2\x84\xaa"));
	assert_true(refalias_match("refs/heads/work", "refs/heads/\xe2\x80\x8cwork\xef\xbb\xbf"));
	assert_true(refalias_match("refs/heads/caf\xc3\xa9", "refs/heads/CAF\xc3\xa9"));
}

static void different(void **state)
{
	(void)state;
	assert_false(refalias_match("refs/heads/production", "refs/heads/production2"));
	assert_false(refalias_match("refs/heads/production", "refs/heads/productio"));
	assert_false(refalias_match("refs/heads/production",
	    "refs/heads/pr\xd0\xbe"
	    "duction"));
	assert_false(refalias_match("refs/heads/production", "refs/heads/production\xe2\x80"));
	assert_false(refalias_match("refs/heads/production", ""));
	assert_false(refalias_match("refs/heads/[", "refs/heads/{"));
	assert_false(refalias_match("refs/heads/@", "refs/heads/`"));
}

static void patterns(void **state)
{
	(void)state;
	assert_true(refalias_match("refs/heads/work/*", "refs/heads/WORK/x"));
	assert_true(refalias_match("refs/heads/*-live", "refs/heads/x-LIVE"));
	assert_true(refalias_match("refs/heads/*-live", "refs/heads/\xef\xac\x83-Live"));
	assert_true(refalias_match("refs/heads/a*a", "refs/heads/AxA"));
	assert_false(refalias_match("refs/heads/work/*", "refs/heads/Work/"));
	assert_false(refalias_match("refs/heads/work/*", "refs/heads/Work/\xe2\x80\x8c"));
	assert_false(refalias_match("refs/heads/a*a", "refs/heads/A"));
	assert_false(refalias_match("refs/heads/a*a", "refs/heads/AA"));
}

static void of_a_policy(void **state)
{
	struct environment envs[] = { { .id = "development", .ref = "refs/heads/*" },
		{ .id = "production", .ref = "refs/heads/production" },
		{ .id = "release", .ref = "refs/tags/release/*" } };
	struct policy p = {
		.evidence_ref = "refs/heads/promotions", .environments = envs, .nenvironments = 3
	};

	(void)state;
	assert_null(refalias_of(&p, "refs/heads/production"));
	assert_null(refalias_of(&p, "refs/heads/promotions"));
	assert_null(refalias_of(&p, "refs/heads/Topic"));
	assert_null(refalias_of(&p, "refs/sluis/audit"));
	assert_null(refalias_of(&p, "refs/signoffs/1/operator/JAN"));
	assert_null(refalias_of(&p, "refs/sluisgate/audit"));
	assert_null(refalias_of(&p, "refs/tags/releases/1"));
	/* A pattern matches it, and still it is production elsewhere. */
	assert_string_equal(refalias_of(&p, "refs/heads/Production"), "refs/heads/production");
	assert_string_equal(refalias_of(&p, "refs/heads/PROMOTIONS"), "refs/heads/promotions");
	assert_string_equal(refalias_of(&p, "refs/Sluis/audit"), "refs/sluis/");
	assert_string_equal(refalias_of(&p, "refs/Replace/0123"), "refs/replace/");
	assert_string_equal(refalias_of(&p, "refs/signOffs/1/operator/jan"), "refs/signoffs/");
	assert_string_equal(refalias_of(&p, "Refs/heads/x"), "refs/heads/*");
	assert_string_equal(refalias_of(&p, "refs/tags/Release/1"), "refs/tags/release/*");
	p.evidence_ref = NULL;
	assert_null(refalias_of(&p, "refs/heads/PROMOTIONS"));
}

/* Every name that refalias_names() makes, and another spelling of each, can be taken for the ref.
 */
static void names(void **state)
{
	static const char *const all[] = { "refs/heads/production", "refs/tags/v1.0",
		"refs/heads/pull/1", "refs/deploy/live", "refs/heads/refs/heads/x" };
	struct arena a;

	(void)state;
	arena_init(&a, (size_t)1 << 20);
	for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++) {
		const char *names[REFALIAS_NAMES];

		assert_int_equal(refalias_names(&a, all[i], names), 0);
		for (size_t k = 0; k < REFALIAS_NAMES; k++) {
			if (names[k] == NULL)
				continue;
			assert_true(refalias_can_be(all[i], names[k]));
			assert_true(refalias_can_be(
			    all[i], arena_printf(&a, "REFS%s\xe2\x80\x8c", names[k] + 4)));
			assert_false(refalias_can_be(all[i], arena_printf(&a, "%sx", names[k])));
			assert_false(refalias_can_be(all[i], arena_printf(&a, "x%s", names[k])));
		}
		assert_false(refalias_can_be(all[i], all[i]));
	}
	assert_true(refalias_can_be("refs/heads/test", "refs/tags/tes\xef\xac\x86") == false);
	assert_true(refalias_can_be("refs/heads/test", "refs/tags/te\xef\xac\x86"));
	assert_true(refalias_can_be("refs/heads/hotfixes", "refs/tags/HotfixE\xc5\xbf"));
	assert_false(refalias_can_be("refs/heads/pull/1", "refs/pull/1"));
	assert_true(refalias_can_be("refs/heads/pull/1", "refs/tags/pull/1"));
	arena_release(&a);
}

TESTS(T(same), T(different), T(patterns), T(of_a_policy), T(names));
