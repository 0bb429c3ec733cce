/*
 * record/form: the form that all records share: one section about the record as a whole (the head),
 * and named sections, one for each item.
 *
 * It decides whether a record keeps its form and turns values into what they mean. It trusts
 * nothing; every departure is a problem with its line, and leaves the value zero.
 */
#include "record/record_internal.h"

#define COUNT_DIGITS 12

static bool is_item(const struct form_reading *r, const struct ini_section *s)
{
	return s->name != NULL && r->form->item != NULL && strcmp(s->kind, r->form->item) == 0;
}

static void missing_key(struct form_reading *r, const struct ini_section *s, const char *name)
{
	if (s->name == NULL)
		form_problem(r, s->line, "[%s] has no '%s'", s->kind, name);
	else
		form_problem(r, s->line, "[%s \"%s\"] has no '%s'", s->kind,
		    escape(r->arena, s->name), name);
}

static void check_keys(
    struct form_reading *r, const struct ini_section *s, const struct form_key *keys)
{
	bool seen[FORM_KEYS_MAX] = { false };

	for (size_t i = 0; keys[i].name != NULL; i++)
		if (keys[i].asked && !form_has(s, keys[i].name))
			missing_key(r, s, keys[i].name);
	for (size_t n = 0; n < s->nkeys; n++) {
		const struct ini_key *k = &s->keys[n];
		const char *shown = escape(r->arena, k->key);
		size_t i = 0;

		while (keys[i].name != NULL && strcmp(keys[i].name, k->key) != 0)
			i++;
		if (keys[i].name == NULL)
			form_problem(r, k->line, "[%s] knows no '%s'", s->kind, shown);
		else if (seen[i])
			form_problem(r, k->line, "'%s' appears twice", shown);
		else if (*k->value == '\0')
			form_problem(r, k->line, "'%s' is empty", shown);
		seen[i] = true;
	}
}

/* qsort: by name, and among equals by place. */
static int by_name(const void *a, const void *b)
{
	const struct ini_section *const *x = a, *const *y = b;
	int c = strcmp((*x)->name, (*y)->name);

	return c != 0 ? c : (*x > *y) - (*x < *y);
}

/* Sorted, because a hostile record holds tens of thousands of sections. */
static bool *find_twins(struct form_reading *r)
{
	const struct ini_section **sorted =
	    arena_array(r->arena, r->ini.nsections + 1, sizeof(*sorted));
	bool *twin = arena_array(r->arena, r->ini.nsections + 1, sizeof(*twin));
	size_t n = 0;

	if (sorted == NULL || twin == NULL)
		return NULL;
	for (size_t i = 0; i < r->ini.nsections; i++)
		if (is_item(r, &r->ini.sections[i]))
			sorted[n++] = &r->ini.sections[i];
	if (n > 1)
		qsort(sorted, n, sizeof(*sorted), by_name);
	for (size_t i = 1; i < n; i++)
		twin[sorted[i] - r->ini.sections] =
		    strcmp(sorted[i]->name, sorted[i - 1]->name) == 0;
	return twin;
}

static void check_head(struct form_reading *r, const struct ini_section *s)
{
	if (s->name != NULL)
		form_problem(r, s->line, "[%s] takes no name", s->kind);
	if (r->head != NULL)
		form_problem(r, s->line, "[%s] appears twice", s->kind);
	else
		r->head = s;
	check_keys(r, s, r->form->head_keys);
}

static void check_item(struct form_reading *r, const struct ini_section *s, bool twin)
{
	if (*s->name == '\0')
		form_problem(r, s->line, "[%s \"\"] has an empty id", s->kind);
	if (twin)
		form_problem(
		    r, s->line, "[%s \"%s\"] appears twice", s->kind, escape(r->arena, s->name));
	r->nitems++;
	check_keys(r, s, r->form->item_keys);
}

static void check_section(struct form_reading *r, const struct ini_section *s, bool twin)
{
	if (strcmp(s->kind, r->form->head) == 0)
		check_head(r, s);
	else if (is_item(r, s))
		check_item(r, s, twin);
	else if (r->form->item != NULL && strcmp(s->kind, r->form->item) == 0)
		form_problem(r, s->line, "[%s] needs an id: [%s \"ID\"]", s->kind, s->kind);
	else
		form_problem(r, s->line, "this record knows no [%s]", escape(r->arena, s->kind));
}

/* Reads the INI and checks the form. 0, also with problems; -1 with ERROR_MEMORY, or
 * ERROR_MALFORMED for a file that is too large. */
static int start(struct form_reading *r, const char *bytes, size_t len, struct error *e)
{
	const struct form *form = r->form;
	bool *twin;

	memset(r->problems, 0, sizeof(*r->problems));
	if (ini_read(r->arena, bytes, len, &r->ini, e) < 0)
		return -1;
	*r->problems = r->ini.problems;
	twin = find_twins(r);
	if (twin == NULL)
		return error_memory(e);
	for (size_t i = 0; i < r->ini.nsections; i++)
		check_section(r, &r->ini.sections[i], twin[i]);
	if (r->nitems == 0 && !form->may_be_bare)
		form_problem(r, 0, "the %s has no [%s \"ID\"]", say(form->what), form->item);
	if (r->head == NULL)
		form_problem(r, 0, "the %s has no [%s]", say(form->what), form->head);
	return r->arena->exhausted ? error_memory(e) : 0;
}

static int end(const struct form_reading *r, struct error *e)
{
	const struct ini_problems *ps = r->problems;

	if (r->arena->exhausted)
		return error_memory(e);
	if (ps->n == 0)
		return 0;
	if (ps->list[0].line == 0)
		return error_set(e, ERROR_MALFORMED,
		    ps->n == 1 ? "the %s has %zu problem, the first: %s" :
		                 "the %s has %zu problems, the first: %s",
		    say(r->form->what), ps->n, ps->list[0].text);
	return error_set(e, ERROR_MALFORMED,
	    ps->n == 1 ? "the %s has %zu problem, the first on line %u: %s" :
	                 "the %s has %zu problems, the first on line %u: %s",
	    say(r->form->what), ps->n, ps->list[0].line, ps->list[0].text);
}

int form_read(const struct form *form, struct arena *a, const char *bytes, size_t len, void *out,
    struct ini_problems *problems, struct error *e)
{
	struct ini_problems unasked;
	struct form_reading r = {
		.arena = a, .form = form, .problems = problems != NULL ? problems : &unasked
	};
	char *items, *item;

	memset(out, 0, form->size);
	if (start(&r, bytes, len, e) < 0)
		return -1;
	items = item = arena_array(a, r.nitems + 1, form->item_size);
	if (items == NULL)
		return error_memory(e);
	form->read_head(&r, out, items);
	for (size_t i = 0; i < r.ini.nsections; i++)
		if (is_item(&r, &r.ini.sections[i])) {
			form->read_item(&r, &r.ini.sections[i], item);
			item += form->item_size;
		}
	if (end(&r, e) == 0)
		return 0;
	memset(out, 0, form->size);
	return -1;
}

static const struct ini_key *find(const struct ini_section *s, const char *name)
{
	for (size_t i = 0; s != NULL && i < s->nkeys; i++)
		if (strcmp(s->keys[i].key, name) == 0)
			return &s->keys[i];
	return NULL;
}

bool form_has(const struct ini_section *s, const char *name)
{
	return find(s, name) != NULL;
}

const struct ini_key *form_key(const struct ini_section *s, const char *name)
{
	const struct ini_key *k = find(s, name);

	return k != NULL && *k->value != '\0' ? k : NULL;
}

const char *form_text(const struct ini_section *s, const char *name)
{
	const struct ini_key *k = form_key(s, name);

	return k != NULL ? k->value : NULL;
}

const char *form_oid(struct form_reading *r, const struct ini_section *s, const char *name)
{
	const struct ini_key *k = form_key(s, name);

	if (k == NULL)
		return NULL;
	if (strlen(k->value) == OID_HEX && strspn(k->value, "0123456789abcdef") == OID_HEX)
		return k->value;
	form_problem(r, k->line,
	    "'%s' is not the 40 hex digits, in lower case, that git prints: '%s'", name,
	    escape(r->arena, k->value));
	return NULL;
}

bool form_link(
    struct form_reading *r, const struct ini_section *s, const char *name, struct link *out)
{
	const struct ini_key *k = form_key(s, name);
	struct error why;

	if (k == NULL)
		return false;
	if (link_read(r->arena, k->value, out, &why) == 0)
		return true;
	form_problem(r, k->line, "%s: %s", name, why.text);
	return false;
}

bool form_time(struct form_reading *r, const struct ini_section *s, const char *name, int64_t *out)
{
	const struct ini_key *k = form_key(s, name);

	if (k == NULL)
		return false;
	if (when_parse(k->value, out) == 0)
		return true;
	form_problem(r, k->line,
	    "'%s' is no time with a zone, such as 2026-11-24T14:00:00+01:00: '%s'", name,
	    escape(r->arena, k->value));
	return false;
}

bool form_count(struct form_reading *r, const struct ini_section *s, const char *name, int64_t *out)
{
	const char *text = form_text(s, name);

	if (text == NULL)
		return false;
	if (strlen(text) <= COUNT_DIGITS && text[strspn(text, "0123456789")] == '\0') {
		*out = strtoll(text, NULL, 10);
		return true;
	}
	form_problem(r, form_key(s, name)->line, "'%s' is not a whole number: '%s'", name,
	    escape(r->arena, text));
	return false;
}

int form_choice(
    struct form_reading *r, const struct ini_section *s, const char *name, const char *const *words)
{
	const struct ini_key *k = form_key(s, name);
	const char *list = "";

	if (k == NULL)
		return -1;
	for (int i = 0; words[i] != NULL; i++) {
		const char *comma = i == 0 ? "" : words[i + 1] != NULL ? ", " : say(" or ");

		if (strcmp(words[i], k->value) == 0)
			return i;
		list = arena_printf(r->arena, "%s%s%s", list, comma, words[i]);
		if (list == NULL)
			return -1;
	}
	form_problem(r, k->line, "'%s' is %s, not '%s'", name, list, escape(r->arena, k->value));
	return -1;
}
