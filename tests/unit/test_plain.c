/* Repositories that need not be opened, and names that no gate has a word in. */
#include "fixture.h"
#include "git/plain.h"
#include "policy/reserved.h"

struct world {
	struct arena arena;
	char dir[64];
};

static int setup(void **state)
{
	struct world *w;

	fixture_make(state, sizeof(*w), (size_t)1 << 20);
	w = *state;
	snprintf(w->dir, sizeof(w->dir), "/tmp/sluis-plain.XXXXXX");
	assert_non_null(mkdtemp(w->dir));
	setenv("GIT_DIR", w->dir, 1);
	setenv("HOME", w->dir, 1);
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

static void put(struct world *w, const char *name, const char *text)
{
	const char *path = arena_printf(&w->arena, "%s/%s", w->dir, name);
	FILE *f = fopen(path, "w");

	assert_non_null(f);
	fputs(text, f);
	assert_int_equal(fclose(f), 0);
}

static void gone(struct world *w, const char *name)
{
	assert_int_equal(remove(arena_printf(&w->arena, "%s/%s", w->dir, name)), 0);
}

static void is_plain(struct world *w)
{
	const char *dir = plain_repository(&w->arena);

	assert_non_null(dir);
	assert_string_equal(dir, arena_printf(&w->arena, "%s/", w->dir));
}

static bool says(const char *text)
{
	return !plain_config(text, strlen(text));
}

static void config(void **state)
{
	(void)state;
	assert_false(says(""));
	assert_false(says("[core]\n\tbare = true\n\tfsync = none\n[sluis]\n\tlibexec = /usr/sluis\n"
	                  "[receive]\n\tadvertisePushOptions = true\n"));
	assert_true(says("[sluis]\n\tpolicy = /etc/p.ini\n"));
	assert_true(says("[SLUIS]\n\tPOLICY = /etc/p.ini\n"));
	assert_true(says("[sluis]policy=x"));
	assert_true(says("[include]\n\tpath = x\n"));
	assert_true(says("[IncludeIf \"gitdir:/srv/\"]\n\tpath = x\n"));
	assert_true(says("[extensions]\n\tobjectFormat = sha256\n"));
	assert_true(says("[receive]\n\tshallowUpdate\n"));
	assert_true(says("[sluis]\n\tcpuSeconds = 1\n"));
	assert_true(says("[sluis]\n\twallSeconds = 1\n"));
	assert_true(says("[sluis]\n\tmemoryMegabytes = 1\n"));
	assert_false(plain_config("\0policy", 7));
	assert_true(plain_config("polic", 5));
}

static void repository(void **state)
{
	struct world *w = *state;
	static const char *const elsewhere[] = { "commondir", "shallow" };

	assert_null(plain_repository(&w->arena)); /* no config */
	put(w, "config", "[core]\n\tbare = true\n");
	is_plain(w);
	for (size_t i = 0; i < sizeof(elsewhere) / sizeof(elsewhere[0]); i++) {
		put(w, elsewhere[i], "x\n");
		assert_null(plain_repository(&w->arena));
		gone(w, elsewhere[i]);
	}
	put(w, ".gitconfig", "[user]\n\tname = x\n");
	is_plain(w);
	put(w, ".gitconfig", "[receive]\n\tshallowupdate = true\n");
	assert_null(plain_repository(&w->arena));
	gone(w, ".gitconfig");
	unsetenv("GIT_DIR");
	assert_null(plain_repository(&w->arena));
}

static void environment(void **state)
{
	struct world *w = *state;
	static const struct {
		const char *name, *value;
		bool plain;
	} all[] = { { "GIT_NAMESPACE", "school", false }, { "GIT_COMMON_DIR", "/srv", false },
		{ "GIT_CONFIG_GLOBAL", "/dev/null", false }, { "GIT_CONFIG", "x", false },
		{ "GIT_CONFIG_COUNT", "1", true }, { "GIT_CONFIG_NOSYSTEM", "1", true },
		{ "GIT_CONFIG_KEY_0", "core.fsync", true },
		{ "GIT_CONFIG_KEY_0", "receive.shallowUpdate", false },
		{ "GIT_CONFIG_PARAMETERS", "'core.fsync'='none'", true },
		{ "GIT_CONFIG_PARAMETERS", "'include.path'='x'", false },
		{ "GIT_QUARANTINE_PATH", "/srv", true } };

	put(w, "config", "[core]\n\tbare = true\n");
	for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++) {
		setenv(all[i].name, all[i].value, 1);
		assert_int_equal(plain_repository(&w->arena) != NULL, all[i].plain);
		unsetenv(all[i].name);
	}
	is_plain(w);
}

static void refs(void **state)
{
	struct world *w = *state;
	const char *dir = arena_printf(&w->arena, "%s/", w->dir);

	put(w, "one", "0123456789012345678901234567890123456789\n");
	put(w, "symbolic", "ref: refs/heads/production\n");
	put(w, "short", "ref");
	put(w, "broken", "no object id, and as long as one would be\n");
	assert_int_equal(symlink("one", arena_printf(&w->arena, "%s/link", w->dir)), 0);
	assert_int_equal(mkdir(arena_printf(&w->arena, "%s/folder", w->dir), 0755), 0);
	assert_true(plain_ref(&w->arena, dir, "one"));
	assert_true(plain_ref(&w->arena, dir, "packed"));
	assert_true(plain_ref(&w->arena, dir, "one/below"));
	assert_false(plain_ref(&w->arena, dir, "symbolic"));
	assert_false(plain_ref(&w->arena, dir, "short"));
	assert_false(plain_ref(&w->arena, dir, "broken"));
	assert_false(plain_ref(&w->arena, dir, "link"));
	assert_false(plain_ref(&w->arena, dir, "folder"));
}

static void concerns(void **state)
{
	struct world *w = *state;
	struct arena *a = &w->arena, none;
	struct environment envs[] = { { .id = "production", .ref = "refs/heads/production" },
		{ .id = "release", .ref = "refs/tags/release/*" } };
	struct policy p = { .evidence_ref = "refs/heads/promotions", .environments = envs };
	static const char *const ours[] = { "refs/heads/production", "refs/heads/promotions",
		"refs/heads/Production", "refs/heads/prod\xe2\x80\x8cuction",
		"refs/tags/production", "refs/production", "refs/heads/refs/heads/production",
		"refs/sluis/audit", "refs/sluis/x", "refs/Sluis/audit", "refs/replace/0123",
		"refs/signoffs/1/operator/jan", "refs/SIGNOFFS/1" };
	static const char *const others[] = { "refs/heads/topic", "refs/heads/production2",
		"refs/tags/v1", "refs/heads/production/x", "HEAD", "ORIG_HEAD",
		"refs/sluisgate/x" };

	p.nenvironments = 1;
	for (size_t i = 0; i < sizeof(ours) / sizeof(ours[0]); i++)
		assert_true(reserved_concerns(a, &p, ours[i]));
	for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++)
		assert_false(reserved_concerns(a, &p, others[i]));
	assert_false(reserved_concerns(a, &p, "refs/tags/release/1"));
	p.nenvironments = 2;
	assert_true(reserved_concerns(a, &p, "refs/tags/release/1"));
	assert_true(reserved_concerns(a, &p, "refs/heads/release/1"));
	for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++)
		assert_false(reserved_concerns(a, &p, others[i]));
	arena_init(&none, 0);
	assert_true(reserved_concerns(&none, &p, "refs/heads/topic"));
}

TESTS(T(config), T(repository), T(environment), T(refs), T(concerns));
