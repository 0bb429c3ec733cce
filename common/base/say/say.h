/*
 * base/say/say: what the gate tells people, in English or Dutch.
 *
 * A text stands in the code in English, where it is said; say() gives the same in the language of
 * the run. Both stand side by side in the tables of say_*.c, in which the English text is the key:
 * no rule knows of a language, and a text without a translation is said in English. `make lint`
 * fails for one that the tables do not have, or have with other conversions.
 *
 * gettext would do the same; its catalogues and locales would have to be installed on every server,
 * and for whoever a hook runs as. Everything is ASCII (gate/refusal.h). The language is of the
 * process, as a locale is: what an option says, else what the first policy that is read says, else
 * what LC_ALL, LC_MESSAGES or LANG says.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"

enum language { LANGUAGE_EN = 0, LANGUAGE_NL };

/* From here on, whatever a policy says. */
void say_in(enum language l);

/* From here on, unless an option or a policy has said so before. Does that change it? */
bool say_as_policy(enum language l);

/* What was said so far is left: the next policy that is read says so anew. */
void say_anew(void);

enum language say_language(void);

/* "en" or "nl". 0, or -1 for any other word. */
int say_read(const char *word, enum language *out);

/* The text in the language of the run: `text` itself when that is English or the tables do not have
 * it. A format stays one, with the same conversions. */
const char *say(const char *text) __attribute__((format_arg(1)));

/* arena_printf() of that. Never NULL. */
const char *say_printf(struct arena *a, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

/* The tables, for their test. */
struct saying {
	const char *en, *nl;
};

struct sayings {
	const struct saying *list;
	size_t n;
};

#define SAYINGS(X) \
	X(rules) \
	X(records) \
	X(signing) \
	X(server) \
	X(people) \
	X(apart) \
	X(policy) \
	X(results) \
	X(audit) \
	X(help) \
	X(clone) \
	X(doctor) \
	X(setup) \
	X(flows) \
	X(projects) \
	X(try) \
	X(sheet)

#define SAYINGS_TABLE(topic) extern const struct sayings say_##topic;
SAYINGS(SAYINGS_TABLE)

/* Ends with NULL. */
extern const struct sayings *const say_tables[];
