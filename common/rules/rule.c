#include "rules/rule.h"

const struct rule rules[RULE_COUNT] = {
#define X(name, id, criterion, group, asks, mend, asks_nl, mend_nl) \
	[RULE_##name] = { id, criterion, group, asks, mend, asks_nl, mend_nl, rule_##name },
	RULES(X)
#undef X
};

const struct rule *rule_by_id(const char *id)
{
	for (size_t i = 0; i < RULE_COUNT; i++)
		if (strcmp(rules[i].id, id) == 0)
			return &rules[i];
	return NULL;
}

const char *rule_asks(enum rule_id id)
{
	return say_language() == LANGUAGE_NL ? rules[id].asks_nl : rules[id].asks;
}

const char *rule_mends(enum rule_id id)
{
	return say_language() == LANGUAGE_NL ? rules[id].mend_nl : rules[id].mend;
}

enum outcome rule_judge(struct arena *a, enum rule_id id, const struct policy *p,
    const struct step *s, struct findings *out)
{
	struct ruling r = {
		.arena = a, .policy = p, .step = s, .rule = id, .mend = rule_mends(id), .out = out
	};

	return ruling_run(&r, rules[id].group, rules[id].check);
}
