/*
 * rule_policy: the policy that is enforced is the policy that people can read (norm CH.06 criterion
 * 1).
 */
#include "rule.h"

enum outcome
rule_policy_published(struct ruling *r)
{
	const struct step *s = r->step;

	if (s->env == NULL || s->env->from == NULL ||
	    (s->kind != STEP_PROMOTION && s->kind != STEP_FAST_FORWARD && s->kind != STEP_BASELINE))
		return OUTCOME_NOT_APPLICABLE;
	if (s->published->is == FACT_UNKNOWN) {
		rule_undecided(r, &s->published->why);
		return OUTCOME_UNDECIDED;
	}
	if (s->published->is == FACT_NO) {
		rule_unmet(r, "%s", s->published->why.text);
		rule_mend(r, NULL,
		    "the administrator of the server runs in the repository: git sluis policy "
		    "--publish");
	}
	return OUTCOME_MET;
}
