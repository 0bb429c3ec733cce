/* What unit tests share: cmocka, and a fixture with an arena that each test gets anew. */
#ifndef SLUIS_FIXTURE_H
#define SLUIS_FIXTURE_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <cmocka.h>

#include "base/arena.h"

/* A zeroed fixture of `size` bytes, whose first member is an arena that hands out `cap` bytes. */
static inline int fixture_make(void **state, size_t size, size_t cap)
{
	struct arena *first = calloc(1, size);

	assert_non_null(first);
	arena_init(first, cap);
	*state = first;
	return 0;
}

static inline int teardown(void **state)
{
	arena_release(*state);
	free(*state);
	return 0;
}

#define T(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

#endif
