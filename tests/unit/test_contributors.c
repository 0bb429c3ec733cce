#include "people/contributors.h"

#include "repo_fixture.h"

#define MERGES 12

struct world {
	char dir[64];
	struct arena arena;
	struct repo repo;
	struct progress progress;
};

static int world_make(void **state)
{
	struct world *w = calloc(1, sizeof(*w));

	repo_fixture_make(w->dir, sizeof(w->dir), &w->arena, 64, &w->repo);
	progress_start(&w->progress, -1, INT64_MAX - PROGRESS_FIRST);
	w->repo.progress = &w->progress;
	*state = w;
	return 0;
}

WORLD_FREE;

static git_oid add(struct world *w, const char *by, unsigned at, const git_oid *parents, size_t n)
{
	char text[512], hex[OID_HEX + 1];
	size_t len =
	    (size_t)snprintf(text, sizeof(text), "tree 4b825dc642cb6eb9a060e54bf8d69288fbee4904\n");
	git_oid id;

	for (size_t i = 0; i < n; i++)
		len += (size_t)snprintf(text + len, sizeof(text) - len, "parent %s\n",
		    git_oid_tostr(hex, sizeof(hex), &parents[i]));
	len += (size_t)snprintf(text + len, sizeof(text) - len,
	    "author A <%s> %u +0000\ncommitter A <%s> %u +0000\n\nnumber %u\n", by, at, by, at, at);
	assert_int_equal(git_odb_write(&id, w->repo.odb, text, len, GIT_OBJECT_COMMIT), 0);
	return id;
}

/* Making a merge again takes time: each once, however many are of one person. */
static void each_merge_once(void **state)
{
	const char *emails[] = { "els@example.org", "kim@example.org" };
	const struct person persons[] = { { .id = "els", .emails = &emails[0], .nemails = 1 },
		{ .id = "kim", .emails = &emails[1], .nemails = 1 } };
	const struct policy p = { .persons = persons, .npersons = 2 };
	struct world *w = *state;
	git_oid base = add(w, "stranger@example.org", 1, NULL, 0), tip = base;
	struct contributors cs;

	for (unsigned i = 0; i < MERGES; i++) {
		git_oid parents[] = { tip, add(w, "stranger@example.org", 10 + i, &base, 1) };

		tip = add(w, emails[i % 2], 100 + i, parents, 2);
	}
	contributors_gather(&w->arena, &w->repo, &p, &tip, &base, 1, &cs);
	assert_true(cs.complete);
	assert_int_equal(cs.nmergers, MERGES);
	w->progress.done = 0;
	contributors_settle_all(&w->arena, &w->repo, &p, &cs);
	assert_true(cs.complete);
	assert_int_equal(cs.n, 0);
	assert_int_equal(w->progress.done, MERGES);
}

TESTS_WITHIN(world_make, world_free, T(each_merge_once));
