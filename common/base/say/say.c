#include "base/say/say.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#define SAYINGS_ADDRESS(topic) &say_##topic,
const struct sayings *const say_tables[] = { SAYINGS(SAYINGS_ADDRESS) NULL };

static enum language language;
static enum { ASK_LOCALE = 0, OF_LOCALE, OF_POLICY, TOLD } source;

void say_in(enum language l)
{
	language = l;
	source = TOLD;
}

bool say_as_policy(enum language l)
{
	bool first = source < OF_POLICY, changes = first && say_language() != l;

	if (first) {
		language = l;
		source = OF_POLICY;
	}
	return changes;
}

void say_anew(void)
{
	if (source == OF_POLICY)
		source = OF_LOCALE;
}

/* locale(7): the first of these that is set counts. */
static enum language of_locale(void)
{
	static const char *const names[] = { "LC_ALL", "LC_MESSAGES", "LANG" };

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		const char *is = getenv(names[i]);

		if (is != NULL && *is != '\0')
			return strncmp(is, "nl", 2) == 0 && !isalpha((unsigned char)is[2]) ?
			    LANGUAGE_NL :
			    LANGUAGE_EN;
	}
	return LANGUAGE_EN;
}

enum language say_language(void)
{
	if (source == ASK_LOCALE) {
		language = of_locale();
		source = OF_LOCALE;
	}
	return language;
}

int say_read(const char *word, enum language *out)
{
	bool nl = strcmp(word, "nl") == 0;

	*out = nl ? LANGUAGE_NL : LANGUAGE_EN;
	return nl || strcmp(word, "en") == 0 ? 0 : -1;
}

const char *say(const char *text)
{
	if (text == NULL || say_language() == LANGUAGE_EN)
		return text;
	for (size_t t = 0; say_tables[t] != NULL; t++)
		for (size_t i = 0; i < say_tables[t]->n; i++)
			if (strcmp(say_tables[t]->list[i].en, text) == 0)
				return say_tables[t]->list[i].nl;
	return text;
}

const char *say_printf(struct arena *a, const char *fmt, ...)
{
	const char *text;
	va_list ap;

	va_start(ap, fmt);
	text = arena_vprintf(a, say(fmt), ap);
	va_end(ap);
	return text != NULL ? text : "(out of memory)";
}
