/*
 * rules/proof: a sign-off is the signed word of the person it names, about exactly this (norm CH.06
 * criterion 5).
 */
#include <string.h>

#include "base/escape.h"
#include "base/oid.h"
#include "rules/rule.h"
#include "rules/text.h"
#include "base/say/say.h"
#include "base/shellword.h"
#include "base/when.h"

/* `git sluis sign ID --role ROLE`: what makes and pushes a sign-off. */
static const char *sign_command(struct ruling *r, const char *promotion, const char *role)
{
	return arena_printf(r->arena, "git sluis sign %s --role %s", shellword(r->arena, promotion),
	    shellword(r->arena, role));
}

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
	if (g->unreadable.kind == ERROR_UNREADABLE || g->unreadable.kind == ERROR_MEMORY) {
		rule_undecided(r, &g->unreadable);
		return true;
	}
	rule_unmet(r, "%s is no sign-off: %s", g->name, g->unreadable.text);
	if (g->ref.promotion != NULL)
		rule_mend(r, sign_command(r, g->ref.promotion, g->ref.role),
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
		rule_unmet(r, "%s: '%s' is no person of the policy", g->name,
		    escape(r->arena, g->ref.person));
	else if (s->pusher->state == PUSHER_KNOWN && s->pusher->person != g->person)
		rule_unmet(r, "%s is the word of %s, and %s pushes it", g->name,
		    escape(r->arena, g->person->name), escape(r->arena, s->pusher->person->name));
	else if (tagger != g->person)
		rule_unmet(r, "%s: the tag is by '%s', which is no address of %s", g->name,
		    escape(r->arena, g->tag.tagger), escape(r->arena, g->person->name));
	else if (g->role == NULL)
		rule_unmet(
		    r, "%s: '%s' is no role of the policy", g->name, escape(r->arena, g->ref.role));
	else if (!role_has(g->role, g->person, s->now))
		rule_unmet(r, "%s: %s does not hold the role %s today", g->name,
		    escape(r->arena, g->person->name), escape(r->arena, g->role->id));
	else
		return;
	rule_mend(
	    r, NULL, "whoever holds the role signs and pushes, under his own id, name and address");
}

/* The date is the signer's own word and no rule goes by it later; people read it, so it must not
 * mislead them. */
static void check_date(struct ruling *r, const struct signed_signoff *g)
{
	char at[WHEN_MAX], now[WHEN_MAX];

	if (g->tag.at >= r->step->now - SIGNOFF_PAST && g->tag.at <= r->step->now + SIGNOFF_FUTURE)
		return;
	rule_unmet(r, "%s is dated %s, and it is %s", g->name, when_format(g->tag.at, at),
	    when_format(r->step->now, now));
	rule_mend(r, sign_command(r, g->ref.promotion, g->ref.role),
	    "a sign-off is pushed on the day that it is made; see to the clock of your computer, "
	    "and sign again:");
}

static enum outcome judge_pushed(struct ruling *r)
{
	const struct step *s = r->step;
	const struct signed_signoff *g = &s->given;

	if (tag_malformed(r, g))
		return OUTCOME_JUDGED;
	check_name(r, g, "promotion", g->tag.promotion, g->ref.promotion);
	check_name(r, g, "role", g->tag.role, g->ref.role);
	if (policy_environment_by_id(r->policy, g->tag.environment) == NULL) {
		rule_unmet(r, "%s: '%s' is no environment of the policy", g->name,
		    escape(r->arena, g->tag.environment));
		rule_mend(r, NULL, "sign again, for an environment of the policy");
	}
	check_signer(r, g);
	check_date(r, g);
	if (s->fresh.is == FACT_UNKNOWN)
		rule_undecided(r, &s->fresh.why);
	else if (s->fresh.is == FACT_NO) {
		rule_unmet(r, "%s: %s", g->name, s->fresh.why.text);
		rule_mend(r, sign_command(r, g->ref.promotion, g->ref.role),
		    "a word is given once; sign anew:");
	}
	if (s->follows.is == FACT_UNKNOWN)
		rule_undecided(r, &s->follows.why);
	else if (s->follows.is == FACT_NO) {
		rule_unmet(
		    r, "%s does not follow the sign-off before it, which is not there", g->name);
		rule_mend(r, NULL, "number it after the last one that stands there");
	}
	signature_fails(r, g);
	return rule_said(r);
}

static bool asks_proof(const struct ruling *r)
{
	const struct step *s = r->step;

	return s->kind == STEP_PROMOTION && s->env->proof == PROOF_SIGNATURE && s->asked.n > 0 &&
	    s->promotion.name != NULL;
}

/* Calls `each` for every trailer that counts, with the signed sign-off behind it (NULL when there
 * is none). */
static enum outcome each_claim(struct ruling *r,
    void (*each)(struct ruling *r, const struct claim *c, const struct signed_signoff *g))
{
	const struct step *s = r->step;
	struct claims claims;

	if (!s->givens.complete)
		return rule_undecided(r, &s->givens.why);
	if (signoff_claims(r->arena, r->policy, &s->asked, &s->trailers, s->now, &claims) < 0)
		return OUTCOME_UNDECIDED;
	for (size_t i = 0; i < claims.n; i++)
		if (claims.list[i].counts)
			each(r, &claims.list[i],
			    signed_signoffs_find(
			        &s->givens, claims.list[i].person, claims.list[i].kind->role));
	return rule_said(r);
}

static void check_proven(struct ruling *r, const struct claim *c, const struct signed_signoff *g)
{
	const char *id = r->step->promotion.name;

	if (g == NULL) {
		rule_unmet(r,
		    "'%s' stands on the merge, and there is no signed sign-off of %s as %s",
		    c->text, escape(r->arena, c->person->name),
		    escape(r->arena, c->kind->role->id));
		rule_mend(r, sign_command(r, id, c->kind->role->id), "%s runs",
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
		return rule_mend(r, rule_amend_id(r),
		    "say the id of the dossier in one trailer Promotion, on the merge:");
	}
	return asks_proof(r) ? each_claim(r, check_proven) : OUTCOME_NOT_APPLICABLE;
}

enum outcome rule_promotion_once(struct ruling *r)
{
	const struct step *s = r->step;
	const char *id = s->promotion.name;

	if (!asks_proof(r))
		return OUTCOME_NOT_APPLICABLE;
	if (s->spent.is.is == FACT_UNKNOWN)
		return rule_undecided(r, &s->spent.is.why);
	if (s->spent.is.is == FACT_NO)
		return OUTCOME_MET;
	rule_unmet(r, "%s is promotion %s, and merge %s has spent that id on %s", rule_tip(r),
	    escape(r->arena, id), s->spent.by, s->spent.ref);
	return rule_mend(r, "git sluis start NEW-ID",
	    "what goes in again has a new id, with a test and sign-offs of its own:");
}

/* How many records that the promotion links has the signer not seen? `*linked` is how many there
 * are. */
static size_t unseen(const struct step *s, const struct signoff_tag *tag, size_t *linked)
{
	const struct evidence *ev = &s->evidence;
	size_t n = 0;

	*linked = ev->nplans + ev->n + ev->nparallel;
	for (size_t i = 0; i < ev->nplans; i++)
		n += !signoff_tag_names(tag, ev->plans[i].rec.record.sha256);
	for (size_t i = 0; i < ev->n; i++)
		n += !signoff_tag_names(tag, ev->acceptance[i].rec.record.sha256);
	for (size_t i = 0; i < ev->nparallel; i++)
		n += !signoff_tag_names(tag, ev->parallel[i].rec.record.sha256);
	return n;
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
static bool untimely(struct ruling *r, const struct claim *c, const struct signed_signoff *g)
{
	char came[WHEN_MAX], ended[WHEN_MAX];
	int64_t until = tested_until(r->step);

	if (g->arrived == FACT_NO)
		rule_unmet(r,
		    "the audit does not tell when %s came in, so nobody can say that it was after "
		    "the test",
		    g->name);
	else if (g->came < until)
		rule_unmet(r, "%s came in at %s, before the test ended at %s", g->name,
		    when_format(g->came, came), when_format(until, ended));
	else if (!role_has(c->kind->role, c->person, g->came))
		rule_unmet(r, "%s came in when %s did not hold the role %s", g->name,
		    escape(r->arena, c->person->name), escape(r->arena, c->kind->role->id));
	else
		return false;
	return true;
}

/* Is it about something else than this promotion? */
static bool is_of_another(struct ruling *r, const struct signed_signoff *g)
{
	const struct step *s = r->step;
	size_t linked, not_seen = unseen(s, &g->tag, &linked);

	if (!git_oid_equal(&g->tag.candidate, &s->candidate_id))
		rule_unmet(r, "%s is about candidate %s, and this promotion is of %s", g->name,
		    oid_short(r->arena, &g->tag.candidate), oid_short(r->arena, &s->candidate_id));
	else if (strcmp(g->tag.environment, s->env->id) != 0)
		rule_unmet(r, "%s is for %s, and this is %s", g->name,
		    escape(r->arena, g->tag.environment), escape(r->arena, s->env->id));
	else if (not_seen > 0)
		rule_unmet(r, "%s does not name %zu of the %zu records that the merge links",
		    g->name, not_seen, linked);
	else if (g->tag.nevidence > linked)
		rule_unmet(r, "%s names %zu records, and the merge links %zu", g->name,
		    g->tag.nevidence, linked);
	else
		return false;
	return true;
}

static void check_current(struct ruling *r, const struct claim *c, const struct signed_signoff *g)
{
	if (g == NULL || g->unreadable.kind != ERROR_NONE)
		return; /* signoff-proven speaks of it */
	if (is_of_another(r, g) || (g->arrived != FACT_UNKNOWN && untimely(r, c, g)))
		rule_mend(r, sign_command(r, r->step->promotion.name, c->kind->role->id),
		    "%s looks at what it is now, and runs", escape(r->arena, c->person->name));
	else if (g->arrived == FACT_UNKNOWN)
		rule_undecided(r, &g->arrived_why);
}

enum outcome rule_signoff_current(struct ruling *r)
{
	return asks_proof(r) ? each_claim(r, check_current) : OUTCOME_NOT_APPLICABLE;
}

/* One that is not the person's own word, or for another environment, stops nothing. */
static bool is_veto(const struct step *s, const struct signed_signoff *g)
{
	return g->latest && g->unreadable.kind == ERROR_NONE &&
	    g->tag.decision == DECISION_REJECT && strcmp(g->tag.environment, s->env->id) == 0 &&
	    g->person != NULL && g->valid.is != FACT_NO;
}

enum outcome rule_signoff_veto(struct ruling *r)
{
	const struct step *s = r->step;

	if (!asks_proof(r))
		return OUTCOME_NOT_APPLICABLE;
	if (!s->givens.complete)
		return rule_undecided(r, &s->givens.why);
	for (size_t i = 0; i < s->givens.n; i++) {
		const struct signed_signoff *g = &s->givens.list[i];

		if (!is_veto(s, g))
			continue;
		if (g->valid.is == FACT_UNKNOWN) {
			rule_undecided(r, &g->valid.why);
			continue;
		}
		rule_unmet(r, "%s, as %s, rejects %s: %s", escape(r->arena, g->person->name),
		    escape(r->arena, g->ref.role), s->promotion.name, g->name);
		rule_mend(r, sign_command(r, s->promotion.name, g->ref.role),
		    "settle it with %s, who then signs anew:", escape(r->arena, g->person->name));
	}
	return rule_said(r);
}
