#include <getopt.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "command.h"

#define SYNOPSIS "roles [--format text|csv|json] [FILE]"

int
command_roles(int argc, char *argv[])
{
	static const struct option options[] = { { "format", required_argument, NULL, 'f' },
		{ NULL, 0, NULL, 0 } };
	const char *format = "text";
	struct policy_file file = { 0 };
	struct arena a;
	int c, rc;

	while ((c = getopt_long(argc, argv, "", options, NULL)) != -1) {
		if (c == '?')
			return command_usage(SYNOPSIS);
		format = optarg;
	}
	if (argc - optind > 1 ||
	    (strcmp(format, "text") != 0 && strcmp(format, "csv") != 0 &&
	        strcmp(format, "json") != 0))
		return command_usage(SYNOPSIS);
	arena_init(&a, ARENA_RUN_CAP);
	rc = command_load_policy(&a, argv[optind], &file);
	if (rc == 0)
		(*format == 't' ? roles_print :
		        *format == 'c' ?
		                  roles_print_csv :
		                  roles_print_json)(&a, &file.policy, (int64_t)time(NULL), stdout);
	arena_release(&a);
	return fflush(stdout) == 0 ? rc : 2;
}
