#include "command/option.h"

#include <getopt.h>
#include <string.h>

#include "base/escape.h"
#include "base/nearest.h"
#include "base/say/say.h"

#define ROWS_MAX 32 /* of a command */
#define LONG 256 /* below it are letters */
#define COLUMNS 80 /* of a terminal */
#define MEANINGS 27 /* the column where what an option does begins */

/* A row is a piece of the synopsis. Its option is the word after "--" (or "-"), which takes a value
 * where one follows, and only these where they are "one|or|another". */
static const struct row {
	enum option_id id;
	const char *text;
	const char *also; /* a letter or a word for the same option; NULL for none */
} rows[] = {
	{ OPT_COMMAND, "setup" },
	{ OPT_NAME, "[--name NAME]" },
	{ OPT_EMAIL, "[--email ADDRESS]" },
	{ OPT_ID, "[--id ID]" },
	{ OPT_KEY, "\n       [--key FILE" },
	{ OPT_NO_PASSPHRASE, "[--no-passphrase] |" },
	{ OPT_FIDO, "--fido" },
	{ OPT_WORD, "[--key FILE] |\n      " },
	{ OPT_AGENT, "--agent" },
	{ OPT_WORD, "[--key FINGERPRINT]]" },
	{ OPT_YES, "[--yes]" },
	{ OPT_LANGUAGE, "[--language en|nl]" },

	{ OPT_COMMAND, "status" },
	{ OPT_WORD, "[ID]" },
	{ OPT_ENVIRONMENT, "[--environment ENV]" },
	{ OPT_CANDIDATE, "[--candidate COMMIT]" },
	{ OPT_EMERGENCY, "[--emergency TEXT |" },
	{ OPT_ROLLS_BACK_TO, "\n       --rolls-back-to COMMIT |" },
	{ OPT_REVIEWS_EMERGENCY, "--reviews-emergency ID...]" },
	{ OPT_REMOTE, "[--remote NAME]" },
	{ OPT_FORMAT, "[--format text|json]" },

	{ OPT_COMMAND, "start" },
	{ OPT_WORD, "ID" },
	{ OPT_CRITERION, "[--criterion TEXT...]" },
	{ OPT_WINDOW_START, "[--window-start TIME]" },
	{ OPT_WINDOW_END, "[--window-end TIME]" },
	{ OPT_PERFORMER, "[--performer PERSON]" },
	{ OPT_ROLLBACK, "\n       [--rollback TEXT]" },
	{ OPT_COMMUNICATION, "[--communication TEXT]" },
	{ OPT_ENVIRONMENT, "[--environment ENV]" },
	{ OPT_CANDIDATE, "[--candidate COMMIT]" },
	{ OPT_EMERGENCY, "\n       [--emergency TEXT |" },
	{ OPT_ROLLS_BACK_TO, "--rolls-back-to COMMIT]" },
	{ OPT_REMOTE, "[--remote NAME]" },

	{ OPT_COMMAND, "close" },
	{ OPT_WORD, "ID" },
	{ OPT_REASON, "[--reason TEXT |" },
	{ OPT_REOPEN, "--reopen]" },
	{ OPT_REMOTE, "[--remote NAME]" },

	{ OPT_COMMAND, "sign" },
	{ OPT_WORD, "ID" },
	{ OPT_ROLE, "--role ROLE" },
	{ OPT_REJECT, "[--reject]" },
	{ OPT_ENVIRONMENT, "[--environment ENV]" },
	{ OPT_CANDIDATE, "[--candidate COMMIT]" },
	{ OPT_EMERGENCY, "[--emergency TEXT |" },
	{ OPT_ROLLS_BACK_TO, "\n       --rolls-back-to COMMIT |" },
	{ OPT_REVIEWS_EMERGENCY, "--reviews-emergency ID...]" },
	{ OPT_EVIDENCE, "[--evidence sha256:HEX]..." },
	{ OPT_REMOTE, "[--remote NAME]" },
	{ OPT_YES, "[--yes]" },

	{ OPT_COMMAND, "promote" },
	{ OPT_WORD, "ID" },
	{ OPT_DRY_RUN, "[--dry-run]", "n" },
	{ OPT_ENVIRONMENT, "[--environment ENV]" },
	{ OPT_CANDIDATE, "[--candidate COMMIT]" },
	{ OPT_IMPACT, "[--impact LEVEL]" },
	{ OPT_EMERGENCY, "[--emergency TEXT |" },
	{ OPT_ROLLS_BACK_TO, "\n       --rolls-back-to COMMIT |" },
	{ OPT_REVIEWS_EMERGENCY, "--reviews-emergency ID...]" },
	{ OPT_REMOTE, "[--remote NAME]" },

	{ OPT_COMMAND, "check" },
	{ OPT_PUSHER, "[--pusher LOGIN]" },
	{ OPT_FORMAT, "[--format text|json]" },
	{ OPT_WORD, "[REMOTE [REFSPEC...]] |\n       git sluis check" },
	{ OPT_REPO, "[--repo DIR]" },
	{ OPT_POLICY, "[--policy FILE]" },
	{ OPT_WORD, "--pusher LOGIN [--format text|json]" },
	{ OPT_OLD, "(--old OID" },
	{ OPT_NEW, "--new OID" },
	{ OPT_REF, "--ref REF |" },
	{ OPT_STDIN, "--stdin)" },

	{ OPT_COMMAND, "hooks" },
	{ OPT_LOCAL, "--local" },
	{ OPT_REMOVE, "[--remove]" },

	{ OPT_COMMAND, "rules" },
	{ OPT_FORMAT, "[--format text|json]" },

	{ OPT_COMMAND, "explain" },
	{ OPT_LANGUAGE, "[--language en|nl]" },
	{ OPT_WORD, "[RULE]" },

	{ OPT_COMMAND, "accept" },
	{ OPT_WORD, "(ID |" },
	{ OPT_PROMOTION, "--promotion ID)" },
	{ OPT_JUNIT, "[(--junit FILE |" },
	{ OPT_TAP, "--tap FILE |" },
	{ OPT_JSON, "--json FILE)...]" },
	{ OPT_CANDIDATE, "[--candidate COMMIT]" },
	{ OPT_ENVIRONMENT, "[--environment ENV]" },
	{ OPT_STARTED, "[--started TIME]" },
	{ OPT_FINISHED, "[--finished TIME]" },
	{ OPT_REMOTE, "[--remote NAME]" },
	{ OPT_PUSH, "[--push]" },

	{ OPT_COMMAND, "compare" },
	{ OPT_WORD, "OLD_DIR NEW_DIR" },
	{ OPT_PROMOTION, "--promotion ID" },
	{ OPT_STARTED, "--started TIME" },
	{ OPT_FINISHED, "[--finished TIME]" },
	{ OPT_OLD, "[--old COMMIT]" },
	{ OPT_NEW, "[--new COMMIT]" },
	{ OPT_ENVIRONMENT, "[--environment ENV]" },
	{ OPT_OUTPUT, "[--output FILE]" },
	{ OPT_REMOTE, "[--remote NAME]" },
	{ OPT_PUSH, "[--push]" },
	{ OPT_RECORD, "\n       git sluis compare --record FILE" },
	{ OPT_WORD, "--promotion ID [--remote NAME] [--push]" },

	{ OPT_COMMAND, "manifest" },
	{ OPT_WORD, "ID" },
	{ OPT_ENVIRONMENT, "[--environment ENV]" },
	{ OPT_REMOTE, "[--remote NAME]" },

	{ OPT_COMMAND, "deployed" },
	{ OPT_WORD, "ID" },
	{ OPT_TARGET, "--target NAME" },
	{ OPT_TREE, "[--tree DIR" },
	{ OPT_HOST, "[--host USER@HOST]]" },
	{ OPT_STEP, "[--step N=WORD...]" },
	{ OPT_OUTCOME, "\n       [--outcome done|failed|rolled-back]" },
	{ OPT_STARTED, "[--started TIME]" },
	{ OPT_FINISHED, "[--finished TIME]" },
	{ OPT_REMOTE, "[--remote NAME]" },
	{ OPT_PUSH, "[--push]" },

	{ OPT_COMMAND, "trailers" },
	{ OPT_WORD, "< MESSAGE" },

	{ OPT_COMMAND, "roles" },
	{ OPT_FORMAT, "[--format text|csv|json]" },
	{ OPT_AT, "[--at TIME |" },
	{ OPT_WORD, "FILE]" },

	{ OPT_COMMAND, "people" },
	{ OPT_WORD, "add DIR" },
	{ OPT_ROLE, "[--role ROLE]..." },
	{ OPT_LOGIN, "[--login LOGIN]" },
	{ OPT_KNOWN, "[--known]" },
	{ OPT_VERSION, "[--version TEXT]" },
	{ OPT_DRY_RUN, "\n       [--dry-run]", "n" },
	{ OPT_WORD, "[LINE]" },

	{ OPT_COMMAND, "policy" },
	{ OPT_LINT, "(--lint |" },
	{ OPT_SHOW, "--show |" },
	{ OPT_MARKDOWN, "--markdown" },
	{ OPT_LANGUAGE, "[--language en|nl])" },
	{ OPT_WORD, "[FILE] |\n       git sluis policy" },
	{ OPT_DIFF, "--diff" },
	{ OPT_WORD, "[--language en|nl] OLD NEW |\n       git sluis policy" },
	{ OPT_PUBLISH, "--publish" },
	{ OPT_REASON, "[--reason TEXT]" },
	{ OPT_APPROVED, "[--approved AUDIT:COMMIT]" },
	{ OPT_DRY_RUN, "[--dry-run" },
	{ OPT_WORD, "FILE] |\n       git sluis policy" },
	{ OPT_FROM, "--from REPOSITORY" },
	{ OPT_OUTPUT, "--output DIR" },

	{ OPT_COMMAND, "log" },
	{ OPT_PROMOTION, "[--promotion ID]" },
	{ OPT_PERSON, "[--person ID]" },
	{ OPT_RULE, "[--rule ID]" },
	{ OPT_DECISION, "[--decision accept|reject|undecided]" },
	{ OPT_FROM, "\n       [--from TIME]" },
	{ OPT_TO, "[--to TIME]" },
	{ OPT_REF, "[--ref REF]" },
	{ OPT_NUMBER, "[-n N]" },
	{ OPT_FORMAT, "[--format text|json]" },

	{ OPT_COMMAND, "report" },
	{ OPT_FROM, "[--from TIME]" },
	{ OPT_TO, "[--to TIME]" },
	{ OPT_PROMOTION, "[--promotion ID]" },
	{ OPT_ENVIRONMENT, "\n       [--environment ENV |" },
	{ OPT_ALL_ENVIRONMENTS, "--all-environments]" },
	{ OPT_SAMPLE, "\n       [--sample N" },
	{ OPT_SEED, "[--seed SEED]]" },
	{ OPT_FORMAT, "[--format text|csv|json|html |" },
	{ OPT_EXPORT, "--export DIR]" },
	{ OPT_AGAINST, "\n       [--against REPOSITORY" },
	{ OPT_SIGNERS, "--signers FILE]" },
	{ OPT_LANGUAGE, "[--language en|nl]" },
	{ OPT_REPOS, "\n       [--repos" },
	{ OPT_WORD, "DIR...]" },

	{ OPT_COMMAND, "audit" },
	{ OPT_WORD, "(verify" },
	{ OPT_AGAINST, "[--against REPOSITORY]" },
	{ OPT_SIGNERS, "[--signers FILE" },
	{ OPT_PRINCIPAL, "[--principal NAME]]" },
	{ OPT_ALL, "[--all] |" },
	{ OPT_WORD, "\n                        witness" },
	{ OPT_REMOTE, "[--remote NAME] |" },
	{ OPT_WORD, "\n                        reconcile" },
	{ OPT_REASON, "[--reason TEXT] |" },
	{ OPT_WORD, "\n                        arm HOOK...)" },

	{ OPT_COMMAND, "unlock" },
	{ OPT_REASON, "--reason TEXT" },
	{ OPT_MINUTES, "--minutes N" },

	{ OPT_COMMAND, "doctor" },
	{ OPT_VERBOSE, "[-v]", "verbose" },
	{ OPT_FORMAT, "[--format text|json]" },
	{ OPT_CHECK, "[--check NAME]" },
	{ OPT_HOST, "[--host HOST]" },
	{ OPT_NO_PUSH, "[--no-push]" },
	{ OPT_SSHD_CONFIG, "\n       [--sshd-config FILE]" },
	{ OPT_WORD, "[REPO]" },
	{ OPT_COMMAND, "" },
};

/* The row after that of the command's name. */
static const struct row *find_command(const char *name)
{
	const struct row *r = rows;

	for (; *r->text != '\0'; r++)
		if (r->id == OPT_COMMAND && strcmp(r->text, name) == 0)
			return r + 1;
	return r;
}

struct parts {
	const char *name, *argument; /* NULL for an option without one */
	size_t name_len, argument_len;
};

static struct parts take_apart(const char *text)
{
	const char *dash = strstr(text, "--");
	struct parts p = { .name = dash != NULL ? dash + 2 : strchr(text, '-') + 1 };
	const char *after;

	p.name_len = strspn(p.name, "abcdefghijklmnopqrstuvwxyz-");
	after = p.name + p.name_len;
	if (after[0] == ' ' && after[1] != '|') {
		p.argument = after + 1;
		p.argument_len = strcspn(p.argument, " ])");
	}
	return p;
}

static bool is_choice(const struct parts *p, const char *value)
{
	const char *end = p->argument + p->argument_len;

	if (memchr(p->argument, '|', p->argument_len) == NULL)
		return true;
	for (const char *at = p->argument; at < end;) {
		size_t n = strcspn(at, "| ])");

		if (strlen(value) == n && memcmp(at, value, n) == 0)
			return true;
		at += n + 1;
	}
	return false;
}

/* The options of a command as getopt_long(3) wants them. */
struct known {
	struct option list[2 * ROWS_MAX];
	char names[ROWS_MAX][32];
	char letters[2 * ROWS_MAX + 2];
	const struct row *of_letter[LONG];
	size_t n, nletters;
};

static void add_name(struct known *k, const struct row *r, int row, const char *name, bool takes)
{
	if (name[1] != '\0') {
		k->list[k->n++] = (struct option){ name, takes ? required_argument : no_argument,
			NULL, LONG + row };
		return;
	}
	k->of_letter[(unsigned char)*name] = r;
	k->letters[k->nletters++] = *name;
	if (takes)
		k->letters[k->nletters++] = ':';
}

static void make_known(const struct row *first, struct known *k)
{
	memset(k, 0, sizeof(*k));
	k->letters[k->nletters++] = ':'; /* a missing value is told apart */
	for (int i = 0; first[i].id != OPT_COMMAND; i++) {
		const struct row *r = &first[i];
		struct parts p;

		if (r->id == OPT_WORD)
			continue;
		p = take_apart(r->text);
		memcpy(k->names[i], p.name, p.name_len);
		add_name(k, r, i, k->names[i], p.argument != NULL);
		if (r->also != NULL)
			add_name(k, r, i, r->also, p.argument != NULL);
	}
}

/* What getopt_long(3) did not understand: `word`, and whether it lacks its value. */
static void refuse(const struct options *o, const struct known *k, const char *word, bool lacks)
{
	struct nearest meant = { .typed = "" };
	const char *shown = escape(o->arena, word);
	char *name = strncmp(word, "--", 2) == 0 ?
	    arena_strndup(o->arena, word + 2, strcspn(word + 2, "=")) :
	    NULL;

	if (name != NULL)
		meant.typed = name;
	for (size_t i = 0; i < k->n; i++)
		nearest_try(&meant, k->list[i].name);
	if (lacks)
		fprintf(stderr, say("sluis: %s takes a value\n"), shown);
	else if (meant.word != NULL && strcmp(meant.word, meant.typed) != 0)
		fprintf(stderr, say("sluis: git sluis %s has no option %s; is it --%s?\n"),
		    o->command, shown, meant.word);
	else
		fprintf(stderr, say("sluis: git sluis %s has no option %s\n"), o->command, shown);
}

int options_read(struct options *o, const char *command, int argc, char *argv[])
{
	const struct row *first = find_command(command);
	struct known known;
	int c;

	o->command = command;
	make_known(first, &known);
	opterr = 0;
	while ((c = getopt_long(argc, argv, known.letters, known.list, NULL)) != -1) {
		const struct row *r = c >= LONG ? &first[c - LONG] : known.of_letter[c];
		struct parts p;

		if (c == '?' || c == ':')
			refuse(o, &known, argv[optind - 1], c == ':');
		if (c == '?' || c == ':' || o->n == OPTIONS_MAX)
			return -1;
		p = take_apart(r->text);
		if (p.argument != NULL && !is_choice(&p, optarg)) {
			fprintf(stderr, say("sluis: '%s' is not one of %.*s\n"),
			    escape(o->arena, optarg), (int)p.argument_len, p.argument);
			return -1;
		}
		o->value[r->id] = p.argument != NULL ? optarg : "";
		o->list[o->n].id = r->id;
		o->list[o->n++].value = o->value[r->id];
	}
	o->rest = argv + optind;
	o->nrest = (size_t)(argc - optind);
	return 0;
}

int options_all(const struct options *o, enum option_id id, const char **out, size_t max)
{
	size_t n = 0;

	for (size_t i = 0; i < o->n; i++) {
		if (o->list[i].id != id)
			continue;
		if (n == max)
			return -1;
		out[n++] = o->list[i].value;
	}
	return (int)n;
}

void options_print(const char *command, FILE *out)
{
	size_t at = (size_t)fprintf(out, say("usage: git sluis %s"), command);

	for (const struct row *r = find_command(command); r->id != OPT_COMMAND; r++) {
		const char *lf = strrchr(r->text, '\n');
		size_t n = strcspn(r->text, "\n");

		if (*r->text != '\n' && at + 1 + n >= COLUMNS)
			at = (size_t)fprintf(out, "\n       %s", r->text) - 1;
		else
			at += (size_t)fprintf(out, *r->text == '\n' ? "%s" : " %s", r->text);
		if (lf != NULL)
			at = strlen(lf + 1);
	}
	fputc('\n', out);
}

/* "  -n, --dry-run", up to where the meanings begin. */
static void explain(const char *command, const struct row *r, FILE *out)
{
	struct parts p = take_apart(r->text);
	bool letter = p.name_len == 1, both = r->also != NULL;
	char head[MEANINGS + 1], name[64];
	size_t n;

	snprintf(name, sizeof(name), "  %s%s%s%s%.*s%s%.*s", letter || both ? "-" : "",
	    letter || both ? (letter ? "" : r->also) : "", both && !letter ? ", " : "",
	    letter ? "" : "--", (int)p.name_len, p.name, p.argument != NULL ? " " : "",
	    (int)p.argument_len, p.argument != NULL ? p.argument : "");
	n = strlen(name);
	if (letter && both)
		n += (size_t)snprintf(name + n, sizeof(name) - n, ", --%s", r->also);
	snprintf(head, sizeof(head), "%-*s", MEANINGS, n + 2 > MEANINGS ? "" : name);
	if (n + 2 > MEANINGS)
		fprintf(out, "%s\n", name);
	fprintf(out, "%s%s\n", head, option_does(command, r->id));
}

void options_explain(const char *command, FILE *out)
{
	options_print(command, out);
	fputc('\n', out);
	for (const struct row *r = find_command(command); r->id != OPT_COMMAND; r++)
		if (r->id != OPT_WORD)
			explain(command, r, out);
}
