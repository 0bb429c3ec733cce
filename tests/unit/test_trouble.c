#include "base/trouble.h"

#include "fixture.h"

/* In this order: only the first trouble is kept. */
static void test_absent_is_no_trouble(void **state)
{
	struct arena a;
	struct error e = { 0 };
	struct stat st;

	(void)state;
	arena_init(&a, ARENA_RUN_CAP);
	assert_int_equal(open("/nowhere/at all", O_RDONLY), -1);
	assert_int_equal(stat("/dev/null/inside", &st), -1);
	assert_int_equal(access("/dev/null", X_OK), -1);
	assert_int_equal(trouble_none(&a, &e), 0);
	assert_int_equal(e.kind, ERROR_NONE);
	arena_release(&a);
}

static void test_unheeded_is_no_trouble(void **state)
{
	struct arena a;
	struct error e = { 0 };
	char byte;
	int fd = open("/proc/self/mem", O_RDONLY | O_CLOEXEC);

	(void)state;
	arena_init(&a, ARENA_RUN_CAP);
	assert_true(fd >= 0);
	trouble_heed(false);
	assert_int_equal(pread(fd, &byte, 1, 0), -1);
	assert_int_equal(errno, EIO);
	trouble_heed(true);
	close(fd);
	assert_int_equal(trouble_none(&a, &e), 0);
	arena_release(&a);
}

static void test_unreadable_is_trouble(void **state)
{
	struct arena a;
	struct error e = { 0 };
	char byte;
	int fd = open("/proc/self/mem", O_RDONLY | O_CLOEXEC);

	(void)state;
	arena_init(&a, ARENA_RUN_CAP);
	assert_true(fd >= 0);
	assert_int_equal(pread(fd, &byte, 1, 0), -1);
	close(fd);
	assert_int_equal(trouble_none(&a, &e), -1);
	assert_int_equal(e.kind, ERROR_UNREADABLE);
	assert_non_null(strstr(e.text, "/mem cannot be read: Input/output error"));
	arena_release(&a);
}

TESTS(cmocka_unit_test(test_absent_is_no_trouble), cmocka_unit_test(test_unheeded_is_no_trouble),
    cmocka_unit_test(test_unreadable_is_trouble));
