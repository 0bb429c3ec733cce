#include <stdio.h>

#include "command.h"
#include "rule.h"
#include "say.h"
#include "wrap.h"

static void
explain(enum rule_id id)
{
	printf("%s  CH.06-%u\n", rules[id].id, rules[id].criterion);
	wrap_print(say("  asks: "), rule_asks(say_language(), id), stdout);
	wrap_print(say("  mend: "), rule_mends(say_language(), id), stdout);
}

int
command_explain(const struct options *o)
{
	enum language language;
	const struct rule *r;

	if (o->nrest > 1)
		return command_usage(o);
	if (options_have(o, OPT_LANGUAGE) && say_read(o->value[OPT_LANGUAGE], &language) == 0)
		say_in(language);
	if (o->nrest == 0) {
		for (enum rule_id id = 0; id < RULE_COUNT; id++)
			printf("%-20s CH.06-%u  %s\n", rules[id].id, rules[id].criterion,
			    rule_asks(say_language(), id));
	} else if ((r = rule_by_id(o->rest[0])) != NULL) {
		explain((enum rule_id)(r - rules));
	} else {
		fprintf(
		    stderr, "sluis: there is no such rule; for all of them: git sluis explain\n");
		return 1;
	}
	return 0;
}
