#include "step/facts.h"

#include "git/history.h"
#include "base/pattern.h"
#include "git/refs.h"
#include "step/rests_on.h"

static void gather_candidate(const struct push *p, struct step *s)
{
	struct commit *c = arena_alloc(p->arena, sizeof(*c));
	struct ref_value source = { .name = NULL };

	if (c == NULL)
		error_memory(&s->candidate_why);
	else if (commit_load(p->arena, p->repo, &s->candidate_id, c, &s->candidate_why) == 0)
		s->candidate = c;
	steps_on_source(p, s->env, &s->candidate_id, &s->source_ref, &source, &s->comes_from);
	if (s->comes_from.is == FACT_NO && source.name != NULL)
		s->rolled_back_on = escape(p->arena, source.name);
	rests_on_source(p, s, &source);
}

/* What of production must be in the candidate: what it shows. The same walk finds who worked on the
 * rest: what was rolled back comes back with all its authors. */
static void gather_keeps_base(const struct push *p, struct step *s)
{
	s->kept = s->base_id;
	if (history_state_shown(p->arena, p->repo, &s->base_id, &s->kept, &s->keeps_base.why) < 0) {
		s->contributors.why = s->keeps_base.why;
		return;
	}
	s->contributors.complete = true;
	contributors_gather_more(p->arena, p->repo, p->policy, &s->candidate_id, &s->kept, 1,
	    &s->base_id, &s->contributors);
	if (!s->contributors.complete)
		history_reaches(p->arena, p->repo, &s->candidate_id, &s->kept, &s->keeps_base);
	else
		s->keeps_base.is = s->contributors.base_met ? FACT_YES : FACT_NO;
}

/* Does the environment show this already, so that only an id and sign-offs are asked? */
static bool changes_nothing(const struct push *p, const struct step *s)
{
	struct error none = { 0 }; /* then everything is asked */
	struct commit base;

	return s->keeps_base.is == FACT_YES && git_oid_equal(&s->candidate_id, &s->kept) &&
	    commit_load(p->arena, p->repo, &s->base_id, &base, &none) == 0 &&
	    git_oid_equal(&base.tree, &s->tip->tree);
}

/* git log re-encodes a message before it looks for trailers; these keep them as they are. */
static bool encoding_is_plain(const char *name)
{
	static const char *const plain[] = { "utf-8", "utf8", "us-ascii", "iso-8859-1", "iso8859-1",
		"latin1", "latin-1", "iso-8859-15", "windows-1252", "cp1252" };

	for (size_t i = 0; i < sizeof(plain) / sizeof(plain[0]); i++)
		if (strcasecmp(name, plain[i]) == 0)
			return true;
	return false;
}

static void gather_message(const struct push *p, struct step *s)
{
	const struct commit *m = s->tip;

	if (m->encoding != NULL && !encoding_is_plain(m->encoding)) {
		error_set(&s->unreadable, ERROR_MALFORMED, "its message is in the encoding '%s'",
		    escape(p->arena, m->encoding));
		return;
	}
	trailer_read(p->arena, m->message, m->message_len, &s->trailers, &s->unreadable);
}

/* Adds the question when it is about a file of the evidence ref. */
static void ask(struct provenance **list, size_t *n, struct provenance *v)
{
	if (v->path != NULL)
		list[(*n)++] = v;
}

/* Whose word each record and its criteria are, and since when they stand there. */
static int gather_provenance(const struct push *p, struct evidence *ev)
{
	struct evidence_moves of = { p->policy->evidence_ref, p->changes, p->pusher, p->now,
		&p->past->ledger };
	struct provenance **list =
	    arena_array(p->arena, 2 * ev->n + ev->nplans + ev->nparallel + 1, sizeof(*list));
	size_t n = 0;

	if (list == NULL)
		return error_memory(&ev->why);
	for (size_t i = 0; i < ev->n; i++) {
		ask(list, &n, &ev->acceptance[i].rec.brought);
		ask(list, &n, &ev->acceptance[i].criteria_brought);
	}
	for (size_t i = 0; i < ev->nplans; i++)
		ask(list, &n, &ev->plans[i].rec.brought);
	for (size_t i = 0; i < ev->nparallel; i++)
		ask(list, &n, &ev->parallel[i].rec.brought);
	if (p->policy->evidence_ref != NULL)
		provenance_find(p->arena, p->repo, &of, list, n);
	return 0;
}

/* What earlier steps of this push left was never shown. */
static void gather_arrivals(const struct push *p, struct step *s)
{
	const struct arrival_moves of = { p->changes, p->now, &p->past->ledger };
	struct commit base;

	if (s->evidence.n + s->evidence.nparallel == 0)
		return;
	if (s->candidate == NULL)
		s->arrived.why = s->candidate_why;
	else
		arrival_reached(
		    p->arena, p->repo, &of, s->env->from->ref, s->candidate, &s->arrived);
	if (s->evidence.nparallel == 0)
		return;
	if (!git_oid_equal(&s->base_id, &s->change->old))
		s->stands = (struct arrival){ .known = FACT_YES, .at = p->now };
	else if (commit_load(p->arena, p->repo, &s->base_id, &base, &s->stands.why) == 0)
		arrival_stands(p->arena, p->repo, &of, s->ref, &base, &s->stands);
}

static void gather_evidence(const struct push *p, struct step *s)
{
	struct evidence_sources from = {
		.git = { .arena = p->arena, .repo = p->repo, .ref = p->policy->evidence_ref },
		.servers = p->servers,
		.zone = p->policy->zone,
		.promotion = s->promotion.name,
	};

	evidence_store_find(&from.git, p->changes);
	evidence_gather(&from, &s->trailers, s->env->require, &s->evidence);
	evidence_store_close(&from.git);
	if (gather_provenance(p, &s->evidence) == 0)
		facts_testers(p, &s->evidence);
	gather_arrivals(p, s);
}

/* The level that the change demands, where the environment asks for one. What counts is what goes
 * over: an edit in the merge too, where nobody asks that there be none. */
static void gather_impact(const struct push *p, struct step *s)
{
	struct commit base;

	if ((s->env->require & REQUIRE_IMPACT) == 0)
		return;
	if (commit_load(p->arena, p->repo, &s->base_id, &base, &s->floor.why) == 0)
		impact_floor_find(
		    p->arena, p->repo, p->policy, &base.tree, &s->tip->tree, &s->floor);
}

/* An old word pushed again under a new number would take back a later one. */
static void gather_fresh(const struct push *p, struct step *s)
{
	struct ref_values refs;

	if (s->given.ref.promotion == NULL ||
	    refs_after(p->arena, p->repo, p->changes,
	        arena_printf(p->arena, SIGNOFF_REFS "%s/*", s->given.ref.promotion), &refs,
	        &s->fresh.why) < 0)
		return;
	s->fresh.is = FACT_YES;
	for (size_t i = 0; i < refs.n; i++)
		if (git_oid_equal(&refs.list[i].id, &s->change->new) &&
		    strcmp(refs.list[i].name, s->ref) != 0) {
			s->fresh.is = FACT_NO;
			error_set(&s->fresh.why, ERROR_MALFORMED, "the same tag is already at %s",
			    escape(p->arena, refs.list[i].name));
		}
}

/* The sign-off itself, and whether the one is there that it replaces. */
static void gather_signoff(const struct push *p, struct step *s)
{
	struct signoff_ref before;
	struct ref_values refs;

	rests_on_papers(p, s);
	signed_signoff_read(p->arena, p->repo, p->policy, s->ref, &s->change->new, s->now,
	    steps_verifier(p), &s->given);
	gather_fresh(p, s);
	before = s->given.ref;
	if (before.sequence <= 1) {
		s->follows.is = FACT_YES;
		return;
	}
	before.sequence--;
	if (refs_after(p->arena, p->repo, p->changes, signoff_ref_name(p->arena, &before), &refs,
	        &s->follows.why) == 0)
		s->follows.is = refs.n > 0 ? FACT_YES : FACT_NO;
}

/* A clone without the audit does not know the baseline, and leaves it to the server. Where the
 * audit does not know the ref, nothing is known before what it is now. */
static void gather_rollback(const struct push *p, struct step *s)
{
	const git_oid *baseline = &s->base_id;
	enum answer known;
	git_oid told;

	if (past_read(p->arena, p->repo, p->past, &s->rollback.was_state.why) < 0)
		return;
	known = past_baseline(p->arena, p->past, s->ref, &told, &s->rollback.was_state.why);
	if (known == FACT_UNKNOWN)
		return;
	if (known == FACT_YES)
		baseline = &told;
	else if (!p->live && !p->past->ledger.there)
		baseline = NULL;
	rollback_gather(
	    p->arena, p->repo, s->promotion.rollback.value, &s->base_id, baseline, &s->rollback);
}

static void gather_baseline(const struct push *p, struct step *s)
{
	struct fact may;
	git_oid was;

	gather_candidate(p, s);
	steps_made_once(p, s->change, false, &was, &may);
	s->back = git_oid_equal(&was, &s->change->new);
	if (s->back)
		s->comes_from.is = FACT_YES;
	/* Each tag is a release of its own: it starts at what the source has. */
	else if (!pattern_exact(s->env->ref) && !refs_is_tag(s->ref))
		later_ref_gather(p, s);
	rests_on_pattern(p, s);
}

/* Every other step of this push must find its id spent. */
static void gather_spent(const struct push *p, struct step *s)
{
	past_spent(p->arena, p->repo, p->past, s->ref, s->env->id, &s->base_id, s->promotion.name,
	    &s->spent);
	past_add(p->arena, p->past, s->ref, s->promotion.name, &s->tip->id);
}

static void gather_vetoes(const struct push *p, struct step *s)
{
	struct veto_question q = { .env = s->env,
		.said = &s->promotion,
		.merge = &s->tip->tree,
		.candidate = s->candidate != NULL ? &s->candidate->tree : NULL,
		.candidate_why = &s->candidate_why,
		.now = s->now };

	if (words_read(p->arena, p->repo, p->policy, p->changes, &p->past->ledger, &q, p->words,
	        &s->vetoes.why) == 0)
		vetoes_find(p->arena, p->repo, p->policy, p->words, &q,
		    p->words->n > 0 ? steps_verifier(p) : p->verifier, &s->vetoes);
}

/* Those of this promotion. One that the audit tells of and that is not there is not nobody's. */
static void gather_givens(const struct push *p, struct step *s)
{
	const char *id = s->promotion.name;
	const struct signoff_word *lost = words_lost(p->words, id);

	signed_signoffs_gather(p->arena, p->repo, p->policy, p->changes, id, s->now, !p->live,
	    &p->past->ledger, steps_verifier(p), &s->givens);
	for (size_t i = 0; i < s->claims.n; i++) {
		struct claim *c = &s->claims.list[i];

		c->given = signed_signoffs_find(
		    &s->givens, c->person, c->kind->role, s->env->id, s->promotion.kind);
	}
	if (!s->givens.complete || lost == NULL)
		return;
	s->givens.complete = false;
	error_set(&s->givens.why, ERROR_UNREADABLE,
	    "the audit shows that %s came in, and that ref is gone or cannot be read",
	    escape(p->arena, lost->name));
	error_mend(&s->givens.why,
	    "the administrator brings the ref back from a mirror or a backup, or lets git read it; "
	    "its tag is %s",
	    oid_short(p->arena, &lost->id));
}

/* Of what the environment shows now, whatever earlier steps of this push bring. */
static void gather_deployments(const struct push *p, struct step *s)
{
	const struct evidence_moves of = { p->policy->evidence_ref, p->changes, p->pusher, p->now,
		&p->past->ledger };

	deployments_gather(
	    p->arena, p->repo, p->policy, s->env, &s->change->old, &of, p->past, &s->deployments);
}

/* What the message says, and everything that hangs on it. */
static void gather_said(const struct push *p, struct step *s)
{
	gather_message(p, s);
	if (s->unreadable.kind != ERROR_NONE) {
		s->asked.why = s->unreadable;
		return;
	}
	if (promotion_read(p->arena, &s->trailers, &s->promotion) < 0)
		return; /* the exhausted arena has the last word */
	rests_on_papers(p, s);
	if (s->promotion.exception == EXCEPTION_ROLLBACK)
		gather_rollback(p, s);
	else if (changes_nothing(p, s))
		s->changes_nothing = true;
	else
		gather_evidence(p, s);
	if (p->policy->emergency.allowed || trailer_count(&s->trailers, "Reviews-Emergency") > 0)
		emergencies_gather(
		    p->arena, p->repo, p->past, &s->base_id, s->now, &s->emergencies);
	if (s->promotion.exception == EXCEPTION_NONE && !s->changes_nothing)
		gather_deployments(p, s);
	signoff_asked(p->arena, p->policy, s->env, &s->promotion,
	    s->changes_nothing ? NULL : &s->floor, &s->asked);
	signoff_claims(p->arena, p->policy, &s->asked, &s->trailers, s->now, &s->claims);
	if (s->asked.n > 0 || s->asked.known != FACT_YES)
		gather_vetoes(p, s);
	if (s->promotion.name == NULL || s->env->proof != PROOF_SIGNATURE)
		return;
	gather_spent(p, s);
	if (s->asked.n > 0)
		gather_givens(p, s);
}

static int gather_promotion(const struct push *p, struct step *s, struct error *e)
{
	gather_candidate(p, s);
	if (s->candidate != NULL)
		history_differences(
		    p->arena, p->repo, &s->candidate->tree, &s->tip->tree, &s->differences);
	gather_keeps_base(p, s);
	gather_impact(p, s);
	gather_said(p, s);
	return facts_contributors(p, s, e);
}

int facts_gather(const struct push *p, struct step *s, struct error *e)
{
	int ret = 0;

	switch (s->kind) {
	case STEP_WORK:
		facts_workers(p, s);
		break;
	case STEP_BASELINE:
		if (s->env->from != NULL)
			gather_baseline(p, s);
		break;
	case STEP_FAST_FORWARD:
		gather_candidate(p, s);
		ret = facts_contributors(p, s, e);
		break;
	case STEP_SIGNOFF:
		gather_signoff(p, s);
		break;
	case STEP_PROMOTION:
		ret = gather_promotion(p, s, e);
		break;
	default: /* nothing to find out: the step is refused, or of no environment */
		break;
	}
	facts_committers(p, s);
	accounted_gather(p, s);
	return p->arena->exhausted ? error_memory(e) : ret;
}
