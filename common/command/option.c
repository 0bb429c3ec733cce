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

/* The row after that of the command's name. */
static const struct option_row *find_command(const char *name)
{
	const struct option_row *r = option_rows;

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
	const struct option_row *of_letter[LONG];
	size_t n, nletters;
};

static void add_name(
    struct known *k, const struct option_row *r, int row, const char *name, bool takes)
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

static void make_known(const struct option_row *first, struct known *k)
{
	memset(k, 0, sizeof(*k));
	k->letters[k->nletters++] = ':'; /* a missing value is told apart */
	for (int i = 0; first[i].id != OPT_COMMAND; i++) {
		const struct option_row *r = &first[i];
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
	const struct option_row *first = find_command(command);
	struct known known;
	int c;

	o->command = command;
	make_known(first, &known);
	opterr = 0;
	while ((c = getopt_long(argc, argv, known.letters, known.list, NULL)) != -1) {
		const struct option_row *r = c >= LONG ? &first[c - LONG] : known.of_letter[c];
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

	for (const struct option_row *r = find_command(command); r->id != OPT_COMMAND; r++) {
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
static void explain(const char *command, const struct option_row *r, FILE *out)
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
	options_print(command, out);
	fputc('\n', out);
	for (const struct option_row *r = find_command(command); r->id != OPT_COMMAND; r++)
		if (r->id != OPT_WORD)
			explain(command, r, out);
}
