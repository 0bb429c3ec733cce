#include <stdlib.h>
#include <string.h>

#include "escape.h"
#include "record_form.h"
#include "say.h"
#include "when.h"

#define OID_HEX 40

bool
form_has(const struct ini_section *s, const char *name)
{
	for (size_t i = 0; s != NULL && i < s->nkeys; i++)
		if (strcmp(s->keys[i].key, name) == 0)
			return true;
	return false;
}

const struct ini_key *
form_key(const struct ini_section *s, const char *name)
{
	for (size_t i = 0; s != NULL && i < s->nkeys; i++)
		if (strcmp(s->keys[i].key, name) == 0)
			return *s->keys[i].value != '\0' ? &s->keys[i] : NULL;
	return NULL;
}

const char *
form_text(const struct ini_section *s, const char *name)
{
	const struct ini_key *k = form_key(s, name);

	return k != NULL ? k->value : NULL;
}

const char *
form_oid(struct form_reading *r, const struct ini_section *s, const char *name)
{
	const struct ini_key *k = form_key(s, name);

	if (k == NULL)
		return NULL;
	if (strlen(k->value) == OID_HEX && strspn(k->value, "0123456789abcdef") == OID_HEX)
		return k->value;
	ini_problem(r->arena, r->problems, k->line,
	    "'%s' is not the 40 hex digits, in lower case, that git prints: '%s'", name,
	    escape(r->arena, k->value));
	return NULL;
}

bool
form_link(struct form_reading *r, const struct ini_section *s, const char *name, struct link *out)
{
	const struct ini_key *k = form_key(s, name);
	struct error why;

	if (k == NULL)
		return false;
	if (link_read(r->arena, k->value, out, &why) == 0)
		return true;
	ini_problem(r->arena, r->problems, k->line, "%s: %s", name, why.text);
	return false;
}

bool
form_time(struct form_reading *r, const struct ini_section *s, const char *name, int64_t *out)
{
	const struct ini_key *k = form_key(s, name);

	if (k == NULL)
		return false;
	if (when_parse(k->value, out) == 0)
		return true;
	ini_problem(r->arena, r->problems, k->line,
	    "'%s' is no time with a zone, such as 2026-11-24T14:00:00+01:00: '%s'", name,
	    escape(r->arena, k->value));
	return false;
}

#define COUNT_DIGITS 12

bool
form_count(struct form_reading *r, const struct ini_section *s, const char *name, int64_t *out)
{
	const struct ini_key *k = form_key(s, name);
	size_t n = k != NULL ? strlen(k->value) : 0;

	if (k == NULL)
		return false;
	if (n <= COUNT_DIGITS && strspn(k->value, "0123456789") == n) {
		*out = strtoll(k->value, NULL, 10);
		return true;
	}
	ini_problem(r->arena, r->problems, k->line, "'%s' is not a whole number: '%s'", name,
	    escape(r->arena, k->value));
	return false;
}

int
form_choice(
    struct form_reading *r, const struct ini_section *s, const char *name, const char *const *words)
{
	const struct ini_key *k = form_key(s, name);
	const char *list = "";

	if (k == NULL)
		return -1;
	for (int i = 0; words[i] != NULL; i++) {
		if (strcmp(words[i], k->value) == 0)
			return i;
		list = arena_printf(r->arena, "%s%s%s", list,
		    i == 0                   ? "" :
		        words[i + 1] != NULL ? ", " :
		                               say(" or "),
		    words[i]);
		if (list == NULL)
			return -1;
	}
	ini_problem(r->arena, r->problems, k->line, "'%s' is %s, not '%s'", name, list,
	    escape(r->arena, k->value));
	return -1;
}
