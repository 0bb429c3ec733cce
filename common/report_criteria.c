#include "report_criteria.h"

#include <string.h>

/* The worst is looked for first: an entry that names a rule twice is not better for it. */
enum report_status
report_rule_status(const struct audit_step *s, const char *rule)
{
	if (audit_list_has(s->rules[OUTCOME_UNMET], rule))
		return REPORT_NOT_MET;
	if (audit_list_has(s->rules[OUTCOME_UNDECIDED], rule))
		return REPORT_NOT_CHECKED;
	if (audit_list_has(s->rules[OUTCOME_WAIVED], rule))
		return REPORT_WAIVED;
	return audit_list_has(s->rules[OUTCOME_MET], rule) ? REPORT_MET : REPORT_NOT_APPLICABLE;
}

void
report_criteria(const struct audit_step *s, struct report_answer out[CRITERIA])
{
	memset(out, 0, CRITERIA * sizeof(*out));
	for (size_t i = 0; i < RULE_COUNT; i++) {
		struct report_answer *a = &out[rules[i].criterion - 1];
		enum report_status status = report_rule_status(s, rules[i].id);

		a->rules[a->n] = &rules[i];
		a->of[a->n++] = status;
		a->status = status > a->status ? status : a->status;
	}
}

const char *
report_unknown_rules(struct arena *a, const struct audit_step *s)
{
	static const enum outcome order[] = { OUTCOME_MET, OUTCOME_UNMET, OUTCOME_UNDECIDED,
		OUTCOME_WAIVED };
	const char *unknown = "";

	for (size_t i = 0; i < sizeof(order) / sizeof(order[0]) && unknown != NULL; i++)
		for (const char *p = s->rules[order[i]]; *p != '\0' && unknown != NULL;) {
			size_t n = strcspn(p, " ");
			const char *id = arena_strndup(a, p, n);

			if (id == NULL)
				return NULL;
			if (rule_by_id(id) == NULL)
				unknown = arena_printf(
				    a, "%s%s%s", unknown, *unknown != '\0' ? " " : "", id);
			p += n + strspn(p + n, " ");
		}
	return unknown;
}
