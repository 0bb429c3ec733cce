/*
 * command/option: the options of every subcommand of git-sluis(1), in one table: what is parsed,
 * and what the short help and the completion of shells show.
 *
 * Refused are options that the subcommand does not have, and a word that is none of the choices.
 */
#ifndef SLUIS_OPTION_H
#define SLUIS_OPTION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "base/arena.h"

#define OPTIONS_MAX 300 /* on one command line */

enum option_id {
	OPT_COMMAND, /* a row that begins a subcommand */
	OPT_WORD, /* a row that is text only */
	OPT_AGAINST,
	OPT_AGENT,
	OPT_ALL,
	OPT_ALL_ENVIRONMENTS,
	OPT_AT,
	OPT_APPROVED,
	OPT_BASELINE_LATER,
	OPT_CANDIDATE,
	OPT_CHECK,
	OPT_COMMUNICATION,
	OPT_CRITERION,
	OPT_DECISION,
	OPT_DIFF,
	OPT_DRY_RUN,
	OPT_EMAIL,
	OPT_EMERGENCY,
	OPT_ENVIRONMENT,
	OPT_EVIDENCE,
	OPT_EXPORT,
	OPT_FIDO,
	OPT_FINISHED,
	OPT_FORMAT,
	OPT_FROM,
	OPT_HOST,
	OPT_ID,
	OPT_IMPACT,
	OPT_JSON,
	OPT_JUNIT,
	OPT_KEY,
	OPT_KNOWN,
	OPT_LANGUAGE,
	OPT_LINT,
	OPT_LOCAL,
	OPT_LOGIN,
	OPT_MARKDOWN,
	OPT_MINUTES,
	OPT_NAME,
	OPT_NEW,
	OPT_NO_PASSPHRASE,
	OPT_NO_PUSH,
	OPT_NUMBER,
	OPT_OLD,
	OPT_OUTCOME,
	OPT_OUTPUT,
	OPT_PERFORMER,
	OPT_PERSON,
	OPT_POLICY,
	OPT_PRINCIPAL,
	OPT_PROMOTION,
	OPT_PUBLISH,
	OPT_PUSH,
	OPT_PUSHER,
	OPT_REASON,
	OPT_RECORD,
	OPT_REF,
	OPT_REJECT,
	OPT_REMOTE,
	OPT_REMOVE,
	OPT_REOPEN,
	OPT_REPO,
	OPT_REPOS,
	OPT_REVIEWS_EMERGENCY,
	OPT_ROLE,
	OPT_ROLLBACK,
	OPT_ROLLS_BACK_TO,
	OPT_RULE,
	OPT_SAMPLE,
	OPT_SEED,
	OPT_SHOW,
	OPT_SIGNERS,
	OPT_SSHD_CONFIG,
	OPT_STARTED,
	OPT_STDIN,
	OPT_STEP,
	OPT_TAP,
	OPT_TARGET,
	OPT_TO,
	OPT_TREE,
	OPT_TRY,
	OPT_VERBOSE,
	OPT_VERSION,
	OPT_WINDOW_END,
	OPT_WINDOW_START,
	OPT_YES,
	OPT_IDS
};

struct options {
	const char *command; /* its name */
	int64_t now; /* the one reading of the clock */
	struct arena *arena; /* all memory of the run, but for that of gates and sessions */
	const char *value[OPT_IDS]; /* the last that was given, or ""; NULL: not given */
	struct {
		enum option_id id;
		const char *value; /* "" for an option without one */
	} list[OPTIONS_MAX]; /* in the order of the command line */
	size_t n;
	char **rest; /* what is no option */
	size_t nrest;
};

/* Reads what follows `command`; argv[0] is its name. -1 when it is not understood, which is said
 * on standard error. Everything points into argv. */
int options_read(struct options *o, const char *command, int argc, char *argv[]);

static inline bool options_have(const struct options *o, enum option_id id)
{
	return o->value[id] != NULL;
}

/* Every value of that option, in order. How many; -1 for more than `max`. */
int options_all(const struct options *o, enum option_id id, const char **out, size_t max);

/* "usage: git sluis ...", one command, in lines of 80 columns. */
void options_print(const char *command, FILE *out);

/* The same, and a line for each option. */
void options_explain(const char *command, FILE *out);

/* What an option of a command does, in the language of the run (command/option_help.c); "" where
 * nobody wrote that down. */
const char *option_does(const char *command, enum option_id id);

/* A piece of the synopsis. Its option is the word after "--" (or "-"), which takes a value where
 * one follows, and only these where they are "one|or|another". */
struct option_row {
	enum option_id id;
	const char *text;
	const char *also; /* a letter or a word for the same option; NULL for none */
};

/* Each command's rows follow one of OPT_COMMAND with its name; the last has no name. */
extern const struct option_row option_rows[];

#endif
