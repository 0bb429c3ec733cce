/* A witness's note: what is written is read back to the same, and anything else is refused. */
#include "test_policy.h"

#include "audit/note.h"

#define A1 "1111111111111111111111111111111111111111"
#define HEAD_LINES "witnessed\n\nWitness: 1\n"

static void writes_what_it_reads(void **state)
{
	struct fixture *f = *state;
	struct note note, again;
	const char *text;

	assert_int_equal(oid_parse(A1, strlen(A1), &note.entry), 0);
	text = note_text(&f->arena, &note, 2);
	assert_string_equal(text, "witnessed 1111111, 2 new\n\nWitness: 1\nEntry: " A1 "\n");
	assert_int_equal(note_read(&f->arena, text, strlen(text), &again, &f->error), 0);
	assert_true(git_oid_equal(&note.entry, &again.entry));
}

static void passes_over_what_comes_later(void **state)
{
	static const char text[] = HEAD_LINES "Weather: fine\nEntry: " A1 "\nRemote: x\n";
	struct fixture *f = *state;
	struct note note;

	assert_int_equal(note_read(&f->arena, text, strlen(text), &note, &f->error), 0);
}

static void refuses_anything_else(void **state)
{
	static const char *const bad[] = { "", "\n\n", "Witness: 1\nEntry: " A1 "\n",
		"x\n\nEntry: " A1 "\n", "x\n\nWitness: 2\nEntry: " A1 "\n", HEAD_LINES,
		HEAD_LINES "Entry: 1111111\n", HEAD_LINES "Entry: " A1 "1\n",
		HEAD_LINES "Entry: " A1 "\nEntry: " A1 "\n", HEAD_LINES " Entry: " A1 "\n",
		HEAD_LINES "entry: " A1 "\n",
		HEAD_LINES "Entry: 0000000000000000000000000000000000000000\n" };
	static const char nul[] = HEAD_LINES "Entry: " A1 "\n\0Entry: " A1 "\n";
	struct fixture *f = *state;
	struct note note;

	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		assert_int_equal(
		    note_read(&f->arena, bad[i], strlen(bad[i]), &note, &f->error), -1);
		assert_int_equal(f->error.kind, ERROR_MALFORMED);
	}
	assert_int_equal(note_read(&f->arena, nul, sizeof(nul) - 1, &note, &f->error), -1);
}

TESTS(T(writes_what_it_reads), T(passes_over_what_comes_later), T(refuses_anything_else));
