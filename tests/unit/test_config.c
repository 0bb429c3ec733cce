/* Git's configuration as git lists it: what holds, and what is lent. */
#include "fixture.h"
#include "clone/config.h"

struct fixture {
	struct arena arena;
	struct config config;
	struct error error;
};

SETUP(struct fixture, 1);

#define READ(f, text) config_read(&(f)->arena, text, sizeof(text) - 1, &(f)->config, &(f)->error)

static void lists(void **state)
{
	struct fixture *f = *state;

	assert_int_equal(READ(f, ""), 0);
	assert_null(config_get(&f->config, "a.b"));
	assert_int_equal(READ(f,
	                     "global\0user.email\na@example.org\0"
	                     "local\0user.email\nb@example.org\0local\0a.B c.d\nx\ny\n\0"
	                     "worktree\0commit.gpgsign\0command\0a.e\n\0"),
	    0);
	assert_int_equal(f->config.n, 5);
	assert_string_equal(config_get(&f->config, "user.email"), "b@example.org");
	assert_string_equal(config_get(&f->config, "a.B c.d"), "x\ny\n");
	assert_string_equal(config_get(&f->config, "commit.gpgsign"), "true");
	assert_string_equal(config_get(&f->config, "a.e"), "");
	assert_null(config_get(&f->config, "a.b c.d"));
	for (size_t i = 0; i < f->config.n; i++)
		assert_int_equal(f->config.list[i].own, i > 0 && i < 4);
}

static void half(void **state)
{
	struct fixture *f = *state;

	assert_int_equal(READ(f, "local\0"), -1);
	assert_int_equal(READ(f, "local\0a.b\nc"), -1);
	assert_int_equal(READ(f, "local"), -1);
	assert_int_equal(f->error.kind, ERROR_MALFORMED);
}

static void no_memory(void **state)
{
	struct fixture *f = *state;

	f->arena.cap = 40;
	assert_int_equal(READ(f, "local\0a.b\nc\0"), -1);
	assert_int_equal(f->error.kind, ERROR_MEMORY);
}

static void lent(void **state)
{
	struct fixture *f = *state;

	setenv("GIT_CONFIG_COUNT", "2", 1);
	assert_int_equal(READ(f,
	                     "global\0http.proxy\nx\0local\0core.pager\nx\0"
	                     "local\0http.https://a/.extraheader\nX: y\0"
	                     "worktree\0commit.gpgsign\0"),
	    0);
	config_lend(&f->config);
	config_lend(&f->config);
	assert_string_equal(getenv("GIT_CONFIG_COUNT"), "4");
	assert_string_equal(getenv("GIT_CONFIG_KEY_2"), "http.https://a/.extraheader");
	assert_string_equal(getenv("GIT_CONFIG_VALUE_2"), "X: y");
	assert_string_equal(getenv("GIT_CONFIG_KEY_3"), "commit.gpgsign");
	assert_string_equal(getenv("GIT_CONFIG_VALUE_3"), "true");
}

TESTS(T(lists), T(half), T(no_memory), T(lent));
