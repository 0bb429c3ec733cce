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

/* A section with a name gets its place in the list. */
static void place(struct policy_reading *r, size_t i, enum policy_kind kind)
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
	r->items[i] = store->items + store->n++ * sort->size;
	memcpy(r->items[i], &name, sizeof(name));
	memcpy(r->items[i] + sort->line_at, &s->line, sizeof(s->line));
	if (sort->store == KIND_PERSON) {
		struct person *who = (struct person *)r->items[i];

		who->name = name;
		who->there = (struct period){ INT64_MIN, INT64_MAX };
		who->service = kind == KIND_SERVICE;
	}
}

/* qsort: by name, and among equals by place. */
static int by_name(const void *a, const void *b)
{
	const char *x = *(char *const *)a, *y = *(char *const *)b;
	int c = strcmp(policy_name(x), policy_name(y));

	return c != 0 ? c : (x > y) - (x < y);
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

static void sort_store(struct policy_reading *r, enum policy_kind kind)
{
	struct policy_store *s = &r->stores[kind];

	for (size_t i = 0; i < s->n; i++)
		s->by_name[i] = s->items + i * policy_sections[kind].size;
	if (s->n > 1)
		qsort(s->by_name, s->n, sizeof(*s->by_name), by_name);
	for (size_t i = 1; i < s->n; i++) {
		const char *first = s->by_name[i - 1], *twin = s->by_name[i],
		           *name = policy_name(twin);

		if (*name != '\0' && strcmp(policy_name(first), name) == 0)
			policy_problem(r, line_of(kind, twin), "%s has the name of %s on line %u",
			    policy_title(r->arena, kind_of(kind, twin), name),
			    policy_title(r->arena, kind_of(kind, first), name),
			    line_of(kind, first));
	}
}

char *policy_find(const struct policy_store *s, const char *name)
{
	size_t low = 0, high = s->n;

	while (low < high) {
		size_t mid = low + (high - low) / 2;

		if (strcmp(policy_name(s->by_name[mid]), name) < 0)
			low = mid + 1;
		else
			high = mid;
	}
	return low < s->n && strcmp(policy_name(s->by_name[low]), name) == 0 ? s->by_name[low] :
	                                                                       NULL;
}

static int make_room(struct policy_reading *r)
{
	size_t n[KIND_COUNT] = { 0 };

	for (size_t i = 0; i < r->ini.nsections; i++) {
		enum policy_kind kind = policy_kind_of(r->ini.sections[i].kind);

		if (kind != KIND_COUNT && policy_sections[kind].named != NULL)
			n[policy_sections[kind].store]++;
	}
	for (enum policy_kind k = 0; k < KIND_COUNT; k++) {
		r->stores[k].items = arena_array(r->arena, n[k], policy_sections[k].size);
		r->stores[k].by_name = arena_array(r->arena, n[k], sizeof(char *));
		r->stores[k].unknown = arena_alloc(r->arena, policy_sections[k].size);
	}
	r->items = arena_array(r->arena, r->ini.nsections, sizeof(*r->items));
	return r->arena->exhausted ? -1 : 0;
}

int policy_declare(struct policy_reading *r)
{
	bool seen[KIND_COUNT] = { false };

	if (make_room(r) < 0)
		return -1;
	for (size_t i = 0; i < r->ini.nsections; i++) {
		const struct ini_section *s = &r->ini.sections[i];
		enum policy_kind kind = policy_kind_of(s->kind);

		if (kind == KIND_COUNT) {
			policy_problem(
			    r, s->line, "a policy knows no [%s]", escape(r->arena, s->kind));
			continue;
		}
		if (policy_sections[kind].named != NULL)
			place(r, i, kind);
		else
			judge_alone(r, i, seen[kind]);
		seen[kind] = true;
	}
	for (enum policy_kind k = 0; k < KIND_COUNT; k++)
		if (policy_sections[k].required && !seen[k])
			policy_problem(r, 0, "the policy has no %s",
			    policy_title(
			        r->arena, policy_sections[k].kind, policy_sections[k].named));
	for (enum policy_kind k = 0; k < KIND_COUNT; k++)
		sort_store(r, k);
	return r->arena->exhausted ? -1 : 0;
}
