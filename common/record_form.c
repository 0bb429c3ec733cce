#include "record_form.h"

#include <stdlib.h>
#include <string.h>

#include "escape.h"
#include "say.h"

static size_t
find_key(const struct form_key *keys, const char *name)
{
	size_t i = 0;

	while (keys[i].name != NULL && strcmp(keys[i].name, name) != 0)
		i++;
	return i;
}

static void
missing_key(struct form_reading *r, const struct ini_section *s, const char *name)
{
	if (s->name == NULL)
		ini_problem(r->arena, r->problems, s->line, "[%s] has no '%s'", s->kind, name);
	else
		ini_problem(r->arena, r->problems, s->line, "[%s \"%s\"] has no '%s'", s->kind,
		    escape(r->arena, s->name), name);
}

static void
check_keys(struct form_reading *r, const struct ini_section *s, const struct form_key *keys)
{
	bool seen[FORM_KEYS_MAX] = { false };

	for (size_t i = 0; keys[i].name != NULL; i++)
		for (size_t j = 0; j < s->nkeys && !seen[i]; j++)
			seen[i] = strcmp(s->keys[j].key, keys[i].name) == 0;
	for (size_t i = 0; keys[i].name != NULL; i++)
		if (keys[i].asked && !seen[i])
			missing_key(r, s, keys[i].name);
	memset(seen, 0, sizeof(seen));
	for (size_t j = 0; j < s->nkeys; j++) {
		const struct ini_key *k = &s->keys[j];
		size_t i = find_key(keys, k->key);
		const char *shown = escape(r->arena, k->key);

		if (keys[i].name == NULL)
			ini_problem(
			    r->arena, r->problems, k->line, "[%s] knows no '%s'", s->kind, shown);
		else if (seen[i])
			ini_problem(
			    r->arena, r->problems, k->line, "'%s' stands there twice", shown);
		else if (*k->value == '\0')
			ini_problem(r->arena, r->problems, k->line, "'%s' is empty", shown);
		seen[i] = true;
	}
}

/* qsort: by name, and among equals by place. */
static int
by_name(const void *a, const void *b)
{
	const struct ini_section *const *x = a, *const *y = b;
	int c = strcmp((*x)->name, (*y)->name);

	return c != 0 ? c : (*x > *y) - (*x < *y);
}

/* Sorted, because a hostile record holds tens of thousands of sections. */
static bool *
find_twins(struct form_reading *r)
{
	const struct ini_section **sorted =
	    arena_array(r->arena, r->ini.nsections + 1, sizeof(*sorted));
	bool *twin = arena_array(r->arena, r->ini.nsections + 1, sizeof(*twin));
	size_t n = 0;

	if (sorted == NULL || twin == NULL)
		return NULL;
	for (size_t i = 0; i < r->ini.nsections; i++)
		if (form_is_item(r, &r->ini.sections[i]))
			sorted[n++] = &r->ini.sections[i];
	if (n > 1)
		qsort(sorted, n, sizeof(*sorted), by_name);
	for (size_t i = 1; i < n; i++)
		twin[sorted[i] - r->ini.sections] =
		    strcmp(sorted[i]->name, sorted[i - 1]->name) == 0;
	return twin;
}

static void
check_head(struct form_reading *r, const struct ini_section *s)
{
	if (s->name != NULL)
		ini_problem(r->arena, r->problems, s->line, "[%s] takes no name", s->kind);
	if (r->head != NULL)
		ini_problem(r->arena, r->problems, s->line, "[%s] stands there twice", s->kind);
	else
		r->head = s;
	check_keys(r, s, r->form->head_keys);
}

static void
check_item(struct form_reading *r, const struct ini_section *s, bool twin)
{
	if (*s->name == '\0')
		ini_problem(r->arena, r->problems, s->line, "[%s \"\"] has an empty id", s->kind);
	if (twin)
		ini_problem(r->arena, r->problems, s->line, "[%s \"%s\"] stands there twice",
		    s->kind, escape(r->arena, s->name));
	r->nitems++;
	check_keys(r, s, r->form->item_keys);
}

static void
check_section(struct form_reading *r, const struct ini_section *s, bool twin)
{
	const struct form *f = r->form;

	if (strcmp(s->kind, f->head) == 0)
		check_head(r, s);
	else if (form_is_item(r, s))
		check_item(r, s, twin);
	else if (strcmp(s->kind, f->item) == 0)
		ini_problem(r->arena, r->problems, s->line, "[%s] needs an id: [%s \"ID\"]",
		    s->kind, s->kind);
	else
		ini_problem(r->arena, r->problems, s->line, "this record knows no [%s]",
		    escape(r->arena, s->kind));
}

int
form_start(struct form_reading *r, struct arena *a, const struct form *form, const char *bytes,
    size_t len, struct ini_problems *problems, struct error *e)
{
	bool *twin;

	memset(problems, 0, sizeof(*problems));
	*r = (struct form_reading){ .arena = a, .form = form, .problems = problems };
	if (ini_read(a, bytes, len, &r->ini, e) < 0)
		return -1;
	*problems = r->ini.problems;
	twin = find_twins(r);
	if (twin == NULL)
		return error_memory(e);
	for (size_t i = 0; i < r->ini.nsections; i++)
		check_section(r, &r->ini.sections[i], twin[i]);
	if (r->nitems == 0 && !form->may_be_bare)
		ini_problem(
		    a, problems, 0, "the %s has no [%s \"ID\"]", say(form->what), form->item);
	if (r->head == NULL)
		ini_problem(a, problems, 0, "the %s has no [%s]", say(form->what), form->head);
	return a->exhausted ? error_memory(e) : 0;
}

int
form_end(struct form_reading *r, struct error *e)
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

bool
form_is_item(const struct form_reading *r, const struct ini_section *s)
{
	return s->name != NULL && strcmp(s->kind, r->form->item) == 0;
}
