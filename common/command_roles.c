#include <stdio.h>

#include "command.h"
#include "roles.h"

int
command_roles(const struct options *o)
{
	const char *format = options_have(o, OPT_FORMAT) ? o->value[OPT_FORMAT] : "text";
	struct policy_file file = { 0 };
	struct arena a;
	int rc;

	if (o->nrest > 1)
		return command_usage(o);
	arena_init(&a, ARENA_RUN_CAP);
	rc = command_load_policy(&a, o->rest[0], o->now, &file);
	if (rc == 0)
		(*format == 't'        ? roles_print :
		        *format == 'c' ? roles_print_csv :
		                         roles_print_json)(&a, &file.policy, o->now, stdout);
	arena_release(&a);
	return rc;
}
