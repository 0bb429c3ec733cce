/*
 * git sluis rules: the table of rules, one a line or as JSON.
 */
#include <getopt.h>
#include <stdio.h>
#include <string.h>

#include "command.h"
#include "jsonw.h"
#include "rule.h"

#define SYNOPSIS "rules [--format text|json]"

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
command_rules(int argc, char *argv[])
{
	static const struct option options[] = { { "format", required_argument, NULL, 'f' },
		{ NULL, 0, NULL, 0 } };
	const char *format = "text";
	int c;

	while ((c = getopt_long(argc, argv, "", options, NULL)) != -1) {
		if (c == '?')
			return command_usage(SYNOPSIS);
		format = optarg;
	}
	if (optind < argc || (strcmp(format, "text") != 0 && strcmp(format, "json") != 0))
		return command_usage(SYNOPSIS);
	if (*format == 'j')
		print_json();
	for (size_t i = 0; *format == 't' && i < RULE_COUNT; i++)
		printf("%-20s CH.06-%u  %s\n", rules[i].id, rules[i].criterion, rules[i].asks);
	return fflush(stdout) == 0 ? 0 : 2;
}
