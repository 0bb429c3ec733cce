#include <getopt.h>
#include <stdio.h>

#include "command.h"
#include "rule.h"
#include "say.h"
#include "wrap.h"

#define SYNOPSIS "explain [--language en|nl] [RULE]"

static void
explain(enum rule_id id)
{
	printf("%s  CH.06-%u\n", rules[id].id, rules[id].criterion);
	wrap_print(say("  asks: "), rule_asks(say_language(), id), stdout);
	wrap_print(say("  mend: "), rule_mends(say_language(), id), stdout);
}

static int
read_options(int argc, char *argv[])
{
	static const struct option options[] = { { "language", required_argument, NULL, 'l' },
		{ NULL, 0, NULL, 0 } };
	enum language language;
	int c;

	while ((c = getopt_long(argc, argv, "", options, NULL)) != -1) {
		if (c != 'l' || say_read(optarg, &language) < 0)
			return -1;
		say_in(language);
	}
	return argc - optind <= 1 ? 0 : -1;
}

int
command_explain(int argc, char *argv[])
{
	const struct rule *r;

	if (read_options(argc, argv) < 0)
		return command_usage(SYNOPSIS);
	if (optind == argc) {
		for (enum rule_id id = 0; id < RULE_COUNT; id++)
			printf("%-20s CH.06-%u  %s\n", rules[id].id, rules[id].criterion,
			    rule_asks(say_language(), id));
	} else if ((r = rule_by_id(argv[optind])) != NULL) {
		explain((enum rule_id)(r - rules));
	} else {
		fprintf(
		    stderr, "sluis: there is no such rule; for all of them: git sluis explain\n");
		return 1;
	}
	return fflush(stdout) == 0 ? 0 : 2;
}
