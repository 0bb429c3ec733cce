#include <inttypes.h>
#include <string.h>

#include "audit_writing.h"
#include "digest.h"
#include "escape.h"
#include "signoff.h"

#define DAY ((int64_t)24 * 60 * 60)

static const char *const kinds[] = {
	[STEP_UNKNOWN] = "unknown",
	[STEP_RESERVED] = "reserved",
	[STEP_TWICE] = "twice",
	[STEP_DELETE] = "delete",
	[STEP_REWIND] = "rewind",
	[STEP_BASELINE] = "baseline",
	[STEP_WORK] = "work",
	[STEP_RECORD] = "record",
	[STEP_SIGNOFF] = "signoff",
	[STEP_FAST_FORWARD] = "fast-forward",
	[STEP_PROMOTION] = "promotion",
	[STEP_DIRECT] = "direct",
	[STEP_OCTOPUS] = "octopus",
	[STEP_FOXTROT] = "foxtrot",
	[STEP_TOO_MANY] = "too-many",
};

/* A line of words: the key before the first, a line feed after the last. */
struct words {
	FILE *out;
	const char *key;
	bool any;
};

static void
put_word(struct words *l, const char *word)
{
	fprintf(l->out, "%s%s%s", l->any ? "" : l->key, l->any ? " " : ": ", word);
	l->any = true;
}

static void
end_words(const struct words *l)
{
	if (l->any)
		fputc('\n', l->out);
}

static void
put_rules(struct audit_writing *w, const char *key, const struct judged *j, enum outcome outcome)
{
	struct words l = { w->out, key, false };

	for (enum rule_id id = 0; id < RULE_COUNT; id++)
		if (j->of[id] == outcome)
			put_word(&l, rules[id].id);
	end_words(&l);
}

static void
put_exception(struct audit_writing *w, const struct policy *p, const struct step *s)
{
	const struct promotion *said = &s->promotion;

	if (said->exception == EXCEPTION_ROLLBACK) {
		fprintf(w->out, "Exception: rollback %s\n", escape(w->arena, said->rollback.value));
	} else if (said->exception == EXCEPTION_EMERGENCY) {
		fprintf(
		    w->out, "Exception: emergency %s\n", escape(w->arena, said->emergency.value));
		if (p->emergency.allowed)
			fprintf(w->out, "Review-Until: %" PRId64 "\n",
			    s->tip->committed + (int64_t)p->emergency.review_within_days * DAY);
	}
}

/* Only of emergencies that there are: any other id is a word of whoever pushed. */
static void
put_reviews(struct audit_writing *w, const struct step *s)
{
	struct words l = { w->out, "Reviews", false };

	for (size_t i = 0; i < trailer_count(&s->trailers, "Reviews-Emergency"); i++) {
		const char *id = trailer_find(&s->trailers, "Reviews-Emergency", i)->value;

		if (promotion_id_valid(id) && emergencies_find(&s->emergencies, id) != NULL)
			put_word(&l, id);
	}
	end_words(&l);
}

static void
put_contributors(struct audit_writing *w, const struct contributors *cs)
{
	struct words l = { w->out, "Contributors", false };

	for (size_t i = 0; i < cs->n; i++)
		put_word(&l, cs->list[i].person->id);
	end_words(&l);
	if (cs->nunknown > 0)
		fprintf(w->out, "Strangers: %zu\n", cs->nunknown);
}

/* Ids that records name: of the policy, each once; what else they say is in the records. */
static int
put_named(struct audit_writing *w, const struct policy *p, const char *key, const char *const *ids,
    size_t n)
{
	const struct person **seen = arena_array(w->arena, n + 1, sizeof(struct person *));
	struct words l = { w->out, key, false };
	size_t nseen = 0, k;

	if (seen == NULL)
		return -1;
	for (size_t i = 0; i < n; i++) {
		const struct person *who = policy_person_by_id(p, ids[i]);

		for (k = 0; k < nseen && seen[k] != who; k++)
			;
		if (who == NULL || k < nseen)
			continue;
		seen[nseen++] = who;
		put_word(&l, who->id);
	}
	end_words(&l);
	return 0;
}

static int
put_people(struct audit_writing *w, const struct policy *p, const struct evidence *ev)
{
	const char **ids = arena_array(w->arena, ev->n + ev->nplans + 1, sizeof(*ids));
	size_t n = 0;

	if (ids == NULL)
		return -1;
	for (size_t i = 0; i < ev->nplans; i++)
		if (ev->plans[i].rec.readable)
			ids[n++] = ev->plans[i].plan.performer;
	if (put_named(w, p, "Performers", ids, n) < 0)
		return -1;
	n = 0;
	for (size_t i = 0; i < ev->n; i++)
		if (ev->acceptance[i].rec.readable &&
		    ev->acceptance[i].acceptance.executed_by != NULL)
			ids[n++] = ev->acceptance[i].acceptance.executed_by;
	return put_named(w, p, "Testers", ids, n);
}

/* Where signatures are the proof, the trailer of somebody without one proves nothing; such a
 * promotion is refused. */
static const char *
proof_of(const struct step *s, const struct claim *c)
{
	const struct signed_signoff *g;

	if (s->env->proof == PROOF_TRAILER)
		return "trailer";
	g = signed_signoffs_find(&s->givens, c->person, c->kind->role);
	return g != NULL && g->valid.is == FACT_YES && g->tag.decision == DECISION_APPROVE ?
	    "signature" :
	    "none";
}

/* Each person once for each sign-off, as it counted. */
static int
put_signoffs(struct audit_writing *w, const struct policy *p, const struct step *s)
{
	struct claims claims;

	if (signoff_claims(w->arena, p, &s->asked, &s->trailers, s->now, &claims) < 0)
		return -1;
	for (size_t i = 0; i < claims.n; i++) {
		const struct claim *c = &claims.list[i];
		size_t k = 0;

		while (
		    k < i && (claims.list[k].kind != c->kind || claims.list[k].person != c->person))
			k++;
		if (c->counts && k == i)
			fprintf(w->out, "Signoff: %s %s %s %s\n", c->kind->id, c->kind->role->id,
			    c->person->id, proof_of(s, c));
	}
	return 0;
}

static void
put_exhibit(struct audit_writing *w, const char *kind, const struct exhibit *x)
{
	char hex[DIGEST_HEX];

	if (x->intact.is == FACT_YES)
		fprintf(w->out, "Evidence: %s %s\n", kind, digest_hex(x->sha256, hex));
}

/* The records; their logs are in the tree with them, and named by them. */
static void
put_evidence(struct audit_writing *w, const struct evidence *ev)
{
	for (size_t i = 0; i < ev->nplans; i++)
		put_exhibit(w, "plan", &ev->plans[i].rec.record);
	for (size_t i = 0; i < ev->n; i++) {
		put_exhibit(w, "criteria", &ev->acceptance[i].criteria);
		put_exhibit(w, "acceptance", &ev->acceptance[i].rec.record);
	}
	for (size_t i = 0; i < ev->nparallel; i++)
		put_exhibit(w, "parallel-run", &ev->parallel[i].rec.record);
}

static int
put_promotion(struct audit_writing *w, const struct policy *p, const struct step *s)
{
	const struct impact *level = impact_in_force(p, &s->promotion, &s->floor);

	audit_put(w, "Promotion", s->promotion.name);
	audit_put_oid(w, "Candidate", &s->candidate_id);
	if ((s->env->require & REQUIRE_IMPACT) != 0 && level != NULL)
		audit_put(w, "Impact", level->id);
	put_exception(w, p, s);
	put_reviews(w, s);
	put_contributors(w, &s->contributors);
	if (put_people(w, p, &s->evidence) < 0 || put_signoffs(w, p, s) < 0)
		return -1;
	put_evidence(w, &s->evidence);
	return 0;
}

int
audit_put_step(
    struct audit_writing *w, const struct policy *p, const struct step *s, const struct judged *j)
{
	static const git_oid none;

	audit_put_oid(w, "Step", s->tip != NULL ? &s->tip->id : &none);
	audit_put(w, "Kind", kinds[s->kind]);
	if (s->kind == STEP_PROMOTION && put_promotion(w, p, s) < 0)
		return -1;
	if (s->kind == STEP_FAST_FORWARD) {
		audit_put_oid(w, "Candidate", &s->candidate_id);
		put_contributors(w, &s->contributors);
	}
	put_rules(w, "Met", j, OUTCOME_MET);
	put_rules(w, "Unmet", j, OUTCOME_UNMET);
	put_rules(w, "Undecided", j, OUTCOME_UNDECIDED);
	put_rules(w, "Waived", j, OUTCOME_WAIVED);
	return 0;
}
