/* What find and sha256sum -c say of a folder, and what neither of them says. */
#include "fixture.h"
#include "record/listing.h"

struct fixture {
	struct arena arena;
	struct listing got;
	struct error error;
};

SETUP(struct fixture, 64);

#define READ(f, text) listing_read(&(f)->arena, text, sizeof(text) - 1, &(f)->got, &(f)->error)

static void every_kind(void **state)
{
	struct fixture *f = *state;
	const struct listed *x;

	assert_int_equal(READ(f,
	                     "f644\0src/pay.c\0\0"
	                     "d755\0src\0\0"
	                     "f755\0-rf\0\0"
	                     "l777\0now\0../old\0"
	                     "p600\0a\nb\\c\0\0"),
	    0);
	assert_int_equal(f->got.n, 5);
	assert_string_equal(f->got.list[0].path, "-rf");
	assert_true(f->got.list[0].executable);
	assert_string_equal(f->got.list[1].path, "a\nb\\c");
	assert_int_equal(f->got.list[1].kind, LISTED_OTHER);
	x = listing_find(&f->got, "now");
	assert_int_equal(x->kind, LISTED_LINK);
	assert_string_equal(x->link, "../old");
	x = listing_find(&f->got, "src/pay.c");
	assert_int_equal(x->kind, LISTED_FILE);
	assert_false(x->executable);
	assert_int_equal(listing_find(&f->got, "src")->kind, LISTED_FOLDER);
	assert_null(listing_find(&f->got, "sr"));
	assert_int_equal(READ(f, ""), 0);
	assert_int_equal(f->got.n, 0);
	assert_null(listing_find(&f->got, "src"));
}

static void no_listing(void **state)
{
	struct fixture *f = *state;

	assert_int_equal(READ(f, "f644\0a\0"), -1);
	assert_int_equal(READ(f, "f644\0a\0\0f644\0b\0x"), -1);
	assert_int_equal(READ(f, "f648\0a\0\0"), -1);
	assert_int_equal(READ(f, "f\0a\0\0"), -1);
	assert_int_equal(READ(f, "\0a\0\0"), -1);
	assert_int_equal(READ(f, "f644\0\0\0"), -1);
	assert_int_equal(READ(f, "f644\0/etc/passwd\0\0"), -1);
	assert_int_equal(READ(f, "f644\0a/../b\0\0"), -1);
	assert_int_equal(READ(f, "f644\0a/\0\0"), -1);
	assert_int_equal(READ(f, "l777\0a\0\0"), -1);
	assert_int_equal(READ(f, "f644\0a\0b\0"), -1);
	assert_int_equal(READ(f, "f644\0a\0\0f755\0a\0\0"), -1);
	assert_int_equal(f->error.kind, ERROR_MALFORMED);
	assert_int_equal(f->got.n, 0);
}

static void in_order(void **state)
{
	struct fixture *f = *state;

	assert_int_equal(
	    READ(f, "f644\0a-b\0\0f644\0a/c\0\0d755\0a\0\0f644\0\303\251\0\0f644\0b\0\0"), 0);
	assert_string_equal(f->got.list[0].path, "a");
	assert_string_equal(f->got.list[1].path, "a/c");
	assert_string_equal(f->got.list[2].path, "a-b");
	assert_string_equal(f->got.list[3].path, "b");
	assert_string_equal(f->got.list[4].path, "\303\251");
}

static void sums(void **state)
{
	static const char all[] = "./a: OK\n./b: FAILED\n\\./c\\nd: OK\n./e: FAILED open or read\n";
	struct fixture *f = *state;
	bool same[4];

	assert_int_equal(listing_sums(all, sizeof(all) - 1, same, 4, &f->error), 0);
	assert_true(same[0] && same[2]);
	assert_false(same[1] || same[3]);
	assert_int_equal(listing_sums("", 0, same, 0, &f->error), 0);
	assert_int_equal(listing_sums(all, sizeof(all) - 1, same, 3, &f->error), -1);
	assert_false(same[0]);
	assert_int_equal(listing_sums(all, sizeof(all) - 2, same, 4, &f->error), -1);
	assert_int_equal(listing_sums("./a: GOOD\n", 10, same, 1, &f->error), -1);
	assert_int_equal(listing_sums(": OK\n", 5, same, 1, &f->error), -1);
	assert_int_equal(listing_sums("./a: OK", 7, same, 1, &f->error), -1);
}

TESTS(T(every_kind), T(no_listing), T(in_order), T(sums));
