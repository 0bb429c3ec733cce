/* What is kept of a policy that had no problem, and for how long it stands for it. */
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "fixture.h"
#include "policy/file.h"
#include "policy/stamp.h"

#define LATER 10 /* seconds after the files changed */

static const char policy[] =
    "[policy]\ntitle = T\nversion = 1\nurl = https://example.org/\nlanguage = en\n"
    "[pusher]\nsource = env:WHO\n"
    "[person \"els\"]\nemail = els@example.org\nlogin = els\n"
    "[role \"all\"]\nmember = els\n"
    "[environment \"work\"]\nref = refs/heads/work\npush = all\n"
    "[environment \"live\"]\nref = refs/heads/live\nfrom = work\npush = all\n";

struct world {
	struct arena arena;
	char dir[64];
	const char *path, *stamp;
	int64_t now;
};

static const char *in(struct world *w, const char *name)
{
	return arena_printf(&w->arena, "%s%s", w->dir, name);
}

static void put(const char *path, const char *text)
{
	FILE *f = fopen(path, "w");

	assert_non_null(f);
	fputs(text, f);
	assert_int_equal(fclose(f), 0);
}

static int setup(void **state)
{
	struct world *w;

	umask(022);
	fixture_make(state, sizeof(*w), (size_t)4 << 20);
	w = *state;
	snprintf(w->dir, sizeof(w->dir), "/tmp/sluis-stamp.XXXXXX");
	assert_non_null(mkdtemp(w->dir));
	strcat(w->dir, "/");
	w->path = in(w, "policy.ini");
	w->stamp = in(w, STAMP_NAME);
	put(w->path, policy);
	w->now = (int64_t)time(NULL) + LATER;
	return 0;
}

static int drop(void **state)
{
	struct world *w = *state;
	char command[128];

	snprintf(command, sizeof(command), "rm -rf %s", w->dir);
	assert_int_equal(system(command), 0);
	return teardown(state);
}

#undef T
#undef T
#define T(name) cmocka_unit_test_setup_teardown(name, setup, drop)

/* Reads the policy at `now`, and leaves its stamp. */
static void leave(struct world *w, int64_t now)
{
	struct policy_stamp s = { .now = now };
	struct policy_file f;
	struct error e = { 0 };

	assert_int_equal(policy_file_read(&w->arena, w->path, false, now, &f, &e), 0);
	memcpy(s.from, f.from, sizeof(s.from));
	s.policy = f.policy;
	policy_stamp_leave(&w->arena, w->dir, f.bytes, f.len, &s);
}

static bool stands(struct world *w)
{
	struct policy_stamp s;

	return policy_stamp_take(&w->arena, w->dir, w->path, w->now, &s);
}

static bool is_there(const struct world *w)
{
	return access(w->stamp, F_OK) == 0;
}

static void stands_for_the_policy(void **state)
{
	struct world *w = *state;
	struct policy_stamp f;

	leave(w, w->now);
	assert_true(policy_stamp_take(&w->arena, w->dir, w->path, w->now, &f));
	assert_string_equal(f.from[0].path, w->path);
	assert_string_equal(f.policy.version, "1");
	assert_int_equal(f.policy.pusher_source, PUSHER_ENV);
	assert_int_equal(f.policy.nenvironments, 2);
	assert_string_equal(f.policy.environments[0].ref, "refs/heads/work");
	assert_null(f.policy.environments[0].from);
	assert_string_equal(f.policy.environments[1].ref, "refs/heads/live");
	assert_non_null(f.policy.environments[1].from);
	assert_int_equal(strlen(f.digest), 64);
	assert_false(git_oid_is_zero(&f.blob));
}

static void is_not_left_too_early(void **state)
{
	struct world *w = *state;

	leave(w, w->now - LATER);
	assert_false(is_there(w));
	leave(w, w->now);
	assert_true(is_there(w));
}

static void falls_with_any_change(void **state)
{
	struct world *w = *state;
	const struct timespec past[] = { { 1000000000, 0 }, { 1000000000, 0 } };
	const char *other = in(w, "other");

	leave(w, w->now);
	assert_int_equal(utimensat(AT_FDCWD, w->path, past, 0), 0);
	assert_false(stands(w)); /* its other time tells */
	leave(w, w->now);
	assert_true(stands(w));
	put(w->path, policy);
	assert_false(stands(w));
	leave(w, w->now);
	put(other, policy);
	assert_int_equal(utimensat(AT_FDCWD, w->path, past, 0), 0);
	assert_int_equal(rename(other, w->path), 0);
	assert_false(stands(w));
	leave(w, w->now);
	assert_true(stands(w));
	assert_int_equal(chmod(w->path, 0664), 0);
	assert_false(stands(w));
	assert_int_equal(chmod(w->path, 0644), 0);
	leave(w, w->now);
	assert_int_equal(chmod(w->dir, 0777), 0);
	assert_false(stands(w));
	assert_int_equal(chmod(w->dir, 0755), 0);
	assert_true(stands(w));
	assert_int_equal(unlink(w->path), 0);
	assert_false(stands(w));
}

static void falls_with_another_file(void **state)
{
	struct world *w = *state;
	const char *link = in(w, "link"), *other = in(w, "other");

	put(other, policy);
	assert_int_equal(symlink("policy.ini", link), 0);
	leave(w, w->now);
	w->path = link;
	assert_false(stands(w));
	leave(w, w->now);
	assert_true(stands(w));
	assert_int_equal(unlink(link), 0);
	assert_int_equal(symlink("other", link), 0);
	assert_false(stands(w));
}

static void has_the_common_part(void **state)
{
	struct world *w = *state;
	const char *common = in(w, "common.ini"), *text = strstr(policy, "[environment \"work\"]");

	put(common, text);
	put(w->path,
	    arena_printf(&w->arena, "[policy]\ninclude = common.ini\n%.*s",
	        (int)(text - policy - 9), policy + 9));
	leave(w, w->now);
	assert_true(stands(w));
	usleep(20000); /* another tick of the file system's clock */
	put(common, text);
	assert_false(stands(w));
	leave(w, w->now);
	assert_true(stands(w));
	assert_int_equal(chmod(common, 0666), 0);
	assert_false(stands(w));
}

static void falls_with_a_clock_that_goes_back(void **state)
{
	struct world *w = *state;

	leave(w, w->now);
	w->now--;
	assert_false(stands(w));
}

static void is_nobody_elses(void **state)
{
	struct world *w = *state;

	leave(w, w->now);
	assert_int_equal(chmod(w->stamp, 0664), 0);
	assert_false(stands(w));
	leave(w, w->now); /* made anew */
	assert_true(stands(w));
	if (geteuid() == 0) {
		assert_int_equal(chown(w->stamp, 65534, 65534), 0);
		assert_false(stands(w));
	}
	assert_int_equal(unlink(w->stamp), 0);
	assert_int_equal(mkdir(w->stamp, 0755), 0);
	leave(w, w->now); /* says nothing */
	assert_false(stands(w));
	assert_int_equal(rmdir(w->stamp), 0);
}

/* Each byte of it, and each length. */
static void is_whole_or_nothing(void **state)
{
	struct world *w = *state;
	char bytes[2048], *text;
	size_t n;
	FILE *f;

	leave(w, w->now);
	f = fopen(w->stamp, "r");
	assert_non_null(f);
	n = fread(bytes, 1, sizeof(bytes) - 1, f);
	fclose(f);
	bytes[n] = '\0';
	for (size_t i = 0; i < n; i += 7) {
		text = arena_strndup(&w->arena, bytes, n);
		text[i] ^= 1;
		put(w->stamp, text);
		assert_false(stands(w));
		put(w->stamp, arena_strndup(&w->arena, bytes, i));
		assert_false(stands(w));
	}
	put(w->stamp, bytes);
	assert_true(stands(w));
}

#define REQUIRED "version 1\npolicy 2\ndigest d\nnow 5\nfile /p\nseen 1\nstart refs/heads/a\n"

static int reads(struct world *w, const char *text)
{
	struct policy_stamp s;

	return policy_stamp_read(&w->arena, text, strlen(text), &s);
}

static void is_read_strictly(void **state)
{
	static const char *const wrong[] = { "", "\n", REQUIRED "x", REQUIRED "x\n",
		REQUIRED "other 1\n", REQUIRED "language 2\n", REQUIRED "language -1\n",
		REQUIRED "language\n", REQUIRED "pusher 8\n", REQUIRED "syslog 2\n",
		REQUIRED "now x\n", REQUIRED "now 1000000000000000000\n", REQUIRED "blob 12\n",
		REQUIRED "file /q\n", REQUIRED "seen 2\n",
		REQUIRED "file /q\nseen 2\nfile /r\nseen 3\n", REQUIRED "file /q\nfile /r\n",
		"version 1\npolicy 2\ndigest d\nfile /p\nseen 1\n",
		"policy 2\ndigest d\nfile /p\nseen 1\nstart a\n",
		"version 1\ndigest d\nfile /p\nseen 1\nstart a\n",
		"version 1\npolicy 2\nfile /p\nseen 1\nstart a\n",
		"version 1\npolicy 2\ndigest d\nstart a\n" };
	struct world *w = *state;
	struct policy_stamp s;

	assert_int_equal(reads(w, REQUIRED), 0);
	assert_int_equal(reads(w, REQUIRED "file /q\nseen 2\nenvironment refs/heads/b\n"), 0);
	for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++)
		assert_int_equal(reads(w, wrong[i]), -1);
	assert_int_equal(
	    policy_stamp_read(&w->arena, REQUIRED "zone a\0b\n", sizeof(REQUIRED "zone a\0b"), &s),
	    -1);
}

TESTS(T(stands_for_the_policy), T(is_not_left_too_early), T(falls_with_any_change),
    T(falls_with_another_file), T(has_the_common_part), T(falls_with_a_clock_that_goes_back),
    T(is_nobody_elses), T(is_whole_or_nothing), T(is_read_strictly));
