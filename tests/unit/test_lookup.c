/* Lookup tables: what was set is found, what was not is not, through every growth. */
#include "fixture.h"
#include "base/lookup.h"

SETUP(struct arena, 64);

static void empty(void **state)
{
	struct lookup l = { 0 };

	(void)state;
	assert_null(lookup_text(&l, "a"));
	assert_null(lookup_get(&l, "", 0));
}

static void set_replaced_taken_out(void **state)
{
	struct lookup l = { 0 };
	char one, two;

	assert_int_equal(lookup_set_text(*state, &l, "a", &one), 0);
	assert_int_equal(lookup_set_text(*state, &l, "ab", &two), 0);
	assert_ptr_equal(lookup_text(&l, "a"), &one);
	assert_ptr_equal(lookup_text(&l, "ab"), &two);
	assert_null(lookup_text(&l, "b"));
	assert_null(lookup_text(&l, ""));
	assert_int_equal(lookup_set_text(*state, &l, "a", &two), 0);
	assert_ptr_equal(lookup_text(&l, "a"), &two);
	assert_int_equal(lookup_set_text(*state, &l, "a", NULL), 0);
	assert_null(lookup_text(&l, "a"));
	assert_ptr_equal(lookup_text(&l, "ab"), &two);
	assert_int_equal(lookup_set_text(*state, &l, "a", &one), 0);
	assert_ptr_equal(lookup_text(&l, "a"), &one);
}

/* To take out what is not there needs no key that lasts. */
static void take_out_nothing(void **state)
{
	struct lookup l = { 0 };
	char passing[] = "a", one;

	assert_int_equal(lookup_set_text(*state, &l, passing, NULL), 0);
	assert_int_equal(l.used, 0);
	assert_int_equal(lookup_set_text(*state, &l, "b", &one), 0);
	passing[0] = 'b';
	assert_int_equal(lookup_set_text(*state, &l, passing, NULL), 0);
	passing[0] = 'x';
	assert_null(lookup_text(&l, "b"));
	assert_int_equal(lookup_set_text(*state, &l, "b", &one), 0);
	assert_ptr_equal(lookup_text(&l, "b"), &one);
}

/* A key is bytes: a NUL in it ends nothing. */
static void bytes(void **state)
{
	struct lookup l = { 0 };
	char one, two;

	assert_int_equal(lookup_set(*state, &l, "a\0b", 3, &one), 0);
	assert_int_equal(lookup_set(*state, &l, "a\0c", 3, &two), 0);
	assert_ptr_equal(lookup_get(&l, "a\0b", 3), &one);
	assert_ptr_equal(lookup_get(&l, "a\0c", 3), &two);
	assert_null(lookup_get(&l, "a", 1));
}

#define MANY 5000

static void many(void **state)
{
	static uint32_t keys[MANY];
	struct lookup l = { 0 };

	for (uint32_t i = 0; i < MANY; i++) {
		keys[i] = i * 2654435761u;
		assert_int_equal(lookup_set(*state, &l, &keys[i], sizeof(keys[i]), &keys[i]), 0);
	}
	for (uint32_t i = 0; i < MANY; i += 2)
		assert_int_equal(lookup_set(*state, &l, &keys[i], sizeof(keys[i]), NULL), 0);
	for (uint32_t i = 0; i < MANY; i++)
		assert_ptr_equal(
		    lookup_get(&l, &keys[i], sizeof(keys[i])), i % 2 == 1 ? &keys[i] : NULL);
}

/* What is taken out again does not make the table grow for ever. */
static void stays_small(void **state)
{
	static uint32_t keys[MANY];
	struct lookup l = { 0 };

	for (uint32_t i = 0; i < MANY; i++) {
		keys[i] = i;
		assert_int_equal(lookup_set(*state, &l, &keys[i], sizeof(keys[i]), &keys[i]), 0);
		assert_int_equal(lookup_set(*state, &l, &keys[i], sizeof(keys[i]), NULL), 0);
	}
	assert_true(l.room <= 64);
}

static void no_memory(void **state)
{
	struct lookup l = { 0 };
	struct arena tiny;
	char keys[64], value;
	size_t n = 0;

	(void)state;
	arena_init(&tiny, 2048);
	while (n < sizeof(keys) &&
	    (keys[n] = (char)n, lookup_set(&tiny, &l, &keys[n], 1, &value)) == 0)
		n++;
	assert_true(n > 0 && n < sizeof(keys));
	for (size_t i = 0; i < n; i++)
		assert_ptr_equal(lookup_get(&l, &keys[i], 1), &value);
	arena_release(&tiny);
}

TESTS(cmocka_unit_test(empty), T(set_replaced_taken_out), T(take_out_nothing), T(bytes), T(many),
    T(stays_small), cmocka_unit_test(no_memory));
