/*
 * git sluis rules and explain: the table of rules, one a line or as JSON, or one rule of it.
 */
#include "command/command.h"
#include "base/jsonw.h"
#include "base/nearest.h"
#include "rules/rule.h"
#include "base/wrap.h"

static void print_json(void)
{
	struct jsonw j = { .out = stdout, .format = "rules-1", .lines = true };

	jsonw_open_object(&j, NULL);
	jsonw_open_array(&j, "rules");
	for (size_t i = 0; i < RULE_COUNT; i++) {
		jsonw_open_object(&j, NULL);
		jsonw_text(&j, "rule", rules[i].id);
		jsonw_number(&j, "criterion", rules[i].criterion);
		jsonw_text(&j, "asks", rule_asks((enum rule_id)i));
		jsonw_text(&j, "mend", rule_mends((enum rule_id)i));
		jsonw_close(&j);
	}
	jsonw_close(&j);
	jsonw_close(&j);
}

static void print_list(void)
{
	for (enum rule_id id = 0; id < RULE_COUNT; id++)
		printf("%-20s CH.06-%u  %s\n", rules[id].id, rules[id].criterion, rule_asks(id));
}

int command_rules(const struct options *o)
{
	if (o->nrest > 0)
		return command_usage(o);
	if (options_json(o))
		print_json();
	else
		print_list();
	return 0;
}

static void explain(enum rule_id id)
{
	printf("%s  CH.06-%u\n", rules[id].id, rules[id].criterion);
	wrap_print(say("  asks: "), rule_asks(id), stdout);
	wrap_print(say("  fix: "), rule_mends(id), stdout);
}

static int no_rule(struct arena *a, const char *id)
{
	struct nearest meant = { .typed = id };

	for (size_t i = 0; i < RULE_COUNT; i++)
		nearest_try(&meant, rules[i].id);
	fprintf(stderr, say("sluis: there is no rule '%s'\n"), escape(a, id));
	if (meant.word != NULL)
		fprintf(stderr, say("  fix: git sluis explain %s\n"), meant.word);
	else
		fputs(say("  fix: git sluis explain lists them\n"), stderr);
	return 1;
}

int command_explain(const struct options *o)
{
	const struct rule *r;

	if (o->nrest > 1)
		return command_usage(o);
	command_language(o);
	if (o->nrest == 0) {
		print_list();
	} else if ((r = rule_by_id(o->rest[0])) != NULL) {
		explain((enum rule_id)(r - rules));
	} else {
		return no_rule(o->arena, o->rest[0]);
	}
	return 0;
}
