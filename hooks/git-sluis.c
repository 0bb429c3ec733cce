/*
 * git-sluis: what people ask the gate, as a git command (git-sluis(1)).
 */
#include <stdio.h>
#include <string.h>

#include "command.h"

static const struct {
	const char *name;
	int (*run)(int argc, char *argv[]);
	const char *does;
} commands[] = {
	{ "check", command_check, "judge a push that has not been made" },
	{ "trailers", command_trailers, "read a commit message as the gate reads it" },
	{ "policy", command_policy, "check or show the policy" },
	{ "explain", command_explain, "what a rule asks, and how a refusal is mended" },
};

#define COMMANDS (sizeof(commands) / sizeof(commands[0]))

static void
print_help(FILE *out)
{
	fputs("usage: git sluis COMMAND [OPTIONS]\n\n", out);
	for (size_t i = 0; i < COMMANDS; i++)
		fprintf(out, "  %-10s %s\n", commands[i].name, commands[i].does);
	fputs("\nman git-sluis says more.\n", out);
}

int
main(int argc, char *argv[])
{
	if (argc >= 2)
		for (size_t i = 0; i < COMMANDS; i++)
			if (strcmp(argv[1], commands[i].name) == 0)
				return commands[i].run(argc - 1, argv + 1);
	if (argc == 2 && strcmp(argv[1], "--version") == 0) {
		puts("sluis " SLUIS_VERSION);
		return 0;
	}
	if (argc == 2 && (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "-h") == 0)) {
		print_help(stdout);
		return 0;
	}
	print_help(stderr);
	return COMMAND_USAGE;
}
