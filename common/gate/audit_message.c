#include "gate/audit_message.h"

#include "base/digest.h"
#include "base/output.h"
#include "promotion/signoff.h"
#include "step/rests_on.h"

static const char *const kinds[] = {
#define X(name, word) [STEP_##name] = word,
	STEP_KINDS(X)
#undef X
};

struct writing {
	struct arena *arena;
	struct output message;
	FILE *out; /* of the message */
	bool accepts; /* and so says what it rests on */
};

/* NULL without memory. */
static FILE *start(struct writing *w, struct arena *a)
{
	*w = (struct writing){ .arena = a };
	output_start(&w->message);
	return w->out = w->message.file;
}

/* "Key: value", escaped; nothing for NULL. */
static void put(struct writing *w, const char *key, const char *value)
{
	if (value != NULL)
		fprintf(w->out, "%s: %s\n", key, escape(w->arena, value));
}

static void put_oid(struct writing *w, const char *key, const git_oid *id)
{
	char hex[OID_HEX + 1];

	fprintf(w->out, "%s: %s\n", key, git_oid_tostr(hex, sizeof(hex), id));
}

static void put_entry(struct writing *w, const char *kind)
{
	put(w, "Entry", kind);
	fprintf(w->out, "Sluis: " SLUIS_VERSION "\nFormat: %d\n", AUDIT_FORMAT);
}

/* A line of words: the key before the first, a line feed after the last. */
struct words {
	FILE *out;
	const char *key;
	bool any;
};

static void put_word(struct words *l, const char *word)
{
	fprintf(l->out, "%s%s%s", l->any ? "" : l->key, l->any ? " " : ": ", word);
	l->any = true;
}

static void end_words(const struct words *l)
{
	if (l->any)
		fputc('\n', l->out);
}

static void put_rules(
    struct writing *w, const char *key, const struct judged *j, enum outcome outcome)
{
	struct words l = { w->out, key, false };

	for (enum rule_id id = 0; id < RULE_COUNT; id++)
		if (j->of[id] == outcome)
			put_word(&l, rules[id].id);
	end_words(&l);
}

/* Emergencies go over though the review of others is overdue, which is to be seen. */
static void put_exception(struct writing *w, const struct policy *p, const struct step *s)
{
	const struct promotion *said = &s->promotion;
	const struct emergencies *es = &s->emergencies;
	unsigned within = p->emergency.review_within_days;
	struct words l = { w->out, "Overdue", false };

	if (said->exception == EXCEPTION_ROLLBACK)
		fprintf(w->out, "Exception: rollback %s\n", escape(w->arena, said->rollback.value));
	if (said->exception != EXCEPTION_EMERGENCY)
		return;
	fprintf(w->out, "Exception: emergency %s\n", escape(w->arena, said->emergency.value));
	if (!p->emergency.allowed)
		return;
	fprintf(w->out, "Review-Until: %" PRId64 "\n", s->now + within * WHEN_DAY);
	for (size_t i = 0; i < es->n; i++)
		if (promotion_id_valid(es->open[i].id) &&
		    emergency_days_late(&es->open[i], within, s->now) > 0)
			put_word(&l, es->open[i].id);
	end_words(&l);
}

/* Only of emergencies that there are: any other id is a word of whoever pushed. */
static void put_reviews(struct writing *w, const struct step *s)
{
	struct words l = { w->out, "Reviews", false };

	for (size_t i = 0; i < trailer_count(&s->trailers, "Reviews-Emergency"); i++) {
		const char *id = trailer_find(&s->trailers, "Reviews-Emergency", i)->value;

		if (promotion_id_valid(id) && emergencies_find(&s->emergencies, id) != NULL)
			put_word(&l, id);
	}
	end_words(&l);
}

/* Vetoes whose givers no longer hold their roles. */
static void put_lapsed(struct writing *w, const struct vetoes *vs)
{
	struct words l = { w->out, "Lapsed", false };

	for (size_t i = 0; i < vs->n; i++)
		if (vs->list[i].stands.is == FACT_NO)
			put_word(&l, escape_whole(w->arena, vs->list[i].word.name));
	end_words(&l);
}

static void put_contributors(struct writing *w, const struct contributors *cs)
{
	struct words l = { w->out, "Contributors", false };

	for (size_t i = 0; i < cs->n; i++)
		put_word(&l, cs->list[i].person->id);
	end_words(&l);
	if (cs->nunknown > 0)
		fprintf(w->out, "Strangers: %zu\n", cs->nunknown);
}

/* Ids that records name: of the policy, each once; what else they say is in the records. */
static void put_named(
    struct writing *w, const struct policy *p, const char *key, const char *const *ids, size_t n)
{
	struct words l = { w->out, key, false };

	for (size_t i = 0; i < n; i++) {
		size_t k = 0;

		while (strcmp(ids[k], ids[i]) != 0)
			k++;
		if (k == i && policy_person_by_id(p, ids[i]) != NULL)
			put_word(&l, ids[i]);
	}
	end_words(&l);
}

static int put_people(struct writing *w, const struct policy *p, const struct evidence *ev)
{
	const char **ids = arena_array(w->arena, ev->n + ev->nplans + 1, sizeof(*ids));
	size_t n = 0;

	if (ids == NULL)
		return -1;
	for (size_t i = 0; i < ev->nplans; i++)
		if (ev->plans[i].rec.readable && ev->plans[i].plan.performer != NULL)
			ids[n++] = ev->plans[i].plan.performer;
	put_named(w, p, "Performers", ids, n);
	n = 0;
	for (size_t i = 0; i < ev->n; i++)
		if (ev->acceptance[i].rec.readable &&
		    ev->acceptance[i].acceptance.executed_by != NULL)
			ids[n++] = ev->acceptance[i].acceptance.executed_by;
	put_named(w, p, "Testers", ids, n);
	return 0;
}

/* Where signatures are the proof, a trailer alone proves nothing, and is refused. */
static const char *proof_of(const struct step *s, const struct claim *c)
{
	const struct signed_signoff *g = c->given;

	if (s->env->proof == PROOF_TRAILER)
		return "trailer";
	return g != NULL && g->valid.is == FACT_YES && g->tag.decision == DECISION_APPROVE ?
	    "signature" :
	    "none";
}

/* Each person once for each sign-off, as it counted. */
static void put_signoffs(struct writing *w, const struct step *s)
{
	const struct claim *list = s->claims.list;

	for (size_t i = 0; i < s->claims.n; i++) {
		const struct claim *c = &list[i];
		size_t k = 0;

		while (k < i && (list[k].kind != c->kind || list[k].person != c->person))
			k++;
		if (c->counts && k == i)
			fprintf(w->out, "Signoff: %s %s %s %s\n", c->kind->id, c->kind->role->id,
			    c->person->id, proof_of(s, c));
	}
}

static void put_exhibit(struct writing *w, const char *kind, const struct exhibit *x)
{
	char hex[DIGEST_HEX];

	if (x->intact.is == FACT_YES)
		fprintf(w->out, "Evidence: %s %s\n", kind, digest_hex(x->sha256, hex));
}

/* The records; their logs are in the tree with them, and named by them. */
static void put_evidence(
    struct writing *w, const struct evidence *ev, const struct deployments *before)
{
	for (size_t i = 0; i < ev->nplans; i++)
		put_exhibit(w, "plan", &ev->plans[i].rec.record);
	for (size_t i = 0; i < ev->n; i++) {
		put_exhibit(w, "criteria", &ev->acceptance[i].criteria);
		put_exhibit(w, "acceptance", &ev->acceptance[i].rec.record);
	}
	for (size_t i = 0; i < ev->nparallel; i++)
		put_exhibit(w, "parallel-run", &ev->parallel[i].rec.record);
	for (size_t i = 0; before->known == FACT_YES && i < before->n; i++)
		put_exhibit(w, "deployment", &before->list[i].rec.record);
}

static int put_promotion(struct writing *w, const struct policy *p, const struct step *s)
{
	const struct impact *level = impact_in_force(p, &s->promotion, &s->floor);
	const char *unreviewed = w->accepts ?
	    emergencies_after(w->arena, &s->emergencies, &s->tip->id, &s->trailers) :
	    NULL;

	put(w, "Promotion", s->promotion.name);
	put_oid(w, "Candidate", &s->candidate_id);
	put_oid(w, "Tree", &s->tip->tree);
	if (s->candidate != NULL)
		put_oid(w, "Candidate-Tree", &s->candidate->tree);
	if (s->arrived.known == FACT_YES)
		fprintf(w->out, "Arrived: %" PRId64 "%s\n", s->arrived.at,
		    s->arrived.found ? " found" : "");
	if ((s->env->require & REQUIRE_IMPACT) != 0 && level != NULL)
		put(w, "Impact", level->id);
	put_exception(w, p, s);
	put_reviews(w, s);
	if (unreviewed != NULL)
		fprintf(w->out, "Unreviewed: %s\n", unreviewed);
	put_lapsed(w, &s->vetoes);
	put_contributors(w, &s->contributors);
	if (put_people(w, p, &s->evidence) < 0)
		return -1;
	put_signoffs(w, s);
	put_evidence(w, &s->evidence, &s->deployments);
	return 0;
}

/* What ends after the verdict itself does is left out. */
static void put_rests(struct writing *w, const struct policy *p, const struct step *s)
{
	char hex[OID_HEX + 1];
	const char *rule;
	int64_t until = rests_on_time(p, s, &rule);

	for (size_t i = 0; i < s->rests_on.n; i++)
		fprintf(w->out, "Rests-On: %s %s\n",
		    escape_whole(w->arena, s->rests_on.list[i].name),
		    git_oid_tostr(hex, sizeof(hex), &s->rests_on.list[i].id));
	if (until < s->now + 2 * AUDIT_VERDICT_AGE)
		fprintf(w->out, "Holds-Until: %" PRId64 " %s\n", until, rule);
}

/* What the word says, so that it is known also where its tag can no longer be read. */
static void put_given(struct writing *w, const struct signed_signoff *g)
{
	const struct signoff_tag *t = &g->tag;

	if (t->promotion == NULL)
		return; /* it is none */
	put(w, "Promotion", t->promotion);
	put(w, "For", t->environment);
	put(w, "Exception", t->kind);
	put(w, "Role", t->role);
	put(w, "Word", t->decision == DECISION_REJECT ? "reject" : "approve");
	if (w->accepts && g->valid.is == FACT_YES && g->good.question != NULL)
		fprintf(w->out, "Verified: %s %s\n", g->good.question, g->good.key);
	put_oid(w, "Candidate", &t->candidate);
	put_oid(w, "Tree", &g->tree);
}

static int put_step(
    struct writing *w, const struct policy *p, const struct step *s, const struct judged *j)
{
	static const git_oid none;

	put_oid(w, "Step", s->tip != NULL ? &s->tip->id : &none);
	put(w, "Kind", s->back ? "returned" : kinds[s->kind]);
	if (s->kind == STEP_PROMOTION && put_promotion(w, p, s) < 0)
		return -1;
	if (s->kind == STEP_SIGNOFF)
		put_given(w, &s->given);
	if (s->kind == STEP_FAST_FORWARD) {
		put_oid(w, "Candidate", &s->candidate_id);
		put_contributors(w, &s->contributors);
	}
	if (w->accepts)
		put_rests(w, p, s);
	put_rules(w, "Met", j, OUTCOME_MET);
	put_rules(w, "Unmet", j, OUTCOME_UNMET);
	put_rules(w, "Undecided", j, OUTCOME_UNDECIDED);
	put_rules(w, "Waived", j, OUTCOME_WAIVED);
	return 0;
}

static int put_ref(struct writing *w, const struct policy *p, const struct ref_verdict *v)
{
	fprintf(w->out, "Ref: %s\n", escape_whole(w->arena, v->ref));
	put_oid(w, "Old", &v->change->old);
	put_oid(w, "New", &v->change->new);
	if (v->env != NULL)
		put(w, "Environment", v->env->id);
	if (v->env != NULL && v->env->from != NULL)
		put(w, "From", v->env->from->id);
	for (size_t i = 0; v->judged != NULL && i < v->steps.n; i++)
		if (put_step(w, p, &v->steps.list[i], &v->judged[i]) < 0)
			return -1;
	return 0;
}

static void put_subject(struct writing *w, const struct push_verdict *v, const char *who)
{
	fprintf(w->out, "%s", verdict_word(v->verdict));
	for (size_t i = 0; i < v->n && i < 3; i++)
		fprintf(w->out, "%s %s", i > 0 ? "," : "", escape(w->arena, v->refs[i].ref));
	if (v->n > 3)
		fprintf(w->out, " and %zu more", v->n - 3);
	fprintf(w->out, " by %s\n\n", who);
}

const char *audit_message_verdict(struct arena *a, const struct push_verdict *v,
    const struct pusher *who, const char *digest, const git_oid *audit)
{
	const char *name = who->person != NULL ? who->person->id : who->login, *message;
	struct writing w;
	int rc = 0;

	if (start(&w, a) == NULL)
		return NULL;
	w.accepts = v->verdict == VERDICT_ACCEPT;
	put_subject(&w, v, name != NULL ? name : "(unknown)");
	put_entry(&w, "verdict");
	put(&w, "Decision", verdict_word(v->verdict));
	if (name != NULL)
		fprintf(w.out, "%s: %s\n", who->person != NULL ? "Pusher" : "Login", name);
	if (v->policy != NULL && digest != NULL)
		fprintf(w.out, "Policy: %s sha256:%s\n", escape(a, v->policy->version), digest);
	if (w.accepts)
		put_oid(&w, "Audit", audit);
	if (v->why.kind != ERROR_NONE)
		fprintf(w.out, "Why: %s\n", v->why.text);
	for (size_t i = 0; rc == 0 && i < v->n; i++)
		rc = put_ref(&w, v->policy, &v->refs[i]);
	message = output_keep(&w.message, a);
	return rc == 0 ? message : NULL;
}

const char *audit_message_outcome(struct arena *a, const git_oid *verdict, const char *ref,
    const git_oid *old, const git_oid *new, enum audit_moved moved, const char *source)
{
	const char *word = moved == AUDIT_MOVED ? "moved" : "not-moved";
	struct writing w;

	if (start(&w, a) == NULL)
		return NULL;
	fprintf(
	    w.out, "%s %s %s..%s\n\n", word, escape(a, ref), oid_short(a, old), oid_short(a, new));
	put_entry(&w, "outcome");
	put(&w, "Outcome", word);
	put(&w, "Source", source);
	if (verdict != NULL)
		put_oid(&w, "Verdict", verdict);
	fprintf(w.out, "Ref: %s\n", escape_whole(a, ref));
	put_oid(&w, "Old", old);
	put_oid(&w, "New", new);
	return output_keep(&w.message, a);
}

const char *audit_message_unlock(struct arena *a, const char *by, const char *reason, int64_t until)
{
	struct writing w;

	if (start(&w, a) == NULL)
		return NULL;
	fprintf(w.out, "unlock by %s\n\n", escape(a, by));
	put_entry(&w, "unlock");
	put(&w, "By", by);
	put(&w, "Reason", reason);
	fprintf(w.out, "Until: %" PRId64 "\n", until);
	return output_keep(&w.message, a);
}

static void put_found(struct writing *w, const struct audit_ref *ref, bool corrects)
{
	fprintf(w->out, "Ref: %s\n", escape_whole(w->arena, ref->name));
	if (corrects)
		put_oid(w, "Old", &ref->old);
	put_oid(w, "New", &ref->new);
	put(w, "Environment", ref->environment);
	put(w, "From", ref->from);
	if (ref->symbolic != NULL)
		fprintf(w->out, "Symbolic: %s\n", escape_whole(w->arena, ref->symbolic));
	fprintf(w->out, "Logged: %" PRId64 "\n", ref->logged);
}

const char *audit_message_found(struct arena *a, const struct audit_entry *entry)
{
	const char *kind = entry->kind == AUDIT_ARMED ? "armed" : "correction";
	struct writing w;

	if (start(&w, a) == NULL)
		return NULL;
	fprintf(w.out, "%s by %s\n\n", kind, escape(a, entry->by));
	put_entry(&w, kind);
	put(&w, "By", entry->by);
	put(&w, "Reason", entry->reason);
	if (entry->policy != NULL)
		fprintf(w.out, "Policy: %s\n", entry->policy);
	for (size_t i = 0; i < entry->hooks.n; i++)
		fprintf(w.out, "Hook: %s\n", entry->hooks.list[i]);
	for (size_t i = 0; i < entry->governs.n; i++)
		fprintf(w.out, "Governs: %s\n", escape_whole(a, entry->governs.list[i]));
	for (size_t i = 0; i < entry->settles.n; i++)
		put_oid(&w, "Settles", &entry->settles.list[i]);
	for (size_t i = 0; i < entry->corrects.n; i++)
		put_oid(&w, "Corrects", &entry->corrects.list[i]);
	for (size_t i = 0; i < entry->nrefs; i++)
		put_found(&w, &entry->refs[i], entry->kind == AUDIT_CORRECTION);
	return output_keep(&w.message, a);
}
