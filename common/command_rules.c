/*
 * git sluis rules: the table of rules, one a line or as JSON.
 */
#include <stdio.h>

#include "command.h"
#include "jsonw.h"
#include "rule.h"

static void
print_json(void)
{
	struct jsonw j = { .out = stdout, .lines = true };

	jsonw_open_array(&j, NULL);
	for (size_t i = 0; i < RULE_COUNT; i++) {
		jsonw_open_object(&j, NULL);
		jsonw_text(&j, "rule", rules[i].id);
		jsonw_number(&j, "criterion", rules[i].criterion);
		jsonw_text(&j, "asks", rules[i].asks);
		jsonw_text(&j, "mend", rules[i].mend);
		jsonw_close(&j);
	}
	jsonw_close(&j);
	putchar('\n');
}

int
command_rules(const struct options *o)
{
	if (o->nrest > 0)
		return command_usage(o);
	if (options_have(o, OPT_FORMAT) && *o->value[OPT_FORMAT] == 'j')
		print_json();
	else
		for (size_t i = 0; i < RULE_COUNT; i++)
			printf(
			    "%-20s CH.06-%u  %s\n", rules[i].id, rules[i].criterion, rules[i].asks);
	return 0;
}
