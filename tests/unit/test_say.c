/* What the gate says in Dutch: found for every text of the tables, ASCII, and never without a text.
 */
#include "unit.h"
#include "rules/rule.h"
#include "base/say/say.h"

static int back_to_english(void **state)
{
	(void)state;
	say_in(LANGUAGE_EN);
	return 0;
}

/* First of all, while nobody has said which language it is. */
static void locale_until_a_policy_is_read(void **state)
{
	(void)state;
	setenv("LC_ALL", "", 1);
	setenv("LC_MESSAGES", "nl_NL.UTF-8", 1);
	setenv("LANG", "en_GB.UTF-8", 1);
	assert_int_equal(say_language(), LANGUAGE_NL);
	assert_false(say_as_policy(LANGUAGE_NL));
	assert_false(say_as_policy(LANGUAGE_EN)); /* the first one counts */
	assert_string_equal(say("leave it out of the push"), "laat dit weg uit de push");
}

static void english_is_as_it_stands(void **state)
{
	const char *text = "leave it out of the push";

	(void)state;
	assert_int_equal(say_language(), LANGUAGE_EN);
	assert_ptr_equal(say(text), text);
}

static void every_row_is_found(void **state)
{
	(void)state;
	say_in(LANGUAGE_NL);
	for (size_t t = 0; say_tables[t] != NULL; t++) {
		assert_true(say_tables[t]->n > 0);
		for (size_t i = 0; i < say_tables[t]->n; i++) {
			const struct saying *row = &say_tables[t]->list[i];

			assert_ptr_equal(say(row->en), row->nl);
			for (const char *p = row->nl; *p != '\0'; p++)
				assert_true(*p == '\n' || (*p >= ' ' && *p <= '~'));
		}
	}
}

static void what_is_not_there_stays(void **state)
{
	const char *text = "a text of nobody", *dutch;

	(void)state;
	say_in(LANGUAGE_NL);
	assert_ptr_equal(say(text), text);
	assert_null(say(NULL));
	dutch = say("leave it out of the push");
	assert_string_equal(dutch, "laat dit weg uit de push");
	assert_ptr_equal(say(dutch), dutch); /* said twice it stays what it is */
}

static void errors_and_problems(void **state)
{
	struct error e = { 0 };

	(void)state;
	say_in(LANGUAGE_NL);
	error_set(&e, ERROR_ABSENT, "%s is not in %s", "a", "b");
	error_mend(&e, "leave it out of the push");
	assert_string_equal(e.text, "a staat niet in b");
	assert_string_equal(e.mend, "laat dit weg uit de push");
}

#define IN(language, text) (say_in(language), (text))

static void rules_in_dutch(void **state)
{
	(void)state;
	for (enum rule_id r = 0; r < RULE_COUNT; r++) {
		assert_string_equal(IN(LANGUAGE_EN, rule_asks(r)), rules[r].asks);
		assert_string_not_equal(IN(LANGUAGE_NL, rule_asks(r)), rules[r].asks);
		assert_string_equal(IN(LANGUAGE_EN, rule_mends(r)), rules[r].mend);
		assert_string_not_equal(IN(LANGUAGE_NL, rule_mends(r)), rules[r].mend);
	}
}

static void words_for_a_language(void **state)
{
	enum language l;

	(void)state;
	assert_int_equal(say_read("nl", &l), 0);
	assert_int_equal(l, LANGUAGE_NL);
	assert_int_equal(say_read("en", &l), 0);
	assert_int_equal(l, LANGUAGE_EN);
	assert_int_equal(say_read("NL", &l), -1);
	assert_int_equal(say_read("", &l), -1);
	assert_int_equal(say_read("nl_NL.UTF-8", &l), -1);
}

TESTS(cmocka_unit_test_teardown(locale_until_a_policy_is_read, back_to_english),
    cmocka_unit_test_teardown(english_is_as_it_stands, back_to_english),
    cmocka_unit_test_teardown(every_row_is_found, back_to_english),
    cmocka_unit_test_teardown(what_is_not_there_stays, back_to_english),
    cmocka_unit_test_teardown(errors_and_problems, back_to_english),
    cmocka_unit_test_teardown(rules_in_dutch, back_to_english),
    cmocka_unit_test_teardown(words_for_a_language, back_to_english));
