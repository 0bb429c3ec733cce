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
 * process, as a locale is: set it once, before anything is said.
 */
#ifndef SLUIS_SAY_H
#define SLUIS_SAY_H

#include <stddef.h>

enum language { LANGUAGE_EN = 0, LANGUAGE_NL };

/* From here on. English until then. */
void say_in(enum language l);

enum language say_language(void);

/* "en" or "nl". 0, or -1 for any other word. */
int say_read(const char *word, enum language *out);

/* The text in the language of the run: `text` itself when that is English or the tables do not have
 * it. A format stays one, with the same conversions. */
const char *say(const char *text) __attribute__((format_arg(1)));

/* The tables, for their test. */
struct saying {
	const char *en, *nl;
};

struct sayings {
	const struct saying *list;
	size_t n;
};

#define SAY_TABLES 6
extern const struct sayings say_rules, say_records, say_signing, say_server, say_people,
    say_witness;
extern const struct sayings *const say_tables[SAY_TABLES];

#endif
