#include "fixture.h"

#include "base/nearest.h"

static const char *meant(const char *typed)
{
	static const char *const words[] = { "status", "start", "sign", "promote", "log" };
	struct nearest n = { .typed = typed };

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		nearest_try(&n, words[i]);
	return n.word;
}

static void a_slip_is_found(void **state)
{
	(void)state;
	assert_string_equal(meant("singn"), "sign");
	assert_string_equal(meant("sgin"), "sign");
	assert_string_equal(meant("sin"), "sign");
	assert_string_equal(meant("signs"), "sign");
	assert_string_equal(meant("lig"), "log");
	assert_string_equal(meant("sttaus"), "status");
	assert_string_equal(meant("promtoe"), "promote");
	assert_string_equal(meant("pormtoe"), "promote");
}

static void another_word_is_not(void **state)
{
	char longer[200];

	(void)state;
	memset(longer, 's', sizeof(longer) - 1);
	longer[sizeof(longer) - 1] = '\0';
	assert_null(meant(""));
	assert_null(meant("l"));
	assert_null(meant("snig"));
	assert_null(meant("demote"));
	assert_null(meant("merge"));
	assert_null(meant(longer));
}

TESTS(cmocka_unit_test(a_slip_is_found), cmocka_unit_test(another_word_is_not));
