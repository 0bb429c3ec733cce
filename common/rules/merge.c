/*
 * rules/merge: what goes over is what was accepted, from the environment before, and nothing else
 * (norm CH.06 criteria 3 and 8).
 */
#include "base/pattern.h"
#include "rules/remedy.h"
#include "rules/rule.h"
#include "rules/text.h"

/* `git merge --no-ff CANDIDATE`, on what the environment is, and the push of that: what the step
 * stands on may be refused as well. */
static enum outcome mend_by_merging(struct ruling *r, const char *what)
{
	const struct step *s = r->step;
	const git_oid *base = change_creates(s->change) ? &s->base_id : &s->change->old;
	const char *source = s->source_ref, *message = "--no-edit";

	/* What is a merge already has its trailers. */
	if (s->kind != STEP_DIRECT)
		message = arena_printf(r->arena, "-m \"$(git log -1 --format=%%B %s)\"",
		    oid_short(r->arena, &s->tip->id));

	if (source == NULL && s->env->from != NULL)
		source = s->env->from->ref;
	if (source == NULL || !pattern_exact(source))
		return rule_mend_merge(r, NULL, "%s", say(what));
	return rule_mend_merge(r,
	    arena_printf(r->arena,
	        "git fetch origin %s && git switch -d %s && git merge --no-ff %s FETCH_HEAD && git "
	        "push origin HEAD:%s",
	        shellword(r->arena, source), oid_short(r->arena, base), message,
	        shellword(r->arena, s->ref)),
	    "%s; no branch of yours moves:", say(what));
}

/* The candidate is its first parent, and what the environment is the second. */
static enum outcome unmet_swapped(struct ruling *r)
{
	const struct step *s = r->step;

	rule_unmet(r,
	    "%s is a foxtrot merge, with its parents the wrong way round: %s, where %s is, must be "
	    "the first",
	    rule_tip(r), oid_short(r->arena, &s->base_id), escape(r->arena, s->env->id));
	return rule_mend_merge(r, rule_remake(r, &s->tip->parents[0]),
	    "make the merge again the other way round, with the same message; no branch of yours "
	    "moves:");
}

enum outcome rule_merge_only(struct ruling *r)
{
	const struct step *s = r->step;
	struct error why = { 0 };

	switch (s->kind) {
	case STEP_PROMOTION:
	case STEP_FAST_FORWARD:
		return OUTCOME_MET;
	case STEP_DIRECT:
		rule_unmet(r, "%s is a direct commit, not a merge of a candidate%s", rule_tip(r),
		    s->env->fast_forward ? "" : say("; a fast-forward brings such commits too"));
		return mend_by_merging(
		    r, "bring the change in through the environment before, as a merge");
	case STEP_OCTOPUS:
		rule_unmet(r, "%s merges %zu commits at once; a promotion has one candidate",
		    rule_tip(r), s->tip->nparents - 1);
		return mend_by_merging(r, "merge one candidate at a time");
	case STEP_FOXTROT:
		if (s->tip->nparents == 2 && git_oid_equal(&s->tip->parents[1], &s->base_id))
			return unmet_swapped(r);
		rule_unmet(r,
		    "%s is a foxtrot merge: it does not have %s as its first parent, and %s was "
		    "merged into something else",
		    rule_tip(r), oid_short(r->arena, &s->base_id), escape(r->arena, s->env->id));
		return mend_by_merging(r, "merge the other way round");
	case STEP_TOO_MANY:
		error_set(&why, ERROR_UNSUPPORTED,
		    "more than %d steps in one push are too many to judge", STEPS_MAX);
		error_mend(&why, "push a part of the history first");
		return rule_undecided(r, &why);
	default:
		return OUTCOME_NOT_APPLICABLE;
	}
}

/* What the step brings, for people. */
static const char *candidate(struct ruling *r)
{
	const struct step *s = r->step;

	return s->candidate != NULL ? commit_title(r->arena, s->candidate) :
	                              oid_short(r->arena, &s->candidate_id);
}

/* A new ref of a pattern, at something that none of the others stands for. */
static enum outcome unmet_later(struct ruling *r)
{
	const struct step *s = r->step;
	const char *what = candidate(r), *env = escape(r->arena, s->env->id);

	if (s->rolled_back_on != NULL)
		rule_unmet(r, "%s was rolled back on %s, and no new ref of %s starts at that", what,
		    s->rolled_back_on, env);
	else
		rule_unmet(r,
		    "%s was never on another ref of %s, and a new one starts at a state that "
		    "another has or had",
		    what, env);
	if (s->start_ref == NULL)
		return rule_mend(r, NULL,
		    "all others are gone: the owner of the repository brings one back first");
	return rule_mend(r,
	    arena_printf(r->arena, "git fetch origin %s && git push origin FETCH_HEAD:%s",
	        shellword(r->arena, s->start_ref), shellword(r->arena, s->ref)),
	    "start it where another is, and promote to it then:");
}

static enum outcome unmet_rolled_back(struct ruling *r)
{
	const struct step *s = r->step;
	const char *env = escape(r->arena, s->env->id);

	rule_unmet(r, "%s was rolled back on %s, and only its present state may go to %s",
	    candidate(r), s->rolled_back_on, env);
	return rule_mend(r,
	    s->kind == STEP_PROMOTION ?
	        arena_printf(
	            r->arena, "git fetch origin %s", shellword(r->arena, s->rolled_back_on)) :
	        arena_printf(r->arena, "git fetch origin %s && git push origin FETCH_HEAD:%s",
	            shellword(r->arena, s->rolled_back_on), shellword(r->arena, s->ref)),
	    "promote it there again first, or take its present state:");
}

enum outcome rule_comes_from(struct ruling *r)
{
	const struct step *s = r->step;

	if (s->env == NULL || s->env->from == NULL ||
	    (s->kind != STEP_PROMOTION && s->kind != STEP_FAST_FORWARD && s->kind != STEP_BASELINE))
		return OUTCOME_NOT_APPLICABLE;
	if (rule_waived_by(r, EXCEPTION_ROLLBACK))
		return OUTCOME_WAIVED;
	if (s->comes_from.is == FACT_YES)
		return OUTCOME_MET;
	if (s->comes_from.is == FACT_UNKNOWN)
		return rule_undecided(r, &s->comes_from.why);
	if (s->later)
		return unmet_later(r);
	if (s->rolled_back_on != NULL)
		return unmet_rolled_back(r);
	rule_unmet(r, "%s was not on %s (%s), and only what was there may go to %s", candidate(r),
	    escape(r->arena, s->env->from->id), s->source_ref, escape(r->arena, s->env->id));
	return rule_mend(r,
	    arena_printf(r->arena, "git push origin %s:%s", oid_short(r->arena, &s->candidate_id),
	        shellword(r->arena, s->env->from->ref)),
	    "promote it to %s first, with what is asked there:",
	    escape(r->arena, s->env->from->id));
}

static const char *list_paths(const struct ruling *r)
{
	const struct differences *d = &r->step->differences;
	const char *text = d->path[0];

	for (size_t i = 1; i < d->n && i < DIFFERENCE_SHOWN; i++)
		text = say_printf(r->arena, "%s, %s", text, d->path[i]);
	if (d->n > DIFFERENCE_SHOWN)
		text = say_printf(r->arena, "%s and %zu more", text, d->n - DIFFERENCE_SHOWN);
	return text;
}

enum outcome rule_complete(struct ruling *r)
{
	const struct step *s = r->step;

	if (s->candidate == NULL || s->differences.any == FACT_UNKNOWN)
		return rule_undecided(
		    r, s->candidate == NULL ? &s->candidate_why : &s->differences.why);
	if (s->differences.any == FACT_NO)
		return OUTCOME_MET;
	if (s->differences.n == 0)
		rule_unmet(r,
		    "merge %s and accepted candidate %s have different trees, though no file of "
		    "them differs",
		    oid_short(r->arena, &s->tip->id), oid_short(r->arena, &s->candidate_id));
	else
		rule_unmet(r,
		    s->differences.n == 1 ?
		        "merge %s and accepted candidate %s differ in %zu file: %s" :
		        "merge %s and accepted candidate %s differ in %zu files: %s",
		    oid_short(r->arena, &s->tip->id), oid_short(r->arena, &s->candidate_id),
		    s->differences.n, list_paths(r));
	return rule_mend_merge(r, rule_remake(r, &s->candidate_id), REMAKE);
}

/* The ref where work starts, quoted for a shell; NULL where it is several. */
static const char *work_starts(struct ruling *r)
{
	const struct environment *env = r->step->env;

	while (env != NULL && env->from != NULL)
		env = env->from;
	return env != NULL && pattern_exact(env->ref) ? shellword(r->arena, env->ref) : NULL;
}

enum outcome rule_nothing_lost(struct ruling *r)
{
	const struct step *s = r->step;
	const char *kept, *start = work_starts(r);

	if (s->keeps_base.is == FACT_YES)
		return OUTCOME_MET;
	if (s->keeps_base.is == FACT_UNKNOWN)
		return rule_undecided(r, &s->keeps_base.why);
	kept = oid_short(r->arena, &s->kept);
	rule_unmet(r,
	    "%s has %s, which candidate %s does not contain: it would silently be taken back",
	    escape(r->arena, s->env->id), kept, oid_short(r->arena, &s->candidate_id));
	if (start == NULL)
		return rule_mend(r, NULL,
		    "promote a candidate that contains it; if there is none, merge %s into the "
		    "development line first",
		    kept);
	return rule_mend(r,
	    arena_printf(r->arena,
	        "git fetch origin %s && git switch -d FETCH_HEAD && git merge --no-edit %s && git "
	        "push origin HEAD:%s",
	        start, kept, start),
	    "promote a candidate that contains it; if there is none, it goes back into the "
	    "development line:");
}
