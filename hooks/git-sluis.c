/*
 * git-sluis: what people ask the gate, as a git command (git-sluis(1)).
 */
#include <git2/global.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "command/command.h"
#include "base/output.h"

static const struct {
	const char *name;
	int (*run)(const struct options *o);
	const char *does;
} commands[] = {
	{ "status", command_status, "what a promotion has, what it lacks, who can act next" },
	{ "start", command_start, "begin the dossier of a promotion" },
	{ "sign", command_sign, "put your name under a promotion" },
	{ "promote", command_promote, "make the merge of a promotion, and push it" },
	{ "check", command_check, "judge a push that has not been made" },
	{ "hooks", command_hooks, "have every push from this clone judged before it is made" },
	{ "rules", command_rules, "what the gate asks, one rule a line" },
	{ "explain", command_explain, "what a rule asks, and how a refusal is mended" },
	{ "accept", command_accept, "make an acceptance record of the results of a test run" },
	{ "compare", command_compare,
	    "compare what the old and the new system put out, file by file" },
	{ "manifest", command_manifest, "what was promoted, file by file, for sha256sum -c" },
	{ "deployed", command_deployed, "compare what runs with what was promoted, and record it" },
	{ "trailers", command_trailers, "read a commit message as the gate reads it" },
	{ "roles", command_roles, "who holds which role, pushes where and signs what" },
	{ "policy", command_policy, "check or show the policy" },
	{ "log", command_log, "the verdicts, newest first, one a line" },
	{ "report", command_report, "the promotions of a period, as auditors ask for them" },
	{ "audit", command_audit, "verify or complete the history of verdicts" },
	{ "unlock", command_unlock, "let refs move without a verdict for some minutes, on record" },
	{ "doctor", command_doctor, "is this repository guarded? each finding with its mend" },
};

#define COMMANDS (sizeof(commands) / sizeof(commands[0]))

static void print_help(FILE *out)
{
	fputs("usage: git sluis COMMAND [OPTIONS]\n\n", out);
	for (size_t i = 0; i < COMMANDS; i++)
		fprintf(out, "  %-10s %s\n", commands[i].name, commands[i].does);
	fputs("\ngit sluis COMMAND -h shows its options; git sluis COMMAND --help is the manual.\n",
	    out);
}

static int run(size_t i, int argc, char *argv[])
{
	struct arena a;
	struct options o = { .now = (int64_t)time(NULL), .arena = &a };
	int rc;

	if (options_read(&o, commands[i].name, argc, argv) < 0)
		return command_usage(&o);
	arena_init(&a, ARENA_RUN_CAP);
	git_libgit2_init();
	rc = commands[i].run(&o);
	git_libgit2_shutdown();
	arena_release(&a);
	return fflush(stdout) == 0 && !ferror(stdout) ? rc : 2;
}

/* git does the same for its own commands. */
static int show_manual(void)
{
	execlp("man", "man", "git-sluis", (char *)NULL);
	fputs("sluis: there is no man here; the manual is hooks/git-sluis.1 of the sources\n",
	    stderr);
	return 2;
}

static int run_named(size_t i, int argc, char *argv[])
{
	if (argc == 2 && strcmp(argv[1], "-h") == 0) {
		options_print(commands[i].name, stdout);
		return 0;
	}
	if (argc == 2 && strcmp(argv[1], "--help") == 0)
		return show_manual();
	return run(i, argc, argv);
}

int main(int argc, char *argv[])
{
	if (argc >= 2)
		for (size_t i = 0; i < COMMANDS; i++)
			if (strcmp(argv[1], commands[i].name) == 0)
				return run_named(i, argc - 1, argv + 1);
	if (version_asked(argc, argv))
		return 0;
	if (argc == 2 && (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "-h") == 0)) {
		print_help(stdout);
		return 0;
	}
	print_help(stderr);
	return COMMAND_USAGE;
}
