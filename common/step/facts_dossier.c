#include "step/facts.h"

#define DOSSIERS_SEARCHED 200 /* the last by name: what is refused now is new */

/* Is the record about what the step brings: a parent of it, or, where that is lost, its tree? */
static bool is_about(const struct step *s, const struct dossier_record *rec)
{
	const char *says = dossier_candidate(rec);
	char tree[OID_HEX + 1];
	git_oid id;

	if (says == NULL || oid_parse(says, strlen(says), &id) < 0)
		return false;
	for (size_t i = 0; i < s->tip->nparents; i++)
		if (git_oid_equal(&s->tip->parents[i], &id) && !git_oid_equal(&id, &s->base_id))
			return true;
	return rec->kind == DOSSIER_ACCEPTANCE && rec->acceptance.tree != NULL &&
	    strcmp(rec->acceptance.tree, git_oid_tostr(tree, sizeof(tree), &s->tip->tree)) == 0;
}

static const struct dossier *dossier_of(const struct push *p, const struct step *s, const char *id)
{
	struct dossier *d = arena_alloc(p->arena, sizeof(*d));
	const struct dossier_record *plan;
	struct error none = { 0 };

	if (d == NULL || dossier_read(p->arena, p->repo, p->policy, id, d, &none) < 0)
		return NULL;
	plan = dossier_find(d, DOSSIER_PLAN);
	if (plan != NULL && plan->malformed.kind == ERROR_NONE &&
	    strcmp(plan->plan.environment, s->env->id) != 0)
		return NULL;
	for (size_t i = 0; i < d->n; i++)
		if (is_about(s, &d->records[i]))
			return d;
	return NULL;
}

bool facts_dossier(const struct push *p, struct step *s)
{
	const char *said = s->promotion.name, *const * ids;
	struct error none = { 0 };
	size_t n = 0;

	if (s->kind < STEP_PROMOTION || s->kind > STEP_FOXTROT || p->policy->evidence_ref == NULL)
		return false;
	if (said != NULL)
		s->dossier = dossier_of(p, s, said);
	if (s->dossier == NULL && dossier_list(p->arena, p->repo, p->policy, &ids, &n, &none) == 0)
		for (size_t i = n; s->dossier == NULL && i-- > 0 && i + DOSSIERS_SEARCHED >= n;)
			s->dossier = dossier_of(p, s, ids[i]);
	if (s->dossier == NULL || s->env->proof != PROOF_SIGNATURE)
		return s->dossier != NULL;
	if (said != NULL && strcmp(said, s->dossier->id) == 0)
		s->given_for_dossier = s->givens;
	else
		signed_signoffs_gather(p->arena, p->repo, p->policy, p->changes, s->dossier->id,
		    s->now, !p->live, &p->past->ledger, steps_verifier(p), &s->given_for_dossier);
	return true;
}
