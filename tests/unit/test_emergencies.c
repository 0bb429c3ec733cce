/* Which emergencies wait, as an entry tells it and as the whole line says it: over a made-up
 * history of promotions, emergencies, reviews, rollbacks, refused and lost pushes, and refs that go
 * anywhere. */
#include "promotion/exceptions.h"

#include "audit/audit.h"
#include "repo_fixture.h"

#define COMMITS 600
#define REFS 3
#define IDS 5

struct made { /* a commit, and what waits as of it, newest first */
	git_oid id;
	size_t parent;
	const char *named; /* its first Promotion trailer, "" for none */
	size_t *open, nopen;
};

struct world {
	char dir[64];
	struct arena arena;
	struct repo repo;
	struct progress progress;
	struct made list[COMMITS];
	size_t n;
	git_oid side, audit; /* a candidate; the newest entry */
	unsigned clock;
};

static struct error e;

static unsigned dice(unsigned n)
{
	return (unsigned)rand() % n;
}

static int world_make(void **state)
{
	struct world *w = calloc(1, sizeof(*w));

	repo_fixture_make(w->dir, sizeof(w->dir), &w->arena, 1024, &w->repo);
	w->progress = (struct progress){ .fd = -1, .next = INT64_MAX };
	w->repo.progress = &w->progress;
	w->clock = 1700000000;
	*state = w;
	return 0;
}

WORLD_FREE;

static const char *hex(struct world *w, const git_oid *id)
{
	return arena_strdup(&w->arena, git_oid_tostr_s(id));
}

static git_oid commit(struct world *w, const char *parents, const char *message)
{
	const char *text = arena_printf(&w->arena,
	    "tree 4b825dc642cb6eb9a060e54bf8d69288fbee4904\n%sauthor A <a@b.c> %u +0000\n"
	    "committer A <a@b.c> %u +0000\n\n%s",
	    parents, w->clock, w->clock, message);
	git_oid id;

	w->clock++;
	assert_int_equal(git_odb_write(&id, w->repo.odb, text, strlen(text), GIT_OBJECT_COMMIT), 0);
	return id;
}

static const char *parent(struct world *w, const git_oid *id)
{
	return git_oid_is_zero(id) ? "" : arena_printf(&w->arena, "parent %s\n", hex(w, id));
}

static void append(struct world *w, const char *lines)
{
	git_reference *ref = NULL;

	w->audit = commit(w, parent(w, &w->audit), arena_printf(&w->arena, "entry\n\n%s", lines));
	assert_int_equal(git_reference_create(&ref, w->repo.git, AUDIT_REF, &w->audit, 1, "x"), 0);
	git_reference_free(ref);
}

static bool reviews(const char *const *ids, size_t n, const char *id)
{
	for (size_t i = 0; i < n; i++)
		if (strcmp(ids[i], id) == 0)
			return true;
	return false;
}

/* Trailers of the next commit, whose parent is that one, and what waits then. */
static const char *next_lines(struct world *w, size_t from, bool merge, struct made *out)
{
	static const char *const names[IDS] = { "", "e1", "E1", "e2", "e3" };
	const struct made *before = &w->list[from];
	const char *ids[IDS], *lines = "Reviewed: no\n";
	bool emergency = dice(4) == 0, broken = dice(20) == 0;
	size_t n = 0;

	out->parent = from;
	out->named = names[dice(IDS)];
	if (*out->named != '\0' || dice(2))
		lines = arena_printf(&w->arena, "%sPromotion: %s\n", lines, out->named);
	if (emergency)
		lines = arena_printf(
		    &w->arena, "%semergency: INC-%u x\nPromotion: e9\n", lines, dice(100));
	if (*out->named == '\0' && strstr(lines, "Promotion: \n") == NULL && emergency)
		out->named = "e9";
	while (n < IDS && dice(5) == 0) {
		ids[n++] = dice(3) && before->nopen > 0 ?
		    w->list[before->open[dice((unsigned)before->nopen)]].named :
		    names[dice(IDS)];
		lines = arena_printf(&w->arena, "%sReviews-Emergency: %s\n", lines, ids[n - 1]);
	}
	if (dice(6) == 0)
		lines = arena_printf(&w->arena, "%sRolls-Back-To: %s\n", lines,
		    hex(w, &w->list[dice((unsigned)w->n)].id));
	broken =
	    broken || !merge; /* what no git reads alike says nothing, and no more a commit alone */
	out->open = arena_array(&w->arena, before->nopen + 1, sizeof(*out->open));
	if (emergency && !broken)
		out->open[out->nopen++] = w->n;
	for (size_t i = 0; i < before->nopen; i++)
		if (broken || !reviews(ids, n, w->list[before->open[i]].named))
			out->open[out->nopen++] = before->open[i];
	return arena_printf(
	    &w->arena, "%s\n%s", merge && broken ? "Merge\n\n---\n" : "Merge\n", lines);
}

static void compare(struct world *w, const struct made *is, const struct emergencies *es)
{
	if (!es->complete)
		fail_msg("%s", es->why.text);
	assert_int_equal(es->n, is->nopen);
	for (size_t i = 0; i < es->n; i++) {
		const struct made *open = &w->list[is->open[i]];

		assert_true(git_oid_equal(&es->open[i].merge, &open->id));
		assert_string_equal(es->open[i].id, open->named);
		assert_true(git_oid_equal(&es->open[i].base, &w->list[open->parent].id));
		assert_true(git_oid_equal(&es->open[i].candidate, &w->side));
	}
}

/* What waits as of the commit `at`, and how many commits were read for it. */
static size_t gather(struct world *w, size_t at, struct emergencies *out)
{
	struct past past = { .n = 0 };
	size_t read;

	assert_int_equal(past_read(&w->arena, &w->repo, &past, &e), 0);
	w->progress.done = 0;
	emergencies_gather(&w->arena, &w->repo, &past, &w->list[at].id, w->clock, out);
	read = w->progress.done;
	past_release(&past);
	return read;
}

/* One more on the line of `from`. What its entry is to say of it, where that is said. */
static const char *grow(struct world *w, size_t from, bool merge)
{
	struct made *new = &w->list[w->n];
	const char *message = next_lines(w, from, merge, new);
	struct emergencies before;
	struct trailers ts = { .n = 0 };

	gather(w, from, &before);
	compare(w, &w->list[from], &before);
	new->id = commit(w,
	    arena_printf(
	        &w->arena, "%s%s", parent(w, &w->list[from].id), merge ? parent(w, &w->side) : ""),
	    message);
	w->n++;
	if (!merge || trailer_read(&w->arena, message, strlen(message), &ts, &e) < 0)
		return NULL;
	return emergencies_after(&w->arena, &before, &new->id, &ts);
}

/* A push of a few steps from `from` on. Returns where it ends. */
static size_t push(struct world *w, size_t from)
{
	bool accepts = dice(8) > 0, allowed = dice(6) > 0;
	const char *steps = "", *ref = arena_printf(&w->arena, "refs/heads/p%u", dice(REFS));
	size_t at = from, n = 1 + dice(3);

	for (size_t i = 0; i < n && w->n < COMMITS; i++) {
		bool merge = dice(8) > 0;
		const char *told = grow(w, at, merge);

		at = w->n - 1;
		steps = arena_printf(&w->arena, "%sStep: %s\nKind: %s\n%s", steps,
		    hex(w, &w->list[at].id), merge ? "promotion" : "fast-forward",
		    !accepts ? "Unreviewed: none\n" : /* nobody asks it */
		        told != NULL && allowed ?
		               arena_printf(&w->arena, "Unreviewed: %s\n", told) :
		               "");
	}
	append(w,
	    arena_printf(&w->arena,
	        "Entry: verdict\nFormat: 2\nDecision: %s\nAudit: %s\nRef: %s\nOld: %s\nNew: %s\n"
	        "Environment: p\nFrom: a\n%s",
	        accepts ? "accept" : "reject", hex(w, &w->audit), ref, hex(w, &w->list[from].id),
	        hex(w, &w->list[at].id), steps));
	if (accepts && dice(3))
		append(w,
		    arena_printf(&w->arena,
		        "Entry: outcome\nFormat: 2\nOutcome: %s\nSource: x\nVerdict: %s\nRef: %s\n"
		        "Old: %s\nNew: %s\n",
		        dice(6) ? "moved" : "not-moved", hex(w, &w->audit), ref,
		        hex(w, &w->list[from].id), hex(w, &w->list[at].id)));
	return at;
}

static void told_as_the_line_says(void **state)
{
	struct world *w = *state;
	const char *seed = getenv("SLUIS_SEED");
	size_t at[REFS] = { 0 }, most = 0;

	srand(seed != NULL ? (unsigned)strtoul(seed, NULL, 10) : 1);
	w->side = commit(w, "", "Candidate\n");
	w->list[0].id = commit(w, "", "Baseline\n");
	w->n = 1;
	while (w->n < COMMITS) {
		size_t ref = dice(REFS);

		at[ref] = push(w, at[ref]);
		most = w->list[at[ref]].nopen > most ? w->list[at[ref]].nopen : most;
		if (dice(12) == 0)
			at[ref] = dice((unsigned)w->n); /* with the gate unlocked */
		if (dice(15) == 0)
			assert_int_equal(index_keep(&w->arena, &w->repo, &w->audit, false, &e), 0);
	}
	assert_true(most > 3); /* else it shows little */
}

/* "accept" of one more promotion, whose entry has these lines. */
static void accept_one(struct world *w, const char *more)
{
	const struct made *new = &w->list[w->n - 1];

	append(w,
	    arena_printf(&w->arena,
	        "Entry: verdict\nFormat: 2\nDecision: accept\nRef: refs/heads/p\nOld: %s\n"
	        "New: %s\nStep: %s\nKind: promotion\n%s",
	        hex(w, &w->list[new->parent].id), hex(w, &new->id), hex(w, &new->id), more));
}

static void merge(struct world *w, const char *trailers)
{
	struct made *new = &w->list[w->n];

	new->parent = w->n - 1;
	new->id = commit(w,
	    arena_printf(&w->arena, "%s%s", parent(w, &w->list[w->n - 1].id), parent(w, &w->side)),
	    arena_printf(&w->arena, "Merge\n\n%s", trailers));
	w->n++;
}

/* The line is read back to the entry that tells; to its end where none does, where the newest is of
 * an earlier version, and where other machines write the audit. What is told there counts. */
static void read_no_further(void **state)
{
	struct world *w = *state;
	struct apart apart = { .url = NULL };
	struct emergencies es;

	w->side = commit(w, "", "Candidate\n");
	w->list[0].id = commit(w, "", "Baseline\n");
	w->n = 1;
	merge(w, "Promotion: e1\nEmergency: INC-1 x\n");
	for (size_t i = 0; i < 40; i++)
		merge(w, arena_printf(&w->arena, "Promotion: %zu\n", i));
	append(w, "Entry: unlock\nFormat: 2\nUntil: 1\n");
	assert_int_equal(gather(w, w->n - 1, &es), 42);
	assert_int_equal(es.n, 1);
	accept_one(w, arena_printf(&w->arena, "Unreviewed: %s\n", hex(w, &w->list[1].id)));
	assert_int_equal(gather(w, w->n - 1, &es), 2);
	assert_true(es.n == 1 && git_oid_equal(&es.open[0].merge, &w->list[1].id));
	accept_one(w, "");
	assert_int_equal(gather(w, w->n - 1, &es), 2); /* an entry before it does */
	accept_one(w, "Unreviewed: none\n");
	assert_int_equal(gather(w, w->n - 1, &es), 1);
	assert_true(es.complete && es.n == 0);
	merge(w, "Promotion: 41\n");
	assert_int_equal(gather(w, w->n - 1, &es), 2);
	assert_true(es.complete && es.n == 0);
	w->repo.apart = &apart;
	assert_int_equal(gather(w, w->n - 1, &es), 2);
	apart = (struct apart){ .url = "x", .asked = true, .refs = { { AUDIT_REF, w->audit } } };
	assert_int_equal(gather(w, w->n - 1, &es), 43);
	assert_true(es.complete && es.n == 1);
	w->repo.apart = NULL;
	for (size_t i = 0; i < 2; i++) { /* beside it, what is none, and what is not here */
		accept_one(w,
		    arena_printf(&w->arena, "Unreviewed: %s %s\n", hex(w, &w->list[1].id),
		        i == 0 ? hex(w, &w->list[2].id) :
		                 "1111111111111111111111111111111111111111"));
		assert_int_equal(gather(w, w->n - 1, &es), 45 + 2 * i);
		assert_true(es.complete && es.n == 1);
	}
	merge(w, "Promotion: 42\n");
	accept_one(w, "");
	assert_int_equal(gather(w, w->n - 1, &es), 44);
	assert_true(es.complete && es.n == 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(told_as_the_line_says, world_make, world_free),
		cmocka_unit_test_setup_teardown(read_no_further, world_make, world_free),
	};

	return cmocka_run_group_tests_name("emergencies", tests, NULL, NULL);
}
