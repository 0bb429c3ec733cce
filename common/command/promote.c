/*
 * git sluis promote ID: makes the merge with every trailer, has the engine of the gate judge it,
 * and pushes it.
 */
#include "command/command.h"
#include "base/wrap.h"
#include "clone/promoted.h"
#include "clone/proposal.h"

struct request {
	struct proposal_wish wish;
	const char *reviews[COMMAND_REVIEWS_MAX];
	bool dry_run;
};

static int read_options(const struct options *o, struct request *q)
{
	q->dry_run = options_have(o, OPT_DRY_RUN);
	if (command_wish(o, q->reviews, &q->wish) < 0 || !command_names_one(o))
		return -1;
	q->wish.impact = o->value[OPT_IMPACT];
	return 0;
}

/* Makes the merge in the mirror, where nothing points to it, and has it judged; once more where a
 * sign-off is refused. */
static int make_merge(struct session *se, struct proposal *pr, git_oid *merge, struct error *e)
{
	const git_oid parents[2] = { pr->base, pr->candidate };
	const struct push_verdict *v = &se->gate.verdict;
	int rc;

	do {
		rc = session_commit(
		    se, &pr->tree, parents, 2, pr->message, pr->env->signed_commits, merge, e);
		if (rc < 0)
			return rc;
		session_judge(se, merge, pr->env->ref);
	} while (v->n == 1 && proposal_leave_out(&se->gate, pr, &v->refs[0].findings));
	return 0;
}

static void say_left_out(const struct proposal *pr)
{
	for (size_t i = 0; i < pr->givens.n; i++)
		if (pr->useless[i] != NULL)
			wrap_print(say("left out: "), pr->useless[i]->text, stderr);
}

static void show(struct session *se, const struct proposal *pr)
{
	struct arena *a = &se->gate.arena;
	char *text = arena_strdup(a, pr->message);

	printf(say("merge of %s into %s (%s)\n\n"), oid_short(a, &pr->candidate),
	    escape(a, pr->env->id), oid_short(a, &pr->base));
	for (char *at = text; at != NULL && *at != '\0';) {
		size_t n = strcspn(at, "\n");

		printf("%s%s\n", n > 0 ? "    " : "", printable(a, arena_strndup(a, at, n)));
		at += n + (at[n] == '\n');
	}
	putchar('\n');
	fflush(stdout);
}

/* 0, 1 or 2 as the gate; what it would refuse is not sent. */
static int finish(struct session *se, bool dry_run, const struct proposal *pr, const git_oid *merge)
{
	const struct target *t;
	size_t at = 0;
	int rc;

	if (dry_run) {
		show(se, pr);
		gate_print(&se->gate, STDERR_FILENO);
		return verdict_exit_code(se->gate.verdict.verdict);
	}
	rc = session_deliver(se, merge, pr->env->ref, false);
	if (rc != 0)
		return rc;
	printf(say("%s is %s now\n"), escape(&se->gate.arena, pr->env->ref),
	    oid_hex(&se->gate.arena, merge));
	while ((t = policy_target_of(&se->gate.file.policy, pr->env, &at)) != NULL)
		printf(say("when it is deployed: git sluis deployed %s --target %s --tree DIR\n"),
		    session_id(se, pr->wish->id), shellword(&se->gate.arena, t->id));
	return 0;
}

/* Did it go over before, as whoever types it twice finds? */
static bool is_done(struct session *se, const struct proposal *pr, struct commit *merge)
{
	struct error none = { 0 };

	return pr->wish->emergency == NULL &&
	    (pr->changes_nothing || pr->wish->rolls_back_to != NULL) &&
	    promoted_find(&se->gate, pr->wish->id, pr->env->id, merge, &none) == 0 &&
	    (pr->changes_nothing || git_oid_equal(&merge->id, &pr->base));
}

static int say_done(struct session *se, const struct proposal *pr, const struct commit *merge)
{
	struct arena *a = &se->gate.arena;

	printf(say("%s went over to %s already, with the merge %s"), pr->wish->id,
	    escape(a, pr->env->id), oid_short(a, &merge->id));
	putchar('\n');
	return 0;
}

static int promote(struct session *se, void *request, struct error *e)
{
	const struct request *q = request;
	struct proposal_wish wish = q->wish;
	struct proposal pr;
	struct commit before;
	git_oid merge;
	bool done;
	int rc;

	wish.candidate = session_resolve(se, wish.candidate);
	wish.rolls_back_to = session_resolve(se, wish.rolls_back_to);
	if (session_person(se, e) == NULL || proposal_make(&se->gate, &wish, &pr, e) < 0 ||
	    promoted_check_id(se, &pr, false, e) < 0)
		return -1;
	done = is_done(se, &pr, &before);
	if ((!done && (rc = make_merge(se, &pr, &merge, e)) < 0) ||
	    (rc = session_settle(se, e)) < 0)
		return rc;
	if (done)
		return say_done(se, &pr, &before);
	/* The clone may have lost objects that the mirror rests on. */
	if (se->gate.verdict.verdict == VERDICT_UNDECIDED && se->when != MIRROR_FRESH)
		return COMMAND_AGAIN;
	say_left_out(&pr);
	return finish(se, q->dry_run, &pr, &merge);
}

int command_promote(const struct options *o)
{
	struct request q;

	if (read_options(o, &q) < 0)
		return command_usage(o);
	return command_ahead(o, q.wish.id, promote, &q);
}
