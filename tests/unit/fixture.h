/* What unit tests share: cmocka, and a fixture with an arena that each test gets anew. */
#pragma once

#include "unit.h"

/* A zeroed fixture of `size` bytes, whose first member is an arena that hands out `cap` bytes. */
static inline int fixture_make(void **state, size_t size, size_t cap)
{
	struct arena *first = calloc(1, size);

	assert_non_null(first);
	arena_init(first, cap);
	*state = first;
	return 0;
}

/* Each test gets a fixture of that type, with an arena of so many MiB. */
#define SETUP(type, mib) \
	static int setup(void **state) \
	{ \
		return fixture_make(state, sizeof(type), (size_t)(mib) << 20); \
	} \
	static int setup(void **state)

static inline int teardown(void **state)
{
	arena_release(*state);
	free(*state);
	return 0;
}

#undef T
#define T(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
