#include "git/history.h"

#include "repo_fixture.h"

#define COMMITS 60
#define TURNS 40

struct world {
	char dir[64];
	struct arena arena;
	struct repo repo;
	git_oid id[COMMITS];
	uint64_t has[COMMITS]; /* a bit for each commit that one reaches, itself too */
	unsigned told[COMMITS];
	unsigned n;
};

static int world_make(void **state)
{
	struct world *w = calloc(1, sizeof(*w));

	repo_fixture_make(w->dir, sizeof(w->dir), &w->arena, 64, &w->repo);
	*state = w;
	return 0;
}

WORLD_FREE;

/* Commit number `i`, with these parents (NULL-terminated with -1). */
static void add(struct world *w, int i, const int *parents, long at)
{
	char text[1024], hex[OID_HEX + 1];
	size_t n;

	w->has[i] = (uint64_t)1 << i;
	n = (size_t)snprintf(text, sizeof(text), "tree 4b825dc642cb6eb9a060e54bf8d69288fbee4904\n");
	for (; *parents >= 0; parents++) {
		w->has[i] |= w->has[*parents];
		n += (size_t)snprintf(text + n, sizeof(text) - n, "parent %s\n",
		    git_oid_tostr(hex, sizeof(hex), &w->id[*parents]));
	}
	n += (size_t)snprintf(text + n, sizeof(text) - n,
	    "author A <a@b.c> %ld +0000\ncommitter A <a@b.c> %ld +0000\n\nnumber %d\n", at, at, i);
	assert_int_equal(git_odb_write(&w->id[i], w->repo.odb, text, n, GIT_OBJECT_COMMIT), 0);
}

static int tell(void *ctx, const struct commit *c, struct error *e)
{
	struct world *w = ctx;

	(void)e;
	for (int i = 0; i < COMMITS; i++)
		w->told[i] += git_oid_equal(&w->id[i], &c->id) ? 1 : 0;
	w->n++;
	return 0;
}

/* `most`: what is hidden may be told too, never what is not asked for. */
static void look(struct world *w, int tip, const int *hidden, size_t n, bool most)
{
	git_oid ids[COMMITS];
	uint64_t want = w->has[tip];
	struct error e = { 0 };
	bool met;

	memset(w->told, 0, sizeof(w->told));
	for (size_t i = 0; i < n; i++) {
		ids[i] = w->id[hidden[i]];
		want &= ~w->has[hidden[i]];
	}
	assert_int_equal(history_range(&w->repo, &w->id[tip], ids, n, &met, tell, w, &e), 0);
	for (int i = 0; i < COMMITS; i++)
		if (!most || w->told[i] == 0 || (w->has[tip] >> i & 1) == 0)
			assert_int_equal(w->told[i], want >> i & 1);
		else
			assert_int_equal(w->told[i], 1);
	assert_int_equal(met, n == 1 && (w->has[tip] >> hidden[0] & 1) != 0);
}

static void check(struct world *w, int tip, const int *hidden, size_t n)
{
	look(w, tip, hidden, n, false);
}

/* Of any shape: several roots, criss-cross merges of up to three. */
static void add_any(struct world *w, int i, long at)
{
	int parents[4] = { -1, -1, -1, -1 }, n = i == 0 ? 0 : rand() % 4;

	for (int k = 0; k < n && k < i; k++)
		parents[k] = i - 1 - (i > 9 ? rand() % 9 : k);
	add(w, i, parents, at);
}

static void look_from_all(struct world *w, bool most)
{
	for (int tip = 0; tip < COMMITS; tip++) {
		look(w, tip, NULL, 0, false);
		look(w, tip, (const int[]){ rand() % COMMITS }, 1, most);
		look(w, tip, (const int[]){ rand() % COMMITS, rand() % COMMITS }, 2, most);
	}
}

/* With clocks that stand still at times. */
static void tells_each_once(void **state)
{
	struct world *w = *state;

	srand(15);
	for (int turn = 0; turn < TURNS; turn++) {
		for (int i = 0; i < COMMITS; i++)
			add_any(w, i, 1500000000 + turn * 1000 + i / (1 + turn % 3));
		look_from_all(w, false);
	}
}

static void any_clock_tells_no_less(void **state)
{
	struct world *w = *state;

	srand(16);
	for (int turn = 0; turn < TURNS; turn++) {
		for (int i = 0; i < COMMITS; i++)
			add_any(w, i, rand() % 3 == 0 ? 0 : rand());
		look_from_all(w, true);
	}
}

/* One line; the baseline's clock was ahead by years, or behind. */
static void bears_wrong_clocks(void **state)
{
	struct world *w = *state;

	for (int turn = 0; turn < 2; turn++) {
		for (int i = 0; i < COMMITS; i++)
			add(w, i, (const int[]){ i - 1, -1 },
			    i == 20 ? (turn == 0 ? 1900000000 : 100) : 1600000000 + turn + i);
		check(w, COMMITS - 1, (const int[]){ 20 }, 1);
		check(w, COMMITS - 1, (const int[]){ 0 }, 1);
		check(w, 30, (const int[]){ 20 }, 1);
		check(w, 10, (const int[]){ 20 }, 1);
	}
}

/* A baseline halfway, and its history below it: what is below is left alone. */
static void reads_each_once(void **state)
{
	struct world *w = *state;
	struct progress counted = { .fd = -1, .next = INT64_MAX };

	for (int i = 0; i < COMMITS; i++)
		add(w, i, (const int[]){ i - 1, i % 9 == 8 ? i - 5 : -1, -1 }, 1600000000 + i);
	w->repo.progress = &counted;
	check(w, COMMITS - 1, (const int[]){ COMMITS / 2 }, 1);
	assert_in_range(counted.done, w->n, w->n + 10);
	counted.done = w->n = 0;
	check(w, COMMITS - 1, (const int[]){ 0 }, 1);
	assert_int_equal(counted.done, w->n + 1);
	w->repo.progress = NULL;
}

static void on_line(struct world *w, struct history_line *l, int i, int64_t since, bool is)
{
	struct error e = { 0 };
	bool found;

	assert_int_equal(history_on_line(&w->arena, &w->repo, l, &w->id[i], since, &found, &e), 0);
	assert_int_equal(found, is);
}

/* A line of commits, whatever is merged into it: read down to what is asked for, however long. */
static void reads_a_line_as_far_as_asked(void **state)
{
	struct world *w = *state;
	struct progress counted = { .fd = -1, .next = INT64_MAX };
	struct history_line line = { .n = 0 };

	for (int i = 0; i < COMMITS; i++)
		add(w, i,
		    (const int[]){ i - 1 - (i > 0 && i % 2 == 0), i % 2 == 0 ? i - 1 : -1, -1 },
		    1600000000 + i);
	w->repo.progress = &counted;
	line.next = w->id[58];
	on_line(w, &line, 57, 1600000057, false);
	on_line(w, &line, 56, 1600000056, true);
	on_line(w, &line, 59, 1600000059, false);
	assert_in_range(counted.done, 2, 8);
	on_line(w, &line, 40, 1600000040, true);
	on_line(w, &line, 41, 1600000041, false);
	assert_in_range(counted.done, 10, 16);
	on_line(w, &line, 1, 1600000001, false);
	on_line(w, &line, 0, 1600000000, true);
	assert_int_equal(counted.done, 30);
	w->repo.progress = NULL;
}

/* Another commit's bytes under its id. */
static void believes_no_other_bytes(void **state)
{
	struct world *w = *state;
	char to[OID_HEX + 1], from[OID_HEX + 1], command[512];
	struct error e = { 0 };
	git_odb *judged = w->repo.odb;

	snprintf(command, sizeof(command), "%s/objects", w->dir);
	assert_int_equal(git_odb_open(&w->repo.odb, command), 0);
	for (int i = 0; i < 3; i++)
		add(w, i, (const int[]){ i - 1, -1 }, 1600000000 + i);
	git_odb_free(w->repo.odb);
	w->repo.odb = judged;
	git_oid_tostr(to, sizeof(to), &w->id[1]);
	git_oid_tostr(from, sizeof(from), &w->id[0]);
	snprintf(command, sizeof(command), "cd %s/objects && cp -f %.2s/%s %.2s/%s", w->dir, from,
	    from + 2, to, to + 2);
	assert_int_equal(system(command), 0);
	assert_int_equal(history_range(&w->repo, &w->id[2], NULL, 0, NULL, tell, w, &e), -1);
	assert_int_equal(e.kind, ERROR_UNREADABLE);
}

static int stop(void *ctx, const struct commit *c, struct error *e)
{
	(void)c;
	(void)e;
	++*(unsigned *)ctx;
	return 1;
}

static void names_what_is_missing(void **state)
{
	struct world *w = *state;
	struct error e = { 0 };
	unsigned n = 0;

	memset(&w->id[0], 7, sizeof(w->id[0]));
	w->has[0] = 1;
	add(w, 1, (const int[]){ 0, -1 }, 1600000000);
	assert_int_equal(history_range(&w->repo, &w->id[1], NULL, 0, NULL, tell, w, &e), -1);
	assert_int_equal(e.kind, ERROR_UNREADABLE);
	assert_non_null(strstr(e.text, "object 0707070 cannot be read"));
	assert_int_equal(history_range(&w->repo, &w->id[1], NULL, 0, NULL, stop, &n, &e), 0);
	assert_int_equal(n, 1);
}

TESTS(cmocka_unit_test_setup_teardown(tells_each_once, world_make, world_free),
    cmocka_unit_test_setup_teardown(any_clock_tells_no_less, world_make, world_free),
    cmocka_unit_test_setup_teardown(bears_wrong_clocks, world_make, world_free),
    cmocka_unit_test_setup_teardown(reads_each_once, world_make, world_free),
    cmocka_unit_test_setup_teardown(reads_a_line_as_far_as_asked, world_make, world_free),
    cmocka_unit_test_setup_teardown(believes_no_other_bytes, world_make, world_free),
    cmocka_unit_test_setup_teardown(names_what_is_missing, world_make, world_free));
