/*
 * git-sluis: what people ask the gate, as a git command (git-sluis(1)).
 */
#include <git2/global.h>
#include <stdio.h>
#include <string.h>

#include "command.h"
#include "version.h"

static const struct {
	const char *name;
	int (*run)(int argc, char *argv[]);
	const char *does;
} commands[] = {
	{ "check", command_check, "judge a push that has not been made" },
	{ "sign", command_sign, "put your name under a promotion" },
	{ "accept", command_accept, "make an acceptance record of the results of a test run" },
	{ "compare", command_compare, "compare what the old and the new system put out, file by file" },
	{ "trailers", command_trailers, "read a commit message as the gate reads it" },
	{ "policy", command_policy, "check or show the policy" },
	{ "roles", command_roles, "who holds which role, pushes where and signs what" },
	{ "log", command_log, "the verdicts, newest first, one a line" },
	{ "report", command_report, "the promotions of a period, as auditors ask for them" },
	{ "audit", command_audit, "verify or complete the history of verdicts" },
	{ "unlock", command_unlock, "let refs move without a verdict for some minutes, on record" },
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

static int
run(size_t i, int argc, char *argv[])
{
	int rc;

	git_libgit2_init();
	rc = commands[i].run(argc, argv);
	git_libgit2_shutdown();
	return rc;
}

int
main(int argc, char *argv[])
{
	if (argc >= 2)
		for (size_t i = 0; i < COMMANDS; i++)
			if (strcmp(argv[1], commands[i].name) == 0)
				return run(i, argc - 1, argv + 1);
	if (version_asked(argc, argv))
		return 0;
	if (argc == 2 && (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "-h") == 0)) {
		print_help(stdout);
		return 0;
	}
	print_help(stderr);
	return COMMAND_USAGE;
}
