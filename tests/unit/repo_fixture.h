/* What unit tests share that need a repository: an empty one in a folder of its own. */
#pragma once

#include "git/repo.h"
#include "unit.h"

static inline void repo_fixture_make(
    char *dir, size_t room, struct arena *a, size_t mib, struct repo *r)
{
	struct error e = { 0 };

	snprintf(dir, room, "/tmp/sluis-unit.XXXXXX");
	assert_non_null(mkdtemp(dir));
	arena_init(a, mib << 20);
	git_libgit2_init();
	assert_int_equal(git_repository_init(&r->git, dir, 1), 0);
	git_repository_free(r->git);
	assert_int_equal(repo_open_path(a, dir, r, &e), 0);
}

static inline void repo_fixture_free(const char *dir, struct arena *a, struct repo *r)
{
	char command[128];

	snprintf(command, sizeof(command), "rm -rf %s", dir);
	repo_close(r);
	arena_release(a);
	git_libgit2_shutdown();
	assert_int_equal(system(command), 0);
}

/* The teardown of tests whose struct world has a dir, an arena and a repo. */
#define WORLD_FREE \
	static int world_free(void **state) \
	{ \
		struct world *w = *state; \
\
		repo_fixture_free(w->dir, &w->arena, &w->repo); \
		free(w); \
		return 0; \
	} \
	static int world_free(void **state)
