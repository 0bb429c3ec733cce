/* The table of options, and what reads and prints by it. */
#include "command/option.h"

#include <ctype.h>
#include <getopt.h>

#include "base/nearest.h"

#define SYNOPSIS_MAX 512
#define PIECES_MAX 32 /* of a synopsis */
#define LONG 256 /* below it are letters */
#define COLUMNS 80 /* of a terminal */
#define MEANINGS 27 /* the column where what an option does begins */

/* What each command takes, in pieces that stay on one line: after "\n" on a new one. The option of
 * a piece is the word after its first "--" (or "-"), unless an earlier piece had it; it takes a
 * value where one follows, and only these where they are "one|or|another". After '/': a letter or a
 * word for the same. */
static const struct {
	const char *command, *synopsis;
} synopses[] = {
	{ "setup",
	    "[--name NAME]; [--email ADDRESS]; [--id ID]; \n[--key FILE; [--no-passphrase] |; "
	    "--fido; [--key FILE] |; \n--agent; [--key FINGERPRINT]]; [--yes]; "
	    "[--language en|nl]" },
	{ "status",
	    "[[URL] ID]; [--environment ENV]; [--candidate COMMIT]; [--emergency TEXT |; "
	    "\n--rolls-back-to COMMIT |; --reviews-emergency ID...]; [--remote NAME]; "
	    "[--format text|json]" },
	{ "start",
	    "[URL] ID; [--criterion TEXT...]; [--window-start TIME]; [--window-end TIME]; "
	    "[--performer PERSON]; \n[--rollback TEXT]; [--communication TEXT]; "
	    "[--environment ENV]; [--candidate COMMIT]; \n[--emergency TEXT |; "
	    "--rolls-back-to COMMIT]; [--remote NAME]" },
	{ "close", "[URL] ID; [--reason TEXT |; --reopen]; [--remote NAME]" },
	{ "page",
	    "[URL] ID; [--format html|text]; [--language en|nl]; [--environment ENV]; "
	    "[--candidate COMMIT]; [--emergency TEXT |; \n--rolls-back-to COMMIT |; "
	    "--reviews-emergency ID...]; [--remote NAME]" },
	{ "sign",
	    "[URL] ID; [--role ROLE]; [--reject]; [--environment ENV]; [--candidate COMMIT]; "
	    "[--emergency TEXT |; \n--rolls-back-to COMMIT |; --reviews-emergency ID...]; "
	    "[--evidence sha256:HEX]...; [--remote NAME]; [--yes]" },
	{ "promote",
	    "[URL] ID; [--dry-run]/n; [--environment ENV]; [--candidate COMMIT]; "
	    "[--impact LEVEL]; [--emergency TEXT |; \n--rolls-back-to COMMIT |; "
	    "--reviews-emergency ID...]; [--remote NAME]" },
	{ "check",
	    "[--pusher LOGIN]; [--format text|json]; [REMOTE [REFSPEC...]] |; "
	    "\ngit sluis check; [--repo DIR]; [--policy FILE]; "
	    "--pusher LOGIN [--format text|json]; (--old OID; --new OID; --ref REF |; --stdin)" },
	{ "hooks", "--local; [--remove]" },
	{ "rules", "[--format text|json]" },
	{ "explain", "[--language en|nl]; [RULE]" },
	{ "accept",
	    "([URL] ID |; --promotion ID); [(--junit FILE |; --tap FILE |; --json FILE)...]; "
	    "[--candidate COMMIT]; [--environment ENV]; [--started TIME]; [--finished TIME]; "
	    "[--remote NAME]; [--push]" },
	{ "compare",
	    "OLD_DIR NEW_DIR; --promotion ID; --started TIME; [--finished TIME]; "
	    "[--old COMMIT]; [--new COMMIT]; [--environment ENV]; [--output FILE]; "
	    "[--remote NAME]; [--push]; \ngit sluis compare --record FILE; "
	    "--promotion ID [--remote NAME] [--push]" },
	{ "manifest", "ID; [--environment ENV]; [--remote NAME]" },
	{ "deployed",
	    "[URL] ID; --target NAME; [--tree DIR; [--host USER@HOST]]; [--step N=WORD...]; "
	    "\n[--outcome done|failed|rolled-back]; [--started TIME]; [--finished TIME]; "
	    "[--remote NAME]; [--push]" },
	{ "trailers", "< MESSAGE" },
	{ "roles", "[--format text|csv|json]; [--at TIME |; FILE]" },
	{ "people",
	    "add DIR; [--role ROLE]...; [--login LOGIN]; [--known]; [--version TEXT]; "
	    "\n[--dry-run]/n; [LINE]" },
	{ "policy",
	    "(--lint |; --show |; --markdown; [--language en|nl]); [FILE] |; "
	    "\ngit sluis policy; --diff; [--language en|nl] OLD NEW |; \ngit sluis policy; "
	    "--publish; [--reason TEXT]; [--approved AUDIT:COMMIT]; [--dry-run; "
	    "[--baseline-later]; FILE] |; \ngit sluis policy; --from REPOSITORY; "
	    "--output DIR |; \ngit sluis policy; --try REPO; [--format text|json]; DIR" },
	{ "log",
	    "[--promotion ID]; [--person ID]; [--rule ID]; "
	    "[--decision accept|reject|undecided]; \n[--from TIME]; [--to TIME]; [--ref REF]; "
	    "[-n N]; [--format text|json]" },
	{ "report",
	    "[--from TIME]; [--to TIME]; [--promotion ID]; \n[--environment ENV |; "
	    "--all-environments]; \n[--sample N; [--seed SEED]]; "
	    "[--format text|csv|json|html |; --export DIR]; \n[--against REPOSITORY; "
	    "--signers FILE]; [--language en|nl]; \n[--repos; DIR...]" },
	{ "audit",
	    "(verify; [--against REPOSITORY]; [--signers FILE; [--principal NAME]]; "
	    "[--all] |; \n                 witness; [--remote NAME] |; "
	    "\n                 reconcile; [--reason TEXT] |; \n                 arm HOOK...)" },
	{ "unlock", "--reason TEXT; --minutes N" },
	{ "doctor",
	    "[-v]/verbose; [--format text|json]; [--check NAME]; [--host HOST]; [--no-push]; "
	    "\n[--sshd-config FILE]; [--all |; REPO]" },
};

static const char *const names[OPT_IDS] = {
#define X(id, does) [OPT_##id] = #id,
	OPTIONS(X)
#undef X
};

static const char *const does[OPT_IDS] = {
#define X(id, text) [OPT_##id] = text,
	OPTIONS(X)
#undef X
};

/* What it does in one command. */
static const struct {
	enum option_id id;
	const char *command, *does;
} meanings[] = {
	{ OPT_AGAINST, "audit", "a copy of the audit, to hold this one against" },
	{ OPT_ALL, "doctor", "each repository that was armed from here" },
	{ OPT_DRY_RUN, "policy", "say what it changes, and publish nothing" },
	{ OPT_DRY_RUN, "people", "say what it changes, and write nothing" },
	{ OPT_FROM, "policy", "the repository whose promotion approved a policy" },
	{ OPT_HOST, "deployed", "where the folder is, by ssh" },
	{ OPT_NEW, "compare", "the version that the new folder is of" },
	{ OPT_OLD, "compare", "the version that the old folder is of" },
	{ OPT_OUTPUT, "policy", "the folder for the approved files" },
	{ OPT_REASON, "close", "why it will not go over" },
	{ OPT_REF, "log", "verdicts about this ref or environment" },
	{ OPT_ROLE, "people", "a role to give them; repeat it for more" },
};

static const char *option_does(const char *command, enum option_id id)
{
	for (size_t i = 0; i < sizeof(meanings) / sizeof(meanings[0]); i++)
		if (meanings[i].id == id && strcmp(meanings[i].command, command) == 0)
			return say(meanings[i].does);
	return say(does[id]);
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

/* Is that the option which C calls `is`? */
static bool is_named(const char *is, const char *name, size_t len)
{
	for (; len > 0 && *is == (*name == '-' ? '_' : toupper((unsigned char)*name)); len--, is++)
		name++;
	return len == 0 && *is == '\0';
}

struct piece {
	enum option_id id; /* OPT_NONE: text only */
	const char *text;
	const char *also; /* a letter or a word for the same option; NULL for none */
};

struct synopsis {
	struct piece list[PIECES_MAX];
	size_t n;
	char text[SYNOPSIS_MAX];
};

static enum option_id option_of(const struct synopsis *s, const struct piece *piece)
{
	bool word = piece->also != NULL && piece->also[1] != '\0';
	enum option_id id = OPT_IDS;
	struct parts p;

	if (strchr(piece->text, '-') == NULL)
		return OPT_NONE;
	p = take_apart(piece->text);
	while (--id > OPT_NONE)
		if (word ? is_named(names[id], piece->also, strlen(piece->also)) :
		           is_named(names[id], p.name, p.name_len))
			break;
	for (size_t i = 0; i < s->n; i++)
		if (s->list[i].id == id)
			return OPT_NONE;
	return id;
}

/* A command that is none has no pieces. */
static void read_synopsis(const char *command, struct synopsis *s)
{
	char *save, *also;

	memset(s, 0, sizeof(*s));
	for (size_t i = 0; i < sizeof(synopses) / sizeof(synopses[0]); i++)
		if (strcmp(synopses[i].command, command) == 0)
			snprintf(s->text, sizeof(s->text), "%s", synopses[i].synopsis);
	for (char *p = strtok_r(s->text, ";", &save); p != NULL && s->n < PIECES_MAX;
	     p = strtok_r(NULL, ";", &save)) {
		struct piece *piece = &s->list[s->n];

		piece->text = p + (*p == ' ');
		also = strchr(p, '/');
		if (also != NULL) {
			*also = '\0';
			piece->also = also + 1;
		}
		piece->id = option_of(s, piece);
		s->n++;
	}
}

/* The options of a command as getopt_long(3) wants them. */
struct known {
	struct option list[2 * PIECES_MAX];
	char names[PIECES_MAX][32];
	char letters[2 * PIECES_MAX + 2];
	const struct piece *of_letter[LONG];
	size_t n, nletters;
};

static void add_name(struct known *k, const struct piece *r, int row, const char *name, bool takes)
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

static void make_known(const struct synopsis *s, struct known *k)
{
	memset(k, 0, sizeof(*k));
	k->letters[k->nletters++] = ':'; /* a missing value is told apart */
	for (int i = 0; i < (int)s->n; i++) {
		const struct piece *r = &s->list[i];
		struct parts p;

		if (r->id == OPT_NONE)
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
	char *name = begins_with(word, "--") ?
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
	struct synopsis s;
	struct known known;
	int c;

	o->command = command;
	read_synopsis(command, &s);
	make_known(&s, &known);
	opterr = 0;
	while ((c = getopt_long(argc, argv, known.letters, known.list, NULL)) != -1) {
		const struct piece *r = c >= LONG ? &s.list[c - LONG] : known.of_letter[c];
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

static void print_synopsis(const char *command, const struct synopsis *s, FILE *out)
{
	size_t at = (size_t)fprintf(out, say("usage: git sluis %s"), command);

	for (const struct piece *p = s->list; p < s->list + s->n; p++)
		if (*p->text == '\n' || at + 1 + strlen(p->text) >= COLUMNS)
			at = (size_t)fprintf(out, "\n       %s", p->text + (*p->text == '\n')) - 1;
		else
			at += (size_t)fprintf(out, " %s", p->text);
	fputc('\n', out);
}

void options_print(const char *command, FILE *out)
{
	struct synopsis s;

	read_synopsis(command, &s);
	print_synopsis(command, &s, out);
}

/* "  -n, --dry-run", up to where the meanings begin. */
static void explain(const char *command, const struct piece *r, FILE *out)
{
	struct parts p = take_apart(r->text);
	bool letter = p.name_len == 1, both = r->also != NULL;
	char name[64];
	size_t n;

	snprintf(name, sizeof(name), "  %s%s%s%s%.*s%s%.*s", letter || both ? "-" : "",
	    letter || both ? (letter ? "" : r->also) : "", both && !letter ? ", " : "",
	    letter ? "" : "--", (int)p.name_len, p.name, p.argument != NULL ? " " : "",
	    (int)p.argument_len, p.argument != NULL ? p.argument : "");
	n = strlen(name);
	if (letter && both)
		n += (size_t)snprintf(name + n, sizeof(name) - n, ", --%s", r->also);
	if (n + 2 > MEANINGS)
		fprintf(out, "%s\n", name);
	fprintf(
	    out, "%-*s%s\n", MEANINGS, n + 2 > MEANINGS ? "" : name, option_does(command, r->id));
}

void options_explain(const char *command, FILE *out)
{
	struct synopsis s;

	read_synopsis(command, &s);
	print_synopsis(command, &s, out);
	fputc('\n', out);
	for (size_t i = 0; i < s.n; i++)
		if (s.list[i].id != OPT_NONE)
			explain(command, &s.list[i], out);
}
