/* What git says beforehand of a push: what it prints is read, and anything else is refused or
 * passed over. */
#include "fixture.h"
#include "clone/push_plan.h"

#define ZERO "0000000000000000000000000000000000000000"
#define OLD "4be91c0aa1b2c3d4e5f60718293a4b5c6d7e8f90"
#define NEW "8c1f2aaaa1b2c3d4e5f60718293a4b5c6d7e8f91"

struct fixture {
	struct arena arena;
	struct push_plan plan;
	struct error error;
};

SETUP(struct fixture, 64);

static int read_hook(struct fixture *f, const char *text)
{
	return push_plan_read_hook(&f->arena, text, strlen(text), &f->plan, &f->error);
}

static int read_porcelain(struct fixture *f, const char *text)
{
	return push_plan_read_porcelain(&f->arena, text, strlen(text), &f->plan, &f->error);
}

static void hook_lines(void **state)
{
	struct fixture *f = *state;

	assert_int_equal(read_hook(f,
	                     "refs/heads/a " NEW " refs/heads/b " OLD "\n"
	                     "(delete) " ZERO " refs/heads/c " OLD "\n"
	                     ":/a title with blanks " NEW " refs/heads/d " ZERO "\n"),
	    0);
	assert_int_equal(f->plan.n, 3);
	assert_string_equal(f->plan.list[0].source, NEW);
	assert_string_equal(f->plan.list[0].ref, "refs/heads/b");
	assert_null(f->plan.list[1].source);
	assert_string_equal(f->plan.list[1].ref, "refs/heads/c");
	assert_string_equal(f->plan.list[2].source, NEW);
	assert_string_equal(f->plan.list[2].ref, "refs/heads/d");
}

static void hook_nothing(void **state)
{
	struct fixture *f = *state;

	assert_int_equal(read_hook(f, ""), 0);
	assert_int_equal(f->plan.n, 0);
}

static void hook_malformed(void **state)
{
	static const char *const texts[] = { "\n", "refs/heads/a " NEW " refs/heads/b " OLD,
		"a " NEW " " OLD "\n", "a " NEW " b " OLD " \n", "a " NEW "0 b " OLD "\n",
		"a " NEW " b 4be91c0\n", " " NEW " b " OLD "\n", "a " NEW "  " OLD "\n",
		"a " NEW " b " OLD "\n\n" };
	struct fixture *f = *state;

	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		f->error = (struct error){ 0 };
		assert_int_equal(read_hook(f, texts[i]), -1);
		assert_int_equal(f->error.kind, ERROR_MALFORMED);
	}
	assert_int_equal(push_plan_read_hook(&f->arena, "a\0b", 3, &f->plan, &f->error), -1);
	assert_int_equal(f->error.kind, ERROR_MALFORMED);
}

static void porcelain_lines(void **state)
{
	struct fixture *f = *state;

	assert_int_equal(read_porcelain(f,
	                     "To /srv/git/project.git\n"
	                     " \trefs/heads/a:refs/heads/b\t4be91c0..8c1f2aa\n"
	                     "=\trefs/heads/same:refs/heads/same\t[up to date]\n"
	                     "-\t:refs/heads/c\t[deleted]\n"
	                     "*\tHEAD:refs/heads/d\t[new branch]\n"
	                     "!\trefs/heads/e:refs/heads/e\t[rejected] (non-fast-forward)\n"
	                     "Done\n"),
	    0);
	assert_int_equal(f->plan.n, 4);
	assert_string_equal(f->plan.list[0].source, "refs/heads/a");
	assert_string_equal(f->plan.list[0].ref, "refs/heads/b");
	assert_null(f->plan.list[1].source);
	assert_string_equal(f->plan.list[2].source, "HEAD");
	assert_string_equal(f->plan.list[3].ref, "refs/heads/e");
}

static void porcelain_other(void **state)
{
	struct fixture *f = *state;

	assert_int_equal(
	    read_porcelain(
	        f, "To x\n \tno colon\t\n*\ta:\t[new]\n?\ta:b\tx\n \ta:b without a tab\n"),
	    0);
	assert_int_equal(f->plan.n, 0);
	assert_int_equal(read_porcelain(f, ""), 0);
	assert_int_equal(
	    push_plan_read_porcelain(&f->arena, " \ta:b\0\t", 7, &f->plan, &f->error), -1);
}

TESTS(T(hook_lines), T(hook_nothing), T(hook_malformed), T(porcelain_lines), T(porcelain_other));
