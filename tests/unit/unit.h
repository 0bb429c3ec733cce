/* cmocka, with what it wants before it, and the words of base/. */
#pragma once

#include <setjmp.h>

#include "base/base.h"

#include <cmocka.h>

#define T(name) cmocka_unit_test(name)

/* The last of each file: its tests, within what is set up for all of them. */
#define TESTS_WITHIN(setup, teardown, ...) \
	int main(void) \
	{ \
		const struct CMUnitTest tests[] = { __VA_ARGS__ }; \
\
		return cmocka_run_group_tests_name(__FILE__, tests, setup, teardown); \
	} \
	struct CMUnitTest

#define TESTS(...) TESTS_WITHIN(NULL, NULL, __VA_ARGS__)
