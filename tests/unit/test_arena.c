/* The arena: zeroed, aligned, capped, and exhausted for good. */
#include <stdalign.h>

#include "fixture.h"
#include "base/arena.h"

SETUP(struct arena, 1);

static void zeroed_and_aligned(void **state)
{
	static const unsigned char zeros[70000];
	static const size_t sizes[] = { 0, 1, 3, 16, 17, 1000, 16384, 16385, 65536, 70000, 5 };

	for (size_t i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++) {
		unsigned char *p = arena_alloc(*state, sizes[i]);

		assert_non_null(p);
		assert_int_equal((uintptr_t)p % alignof(max_align_t), 0);
		assert_memory_equal(p, zeros, sizes[i]);
		memset(p, 0xff, sizes[i]);
	}
}

/* Small and large pieces in turn, each filled to its last byte: none of them is another's. */
static void apart(void **state)
{
	unsigned char *p[200];

	for (size_t i = 0; i < 200; i++) {
		size_t n = i % 10 == 0 ? 20000 : i + 1;

		p[i] = arena_alloc(*state, n);
		assert_non_null(p[i]);
		memset(p[i], (int)i, n);
	}
	for (size_t i = 0; i < 200; i++) {
		size_t n = i % 10 == 0 ? 20000 : i + 1;

		for (size_t j = 0; j < n; j++)
			assert_int_equal(p[i][j], i);
	}
}

static void cap(void **state)
{
	struct arena a;
	size_t n = 0;

	(void)state;
	arena_init(&a, 1000);
	assert_non_null(arena_alloc(&a, 500));
	while (arena_alloc(&a, 1) != NULL)
		n++;
	assert_true(n > 0 && n <= 500);
	assert_true(a.exhausted);
	assert_true(a.used <= 1000);
	arena_release(&a);
	arena_init(&a, 1000);
	assert_null(arena_alloc(&a, 1001));
	assert_true(a.exhausted);
	arena_release(&a);
	arena_init(&a, 0);
	assert_null(arena_alloc(&a, 0));
	assert_true(a.exhausted);
	arena_release(&a);
}

/* What follows a failure must not succeed, or a struct would be half filled. */
static void sticky(void **state)
{
	struct arena a;

	(void)state;
	arena_init(&a, 1000);
	assert_null(arena_alloc(&a, 2000));
	assert_null(arena_alloc(&a, 1));
	assert_null(arena_array(&a, 1, 1));
	assert_null(arena_grow(&a, "x", 1, 2, 1));
	assert_null(arena_strdup(&a, "x"));
	assert_null(arena_strndup(&a, "x", 1));
	assert_null(arena_printf(&a, "x"));
	assert_true(a.exhausted);
	arena_release(&a);
}

static void released(void **state)
{
	struct arena a;

	(void)state;
	arena_init(&a, 1000);
	assert_null(arena_alloc(&a, 2000));
	arena_release(&a);
	assert_false(a.exhausted);
	assert_int_equal(a.used, 0);
	assert_int_equal(a.cap, 1000);
	assert_non_null(arena_alloc(&a, 900));
	assert_null(arena_alloc(&a, 900));
	arena_release(&a);
	arena_release(&a);
}

static void overflow(void **state)
{
	static const struct {
		size_t n, size;
	} table[] = {
		{ SIZE_MAX, 2 },
		{ 2, SIZE_MAX },
		{ SIZE_MAX / 2 + 1, 2 },
		{ (size_t)1 << 33, (size_t)1 << 33 },
		{ SIZE_MAX, 1 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
		struct arena a;

		arena_init(&a, SIZE_MAX / 2);
		assert_null(arena_array(&a, table[i].n, table[i].size));
		assert_true(a.exhausted);
		arena_release(&a);
		arena_init(&a, (size_t)1 << 20);
		assert_null(arena_grow(&a, NULL, 0, table[i].n, table[i].size));
		assert_true(a.exhausted);
		arena_release(&a);
	}
}

static void huge_sizes(void **state)
{
	struct arena a;

	(void)state;
	for (size_t n = SIZE_MAX; n > SIZE_MAX - 64; n--) {
		arena_init(&a, SIZE_MAX / 2);
		assert_null(arena_alloc(&a, n));
		assert_true(a.exhausted);
		arena_release(&a);
	}
	arena_init(&a, SIZE_MAX / 2);
	assert_null(arena_strndup(&a, "x", SIZE_MAX));
	assert_true(a.exhausted);
	arena_release(&a);
}

static void grow(void **state)
{
	int old[3] = { 1, 2, 3 }, *new = arena_grow(*state, old, 3, 5, sizeof(int));

	assert_non_null(new);
	old[0] = 9;
	assert_int_equal(new[0], 1);
	assert_int_equal(new[2], 3);
	assert_int_equal(new[3], 0);
	assert_int_equal(new[4], 0);
	assert_non_null(arena_grow(*state, NULL, 0, 4, sizeof(int)));
}

static void copies(void **state)
{
	char text[] = "abc";
	char *whole = arena_strdup(*state, text), *part = arena_strndup(*state, text, 2);
	char *nul = arena_strndup(*state, "a\0b", 3);

	text[0] = 'x';
	assert_string_equal(whole, "abc");
	assert_string_equal(part, "ab");
	assert_memory_equal(nul, "a\0b\0", 4);
	assert_string_equal(arena_strndup(*state, NULL, 0), "");
	assert_string_equal(arena_printf(*state, "%s-%d%%", "a", 7), "a-7%");
	assert_string_equal(arena_printf(*state, "%s", ""), "");
	assert_int_equal(strlen(arena_printf(*state, "%0100000d", 0)), 100000);
	for (int n = 250; n < 260; n++)
		assert_int_equal(strlen(arena_printf(*state, "%0*d", n, 0)), n);
}

TESTS(T(zeroed_and_aligned), T(apart), T(cap), T(sticky), T(released), T(overflow), T(huge_sizes),
    T(grow), T(copies));
