/*
 * Does each ref that a step rests on stand where the audit left it? (norm CH.06 criteria 8 and 9)
 *
 * A step of an environment with a source rests on the ref itself and on its source, a promotion on
 * the evidence as well; of its sign-offs the rules about these ask. What moved behind the hooks, at
 * whatever time, or is gone makes it undecided until the owner of the repository settles that. Of a
 * ref that the audit never spoke of, nothing is known. Where work starts and where evidence comes
 * in, nothing is asked: it is when that is used.
 */
#include "step/facts.h"
#include "audit/apart.h"
#include "base/pattern.h"
#include "git/refs.h"
#include "git/history.h"

/* A ref that is made once and is gone: may it come back as this (step/steps.h)? */

/* Nobody recorded whether the ref that a verdict let in came to be. */
static void is_open(const struct push *p, const char *ref, const git_oid *was, struct error *why)
{
	error_set(why, ERROR_UNREADABLE,
	    "%s was let in at %s, is not there, and no entry says whether it went in",
	    escape(p->arena, ref), oid_short(p->arena, was));
	past_wait(why);
}

void steps_made_once(
    const struct push *p, const struct change *c, bool grows, git_oid *was, struct fact *out)
{
	git_oid last = { 0 };
	enum answer known;

	memset(out, 0, sizeof(*out));
	memset(was, 0, sizeof(*was));
	if (past_read(p->arena, p->repo, p->past, &out->why) < 0)
		return;
	known = past_was(p->arena, p->past, c->target, &last, &out->why);
	if (known == FACT_YES)
		*was = last;
	if (known == FACT_NO || git_oid_equal(&last, &c->new))
		out->is = FACT_YES;
	else if (known == FACT_UNKNOWN && out->why.kind != ERROR_NONE)
		return;
	else if (known == FACT_UNKNOWN)
		is_open(p, c->target, &last, &out->why);
	else if (grows)
		history_reaches(p->arena, p->repo, &c->new, was, out);
	else
		out->is = FACT_NO;
}

static int mend(const struct push *p, struct error *e)
{
	if (apart_named(p->repo))
		return error_mend(e,
		    "another node may be ahead of this one: push again. Where that does not help, "
		    "the owner of the repository finds out what happened, with git sluis audit "
		    "verify, and then runs there:\ngit sluis audit reconcile --reason TEXT");
	return error_mend(e,
	    "the owner of the repository finds out what happened, with git sluis audit verify, and "
	    "then runs there:\ngit sluis audit reconcile --reason TEXT");
}

/* Do verdicts whose outcome nobody recorded yet lead from what is known to what the ref is?
 * Unknown: `why`. */
static enum answer on_its_way(
    struct ledger *l, const char *name, const git_oid *left, git_oid now, struct error *why)
{
	const struct ledger_move *m;
	int rc = 1;

	for (size_t i = 0; rc > 0 && !git_oid_equal(&now, left); i++) {
		rc = ledger_move(l, name, i, &m, why);
		if (rc > 0 && m->judged && m->fate == AUDIT_FATE_UNKNOWN &&
		    git_oid_equal(&m->new, &now))
			now = m->old;
	}
	if (rc < 0)
		return FACT_UNKNOWN;
	return git_oid_equal(&now, left) ? FACT_YES : FACT_NO;
}

/* A move that the reconciler of 0.1.0 told of again, which another one was already. */
static bool is_told_again(const struct audit_move *m, const struct audit_move *before)
{
	return m->reconciled && git_oid_equal(&m->old, &before->old) &&
	    git_oid_equal(&m->new, &before->new);
}

/* What arming found where the audit knew the ref is no beginning. */
static const struct audit_move *next(const struct audit_move *m)
{
	while (m != NULL && m->before != NULL &&
	    (m->leave == AUDIT_LEAVE_ARMED || is_told_again(m, m->before)))
		m = m->before;
	return m;
}

/* It was gone, and the gate let it in again as what it was (steps_made_once()). */
static bool came_back(const struct audit_move *m, const struct audit_move *before)
{
	return git_oid_is_zero(&m->old) && git_oid_equal(&m->new, &before->new) &&
	    m->leave == AUDIT_LEAVE_VERDICT;
}

/* Back to what the owner of the repository last said that it is. */
static bool moves_follow(const struct push *p, const struct audit_move *m, struct error *why)
{
	const struct audit_move *before;

	for (; m->leave != AUDIT_LEAVE_CORRECTION && m->before != NULL; m = before) {
		before = next(m->before);
		if (git_oid_equal(&m->old, &before->new) || came_back(m, before))
			continue;
		error_set(why, ERROR_UNREADABLE,
		    "%s moved from %s, and before that it was left at %s by %s", m->ref->name,
		    oid_short(p->arena, &m->old), oid_short(p->arena, &before->new),
		    oid_short(p->arena, &before->outcome));
		mend(p, why);
		return false;
	}
	return true;
}

/* It is a ref of its own, or leads where arming found it to, or the owner of the repository let it.
 */
static bool by_itself(const struct push *p, const char *ref, const char *name, struct error *why)
{
	const struct audit_moved_ref *moved = NULL;
	const struct audit_move *m;
	const char *target = NULL;

	if (refs_symbolic(p->arena, p->repo, ref, &target, why) < 0)
		return false;
	if (target == NULL)
		return true;
	target = escape_whole(p->arena, target);
	if (target == NULL || ledger_left_all(&p->past->ledger, name, &moved, why) < 0)
		return target == NULL && error_memory(why) == 0;
	m = moved != NULL ? moved->newest : NULL;
	while (m != NULL && m->leave != AUDIT_LEAVE_ARMED && m->leave != AUDIT_LEAVE_CORRECTION)
		m = m->before;
	if (m != NULL && m->symbolic != NULL && strcmp(m->symbolic, target) == 0)
		return true;
	error_set(why, ERROR_UNREADABLE, "%s became a symbolic ref, and leads to %s", name, target);
	mend(p, why);
	return false;
}

/* `now` is zero for a ref that is not there. False, with the reason, where it stands elsewhere. */
static bool stands(const struct push *p, const char *ref, const git_oid *now, struct error *why)
{
	struct ledger *l = &p->past->ledger;
	const char *name = escape_whole(p->arena, ref);
	const struct audit_moved_ref *moved = NULL;
	const struct audit_move *last;
	enum answer way;

	if (name == NULL) {
		error_memory(why);
		return false;
	}
	if (ledger_left(l, name, &moved, why) < 0)
		return false;
	last = moved != NULL ? next(moved->newest) : NULL;
	if (last == NULL)
		return true;
	way = on_its_way(l, name, &last->new, *now, why);
	if (way == FACT_YES)
		return moves_follow(p, last, why) && by_itself(p, ref, name, why);
	if (way == FACT_UNKNOWN)
		return false;
	if (git_oid_is_zero(now))
		error_set(why, ERROR_UNREADABLE, "%s is gone, and the audit left it at %s", name,
		    oid_short(p->arena, &last->new));
	else
		error_set(why, ERROR_UNREADABLE, "%s is at %s, and the audit left it at %s", name,
		    oid_short(p->arena, now), oid_short(p->arena, &last->new));
	mend(p, why);
	return false;
}

/* Every ref of the pattern that is there, or that the audit left somewhere. */
static bool all_stand(const struct push *p, const char *pattern, struct error *why)
{
	const char *shown = escape_whole(p->arena, pattern), **known;
	struct error unread = { 0 };
	struct ref_values now;
	size_t n;

	if (shown == NULL)
		return error_memory(why) == 0;
	if (refs_now(p->arena, p->repo, pattern, &now, &unread) < 0)
		return true; /* the rules that read it say so */
	for (size_t i = 0; i < now.n; i++)
		if (!stands(p, now.list[i].name, &now.list[i].id, why))
			return false;
	if (ledger_names(&p->past->ledger, shown, &known, &n, why) < 0)
		return false;
	while (n-- > 0) {
		static const git_oid none;
		const char *name = escape_undo(p->arena, known[n]);
		bool there = false;

		for (size_t i = 0; name != NULL && i < now.n && !there; i++)
			there = strcmp(now.list[i].name, name) == 0;
		if (name == NULL || (!there && !stands(p, name, &none, why)))
			return name != NULL ? false : error_memory(why) == 0;
	}
	return true;
}

void accounted_gather(const struct push *p, struct step *s)
{
	bool rests = p->live && s->env != NULL && s->env->from != NULL;
	const char *evidence = s->kind == STEP_PROMOTION ? p->policy->evidence_ref : NULL;
	struct error *why = &s->accounted.why;

	s->accounted.is = FACT_UNKNOWN;
	if (!rests ||
	    (ledger_read(p->arena, p->repo, &p->past->ledger, why) == 0 &&
	        (s->back || stands(p, s->ref, &s->change->old, why)) &&
	        all_stand(p, s->env->from->ref, why) &&
	        (evidence == NULL || all_stand(p, evidence, why))))
		s->accounted.is = FACT_YES;
}
