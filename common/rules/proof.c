/*
 * rules/proof: a sign-off is the signed word of the person it names, about exactly this (norm CH.06
 * criterion 5).
 */
#include "base/digest.h"
#include "rules/remedy.h"
#include "rules/rule.h"
#include "rules/text.h"

#define SIGN_AGAIN "%s reviews its present form, and runs"

/* Reports a signature that is not the person's, or of which that cannot be told. False for a good
 * one. */
static bool signature_fails(struct ruling *r, const struct signed_signoff *g)
{
	if (g->valid.is == FACT_YES)
		return false;
	if (g->valid.is == FACT_UNKNOWN) {
		rule_undecided(r, &g->valid.why);
		return true;
	}
	rule_unmet(r, "%s: %s", g->name, g->valid.why.text);
	rule_mend(r, NULL, "%s signs with a key that allowed_signers gives to '%s'",
	    g->person != NULL ? escape(r->arena, g->person->name) : say("whoever it names"),
	    escape(r->arena, g->ref.person));
	return true;
}

/* Reports a tag that is no well-formed sign-off. False for one that is. */
static bool tag_malformed(struct ruling *r, const struct signed_signoff *g)
{
	if (g->unreadable.kind == ERROR_NONE)
		return false;
	if (signed_signoff_lost(g)) {
		rule_undecided(r, &g->unreadable);
		return true;
	}
	rule_unmet(r, "%s is no sign-off: %s", g->name, g->unreadable.text);
	if (g->ref.promotion != NULL)
		rule_mend(r, rule_sign_command(r, g->ref.promotion, g->ref.role),
		    "git sluis sign makes one as it should be:");
	else
		rule_mend(r, NULL,
		    "git sluis sign makes one as it should be, and pushes it to its place");
	return true;
}

/* Does the tag say what the name says that it was pushed under? */
static void check_name(struct ruling *r, const struct signed_signoff *g, const char *key,
    const char *says, const char *is)
{
	if (strcmp(says, is) == 0)
		return;
	rule_unmet(r, "%s: the tag is of %s %s", g->name, say(key), escape(r->arena, says));
	rule_mend(
	    r, NULL, "push it below " SIGNOFF_REFS " under the names that it says, or sign again");
}

static void check_signer(struct ruling *r, const struct signed_signoff *g)
{
	const struct step *s = r->step;
	const struct person *tagger =
	    policy_person_by_email(r->policy, g->tag.tagger, strlen(g->tag.tagger));

	if (g->person == NULL || g->person->service)
		rule_unmet(r, "%s: '%s' is not a person in the policy", g->name,
		    escape(r->arena, g->ref.person));
	else if (s->pusher->state == PUSHER_KNOWN && s->pusher->person != g->person)
		rule_unmet(r, "%s is the word of %s, and %s pushes it", g->name,
		    escape(r->arena, g->person->name), escape(r->arena, s->pusher->person->name));
	else if (tagger != g->person)
		rule_unmet(r, "%s: the tag is by '%s', which is no address of %s", g->name,
		    escape(r->arena, g->tag.tagger), escape(r->arena, g->person->name));
	else if (g->role == NULL)
		rule_unmet(r, "%s: '%s' is not a role in the policy", g->name,
		    escape(r->arena, g->ref.role));
	else if (!role_has(g->role, g->person, s->now))
		rule_unmet(r, "%s: %s does not hold the role %s today", g->name,
		    escape(r->arena, g->person->name), escape(r->arena, g->role->id));
	else
		return;
	rule_mend(r, NULL,
	    "whoever holds the role signs and pushes, under their own id, name and address");
}

/* The date is the signer's own word and no rule goes by it later; people read it, so it must not
 * mislead them. */
static void check_date(struct ruling *r, const struct signed_signoff *g)
{
	if (g->tag.at >= r->step->now - SIGNOFF_PAST && g->tag.at <= r->step->now + SIGNOFF_FUTURE)
		return;
	rule_unmet(r, "%s is dated %s, and it is %s", g->name, when_text(r->arena, g->tag.at),
	    when_text(r->arena, r->step->now));
	rule_mend(r, rule_sign_command(r, g->ref.promotion, g->ref.role),
	    "a sign-off is pushed on the day that it is made; see to the clock of your computer, "
	    "and sign again:");
}

static enum outcome judge_pushed(struct ruling *r)
{
	const struct step *s = r->step;
	const struct signed_signoff *g = &s->given;
	struct error lost = { 0 };

	if (tag_malformed(r, g))
		return OUTCOME_JUDGED;
	if (git_oid_is_zero(&g->tree)) {
		error_set(&lost, ERROR_UNREADABLE, "candidate %s cannot be read",
		    oid_short(r->arena, &g->tag.candidate));
		return rule_undecided(r, &lost);
	}
	check_name(r, g, "promotion", g->tag.promotion, g->ref.promotion);
	check_name(r, g, "role", g->tag.role, g->ref.role);
	if (policy_environment_by_id(r->policy, g->tag.environment) == NULL) {
		rule_unmet(r, "%s: '%s' is not an environment in the policy", g->name,
		    escape(r->arena, g->tag.environment));
		rule_mend(r, NULL, "sign again, for an environment in the policy");
	}
	check_signer(r, g);
	check_date(r, g);
	if (s->fresh.is == FACT_UNKNOWN)
		rule_undecided(r, &s->fresh.why);
	else if (s->fresh.is == FACT_NO) {
		rule_unmet(r, "%s: %s", g->name, s->fresh.why.text);
		rule_mend(r, rule_sign_command(r, g->ref.promotion, g->ref.role),
		    "a sign-off is written once; sign again:");
	}
	if (s->follows.is == FACT_UNKNOWN)
		rule_undecided(r, &s->follows.why);
	else if (s->follows.is == FACT_NO) {
		rule_unmet(
		    r, "%s does not follow the sign-off before it, which is not there", g->name);
		rule_mend(r, NULL, "number it after the last one there");
	}
	signature_fails(r, g);
	return rule_said(r);
}

/* Calls `each` for every trailer that counts. */
static enum outcome each_claim(
    struct ruling *r, void (*each)(struct ruling *r, const struct claim *c))
{
	const struct step *s = r->step;

	if (!s->givens.complete)
		return rule_undecided(r, &s->givens.why);
	for (size_t i = 0; i < s->claims.n; i++)
		if (s->claims.list[i].counts)
			each(r, &s->claims.list[i]);
	return rule_said(r);
}

static void check_proven(struct ruling *r, const struct claim *c)
{
	const struct signed_signoff *g = c->given;
	const char *id = r->step->promotion.name;

	if (g == NULL) {
		rule_unmet(r, "'%s' is on the merge, and there is no signed sign-off of %s as %s",
		    c->text, escape(r->arena, c->person->name),
		    escape(r->arena, c->kind->role->id));
		if (r->step->dossier != NULL && strcmp(r->step->dossier->id, id) != 0)
			rule_mend_merge(r, NULL, "%s runs", escape(r->arena, c->person->name));
		else
			rule_mend(r, rule_sign_command(r, id, c->kind->role->id), "%s runs",
			    escape(r->arena, c->person->name));
	} else if (!tag_malformed(r, g)) {
		signature_fails(r, g);
	}
}

enum outcome rule_signoff_proven(struct ruling *r)
{
	const struct step *s = r->step;

	if (s->kind == STEP_SIGNOFF)
		return judge_pushed(r);
	if (s->kind == STEP_PROMOTION && s->env->proof == PROOF_SIGNATURE && s->asked.n > 0 &&
	    s->promotion.name == NULL) {
		rule_unmet(r,
		    "%s does not name its promotion, so nobody can say which sign-offs are meant",
		    rule_tip(r));
		rule_mend_id(r);
		if (s->promotion.id.times == 0)
			rule_unread(r, "Promotion");
		return OUTCOME_JUDGED;
	}
	return rule_asks_proof(r) ? each_claim(r, check_proven) : OUTCOME_NOT_APPLICABLE;
}

/* What the merge links, and the criteria of the tests among it. */
struct resting {
	const struct exhibit **list;
	size_t n;
	bool whole; /* no other rule refuses one of them for what it is */
	const struct error *unknown; /* why one of them cannot be told; NULL: all can be */
};

static void rest_on(struct resting *on, const struct exhibit *x, bool linked)
{
	if (x->place != NULL && x->intact.is == FACT_UNKNOWN)
		on->unknown = &x->intact.why;
	if (x->place != NULL && (linked || x->intact.is == FACT_YES))
		on->list[on->n++] = x;
	else
		on->whole = false;
}

static int find_resting(struct ruling *r, struct resting *on)
{
	const struct evidence *ev = &r->step->evidence;

	*on = (struct resting){ .whole = true };
	on->list =
	    arena_array(r->arena, ev->nplans + 2 * ev->n + ev->nparallel + 1, sizeof(*on->list));
	if (on->list == NULL)
		return -1;
	for (size_t i = 0; i < ev->nplans; i++)
		rest_on(on, &ev->plans[i].rec.record, true);
	for (size_t i = 0; i < ev->n; i++) {
		rest_on(on, &ev->acceptance[i].rec.record, true);
		rest_on(on, &ev->acceptance[i].criteria, false);
	}
	for (size_t i = 0; i < ev->nparallel; i++)
		rest_on(on, &ev->parallel[i].rec.record, true);
	return 0;
}

static bool rests_on(const struct resting *on, const unsigned char sha256[DIGEST_SIZE])
{
	for (size_t i = 0; i < on->n; i++)
		if (memcmp(on->list[i]->sha256, sha256, DIGEST_SIZE) == 0)
			return true;
	return false;
}

/* Has the signer seen other files? As sets: one that is linked twice is one. */
static bool is_of_other_evidence(
    struct ruling *r, const struct signed_signoff *g, const struct resting *on)
{
	char hex[DIGEST_HEX];

	for (size_t i = 0; i < on->n; i++)
		if (!signoff_tag_names(&g->tag, on->list[i]->sha256)) {
			rule_unmet(r, "%s does not name %s as it stands under this promotion",
			    g->name, on->list[i]->place);
			return true;
		}
	for (size_t i = 0; on->whole && i < g->tag.nevidence; i++)
		if (!rests_on(on, g->tag.evidence[i])) {
			rule_unmet(r,
			    "%s names the file sha256:%.12s..., on which this promotion does not "
			    "rest",
			    g->name, digest_hex(g->tag.evidence[i], hex));
			return true;
		}
	return false;
}

/* When the last test ended, by the records; INT64_MIN without any. */
static int64_t tested_until(const struct step *s)
{
	int64_t at = INT64_MIN;

	for (size_t i = 0; i < s->evidence.n; i++)
		if (s->evidence.acceptance[i].rec.readable &&
		    s->evidence.acceptance[i].acceptance.finished > at)
			at = s->evidence.acceptance[i].acceptance.finished;
	return at;
}

/* Is there something to say about when it came in? The date of the tag is the signer's own word. */
static bool untimely(struct ruling *r, const struct claim *c)
{
	const struct signed_signoff *g = c->given;
	int64_t until = tested_until(r->step);

	if (g->arrived == FACT_NO)
		rule_unmet(r,
		    "the audit does not show when %s came in, so it cannot be shown to be after "
		    "the test",
		    g->name);
	else if (g->came < until)
		rule_unmet(r, "%s came in at %s, before the test ended at %s", g->name,
		    when_text(r->arena, g->came), when_text(r->arena, until));
	else if (!role_has(c->kind->role, c->person, g->came))
		rule_unmet(r, "%s came in when %s did not hold the role %s", g->name,
		    escape(r->arena, c->person->name), escape(r->arena, c->kind->role->id));
	else
		return false;
	return true;
}

/* What kind of promotion, in words. */
static const char *kind_of(struct ruling *r, const char *kind)
{
	if (kind == NULL)
		return say("an ordinary promotion");
	return strcmp(kind, "rollback") == 0 ? say("a rollback") :
	                                       say_printf(r->arena, "the emergency %s",
	                                           escape(r->arena, kind + strlen(EMERGENCY_WORD)));
}

/* Is it about something else than this promotion? */
static bool is_of_another(struct ruling *r, const struct signed_signoff *g)
{
	const struct step *s = r->step;

	if (!git_oid_equal(&g->tag.candidate, &s->candidate_id))
		rule_unmet(r, "%s is about candidate %s, and this promotion is of %s", g->name,
		    oid_short(r->arena, &g->tag.candidate), oid_short(r->arena, &s->candidate_id));
	else if (strcmp(g->tag.environment, s->env->id) != 0)
		rule_unmet(r, "%s is for %s, and this is %s", g->name,
		    escape(r->arena, g->tag.environment), escape(r->arena, s->env->id));
	else if (!promotion_same(g->tag.kind, s->promotion.kind))
		rule_unmet(r, "%s is for %s, and this is %s", g->name, kind_of(r, g->tag.kind),
		    kind_of(r, s->promotion.kind));
	else if (!signoff_tag_reviews_are(&g->tag, &s->trailers))
		rule_unmet(r,
		    "%s does not review the same emergencies as the merge: each Reviews-Emergency "
		    "stands in both",
		    g->name);
	else
		return false;
	return true;
}

/* Does signing again name that file by itself, as one of the dossier as it stands? */
static bool is_in_dossier(struct ruling *r, const unsigned char sha256[DIGEST_SIZE])
{
	const struct step *s = r->step;
	const char **each = s->dossier == NULL ?
	    NULL :
	    dossier_rests_on(r->arena, s->dossier, s->env, &s->candidate_id);
	char hex[DIGEST_HEX];

	digest_hex(sha256, hex);
	while (each != NULL && *each != NULL && strcmp(*each, hex) != 0)
		each++;
	return each != NULL && *each != NULL;
}

/* A merge that links less than its dossier holds is made again; who has not seen a file that lies
 * elsewhere names it. */
static void mend_evidence(
    struct ruling *r, const struct claim *c, const struct resting *on, const char *sign)
{
	const struct signoff_tag *tag = &c->given->tag;
	const char *who = escape(r->arena, c->person->name);
	char hex[DIGEST_HEX];

	for (size_t i = 0; i < tag->nevidence; i++)
		if (!rests_on(on, tag->evidence[i]) && is_in_dossier(r, tag->evidence[i])) {
			rule_mend_message(r, "link every record of the dossier; on the merge:");
			return;
		}
	for (size_t i = 0; i < on->n; i++)
		if (!signoff_tag_names(tag, on->list[i]->sha256) &&
		    !is_in_dossier(r, on->list[i]->sha256))
			sign = arena_printf(r->arena, "%s --evidence sha256:%s", sign,
			    digest_hex(on->list[i]->sha256, hex));
	rule_mend(r, sign, SIGN_AGAIN, who);
}

static void check_current(struct ruling *r, const struct claim *c)
{
	const struct signed_signoff *g = c->given;
	const char *sign = rule_sign_command(r, r->step->promotion.name, c->kind->role->id);
	struct resting on;
	bool another;

	if (g == NULL || g->unreadable.kind != ERROR_NONE || find_resting(r, &on) < 0)
		return; /* signoff-proven speaks of it */
	another = is_of_another(r, g);
	if (!another && is_of_other_evidence(r, g, &on)) {
		mend_evidence(r, c, &on, sign);
		rule_about(r, g);
	} else if (another || (g->arrived != FACT_UNKNOWN && untimely(r, c))) {
		rule_mend(r, sign, SIGN_AGAIN, escape(r->arena, c->person->name));
		rule_about(r, g);
	} else if (on.unknown != NULL)
		rule_undecided(r, on.unknown);
	else if (g->arrived == FACT_UNKNOWN)
		rule_undecided(r, &g->arrived_why);
}

enum outcome rule_signoff_current(struct ruling *r)
{
	return rule_asks_proof(r) ? each_claim(r, check_current) : OUTCOME_NOT_APPLICABLE;
}
