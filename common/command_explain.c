#include <stdio.h>

#include "command.h"
#include "rule.h"
#include "wrap.h"

static void
explain(const struct rule *r)
{
	printf("%s  CH.06-%u\n", r->id, r->criterion);
	wrap_print("  asks: ", r->asks, stdout);
	wrap_print("  mend: ", r->mend, stdout);
}

int
command_explain(int argc, char *argv[])
{
	const struct rule *r;

	if (argc > 2)
		return command_usage("explain [RULE]");
	if (argc == 1) {
		for (size_t i = 0; i < RULE_COUNT; i++)
			printf("%-20s CH.06-%u  %s\n", rules[i].id, rules[i].criterion, rules[i].asks);
	} else if ((r = rule_by_id(argv[1])) != NULL) {
		explain(r);
	} else {
		fprintf(stderr, "sluis: there is no such rule; for all of them: git sluis explain\n");
		return 1;
	}
	return fflush(stdout) == 0 ? 0 : 2;
}
