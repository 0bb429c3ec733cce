#include "facts.h"

#include <string.h>
#include <strings.h>

#include "escape.h"
#include "history.h"
#include "pattern.h"
#include "refs.h"
#include "signoff.h"

static void
gather_candidate(const struct push *p, struct step *s)
{
	struct commit *c = arena_alloc(p->arena, sizeof(*c));

	if (c == NULL)
		error_memory(&s->candidate_why);
	else if (commit_load(p->arena, p->repo, &s->candidate_id, c, &s->candidate_why) == 0)
		s->candidate = c;
	steps_on_source(p, s->env, &s->candidate_id, &s->source_ref, &s->comes_from);
}

/* What of production must be in the candidate: the base, or what the base itself brought in, when it
 * brought in nothing else. */
static void
gather_keeps_base(const struct push *p, struct step *s)
{
	struct commit base, inner;

	s->kept = s->base_id;
	if (commit_load(p->arena, p->repo, &s->base_id, &base, &s->keeps_base.why) < 0)
		return;
	if (base.nparents == 2) {
		if (commit_load(p->arena, p->repo, &base.parents[1], &inner, &s->keeps_base.why) < 0)
			return;
		if (git_oid_equal(&base.tree, &inner.tree))
			s->kept = inner.id;
	}
	history_reaches(p->arena, p->repo, &s->candidate_id, &s->kept, &s->keeps_base);
}

/* git log re-encodes a message before it looks for trailers; in these nothing can change by that. */
static bool
encoding_is_plain(const char *name)
{
	static const char *const plain[] = {
		"utf-8", "utf8", "us-ascii", "iso-8859-1", "iso8859-1", "latin1", "latin-1",
		"iso-8859-15", "windows-1252", "cp1252"
	};

	for (size_t i = 0; i < sizeof(plain) / sizeof(plain[0]); i++)
		if (strcasecmp(name, plain[i]) == 0)
			return true;
	return false;
}

static void
gather_message(const struct push *p, struct step *s)
{
	const struct commit *m = s->tip;

	if (m->encoding != NULL && !encoding_is_plain(m->encoding)) {
		error_set(&s->unreadable, ERROR_MALFORMED, "its message is in the encoding '%s'",
		    escape(p->arena, m->encoding));
		return;
	}
	trailer_read(p->arena, m->message, m->message_len, &s->trailers, &s->unreadable);
}

static void
gather_evidence(const struct push *p, struct step *s)
{
	struct evidence_store store = { .ref = p->policy->evidence_ref };
	struct ref_values v;

	if (store.ref != NULL && refs_after(p->arena, p->repo, p->changes, store.ref, &v, &store.why) == 0) {
		store.exists = v.n > 0 ? FACT_YES : FACT_NO;
		if (v.n > 0)
			store.commit = v.list[0].id;
	}
	evidence_gather(p->arena, p->repo, &store, &s->trailers, &s->evidence);
}

/* What need not be judged again when work comes in: what the ref had, and what the environments have. */
static int
judged_before(const struct push *p, const struct step *s, struct ref_values *out, struct error *e)
{
	bool creates = git_oid_is_zero(&s->base_id);
	struct ref_values all = { arena_array(p->arena, 1, sizeof(*all.list)), 0 };

	if (all.list == NULL)
		return error_memory(e);
	for (size_t i = 0; i < p->policy->nenvironments; i++) {
		const char *pattern = p->policy->environments[i].ref;
		struct ref_values some;
		struct ref_value *list;

		/* A push to one work branch must not cost more because there are many others. */
		if (!creates && !pattern_exact(pattern))
			continue;
		if (refs_now(p->arena, p->repo, pattern, &some, e) < 0)
			return -1;
		list = arena_grow(p->arena, all.list, all.n, all.n + some.n + 1, sizeof(*list));
		if (list == NULL)
			return error_memory(e);
		if (some.n > 0)
			memcpy(list + all.n, some.list, some.n * sizeof(*list));
		all.list = list;
		all.n += some.n;
	}
	if (!creates)
		all.list[all.n++].id = s->base_id;
	*out = all;
	return 0;
}

static void
gather_workers(const struct push *p, struct step *s)
{
	struct ref_values before = { 0 };
	git_oid *hidden;

	if (judged_before(p, s, &before, &s->contributors.why) < 0)
		return;
	hidden = arena_array(p->arena, before.n + 1, sizeof(*hidden));
	if (hidden == NULL)
		return;
	for (size_t i = 0; i < before.n; i++)
		hidden[i] = before.list[i].id;
	contributors_gather(p->arena, p->repo, p->policy, &s->tip->id, hidden, before.n, &s->contributors);
}

static void
settle(const struct push *p, struct step *s, const struct person *who)
{
	if (who != NULL)
		contributors_settle(p->arena, p->repo, p->policy, who, &s->contributors);
}

/* Whoever signs, waives or pushes must not have made merges with edits in them either. */
static int
settle_mergers(const struct push *p, struct step *s, struct error *e)
{
	struct claims claims;

	if (s->pusher->state == PUSHER_KNOWN)
		settle(p, s, s->pusher->person);
	if (s->kind != STEP_PROMOTION || s->unreadable.kind != ERROR_NONE)
		return 0;
	if (signoff_claims(p->arena, p->policy, s->env, &s->trailers, s->now, &claims) < 0)
		return error_memory(e);
	for (size_t i = 0; i < claims.n; i++)
		settle(p, s, claims.list[i].person);
	for (size_t i = 0; i < s->evidence.n; i++) {
		const struct acceptance *acc = &s->evidence.acceptance[i].acceptance;

		for (size_t k = 0; k < acc->nresults; k++)
			if (acc->results[k].waived_by != NULL)
				settle(p, s, policy_person_by_id(p->policy, acc->results[k].waived_by));
	}
	return 0;
}

static int
gather_contributors(const struct push *p, struct step *s, struct error *e)
{
	contributors_gather(p->arena, p->repo, p->policy, &s->candidate_id, &s->base_id, 1, &s->contributors);
	/* A merge that is not its candidate holds work of whoever made it. */
	if (s->kind == STEP_PROMOTION && s->differences.any == FACT_YES &&
	    contributors_add(p->arena, p->policy, s->tip, &s->contributors, e) < 0)
		return -1;
	return settle_mergers(p, s, e);
}

static int
gather_promotion(const struct push *p, struct step *s, struct error *e)
{
	gather_candidate(p, s);
	if (s->candidate != NULL)
		history_differences(p->arena, p->repo, &s->candidate->tree, &s->tip->tree, &s->differences);
	gather_keeps_base(p, s);
	gather_message(p, s);
	if ((s->env->require & REQUIRE_ACCEPTANCE) != 0 && s->unreadable.kind == ERROR_NONE)
		gather_evidence(p, s);
	return gather_contributors(p, s, e);
}

int
facts_gather(const struct push *p, struct step *s, struct error *e)
{
	int ret = 0;

	switch (s->kind) {
	case STEP_WORK:
		gather_workers(p, s);
		break;
	case STEP_BASELINE:
		if (s->env->from != NULL)
			gather_candidate(p, s);
		break;
	case STEP_FAST_FORWARD:
		gather_candidate(p, s);
		ret = gather_contributors(p, s, e);
		break;
	case STEP_PROMOTION:
		ret = gather_promotion(p, s, e);
		break;
	default:		/* nothing to find out: the step is refused, or of no environment */
		break;
	}
	return p->arena->exhausted ? error_memory(e) : ret;
}
