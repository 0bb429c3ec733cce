#include "people/line.h"

#include "base/ini_line.h"
#include "policy/form.h"
#include "sign/signers.h"

#define FIRST_WORD "sluis-person"
#define BLANKS " \t\r\n"

/* As policy.ini would have it: the same after it was read. */
static const char *value_wrong(
    struct arena *a, const char *key, const char *value, const char *form_wrong)
{
	const char *line = arena_printf(a, "%s = %s", key, value);
	struct ini_line read = { 0 };

	if (line == NULL)
		return "out of memory";
	ini_line_read(line, strlen(line), &read);
	if (read.wrong == NULL &&
	    (read.value_len != strlen(value) || memcmp(read.value, value, read.value_len) != 0))
		read.wrong = "a ';' after a blank starts a comment in a policy";
	if (read.wrong != NULL)
		return say_printf(
		    a, "the %s is no value of a policy: %s", say(key), say(read.wrong));
	return form_wrong == NULL ?
	    NULL :
	    arena_printf(a, "%s '%s' %s", say(key), escape(a, value), say(form_wrong));
}

const char *person_line_wrong(struct arena *a, const struct person_line *p)
{
	const char *text = arena_printf(a, "%s %s", p->key_type, p->key), *type, *key, *wrong;

	wrong = value_wrong(a, "id", p->id, form_person_id(p->id));
	if (wrong == NULL)
		wrong = value_wrong(a, "email", p->email, form_email(p->email));
	if (wrong == NULL)
		wrong = *p->name == '\0' ? "no name stands at its end" :
		                           value_wrong(a, "name", p->name, form_name(p->name));
	if (wrong == NULL)
		wrong = text != NULL ? signers_key_read(a, text, &type, &key) : "out of memory";
	return wrong;
}

/* The next word of *at, which moves past it; "" at the end. */
static const char *word(struct arena *a, const char **at)
{
	size_t n = strcspn(*at, BLANKS);
	const char *w = arena_strndup(a, *at, n);

	*at += n;
	*at += strspn(*at, BLANKS);
	return w != NULL ? w : "";
}

const char *person_line_read(
    struct arena *a, const char *bytes, size_t len, struct person_line *out)
{
	const char **const each[] = { &out->id, &out->email, &out->key_type, &out->key };
	const char *at, *wrong;

	memset(out, 0, sizeof(*out));
	if (len > PERSON_LINE_MAX)
		return "it is longer than 8192 bytes";
	if (memchr(bytes, '\0', len) != NULL)
		return "it holds a NUL byte";
	at = arena_strndup(a, bytes, len);
	if (at == NULL)
		return "out of memory";
	at += strspn(at, BLANKS);
	if (strcmp(word(a, &at), FIRST_WORD) != 0)
		return "it does not begin with " FIRST_WORD;
	for (size_t i = 0; i < 4; i++)
		*each[i] = word(a, &at);
	out->name = "";
	while (*at != '\0' && out->name != NULL)
		out->name = arena_printf(
		    a, "%s%s%s", out->name, *out->name != '\0' ? " " : "", word(a, &at));
	wrong = a->exhausted ? "out of memory" : person_line_wrong(a, out);
	if (wrong != NULL)
		memset(out, 0, sizeof(*out));
	return wrong;
}

const char *person_line_write(struct arena *a, const struct person_line *p)
{
	return arena_printf(
	    a, FIRST_WORD " %s %s %s %s %s", p->id, p->email, p->key_type, p->key, p->name);
}
