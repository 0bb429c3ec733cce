/* Is the population complete? The moves of a ref must follow on one another from where it is now,
 * and each must have as many steps on the ref's first-parent line as its verdict judged. Where the
 * ref is not here, as in a clone that fetched the audit alone, only the first half can be said. */
#include "git/commit.h"
#include "report/report_internal.h"

#define DEPTH_MAX 100
#define STEPS_WALKED ((size_t)1000000) /* of one move; more is not believed */

bool report_complete_is(const struct report_ref *ref)
{
	return ref->gaps == 0 && ref->judged == ref->steps && (!ref->here || ref->at_tip) &&
	    ref->findings == 0;
}

/* Is the ref here, and is it what the audit left? */
static int look_for_ref(struct report *r, const struct report_repo *repo,
    const struct audit_moved_ref *moved, struct report_ref *out)
{
	const char *name = escape_undo(r->arena, moved->name);
	git_oid value;

	if (name == NULL)
		return -1;
	if (repo->copy || git_reference_name_to_id(&value, repo->repo.git, name) != 0)
		return 0; /* a ref that was taken away is seen by audit verify on the server */
	out->here = true;
	out->at_tip = git_oid_equal(&value, &moved->newest->new);
	return 0;
}

/* How many steps the first-parent line has between two values; 0 when it does not lead there, or is
 * not here. */
static size_t count_steps(const struct report_repo *repo, const git_oid *from, const git_oid *to)
{
	git_oid at = *from;
	struct arena a;
	size_t n = 0;

	arena_init(&a, (size_t)64 << 20);
	while (n < STEPS_WALKED && !git_oid_equal(&at, to)) {
		struct error why = { 0 };
		struct commit c;
		bool more = commit_load(&a, &repo->repo, &at, &c, &why) == 0 && c.nparents > 0;

		if (more)
			at = c.parents[0];
		arena_release(&a);
		if (!more)
			return 0;
		n++;
	}
	return git_oid_equal(&at, to) ? n : 0;
}

/* The steps of one move, as the repository has them. A fast-forward and a baseline are one step,
 * whatever lies between. */
static size_t move_steps(
    const struct report_repo *repo, const struct audit_move *m, const struct report_ref *out)
{
	bool judged = m->leave == AUDIT_LEAVE_VERDICT;
	size_t walked;

	if (judged && (!m->promotes || !out->here))
		return m->steps;
	walked = out->here ? count_steps(repo, &m->new, &m->old) : 0;
	if (walked == 0)
		return judged ? m->steps + 1 :
		                1; /* it leads elsewhere: one step at least has no verdict */
	return walked;
}

/* How many environments of the list come before that of the ref; a policy's environments go round
 * in no circle, but an audit may have known more than one policy. */
static unsigned depth(const struct report_ref *list, const struct report_ref *ref)
{
	const struct report_ref *from = list;
	unsigned n = 0;

	while (from != NULL && n < DEPTH_MAX) {
		for (from = list; from != NULL && strcmp(from->environment, ref->from) != 0;
		     from = from->next)
			;
		if (from != NULL) {
			ref = from;
			n++;
		}
	}
	return n;
}

static bool comes_before(
    const struct report_ref *list, const struct report_ref *a, const struct report_ref *b)
{
	unsigned x = depth(list, a), y = depth(list, b);

	return x != y ? x < y : strcmp(a->name, b->name) < 0;
}

/* Takes the first of them again and again. */
static void sort_refs(struct report_repo *repo)
{
	struct report_ref *left = repo->refs, **end = &repo->refs;

	for (struct report_ref *first; left != NULL; end = &first->next) {
		struct report_ref **at = &left;

		first = left;
		for (struct report_ref *r = left; r != NULL; r = r->next)
			if (comes_before(left, r, first))
				first = r;
		while (*at != first)
			at = &(*at)->next;
		*at = first->next;
		*end = first;
	}
	*end = NULL;
}

static int check_ref(struct report *r, struct report_repo *repo,
    const struct audit_moved_ref *moved, struct error *e)
{
	struct report_ref *out = arena_alloc(r->arena, sizeof(*out));

	if (out == NULL)
		return error_memory(e);
	out->name = moved->name;
	out->environment = moved->environment;
	out->from = moved->from;
	if (look_for_ref(r, repo, moved, out) < 0)
		return error_memory(e);
	for (const struct audit_move *m = moved->newest; m != NULL; m = m->before) {
		bool armed = m->leave == AUDIT_LEAVE_ARMED,
		     stays = armed || git_oid_equal(&m->old, &m->new);

		if (m->at < r->query.from || m->at > r->query.to)
			continue;
		out->moves += !stays;
		out->steps += stays ? 0 : move_steps(repo, m, out);
		out->judged += m->leave == AUDIT_LEAVE_VERDICT ? m->steps : 0;
		out->gaps +=
		    m->before != NULL && !armed && !git_oid_equal(&m->old, &m->before->new);
	}
	for (size_t i = 0; i < r->events.n; i++) {
		const struct report_item *found = &r->events.list[i];

		out->findings += found->event == REPORT_FINDING && found->repo == repo &&
		    found->name != NULL && strcmp(found->name, moved->name) == 0;
	}
	if (out->moves == 0 && out->findings == 0)
		return 0; /* nothing happened to it */
	out->next = repo->refs;
	repo->refs = out;
	if (!report_complete_is(out) &&
	    report_add_text(r, repo, REPORT_INCOMPLETE, out->name, out->environment, NULL,
	        report_ref_text(r->arena, out)) < 0)
		return error_memory(e);
	return 0;
}

int report_complete_check(
    struct report *r, struct report_repo *repo, const struct audit_moves *moves, struct error *e)
{
	for (const struct audit_moved_ref *m = moves->refs; m != NULL; m = m->next)
		if (m->from != NULL && m->newest != NULL && report_in_scope(r, m->environment) &&
		    report_asked(r->query.environment, m->environment) &&
		    check_ref(r, repo, m, e) < 0)
			return -1;
	sort_refs(repo);
	return 0;
}
