#include "step/facts.h"
#include "base/pattern.h"
#include "git/refs.h"
#include "promotion/lock_out.h"

/* A list of commits behind which nothing is looked at. */
struct hidden {
	git_oid *list;
	size_t n;
};

static int hide(
    const struct push *p, struct hidden *h, const struct ref_values *refs, struct error *e)
{
	git_oid *list = arena_grow(p->arena, h->list, h->n, h->n + refs->n + 1, sizeof(*list));

	if (list == NULL)
		return error_memory(e);
	h->list = list;
	for (size_t i = 0; i < refs->n; i++) {
		const struct ref_value *v = &refs->list[i];
		struct error why = { 0 };

		if (refs_commit(p->arena, p->repo, v->name, &v->id, &list[h->n], &why) == 0)
			h->n++;
		else if (why.kind != ERROR_MALFORMED) /* a tag of a file hides nothing */
			return error_copy(e, &why);
	}
	return 0;
}

/* Where what comes to an environment starts. */
static const struct environment *start_of(const struct environment *env)
{
	while (env->from != NULL)
		env = env->from;
	return env;
}

/* What need not be looked at again when work comes in: what the ref had, and what the environments
 * have. In the evidence it counts who committed, and what stands in an environment may have come
 * there under any name; so may what starts where less is asked (`asks`, NULL: it does not matter).
 */
static int known_before(const struct push *p, const struct step *s, bool all,
    bool (*asks)(const struct environment *env), struct hidden *out, struct error *e)
{
	bool creates = git_oid_is_zero(&s->base_id);
	struct ref_value own = { s->ref, s->base_id };
	struct ref_values refs = { &own, creates ? 0 : 1 };

	memset(out, 0, sizeof(*out));
	if (hide(p, out, &refs, e) < 0)
		return -1;
	for (size_t i = 0; s->env != NULL && !p->past_only && i < p->policy->nenvironments; i++) {
		const struct environment *start = start_of(&p->policy->environments[i]);
		const char *pattern = p->policy->environments[i].ref;

		/* A push to one work branch must not cost more because there are many others, until
		 * there is something to say of it. */
		if (!all && !creates && !pattern_exact(pattern))
			continue;
		if (asks != NULL && start != start_of(s->env) && !asks(start))
			continue;
		if (refs_now(p->arena, p->repo, pattern, &refs, e) < 0 ||
		    hide(p, out, &refs, e) < 0)
			return -1;
	}
	return 0;
}

void facts_workers(const struct push *p, struct step *s)
{
	struct contributors *cs = &s->contributors;
	struct hidden h;

	for (int all = 0; all < 2 && (all == 0 || cs->nunknown > 0 || cs->nlock_outs > 0); all++) {
		cs->complete = false;
		if (known_before(p, s, all > 0, NULL, &h, &cs->why) < 0)
			return;
		contributors_gather(p->arena, p->repo, p->policy, &s->tip->id, h.list, h.n, cs);
		if (cs->complete)
			lock_outs_find(
			    p->arena, p->repo, p->policy, &s->tip->id, h.list, h.n, s->now, cs);
	}
}

static bool asks_pusher(const struct environment *env)
{
	return env->committer_is_pusher;
}

static bool asks_key(const struct environment *env)
{
	return env->signed_commits;
}

static void gather_committers(
    const struct push *p, struct step *s, bool all, bool by_key, struct found_commits *out)
{
	struct hidden h;

	*out = (struct found_commits){ .asked = true };
	if (known_before(p, s, all, by_key ? asks_key : asks_pusher, &h, &out->why) < 0)
		return;
	if (by_key)
		commit_signatures_gather(p->arena, p->repo, p->policy, &s->tip->id, h.list, h.n,
		    s->now, steps_verifier(p), out);
	else
		other_committers_gather(
		    p->arena, p->repo, p->policy, s->pusher->person, &s->tip->id, h.list, h.n, out);
}

void facts_committers(const struct push *p, struct step *s)
{
	bool by_pusher = s->env != NULL ?
	    asks_pusher(s->env) :
	    p->policy->evidence_ref != NULL && strcmp(s->ref, p->policy->evidence_ref) == 0;
	bool by_key = s->env != NULL && asks_key(s->env);

	for (int all = 0; all < 2 && s->tip != NULL; all++) {
		if (by_pusher && (all == 0 || s->other_committers.n > 0))
			gather_committers(p, s, all > 0, false, &s->other_committers);
		if (by_key && (all == 0 || s->unsigned_commits.n > 0))
			gather_committers(p, s, all > 0, true, &s->unsigned_commits);
	}
}

static void settle(const struct push *p, struct step *s, const struct person *who)
{
	if (who != NULL)
		contributors_settle(p->arena, p->repo, p->policy, who, &s->contributors);
}

static void settle_by_id(const struct push *p, struct step *s, const char *id)
{
	if (id != NULL)
		settle(p, s, policy_person_by_id(p->policy, id));
}

void facts_testers(const struct push *p, struct evidence *ev)
{
	for (size_t i = 0; i < ev->n; i++) {
		struct acceptance_evidence *one = &ev->acceptance[i];
		const struct person *who = provenance_person(p->policy, &one->rec.brought);

		if (one->tests != NULL && one->acceptance.executed_by == NULL && who != NULL)
			one->acceptance.executed_by = who->id;
	}
}

/* Everyone on whose word the evidence rests. */
static void settle_witnesses(const struct push *p, struct step *s)
{
	const struct evidence *ev = &s->evidence;

	for (size_t i = 0; i < ev->n; i++) {
		const struct acceptance *acc = &ev->acceptance[i].acceptance;

		settle(p, s, provenance_person(p->policy, &ev->acceptance[i].rec.brought));
		settle(p, s, provenance_person(p->policy, &ev->acceptance[i].criteria_brought));
		settle_by_id(p, s, acc->executed_by);
		for (size_t k = 0; k < acc->nresults; k++)
			settle_by_id(p, s, acc->results[k].waived_by);
	}
	for (size_t i = 0; i < ev->nplans; i++)
		settle(p, s, provenance_person(p->policy, &ev->plans[i].rec.brought));
	for (size_t i = 0; i < ev->nparallel; i++) {
		const struct parallel_run *run = &ev->parallel[i].run;

		settle(p, s, provenance_person(p->policy, &ev->parallel[i].rec.brought));
		for (size_t k = 0; k < run->ndifferences; k++)
			settle_by_id(p, s, run->differences[k].accepted_by);
	}
}

/* Whoever signs, tests, waives or pushes must not have made merges with edits in them either. */
static void settle_mergers(const struct push *p, struct step *s)
{
	if (s->contributors.nmergers == 0)
		return;
	if (s->pusher->state == PUSHER_KNOWN)
		settle(p, s, s->pusher->person);
	if (s->kind != STEP_PROMOTION || s->unreadable.kind != ERROR_NONE)
		return;
	for (size_t i = 0; i < s->claims.n; i++)
		settle(p, s, s->claims.list[i].person);
	settle_witnesses(p, s);
}

/* Those of what the candidate has and the state that `base` shows does not come from: what was
 * rolled back comes back with all its authors. */
static void add_brought_in(
    const struct push *p, struct step *s, const git_oid *candidate, const git_oid *base)
{
	git_oid shown;

	if (history_state_shown(p->arena, p->repo, base, &shown, &s->contributors.why) < 0)
		s->contributors.complete = false;
	else
		contributors_gather_more(
		    p->arena, p->repo, p->policy, candidate, &shown, 1, base, &s->contributors);
}

/* A review looks at the emergency's change too, so who made that is no more free to sign it off. */
static void add_reviewed(const struct push *p, struct step *s)
{
	for (size_t i = 0; i < trailer_count(&s->trailers, "Reviews-Emergency"); i++) {
		const struct emergency_case *c;

		c = emergencies_find(
		    &s->emergencies, trailer_find(&s->trailers, "Reviews-Emergency", i)->value);
		if (c != NULL)
			add_brought_in(p, s, &c->candidate, &c->base);
	}
}

int facts_contributors(const struct push *p, struct step *s, struct error *e)
{
	const struct rollback *rb = &s->rollback;

	/* What comes back was made before; the baseline was nobody's promotion. */
	if (rb->was_state.is == FACT_YES) {
		s->contributors = (struct contributors){ .complete = true };
		if (rb->state.nparents == 2)
			add_brought_in(p, s, &rb->state.parents[1], &rb->state.parents[0]);
	} else if (s->kind != STEP_PROMOTION)
		contributors_gather(p->arena, p->repo, p->policy, &s->candidate_id, &s->base_id, 1,
		    &s->contributors);
	/* A merge that is not its candidate holds work of its maker. A rollback's tree is an
	 * older one, not theirs. */
	if (s->kind == STEP_PROMOTION && s->differences.any == FACT_YES &&
	    s->promotion.exception != EXCEPTION_ROLLBACK &&
	    contributors_add(p->arena, p->policy, s->tip, &s->contributors, e) < 0)
		return -1;
	if (s->kind == STEP_PROMOTION)
		add_reviewed(p, s);
	settle_mergers(p, s);
	return 0;
}
