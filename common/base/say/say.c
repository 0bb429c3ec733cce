#include "base/say/say.h"

#include <stdbool.h>
#include <string.h>

const struct sayings *const say_tables[SAY_TABLES] = { &say_rules, &say_records, &say_signing,
	&say_server, &say_people, &say_witness };

static enum language language = LANGUAGE_EN;

void say_in(enum language l)
{
	language = l;
}

enum language say_language(void)
{
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
	if (language == LANGUAGE_EN || text == NULL)
		return text;
	for (size_t t = 0; t < SAY_TABLES; t++)
		for (size_t i = 0; i < say_tables[t]->n; i++)
			if (strcmp(say_tables[t]->list[i].en, text) == 0)
				return say_tables[t]->list[i].nl;
	return text;
}
