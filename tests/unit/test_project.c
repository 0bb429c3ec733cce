/* Names of projects, and which hooks Gitaly runs. */
#include "fixture.h"
#include "policy/project.h"

static void names(void **state)
{
	static const char *const good[] = { "group/project", "a", "Group/sub-group/p.r_o-j.x",
		"_x/1", "a/b.git.c" };

	(void)state;
	for (size_t i = 0; i < sizeof(good) / sizeof(good[0]); i++)
		assert_true(project_named(good[i]));
}

static void no_names(void **state)
{
	static const char *const bad[] = { "", "/", "/etc", "a/", "a//b", "..", "a/..", "../a",
		"a/../b", ".", "a/.", "./a", "a/.hidden", "-a", "a/-b", "a b", "a\nb", "a\x1b[1mb",
		"a;b", "a$b", "a\\b", "caf\xc3\xa9/x", "a/b.git", "b.git", "a.git/b/c.git", "~a",
		"a/b*" };

	(void)state;
	assert_false(project_named(NULL));
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		if (project_named(bad[i]))
			fail_msg("'%s'", bad[i]);
}

static void long_names(void **state)
{
	char name[PROJECT_MAX + 2];

	(void)state;
	memset(name, 'a', sizeof(name));
	name[PROJECT_MAX + 1] = '\0';
	assert_false(project_named(name));
	name[PROJECT_MAX] = '\0';
	assert_true(project_named(name));
}

static void hooks(void **state)
{
	static const char *const yes[] = { "/r/@hashed/a/b/c.git/custom_hooks/pre-receive.d/sluis",
		"/g/custom_hooks/post-receive.d/sluis", "/r.git/custom_hooks/pre-receive",
		"custom_hooks/update.d/x", "./custom_hooks/x" };
	static const char *const no[] = { "", "pre-receive", "hooks/pre-receive", "custom_hooks",
		"/custom_hooks", "/my_custom_hooks/pre-receive.d/sluis",
		"/custom_hooks/x.git/hooks/pre-receive", "/custom_hooks/a/b.d/sluis",
		"/custom_hooks/hooks/pre-receive", "/srv/custom_hooks/hooks/pre-receive.d/sluis",
		"/.d/x", ".d/x", "d/x", "/usr/bin/git-sluis", "//", "/" };

	(void)state;
	for (size_t i = 0; i < sizeof(yes) / sizeof(yes[0]); i++)
		if (!project_hook(yes[i]))
			fail_msg("%s", yes[i]);
	for (size_t i = 0; i < sizeof(no) / sizeof(no[0]); i++)
		if (project_hook(no[i]))
			fail_msg("%s", no[i]);
}

TESTS(cmocka_unit_test(names), cmocka_unit_test(no_names), cmocka_unit_test(long_names),
    cmocka_unit_test(hooks));
