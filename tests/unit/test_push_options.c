/* Push options: what git may hand over, and what a client may send. */
#include "unit.h"
#include "gate/push_options.h"

static const char *const *environment; /* NAME, VALUE, ..., NULL */

static const char *env(const char *name)
{
	for (size_t i = 0; environment[i] != NULL; i += 2)
		if (strcmp(environment[i], name) == 0)
			return environment[i + 1];
	return NULL;
}

static int read_all(
    struct arena *a, const char *const *values, struct push_options *out, struct error *e)
{
	memset(e, 0, sizeof(*e));
	environment = values;
	return push_options_read(a, env, out, e);
}

static int setup(void **state)
{
	static struct arena arena;

	arena_init(&arena, (size_t)1 << 20);
	*state = &arena;
	return 0;
}

static int teardown(void **state)
{
	arena_release(*state);
	return 0;
}

static void none(void **state)
{
	static const char *const unset[] = { NULL },
	                         *const zero[] = { "GIT_PUSH_OPTION_COUNT", "0", NULL };
	static const struct push_options nothing;
	struct push_options o;
	struct error e;

	assert_int_equal(read_all(*state, unset, &o, &e), 0);
	assert_memory_equal(&o, &nothing, sizeof(o));
	assert_int_equal(read_all(*state, zero, &o, &e), 0);
	assert_memory_equal(&o, &nothing, sizeof(o));
}

static void all_of_them(void **state)
{
	static const char *const values[] = { "GIT_PUSH_OPTION_COUNT", "5", "GIT_PUSH_OPTION_0",
		"sluis.dry-run", "GIT_PUSH_OPTION_1", "sluis.explain", "GIT_PUSH_OPTION_2",
		"sluis.format=json", "GIT_PUSH_OPTION_3", "sluis.lang=nl", "GIT_PUSH_OPTION_4",
		"other", NULL };
	struct push_options o;
	struct error e;

	assert_int_equal(read_all(*state, values, &o, &e), 0);
	assert_true(o.dry_run && o.explain && o.json && o.has_language);
	assert_int_equal(o.language, LANGUAGE_NL);
}

static void the_last_counts(void **state)
{
	struct push_options o = { 0 };
	struct error e = { 0 };

	assert_int_equal(push_option_take(*state, "sluis.lang=nl", &o, &e), 0);
	assert_int_equal(push_option_take(*state, "sluis.lang=en", &o, &e), 0);
	assert_int_equal(push_option_take(*state, "sluis.format=json", &o, &e), 0);
	assert_int_equal(push_option_take(*state, "sluis.format=text", &o, &e), 0);
	assert_true(o.has_language);
	assert_int_equal(o.language, LANGUAGE_EN);
	assert_false(o.json);
}

static void what_git_must_not_say(void **state)
{
	static const char *const counts[] = { "", "-1", "+1", " 1", "1 ", "x", "0x1", "9999999999",
		"18446744073709551617" };
	static const char *const missing[] = { "GIT_PUSH_OPTION_COUNT", "2", "GIT_PUSH_OPTION_1",
		"sluis.dry-run", NULL };
	static const char *const many[] = { "GIT_PUSH_OPTION_COUNT", "1001", NULL };
	struct push_options o;
	struct error e;

	for (size_t i = 0; i < sizeof(counts) / sizeof(counts[0]); i++) {
		const char *const values[] = { "GIT_PUSH_OPTION_COUNT", counts[i], NULL };

		assert_int_equal(read_all(*state, values, &o, &e), -1);
		assert_int_equal(e.kind, ERROR_MALFORMED);
	}
	assert_int_equal(read_all(*state, missing, &o, &e), -1);
	assert_string_equal(e.text, "git does not hand over all push options");
	assert_int_equal(read_all(*state, many, &o, &e), -1);
	assert_string_equal(e.text, "the push has 1001 options, and 1000 are the most");
}

static void not_known(void **state)
{
	static const char *const wrong[] = {
		"sluis",
		"sluis.",
		"SLUIS.DRY-RUN",
		"sluis.dry-run ",
		"sluis.dry-run\n",
		"sluis.lang",
		"sluis.lang=",
		"sluis_dry",
		"sluis\033",
		"sluis.explain=no",
	};
	static const char *const others[] = { "", "slui", "sluisje", "sluis2", " sluis.dry-run",
		"x.sluis.dry-run", "\xff" };

	for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
		struct push_options o = { 0 };
		struct error e = { 0 };

		assert_int_equal(push_option_take(*state, wrong[i], &o, &e), -1);
		assert_int_equal(e.kind, ERROR_MALFORMED);
		assert_non_null(strstr(e.mend, "sluis.dry-run"));
	}
	for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++) {
		static const struct push_options nothing;
		struct push_options o = { 0 };

		assert_int_equal(push_option_take(*state, others[i], &o, NULL), 0);
		assert_memory_equal(&o, &nothing, sizeof(o));
	}
}

int main(void)
{
#undef T
#define T(test) cmocka_unit_test_setup_teardown(test, setup, teardown)
	const struct CMUnitTest tests[] = {
		T(none),
		T(all_of_them),
		T(the_last_counts),
		T(what_git_must_not_say),
		T(not_known),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
