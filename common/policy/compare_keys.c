/* The keys of two policies, one by one (policy/compare.h). */

#include "policy/compare_internal.h"
#include "policy/freeze.h"

int policy_change_add(
    struct arena *a, struct policy_changes *to, enum change_sort sort, const char *text)
{
	to->list = arena_push(a, to->list, to->n, sizeof(*to->list));
	if (to->list == NULL || text == NULL)
		return -1;
	to->list[to->n++] = (struct policy_change){ sort, text };
	return 0;
}

bool policy_changes_shut(const struct policy_changes *c)
{
	for (size_t i = 0; i < c->n; i++)
		if (c->list[i].sort != CHANGE_SHUTS)
			return false;
	return c->n > 0;
}

/* A template with its $S, $N and $O filled in; "-" for what is not there. */
static const char *fill(
    struct arena *a, const char *template, const char *section, const char *old, const char *new)
{
	const char *text = "";

	for (const char *p = template; *p != '\0' && text != NULL;) {
		size_t n = strcspn(p, "$");
		const char *value = p[n] == '\0' ? "" :
		    p[n + 1] == 'S'              ? section :
		    p[n + 1] == 'N'              ? new :
		                                   old;

		text = arena_printf(
		    a, "%s%.*s%s", text, (int)n, p, value != NULL ? escape_whole(a, value) : "-");
		p += n + (p[n] == '\0' ? 0 : 2);
	}
	return text;
}

static bool is_list(const struct policy_key *row)
{
	return row->times > 1 || row->type == TYPE_WORDS;
}

void compare_add(struct comparing *c, enum change_sort sort, const char *const text[2],
    const char *section, const char *old, const char *new)
{
	/* Without memory the arena says so. */
	policy_change_add(c->arena, c->out, sort,
	    fill(c->arena, text[say_language() == LANGUAGE_NL], section, old, new));
}

/* "[environment production]" */
static const char *label(struct arena *a, const struct ini_section *s)
{
	return arena_printf(a, s->name != NULL ? "[%s %s]" : "[%s]", s->kind, s->name);
}

/* "[freeze exams] to": a key as it stands in the file. */
static void say_key(const struct compare_key *k, const char *const text[2], enum change_sort sort,
    const char *old, const char *new)
{
	struct arena *a = k->c->arena;

	compare_add(k->c, sort, text, arena_printf(a, "%s %s", label(a, k->section), k->row->name),
	    old, new);
}

static void say_change(
    const struct compare_key *k, bool gone, enum change_sort sort, const char *old, const char *new)
{
	static const char *const one[2] = { "$S = $N (was $O)", "$S = $N (was $O)" };
	static const char *const many[2][2] = { { "$S = $N is new", "$S = $N is nieuw" },
		{ "$S = $O is gone", "$S = $O is weg" } };

	if (k->row->text[gone][0] != NULL)
		compare_add(k->c, sort, k->row->text[gone], k->section->name, old, new);
	else
		say_key(k, is_list(k->row) ? many[gone] : one, sort, old, new);
}

static int compare_weeks(const char *old, const char *new)
{
	struct weekly was, is;

	return weekly_read(old, &was) == 0 && weekly_read(new, &is) == 0 &&
	        weekly_covers(&is, &was) ?
	    1 :
	    -1;
}

/* -1, 0, 1: is it less, the same, more? What is not there is the end that asks least. 2: neither,
 * as of a day and a moment: which days those are is for the zone. */
static int compare_ends(const struct compare_key *k, const char *old, const char *new)
{
	const struct policy_key *row = k->row;
	bool more = row->sense == SENSE_MORE || row->sense == SENSE_MORE_OR_SHUTS;
	unsigned long long was, is;
	int rc;

	if (old == NULL || new == NULL)
		return ((new == NULL) == more) != row->open ? 1 : -1;
	if (row->type == TYPE_WEEKLY)
		return compare_weeks(old, new);
	if (row->type == TYPE_WORD || row->type == TYPE_FLAG) {
		was = policy_word_of(row->words, old, strlen(old))->value;
		is = policy_word_of(row->words, new, strlen(new))->value;
	} else if (row->type == TYPE_NUMBER || row->type == TYPE_SIZE) {
		was = strtoull(old, NULL, 10);
		is = strtoull(new, NULL, 10);
	} else if ((row->type == TYPE_FROM || row->type == TYPE_UNTIL) &&
	    strlen(old) == strlen(new)) {
		rc = strcmp(new, old);
		return rc < 0 ? -1 : rc > 0;
	} else {
		return 2;
	}
	return is < was ? -1 : is > was;
}

static enum change_sort sort_of(const struct compare_key *k, const char *old, const char *new)
{
	int rc = compare_ends(k, old, new);

	switch (k->row->sense) {
	case SENSE_SAME:
		return CHANGE_OTHER;
	case SENSE_SHUTS:
		return CHANGE_SHUTS;
	case SENSE_MORE:
		return rc > 0 ? CHANGE_LOOSENS : CHANGE_OTHER;
	case SENSE_MORE_OR_SHUTS:
		return rc > 0 ? CHANGE_LOOSENS : CHANGE_SHUTS;
	case SENSE_LESS:
		return rc < 0 || rc == 2 ? CHANGE_LOOSENS : CHANGE_OTHER;
	case SENSE_ANY:
		break;
	}
	return CHANGE_LOOSENS;
}

static void compare_one(const struct compare_key *k)
{
	const char *old = k->of[OLD].n > 0 ? k->of[OLD].list[0] : NULL;
	const char *new = k->of[NEW].n > 0 ? k->of[NEW].list[0] : NULL;
	bool gone = false;

	if (old == NULL ? new == NULL : new != NULL && strcmp(old, new) == 0)
		return;
	if (k->row->text[1][0] != NULL && new != NULL)
		gone = policy_word_of(k->row->words, new, strlen(new))->value == 0;
	say_change(k, gone, sort_of(k, old, new), old, new);
}

/* The values of one side that the other lacks; each once. */
struct compare_values compare_lacking(struct compare_key *k, enum compare_side in)
{
	struct arena *a = k->c->arena;
	struct compare_values *here = &k->of[in], *there = &k->of[in == OLD ? NEW : OLD];
	struct lookup known = { 0 };
	struct compare_values out = { .list = arena_array(a, here->n + 1, sizeof(char *)) };

	for (size_t i = 0; i < there->n; i++)
		lookup_set_text(a, &known, there->list[i], there);
	for (size_t i = 0; out.list != NULL && i < here->n; i++) {
		if (lookup_text(&known, here->list[i]) != NULL)
			continue;
		lookup_set_text(a, &known, here->list[i], there);
		out.list[out.n++] = here->list[i];
	}
	return out;
}

/* "kim from 2026-01-01 until 2026-12-31": what stands before "until", and what after it. */
static const char *until_of(const char *member, size_t *before)
{
	const char *until = strstr(member, " until ");

	*before = until != NULL ? (size_t)(until - member) : strlen(member);
	return until != NULL ? until + strlen(" until ") : NULL;
}

/* The same person, from the same day on, until an earlier one? */
static bool shuts(const char *old, const char *new)
{
	size_t was, is;
	const char *old_until = until_of(old, &was), *new_until = until_of(new, &is);

	if (was != is || memcmp(old, new, was) != 0 || new_until == NULL)
		return false;
	return old_until == NULL ||
	    (strlen(new_until) == strlen(old_until) && strcmp(new_until, old_until) < 0);
}

static void say_members(
    const struct compare_key *k, struct compare_values *gone, struct compare_values *come)
{
	static const char *const becomes[2] = { "in role $S '$N' takes the place of '$O'",
		"in rol $S komt '$N' in de plaats van '$O'" };

	for (size_t i = 0; i < gone->n; i++) {
		const char *old = gone->list[i];
		size_t n = strcspn(old, " "), j = 0;

		while (j < come->n &&
		    (come->list[j] == NULL || strcspn(come->list[j], " ") != n ||
		        memcmp(come->list[j], old, n) != 0))
			j++;
		if (j == come->n)
			continue;
		compare_add(k->c, shuts(old, come->list[j]) ? CHANGE_SHUTS : CHANGE_LOOSENS,
		    becomes, k->section->name, old, come->list[j]);
		gone->list[i] = come->list[j] = NULL;
	}
}

/* One that is empty for one of the two says the opposite of what comes and goes. */
static bool loosens(const struct compare_key *k, enum compare_side side)
{
	enum policy_sense s = k->row->sense;
	bool turns = k->row->open && (k->of[OLD].n == 0 || k->of[NEW].n == 0);

	if (s == SENSE_SAME || s == SENSE_ANY)
		return s == SENSE_ANY;
	return ((s != SENSE_LESS) == (side == NEW)) != turns;
}

static void compare_list(struct compare_key *k)
{
	static const char *const all[2] = { "$S is empty: all of them", "$S is leeg: allemaal" };
	struct compare_values gone = compare_lacking(k, OLD), come = compare_lacking(k, NEW);

	if (gone.list == NULL || come.list == NULL)
		return;
	if (k->row->open && k->of[NEW].n == 0 && gone.n > 0) {
		say_key(k, all, loosens(k, OLD) ? CHANGE_LOOSENS : CHANGE_OTHER, NULL, NULL);
		return;
	}
	if (k->row->type == TYPE_MEMBER || k->row->type == TYPE_DEPUTY)
		say_members(k, &gone, &come);
	for (size_t i = 0; i < gone.n; i++)
		if (gone.list[i] != NULL)
			say_change(k, true, loosens(k, OLD) ? CHANGE_LOOSENS : CHANGE_OTHER,
			    gone.list[i], NULL);
	for (size_t i = 0; i < come.n; i++)
		if (come.list[i] != NULL)
			say_change(k, false, loosens(k, NEW) ? CHANGE_LOOSENS : CHANGE_OTHER, NULL,
			    come.list[i]);
}

void compare_push(struct arena *a, struct compare_values *to, const char *value)
{
	to->list = arena_push(a, to->list, to->n, sizeof(*to->list));
	if (to->list != NULL && value != NULL)
		to->list[to->n++] = value;
}

/* Words with blanks between are values of their own. */
static struct compare_values values_of(
    struct arena *a, const struct ini_section *s, const struct policy_key *row)
{
	struct compare_values out = { 0 };

	for (size_t i = 0; i < s->nkeys; i++) {
		const char *p = s->keys[i].value;

		if (strcmp(s->keys[i].key, row->name) != 0)
			continue;
		while (row->type == TYPE_WORDS && *p != '\0') {
			size_t n = strcspn(p, " ");

			compare_push(a, &out, arena_strndup(a, p, n));
			p += n + strspn(p + n, " ");
		}
		if (row->type != TYPE_WORDS)
			compare_push(a, &out, p);
	}
	return out;
}

static void compare_section(
    struct comparing *c, const struct ini_section *old, const struct ini_section *new)
{
	enum policy_kind kind = policy_kind_of(new->kind);

	for (const struct policy_key *row = policy_keys; row < policy_keys + policy_nkeys; row++) {
		struct compare_key k = { .c = c, .row = row, .section = new };

		if (row->kind != kind)
			continue;
		k.of[OLD] = values_of(c->arena, old, row);
		k.of[NEW] = values_of(c->arena, new, row);
		if (is_list(row))
			compare_list(&k);
		else
			compare_one(&k);
	}
}

/* "freeze exams is new: from 2027-05-10, to 2027-05-28" */
static void say_section(struct comparing *c, const struct ini_section *s, bool gone)
{
	static const char *const text[2][2] = { { "$S is new", "$S is nieuw" },
		{ "$S is gone", "$S is weg" } };
	enum policy_sense sense = policy_sections[policy_kind_of(s->kind)].sense;
	bool loosens = sense == SENSE_ANY || sense == (gone ? SENSE_LESS : SENSE_MORE);
	const char *said = fill(
	    c->arena, text[gone][say_language() == LANGUAGE_NL], label(c->arena, s), NULL, NULL);

	for (size_t i = 0; !gone && i < s->nkeys && said != NULL; i++)
		said = arena_printf(c->arena, "%s%s%s %s", said, i == 0 ? ": " : ", ",
		    s->keys[i].key, escape_whole(c->arena, s->keys[i].value));
	policy_change_add(c->arena, c->out, loosens ? CHANGE_LOOSENS : CHANGE_OTHER, said);
}

static void compare_sections(struct comparing *c)
{
	for (size_t i = 0; i < c->ini[NEW].nsections; i++) {
		const struct ini_section *new = &c->ini[NEW].sections[i], *old;

		old = lookup_text(&c->sections[OLD], label(c->arena, new));
		if (old != NULL)
			compare_section(c, old, new);
		else
			say_section(c, new, false);
	}
	for (size_t i = 0; i < c->ini[OLD].nsections; i++) {
		const struct ini_section *old = &c->ini[OLD].sections[i];

		if (lookup_text(&c->sections[NEW], label(c->arena, old)) == NULL)
			say_section(c, old, true);
	}
}

/* The levels that both have, in the order of `side`. */
static const char *levels(struct comparing *c, enum compare_side side)
{
	const struct policy *p = c->policy[side], *other = c->policy[side == OLD ? NEW : OLD];
	const char *text = "";

	for (size_t i = 0; i < p->nimpacts && text != NULL; i++)
		if (policy_impact_by_id(other, p->impacts[i].id) != NULL)
			text = arena_printf(
			    c->arena, "%s%s%s", text, *text != '\0' ? " " : "", p->impacts[i].id);
	return text;
}

static void compare_levels(struct comparing *c)
{
	static const char *const order[2] = { "the levels of impact are $N, lowest first (was $O)",
		"de impactniveaus zijn $N, laagste eerst (was $O)" };
	const char *old = levels(c, OLD), *new = levels(c, NEW);

	if (old != NULL && new != NULL && strcmp(old, new) != 0)
		compare_add(c, CHANGE_LOOSENS, order, NULL, old, new);
}

/* What policy_show() prints, read back as sections and keys. */
static int take_apart(struct comparing *c, enum compare_side side)
{
	struct error none = { 0 };
	char *bytes = NULL;
	size_t len = 0;
	FILE *out = open_memstream(&bytes, &len);
	int rc = -1;

	if (out != NULL) {
		policy_show(c->policy[side], out);
		if (fclose(out) == 0)
			rc = ini_read(c->arena, bytes, len, &c->ini[side], &none);
	}
	free(bytes);
	for (size_t i = 0; rc == 0 && i < c->ini[side].nsections; i++) {
		const char *key = label(c->arena, &c->ini[side].sections[i]);

		rc = key != NULL ?
		    lookup_set_text(c->arena, &c->sections[side], key, &c->ini[side].sections[i]) :
		    -1;
	}
	return rc;
}

int policy_compare(struct arena *a, const struct policy *old, const struct policy *new, int64_t now,
    struct policy_changes *out)
{
	struct comparing c = { .arena = a, .policy = { old, new }, .now = now, .out = out };

	if (take_apart(&c, OLD) < 0 || take_apart(&c, NEW) < 0)
		return -1;
	compare_sections(&c);
	compare_levels(&c);
	compare_people(&c);
	return a->exhausted ? -1 : 0;
}
