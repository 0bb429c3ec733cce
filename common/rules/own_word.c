/*
 * A waiver, or a difference that was accepted, is the word of the person it names (norm CH.06
 * criteria 4 and 6).
 */

#include "rules/text.h"

/* A test is the word of who ran it, a parallel run that of who brought it in. */
static bool tested(const struct ruling *r, const struct person *who)
{
	const struct evidence *ev = &r->step->evidence;

	for (size_t i = 0; i < ev->n; i++) {
		const char *by = ev->acceptance[i].acceptance.executed_by;

		if (by != NULL && policy_person_by_id(r->policy, by) == who)
			return true;
	}
	for (size_t i = 0; i < ev->nparallel; i++)
		if (provenance_person(r->policy, &ev->parallel[i].rec.brought) == who)
			return true;
	return false;
}

/* Is this the person's valid word about the record? `*why` is set where nobody can say. */
static bool names(const struct signed_signoff *g, const unsigned char sha256[DIGEST_SIZE],
    const struct error **why)
{
	if (g != NULL && signed_signoff_lost(g)) {
		*why = &g->unreadable;
		return false;
	}
	if (g == NULL || g->unreadable.kind != ERROR_NONE || g->tag.decision != DECISION_APPROVE ||
	    g->valid.is == FACT_NO || !signoff_tag_names(&g->tag, sha256))
		return false;
	if (g->valid.is == FACT_UNKNOWN)
		*why = &g->valid.why;
	return g->valid.is == FACT_YES;
}

/* Does the merge list a sign-off of this person that names the record? Where the trailer is the
 * proof, the merge that lists it links the record too. `*why` is set where nobody can say. */
static bool signs(const struct ruling *r, const struct person *who,
    const unsigned char sha256[DIGEST_SIZE], const struct error **why)
{
	const struct step *s = r->step;
	bool any = false;

	if (s->asked.known != FACT_YES)
		*why = &s->asked.why;
	else if (s->env->proof == PROOF_SIGNATURE && !s->givens.complete)
		*why = &s->givens.why;
	for (size_t i = 0; *why == NULL && i < s->claims.n && !any; i++) {
		const struct claim *c = &s->claims.list[i];

		any = c->counts && c->person == who &&
		    (s->env->proof != PROOF_SIGNATURE || names(c->given, sha256, why));
	}
	return any;
}

bool rule_all_sign(
    const struct ruling *r, const unsigned char sha256[DIGEST_SIZE], const struct error **why)
{
	const struct step *s = r->step;
	bool all = true, any = false;

	if (s->env->proof == PROOF_SIGNATURE && s->asked.known != FACT_YES)
		*why = &s->asked.why;
	else if (rule_asks_proof(r) && !s->givens.complete)
		*why = &s->givens.why;
	if (*why != NULL || !rule_asks_proof(r))
		return false;
	for (size_t i = 0; i < s->claims.n; i++) {
		const struct claim *c = &s->claims.list[i];
		const struct error *doubt = NULL;

		if (!c->counts)
			continue;
		any = true;
		if (names(c->given, sha256, &doubt))
			continue;
		all = false;
		*why = doubt;
		if (doubt == NULL)
			return false;
	}
	return any && all;
}

void rule_own_word(
    struct ruling *r, const struct recorded *rec, const char *what, const char *id, const char *by)
{
	const struct person *who = policy_person_by_id(r->policy, by);
	const struct error *unknown = NULL;
	const char *why = NULL;
	bool silent = false;

	if (who == NULL || who->service)
		why = "who is not a person in the policy";
	else if (tested(r, who))
		why = "who tested it";
	else if (rule_made(r, who) != NULL)
		why = "who helped to make the change";
	else if ((silent = !signs(r, who, rec->record.sha256, &unknown) && unknown == NULL))
		why = "who gave no sign-off of this promotion that names the record";
	if (unknown != NULL)
		rule_undecided(r, unknown);
	if (why == NULL)
		return;
	rule_unmet(
	    r, "%s: %s by '%s', %s", rec->record.place, what, escape(r->arena, by), say(why));
	rule_mend(r, NULL,
	    "somebody who signs off, and neither made nor tested the change, decides about '%s': "
	    "the record names them, and then they sign off",
	    id);
	if (silent && rule_finding(r) != NULL)
		rule_finding(r)->by_signing = true;
}
