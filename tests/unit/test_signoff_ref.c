/* Where sign-offs stand: every name reads in one way, and back. */
#include "arena_fixture.h"
#include "promotion/signoff_tag.h"

#define MEND "push it to refs/signoffs/PROMOTION/ROLE/PERSON, or PERSON.2 and up to replace one"
#define PARTS "its name has not the three parts"
#define PROMOTION "its first part is no id of a promotion"
#define ROLE "its second part is no id of a role"
#define PERSON "its third part is no id of a person"
#define COUNT "sign-offs of one person are counted from .2 to .9999, without zeros before"

static void sound(void **state)
{
	static const struct {
		const char *ref;
		struct signoff_ref want;
	} table[] = {
		{ "refs/signoffs/2026.11/system-owner/els",
		    { "2026.11", "system-owner", "els", 1 } },
		{ "refs/signoffs/2026.11/users/els.2", { "2026.11", "users", "els", 2 } },
		{ "refs/signoffs/2026.11/users/els.9999", { "2026.11", "users", "els", 9999 } },
		{ "refs/signoffs/2026.11/users/els.10", { "2026.11", "users", "els", 10 } },
		{ "refs/signoffs/a/b/els.de.vries", { "a", "b", "els.de.vries", 1 } },
		{ "refs/signoffs/a/b/els.de.vries.3", { "a", "b", "els.de.vries", 3 } },
		{ "refs/signoffs/a/b/els@example.org.2", { "a", "b", "els@example.org", 2 } },
		{ "refs/signoffs/a/b/els.2b", { "a", "b", "els.2b", 1 } },
		{ "refs/signoffs/a/b/els2", { "a", "b", "els2", 1 } },
		{ "refs/signoffs/a/b/els.-2", { "a", "b", "els.-2", 1 } },
		{ "refs/signoffs/a/b.2/7", { "a", "b.2", "7", 1 } },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
		const struct signoff_ref *want = &table[i].want;
		struct signoff_ref got;
		struct error e = { 0 };

		assert_int_equal(signoff_ref_read(&arena, table[i].ref, &got, &e), 0);
		assert_string_equal(got.promotion, want->promotion);
		assert_string_equal(got.role, want->role);
		assert_string_equal(got.person, want->person);
		assert_int_equal(got.sequence, want->sequence);
		assert_string_equal(signoff_ref_name(&arena, &got), table[i].ref);
	}
}

static void refused(void **state)
{
	static const struct {
		const char *ref, *why;
	} table[] = {
		{ "", PARTS },
		{ "refs/signoffs", PARTS },
		{ "refs/signoffs/", PARTS },
		{ "refs/signoffs/a", PARTS },
		{ "refs/signoffs/a/b", PARTS },
		{ "refs/signoffs/a/b/c/d", PARTS },
		{ "refs/signoffs/a/b/c/", PARTS },
		{ "refs/heads/a/b/c", PARTS },
		{ "refs/Signoffs/a/b/c", PARTS },
		{ "signoffs/a/b/c", PARTS },
		{ "refs/signoffs//b/c", PROMOTION },
		{ "refs/signoffs/a b/b/c", PROMOTION },
		{ "refs/signoffs/.a/b/c", PROMOTION },
		{ "refs/signoffs/a..b/b/c", PROMOTION },
		{ "refs/signoffs/-a/b/c", PROMOTION },
		{ "refs/signoffs/a//c", ROLE },
		{ "refs/signoffs/a/b c/c", ROLE },
		{ "refs/signoffs/a/-b/c", ROLE },
		{ "refs/signoffs/a/b.lock/c", ROLE },
		{ "refs/signoffs/a/b*/c", ROLE },
		{ "refs/signoffs/a/b/", PERSON },
		{ "refs/signoffs/a/b/.2", PERSON },
		{ "refs/signoffs/a/b/els.", PERSON },
		{ "refs/signoffs/a/b/els..2", PERSON },
		{ "refs/signoffs/a/b/els.2.3", PERSON },
		{ "refs/signoffs/a/b/els.2.0", PERSON },
		{ "refs/signoffs/a/b/els\n", PERSON },
		{ "refs/signoffs/a/b/\xc3\xa9ls", PERSON },
		{ "refs/signoffs/a/b/els,dirk", PERSON },
		{ "refs/signoffs/a/b/*", PERSON },
		{ "refs/signoffs/a/b/els.+2", PERSON },
		{ "refs/signoffs/a/b/els.0", COUNT },
		{ "refs/signoffs/a/b/els.1", COUNT },
		{ "refs/signoffs/a/b/els.02", COUNT },
		{ "refs/signoffs/a/b/els.00", COUNT },
		{ "refs/signoffs/a/b/els.10000", COUNT },
		{ "refs/signoffs/a/b/els.18446744073709551618", COUNT },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
		struct signoff_ref got;
		struct error e = { 0 };
		int rc = signoff_ref_read(&arena, table[i].ref, &got, &e);

		if (rc != -1)
			fail_msg("taken: %s", table[i].ref);
		assert_int_equal(e.kind, ERROR_MALFORMED);
		assert_string_equal(e.mend, MEND);
		assert_non_null(strstr(e.text, " is no place for a sign-off: "));
		assert_string_equal(strstr(e.text, ": ") + 2, table[i].why);
		assert_null(got.person);
		assert_int_equal(got.sequence, 0);
	}
}

static void shown_escaped(void **state)
{
	struct signoff_ref got;
	struct error e = { 0 };

	(void)state;
	assert_int_equal(signoff_ref_read(&arena, "refs/signoffs/\033[31m", &got, &e), -1);
	assert_string_equal(e.text, "refs/signoffs/\\x1b[31m is no place for a sign-off: " PARTS);
}

static void no_memory(void **state)
{
	struct signoff_ref got;
	struct error e = { 0 };
	struct arena tiny;

	(void)state;
	arena_init(&tiny, 8);
	assert_int_equal(signoff_ref_read(&tiny, "refs/signoffs/a/b/els", &got, &e), -1);
	assert_int_equal(e.kind, ERROR_MEMORY);
	arena_release(&tiny);
	arena_init(&tiny, 8);
	assert_int_equal(signoff_ref_read(&tiny, "refs/heads/x", &got, &e), -1);
	assert_int_equal(e.kind, ERROR_MEMORY);
	assert_null(signoff_ref_name(&tiny, &(struct signoff_ref){ "a", "b", "els", 1 }));
	arena_release(&tiny);
}

TESTS_WITHIN(setup, teardown, T(sound), T(refused), T(shown_escaped), T(no_memory));
