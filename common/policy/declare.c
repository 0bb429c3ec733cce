/*
 * policy/declare: which sections a policy has, before any value is read.
 *
 * It refuses what the table of sections does not know, what has no sound name or one that is
 * taken, and what is missing.
 */
#include "policy/policy_internal.h"

const char *policy_name(const void *item)
{
	return *(const char *const *)item;
}

const char *policy_title(struct arena *a, const char *kind, const char *name)
{
	/* A kind is a word of letters (base/ini_line.h). */
	const char *title = name == NULL ? arena_printf(a, "[%s]", kind) :
	                                   arena_printf(a, "[%s \"%s\"]", kind, escape(a, name));

	return title != NULL ? title : "(out of memory)";
}

/* A section without a name. */
static void judge_alone(struct policy_reading *r, size_t i, bool seen)
{
	const struct ini_section *s = &r->ini.sections[i];

	if (s->name != NULL)
		policy_problem(r, s->line, "[%s] takes no name", s->kind);
	if (seen)
		policy_problem(r, s->line, "[%s] appears twice", s->kind);
	else
		r->items[i] = (char *)r->out;
}

static void judge_name(
    struct policy_reading *r, const struct ini_section *s, const struct policy_section *sort)
{
	const char *wrong = s->name != NULL ? sort->wrong(s->name) : NULL;

	if (s->name == NULL)
		policy_problem(r, s->line, "[%s] needs a name: %s", s->kind,
		    policy_title(r->arena, s->kind, sort->named));
	else if (wrong != NULL)
		policy_problem(r, s->line, "%s: '%s' %s", policy_title(r->arena, s->kind, s->name),
		    escape(r->arena, s->name), say(wrong));
}

static const char *kind_of(enum policy_kind store, const char *item)
{
	bool service = store == KIND_PERSON && ((const struct person *)item)->service;

	return policy_sections[service ? KIND_SERVICE : store].kind;
}

static unsigned line_of(enum policy_kind store, const char *item)
{
	unsigned line;

	memcpy(&line, item + policy_sections[store].line_at, sizeof(line));
	return line;
}

/* The last of a name is found by it. */
static void add_name(struct policy_reading *r, enum policy_kind store, char *item)
{
	struct lookup *names = &r->stores[store].names;
	const char *name = policy_name(item), *first = lookup_text(names, name);

	if (*name == '\0' || lookup_set_text(r->arena, names, name, item) < 0 || first == NULL)
		return;
	policy_problem(r, line_of(store, item), "%s has the name of %s on line %u",
	    policy_title(r->arena, kind_of(store, item), name),
	    policy_title(r->arena, kind_of(store, first), name), line_of(store, first));
}

const char *policy_find(struct policy_reading *r, enum policy_kind kind, const char *name)
{
	if (kind == KIND_PERSON && r->roll != NULL)
		return (const char *)roll_find(r->roll, name);
	return lookup_text(&r->stores[kind].names, name);
}

void policy_place(struct policy_reading *r, size_t i, enum policy_kind kind)
{
	const struct ini_section *s = &r->ini.sections[i];
	const struct policy_section *sort = &policy_sections[kind];
	struct policy_store *store = &r->stores[sort->store];
	const char *name = s->name != NULL ? s->name : "";

	judge_name(r, s, sort);
	if (store->n == sort->max) {
		policy_problem(r, s->line, "there are more than %zu of %s", sort->max,
		    policy_title(r->arena, s->kind, sort->named));
		return;
	}
	r->items[i] = memcpy(store->items + store->n++ * sort->size, store->empty, sort->size);
	memcpy(r->items[i], &name, sizeof(name));
	memcpy(r->items[i] + sort->line_at, &s->line, sizeof(s->line));
	if (sort->store == KIND_PERSON) {
		struct person *who = (struct person *)r->items[i];

		who->name = name;
		who->service = kind == KIND_SERVICE;
	}
	if (r->roll == NULL || sort->store != KIND_PERSON)
		add_name(r, sort->store, r->items[i]);
}

static int make_room(struct policy_reading *r)
{
	const struct ini_section *s = r->ini.sections;
	size_t n[KIND_COUNT] = { 0 };

	r->kinds = arena_array(r->arena, r->ini.nsections, sizeof(*r->kinds));
	r->times = arena_array(r->arena, policy_nkeys, sizeof(*r->times));
	if (r->kinds == NULL || r->times == NULL)
		return -1;
	for (size_t i = 0; i < r->ini.nsections; i++) {
		/* They mostly come one after another. */
		enum policy_kind kind = i > 0 && strcmp(s[i].kind, s[i - 1].kind) == 0 ?
		    r->kinds[i - 1] :
		    policy_kind_of(s[i].kind);

		r->kinds[i] = kind;
		if (kind != KIND_COUNT && policy_sections[kind].named != NULL)
			n[policy_sections[kind].store]++;
	}
	if (r->roll != NULL)
		n[KIND_PERSON] = r->roll->n;
	for (enum policy_kind k = 0; k < KIND_COUNT; k++) {
		r->rows[k] = policy_keys_of(k);
		r->stores[k].items = arena_array(r->arena, n[k], policy_sections[k].size);
		r->stores[k].empty = arena_alloc(r->arena, policy_sections[k].size);
	}
	for (size_t k = 0; k < policy_nkeys && !r->arena->exhausted; k++) {
		const struct policy_section *sort = &policy_sections[policy_keys[k].kind];

		if (sort->named != NULL)
			policy_value_default(&policy_keys[k], r->stores[sort->store].empty);
	}
	r->items = arena_array(r->arena, r->ini.nsections, sizeof(*r->items));
	return r->arena->exhausted ? -1 : 0;
}

int policy_declare(struct policy_reading *r)
{
	bool seen[KIND_COUNT] = { false };

	if (make_room(r) < 0)
		return -1;
	seen[KIND_PERSON] = r->roll != NULL && r->roll->n > 0;
	for (size_t i = 0; i < r->ini.nsections; i++) {
		const struct ini_section *s = &r->ini.sections[i];
		enum policy_kind kind = r->kinds[i];

		if (kind == KIND_COUNT) {
			policy_problem(
			    r, s->line, "a policy knows no [%s]", escape(r->arena, s->kind));
			continue;
		}
		if (policy_sections[kind].named != NULL)
			policy_place(r, i, kind);
		else
			judge_alone(r, i, seen[kind]);
		seen[kind] = true;
	}
	for (enum policy_kind k = 0; k < KIND_COUNT; k++)
		if (policy_sections[k].required && !seen[k])
			policy_problem(r, 0, "the policy has no %s",
			    policy_title(
			        r->arena, policy_sections[k].kind, policy_sections[k].named));
	return r->arena->exhausted ? -1 : 0;
}
