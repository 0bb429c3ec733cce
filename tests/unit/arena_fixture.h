/* What unit tests of texts share: cmocka, and one arena, which each test gets anew. */
#pragma once

#include "unit.h"

static struct arena arena;

static int setup(void **state)
{
	(void)state;
	arena_init(&arena, (size_t)16 << 20);
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	arena_release(&arena);
	return 0;
}
