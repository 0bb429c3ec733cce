#include "command.h"

#include <stdio.h>

int
command_usage(const char *synopsis)
{
	fprintf(stderr, "usage: git sluis %s\n", synopsis);
	return COMMAND_USAGE;
}
