/* Errors: always -1, one line each, cut where there is no more room. */
#include "unit.h"
#include "base/error.h"

static void set(void **state)
{
	struct error e = { 0 };

	(void)state;
	assert_int_equal(error_set(&e, ERROR_ABSENT, "no %s, %d times", "file", 2), -1);
	assert_int_equal(e.kind, ERROR_ABSENT);
	assert_string_equal(e.text, "no file, 2 times");
	assert_string_equal(e.mend, "");
	assert_int_equal(error_mend(&e, "run %s", "git fetch"), -1);
	assert_int_equal(e.kind, ERROR_ABSENT);
	assert_string_equal(e.text, "no file, 2 times");
	assert_string_equal(e.mend, "run git fetch");
}

/* The mend of an earlier error says nothing about a later one. */
static void set_again(void **state)
{
	struct error e = { 0 };

	(void)state;
	error_set(&e, ERROR_ABSENT, "first");
	error_mend(&e, "mend of the first");
	assert_int_equal(error_set(&e, ERROR_UNREADABLE, "second"), -1);
	assert_int_equal(e.kind, ERROR_UNREADABLE);
	assert_string_equal(e.text, "second");
	assert_string_equal(e.mend, "");
}

static void within_itself(void **state)
{
	struct error e = { 0 };

	(void)state;
	error_set(&e, ERROR_MALFORMED, "inner");
	error_set(&e, ERROR_MALFORMED, "outer: %s", e.text);
	assert_string_equal(e.text, "outer: inner");
	error_mend(&e, "mend");
	error_mend(&e, "%s, then again", e.mend);
	assert_string_equal(e.mend, "mend, then again");
}

static void too_long(void **state)
{
	struct error e = { 0 };
	char text[2000];

	(void)state;
	memset(text, 'x', sizeof(text) - 1);
	text[sizeof(text) - 1] = '\0';
	error_set(&e, ERROR_MALFORMED, "%s", text);
	error_mend(&e, "%s", text);
	assert_int_equal(strlen(e.text), sizeof(e.text) - 1);
	assert_int_equal(strlen(e.mend), sizeof(e.mend) - 1);
}

static void memory(void **state)
{
	struct error e = { 0 };

	(void)state;
	assert_int_equal(error_memory(&e), -1);
	assert_int_equal(e.kind, ERROR_MEMORY);
	assert_string_equal(e.text, "out of memory: this push needs more than the gate may use");
	assert_string_equal(e.mend,
	    "push it in smaller parts, or the administrator of the server lets a run use more MiB "
	    "(256 where nothing is set), and the host lets it have them:\n"
	    "git config sluis.memoryMegabytes 1024");
}

static void nobody_listens(void **state)
{
	(void)state;
	assert_int_equal(error_set(NULL, ERROR_ABSENT, "x"), -1);
	assert_int_equal(error_mend(NULL, "x"), -1);
	assert_int_equal(error_memory(NULL), -1);
}

/* A zeroed error is none; no kind of error is. */
static void zero(void **state)
{
	struct error e = { 0 };

	(void)state;
	assert_int_equal(e.kind, ERROR_NONE);
	error_set(&e, ERROR_UNSUPPORTED, "%s", "");
	assert_int_not_equal(e.kind, ERROR_NONE);
}

TESTS(T(set), T(set_again), T(within_itself), T(too_long), T(memory), T(nobody_listens), T(zero));
