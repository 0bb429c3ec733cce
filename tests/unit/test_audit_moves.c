/* The moves of governed refs and what let them happen, and the fates of verdicts: walks of made-up
 * audits. */
#include "unit.h"
#include "audit/walk.h"
#include "audit/moves.h"

#define REF "refs/heads/production"

struct fixture {
	struct arena arena;
	struct audit_moves moves;
	struct audit_fates fates;
	const char *last_kind; /* of the last step of a verdict */
	struct error error;
};

static int setup(void **state)
{
	static struct fixture f;

	memset(&f, 0, sizeof(f));
	f.last_kind = "promotion";
	arena_init(&f.arena, (size_t)1 << 20);
	*state = &f;
	return 0;
}

static int teardown(void **state)
{
	arena_release(&((struct fixture *)*state)->arena);
	return 0;
}

/* An id for a number; 0 is the zero id. */
static git_oid id(unsigned char n)
{
	git_oid o;

	memset(&o, n, sizeof(o));
	return o;
}

static void see(struct fixture *f, const struct audit_seen *seen)
{
	assert_int_equal(audit_moves_see(&f->arena, &f->moves, seen, &f->error), 0);
	assert_int_equal(audit_fates_note(&f->arena, &f->fates, seen, &f->error), 0);
}

/* Entry `n`: REF, or another, went from `old` to `new` by the entry `by`. */
static void outcome(struct fixture *f, unsigned char n, unsigned char by, const char *name,
    unsigned char old, unsigned char new, enum audit_moved moved)
{
	struct audit_ref ref = { .name = name, .old = id(old), .new = id(new) };
	struct audit_seen seen = { .id = id(n),
		.at = n,
		.entry = { .kind = AUDIT_OUTCOME,
		    .verdict = id(by),
		    .moved = moved,
		    .refs = &ref,
		    .nrefs = 1 } };

	see(f, &seen);
}

static void verdict(struct fixture *f, unsigned char n, enum verdict decision, const char *name,
    unsigned char old, unsigned char new)
{
	struct audit_step steps[] = { { .kind = "promotion" }, { .promotion = "2026.11" },
		{ .kind = f->last_kind } };
	struct audit_ref ref = { .name = name,
		.old = id(old),
		.new = id(new),
		.environment = "production",
		.from = "acceptance",
		.steps = steps,
		.nsteps = 3 };
	struct audit_seen seen = { .id = id(n),
		.at = n,
		.entry = {
		    .kind = AUDIT_VERDICT, .decision = decision, .refs = &ref, .nrefs = 1 } };

	see(f, &seen);
}

static void unlock(struct fixture *f, unsigned char n)
{
	struct audit_seen seen = { .id = id(n), .at = n, .entry = { .kind = AUDIT_UNLOCK } };

	see(f, &seen);
}

static const struct audit_move *sorted(struct fixture *f, size_t n)
{
	const struct audit_moved_ref *ref;

	assert_int_equal(audit_moves_sort(&f->moves, &f->error), 0);
	ref = audit_moves_of(&f->moves, REF);
	assert_non_null(ref);
	assert_int_equal(ref->n, n);
	return ref->newest;
}

static void assert_move(
    const struct audit_move *m, unsigned char old, unsigned char new, enum audit_leave leave)
{
	git_oid o = id(old), n = id(new);

	assert_non_null(m);
	assert_true(git_oid_equal(&m->old, &o));
	assert_true(git_oid_equal(&m->new, &n));
	assert_int_equal(m->leave, leave);
}

static void by_their_verdicts(void **state)
{
	struct fixture *f = *state;
	const struct audit_move *m;
	git_oid second = id(3);

	outcome(f, 4, 3, REF, 11, 12, AUDIT_MOVED);
	verdict(f, 3, VERDICT_ACCEPT, REF, 11, 12);
	outcome(f, 2, 1, REF, 10, 11, AUDIT_MOVED);
	verdict(f, 1, VERDICT_ACCEPT, REF, 10, 11);
	m = sorted(f, 2);
	assert_move(m, 11, 12, AUDIT_LEAVE_VERDICT);
	assert_int_equal(m->steps, 3);
	assert_true(m->promotes);
	assert_move(m->before, 10, 11, AUDIT_LEAVE_VERDICT);
	assert_null(m->before->before);
	assert_string_equal(m->ref->environment, "production");
	assert_string_equal(m->ref->from, "acceptance");
	assert_int_equal(audit_fate_of(&f->fates, &second, REF), AUDIT_FATE_MOVED);
	assert_int_equal(audit_fate_of(&f->fates, &second, "refs/heads/x"), AUDIT_FATE_UNKNOWN);
	assert_int_equal(audit_fates_all(&f->fates, &second)->at, 4);
	audit_fates_forget(&f->arena, &f->fates, &second);
	assert_int_equal(audit_fate_of(&f->fates, &second, REF), AUDIT_FATE_UNKNOWN);
}

/* One step that is no promotion, and the move cannot be counted by its first-parent line. */
static void not_all_promotions(void **state)
{
	struct fixture *f = *state;

	f->last_kind = "fast-forward";
	outcome(f, 2, 1, REF, 10, 11, AUDIT_MOVED);
	verdict(f, 1, VERDICT_ACCEPT, REF, 10, 11);
	assert_false(sorted(f, 1)->promotes);
	assert_int_equal(sorted(f, 1)->steps, 3);
}

/* The outcome of the first push was written after the second push: the moves are in order all the
 * same. */
static void reconciled_late(void **state)
{
	struct fixture *f = *state;
	const struct audit_move *m;

	outcome(f, 4, 1, REF, 10, 11, AUDIT_MOVED);
	outcome(f, 3, 2, REF, 11, 12, AUDIT_MOVED);
	verdict(f, 2, VERDICT_ACCEPT, REF, 11, 12);
	verdict(f, 1, VERDICT_ACCEPT, REF, 10, 11);
	m = sorted(f, 2);
	assert_move(m, 11, 12, AUDIT_LEAVE_VERDICT);
	assert_move(m->before, 10, 11, AUDIT_LEAVE_VERDICT);
}

/* The push was slow: first it was taken for one that did not go in, and then told again. */
static void told_twice(void **state)
{
	struct fixture *f = *state;
	git_oid first = id(1);

	outcome(f, 4, 1, REF, 10, 11, AUDIT_NOT_MOVED);
	outcome(f, 3, 1, REF, 10, 11, AUDIT_MOVED);
	outcome(f, 2, 1, REF, 10, 11, AUDIT_MOVED);
	verdict(f, 1, VERDICT_ACCEPT, REF, 10, 11);
	assert_move(sorted(f, 1), 10, 11, AUDIT_LEAVE_VERDICT);
	assert_int_equal(audit_fate_of(&f->fates, &first, REF), AUDIT_FATE_MOVED);
}

static void not_moved(void **state)
{
	struct fixture *f = *state;
	git_oid first = id(1);

	outcome(f, 2, 1, REF, 10, 11, AUDIT_NOT_MOVED);
	verdict(f, 1, VERDICT_ACCEPT, REF, 10, 11);
	assert_int_equal(audit_moves_sort(&f->moves, &f->error), 0);
	assert_null(audit_moves_of(&f->moves, REF));
	assert_int_equal(audit_fate_of(&f->fates, &first, REF), AUDIT_FATE_NOT_MOVED);
}

/* Moves that no verdict lets happen, each with why; they stand where they were recorded. */
static void other_moves(void **state)
{
	struct fixture *f = *state;
	const struct audit_move *m;
	git_oid opened = id(1);

	outcome(f, 9, 99, REF, 15, 16, AUDIT_MOVED); /* by an entry that is not there */
	outcome(f, 8, 7, REF, 14, 15, AUDIT_MOVED); /* by one that refused it */
	verdict(f, 7, VERDICT_REJECT, REF, 14, 15);
	outcome(f, 6, 5, REF, 13, 14, AUDIT_MOVED); /* by one that accepted another value */
	verdict(f, 5, VERDICT_ACCEPT, REF, 13, 77);
	outcome(f, 4, 0, REF, 12, 13, AUDIT_MOVED); /* by none */
	outcome(f, 3, 1, REF, 11, 12, AUDIT_MOVED);
	outcome(f, 2, 1, REF, 10, 11, AUDIT_MOVED);
	unlock(f, 1);
	m = sorted(f, 6);
	assert_move(m, 15, 16, AUDIT_LEAVE_LOST);
	assert_move(m = m->before, 14, 15, AUDIT_LEAVE_OTHER);
	assert_move(m = m->before, 13, 14, AUDIT_LEAVE_OTHER);
	assert_move(m = m->before, 12, 13, AUDIT_LEAVE_NONE);
	assert_move(m = m->before, 11, 12, AUDIT_LEAVE_UNLOCK);
	assert_move(m = m->before, 10, 11, AUDIT_LEAVE_UNLOCK);
	assert_null(m->before);
	assert_int_equal(audit_fates_all(&f->fates, &opened)->at, 3);
	assert_int_equal(audit_fates_all(&f->fates, &opened)->next->at, 2);
}

/* A verdict of another ref lets nothing happen here. */
static void another_ref(void **state)
{
	struct fixture *f = *state;

	outcome(f, 2, 1, REF, 10, 11, AUDIT_MOVED);
	verdict(f, 1, VERDICT_ACCEPT, "refs/heads/test", 10, 11);
	assert_move(sorted(f, 1), 10, 11, AUDIT_LEAVE_OTHER);
}

/* What arming found stands among the moves, and is none. */
static void found_by_arming(void **state)
{
	struct fixture *f = *state;
	struct audit_ref ref = { .name = REF, .new = id(10), .symbolic = "refs/x", .logged = 3 };
	struct audit_seen armed = { .id = id(1),
		.entry = { .kind = AUDIT_ARMED, .refs = &ref, .nrefs = 1 } };
	const struct audit_move *m;

	outcome(f, 3, 2, REF, 10, 11, AUDIT_MOVED);
	verdict(f, 2, VERDICT_ACCEPT, REF, 10, 11);
	see(f, &armed);
	m = sorted(f, 2);
	assert_move(m, 10, 11, AUDIT_LEAVE_VERDICT);
	assert_move(m->before, 0, 10, AUDIT_LEAVE_ARMED);
	assert_string_equal(m->before->symbolic, "refs/x");
	assert_int_equal(m->before->logged, 3);
}

/* An outcome that a later entry calls wrong did not happen. */
static void corrected(void **state)
{
	struct fixture *f = *state;
	git_oid wrong = id(4), by = id(3);
	struct audit_ref ref = { .name = REF, .old = id(11), .new = id(12) };
	struct audit_seen correction = { .id = id(5),
		.entry = { .kind = AUDIT_CORRECTION,
		    .corrects = { &wrong, 1 },
		    .refs = &ref,
		    .nrefs = 1 } };
	const struct audit_move *m;

	see(f, &correction);
	outcome(f, 4, 3, REF, 10, 11, AUDIT_MOVED);
	verdict(f, 3, VERDICT_ACCEPT, REF, 10, 11);
	outcome(f, 2, 1, REF, 10, 11, AUDIT_MOVED);
	verdict(f, 1, VERDICT_ACCEPT, REF, 10, 11);
	m = sorted(f, 2);
	assert_move(m, 11, 12, AUDIT_LEAVE_CORRECTION);
	assert_move(m->before, 10, 11, AUDIT_LEAVE_VERDICT);
	assert_null(m->before->before);
	assert_int_equal(audit_fate_of(&f->fates, &by, REF), AUDIT_FATE_NOT_MOVED);
}

#undef T
#define T(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

TESTS(T(by_their_verdicts), T(not_all_promotions), T(reconciled_late), T(told_twice), T(not_moved),
    T(other_moves), T(another_ref), T(found_by_arming), T(corrected));
