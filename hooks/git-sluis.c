/*
 * git-sluis: what people ask the gate, as a git command (git-sluis(1)).
 */
#include "command/command.h"
#include "base/nearest.h"
#include "base/output.h"

static const struct {
	const char *name;
	int (*run)(const struct options *o);
	const char *does;
} commands[] = {
	{ "setup", command_setup, "make this computer ready to sign, and a line to send in" },
	{ "status", command_status, "what a promotion has, what it lacks, who can act next" },
	{ "start", command_start, "begin the dossier of a promotion" },
	{ "close", command_close, "put away a promotion that will not go over" },
	{ "page", command_page,
	    "what a promotion is, in plain words, to read before it is signed" },
	{ "sign", command_sign, "put your name under a promotion" },
	{ "promote", command_promote, "make the merge of a promotion, and push it" },
	{ "check", command_check, "judge a push that has not been made" },
	{ "hooks", command_hooks, "have every push from this clone judged before it is made" },
	{ "rules", command_rules, "what the gate asks, one rule a line" },
	{ "explain", command_explain, "what a rule asks, and how to fix a refusal" },
	{ "accept", command_accept, "make an acceptance record of the results of a test run" },
	{ "compare", command_compare, "compare the output of the old and the new system" },
	{ "manifest", command_manifest, "what was promoted, file by file, for sha256sum -c" },
	{ "deployed", command_deployed, "compare what runs with what was promoted, and record it" },
	{ "trailers", command_trailers, "read a commit message as the gate reads it" },
	{ "roles", command_roles, "who holds which role, pushes where and signs what" },
	{ "people", command_people, "take the line of a person into a policy" },
	{ "policy", command_policy, "check or show the policy" },
	{ "log", command_log, "the verdicts, newest first, one a line" },
	{ "report", command_report, "the promotions of a period, as auditors ask for them" },
	{ "audit", command_audit, "verify or complete the history of verdicts" },
	{ "unlock", command_unlock, "let refs move without a verdict for some minutes, on record" },
	{ "doctor", command_doctor, "is this repository guarded? each finding with its fix" },
};

#define COMMANDS (sizeof(commands) / sizeof(commands[0]))

static void print_help(FILE *out)
{
	fputs(say("usage: git sluis COMMAND [OPTIONS]\n\n"), out);
	for (size_t i = 0; i < COMMANDS; i++)
		fprintf(out, "  %-10s %s\n", commands[i].name, say(commands[i].does));
	fputs(
	    say("\ngit sluis COMMAND -h shows its options; git sluis help is the manual.\n"), out);
}

static int run(size_t i, int argc, char *argv[])
{
	struct arena a;
	struct options o = { .now = (int64_t)time(NULL), .arena = &a };
	int rc;

	arena_init(&a, ARENA_RUN_CAP);
	git_libgit2_init();
	rc = options_read(&o, commands[i].name, argc, argv);
	if (rc == 0 && options_have(&o, OPT_FORMAT) && strcmp(o.value[OPT_FORMAT], "json") == 0)
		command_for_machines();
	rc = rc == 0 ? commands[i].run(&o) : command_usage(&o);
	git_libgit2_shutdown();
	arena_release(&a);
	return fflush(stdout) == 0 && !ferror(stdout) ? rc : 2;
}

/* git does the same for its own commands. */
static int show_manual(void)
{
	execlp("man", "man", "git-sluis", (char *)NULL);
	fputs(say("sluis: there is no man here; the manual is hooks/git-sluis.1 of the sources\n"),
	    stderr);
	return 2;
}

static int run_named(size_t i, int argc, char *argv[])
{
	if (argc == 2 && strcmp(argv[1], "-h") == 0) {
		options_explain(commands[i].name, stdout);
		return 0;
	}
	if (argc == 2 && strcmp(argv[1], "--help") == 0)
		return show_manual();
	return run(i, argc, argv);
}

/* COMMANDS for none of that name. */
static size_t find(const char *name)
{
	size_t i = 0;

	while (i < COMMANDS && strcmp(name, commands[i].name) != 0)
		i++;
	return i;
}

static int no_command(const char *name)
{
	struct nearest meant = { .typed = name };
	struct arena a;

	arena_init(&a, ARENA_RUN_CAP);
	for (size_t i = 0; i < COMMANDS; i++)
		nearest_try(&meant, commands[i].name);
	fprintf(stderr, say("sluis: '%s' is not a command of git sluis\n"), escape(&a, name));
	if (meant.word != NULL)
		fprintf(stderr, say("  fix: git sluis %s\n"), meant.word);
	else
		fputs(say("  fix: git sluis -h lists them\n"), stderr);
	arena_release(&a);
	return COMMAND_USAGE;
}

int main(int argc, char *argv[])
{
	const char *name = argc >= 2 ? argv[1] : "";
	bool help = argc == 2 && (strcmp(name, "--help") == 0 || strcmp(name, "-h") == 0);

	if (find(name) < COMMANDS)
		return run_named(find(name), argc - 1, argv + 1);
	if (version_asked(argc, argv))
		return 0;
	if (strcmp(name, "help") == 0 && argc <= 3)
		return argc == 2 || find(argv[2]) < COMMANDS ? show_manual() : no_command(argv[2]);
	if (*name != '\0' && *name != '-')
		return no_command(name);
	print_help(help ? stdout : stderr);
	return help ? 0 : COMMAND_USAGE;
}
