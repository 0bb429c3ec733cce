/*
 * policy/show: the effective policy as a policy file, from the table of keys.
 *
 * What it prints reads back to the same policy. Bytes go out as they came in: the strict reader
 * (base/ini.h) lets no control character in.
 */
#include "policy/freeze.h"
#include "policy/policy_internal.h"

#define LINE_MAX_BYTES 199 /* base/ini.h */

/* A key of a section, and where the section has its values. */
struct showing {
	const struct policy_key *row;
	const char *item;
	const void *value; /* of the type of the row */
	const char *zone; /* of its days; NULL: UTC */
	FILE *out;
};

/* Blanks around the '=', unless the line gets too long or the value would read as a comment. */
static void line(const struct showing *s, const char *value)
{
	bool bare = strlen(s->row->name) + strlen(" = ") + strlen(value) > LINE_MAX_BYTES ||
	    *value == ';' || *value == '#';

	fprintf(s->out, bare ? "%s=%s\n" : "%s = %s\n", s->row->name, value);
}

/* Of a list. */
static size_t length(const struct showing *s)
{
	return *(const size_t *)(const void *)(s->item + s->row->n_at);
}

static void show_word(const struct showing *s, unsigned value)
{
	for (const struct policy_word *w = s->row->words; w->word != NULL; w++)
		if (w->value == value)
			line(s, w->word);
}

static void show_words(const struct showing *s, unsigned bits)
{
	if (bits == 0)
		return;
	fprintf(s->out, "%s =", s->row->name);
	for (const struct policy_word *w = s->row->words; w->word != NULL; w++)
		if ((bits & w->value) != 0)
			fprintf(s->out, " %s", w->word);
	fputc('\n', s->out);
}

/* Below what can be written stands for a key that is not there. */
static void show_number(const struct showing *s, unsigned value)
{
	if (value >= s->row->min)
		fprintf(s->out, "%s = %u\n", s->row->name, value);
}

/* A day where it is one: from its first second, until its last. */
static const char *moment(const char *zone, int64_t t, bool last, char text[WHEN_MAX])
{
	int64_t wall = zone_wall(zone, t);

	when_format(wall, text);
	if (strcmp(text + strlen("2026-12-24"), last ? "T23:59:59Z" : "T00:00:00Z") != 0 ||
	    zone_moment(zone, wall, last) != t)
		return when_format(t, text);
	text[strlen("2026-12-24")] = '\0';
	return text;
}

static void show_moment(const struct showing *s, int64_t t)
{
	char text[WHEN_MAX];

	if (t != INT64_MIN && t != INT64_MAX)
		line(s, moment(s->zone, t, s->row->type == TYPE_UNTIL, text));
}

static void show_source(const struct showing *s, unsigned source)
{
	if (source == PUSHER_ENV)
		fprintf(s->out, "%s = env:%s\n", s->row->name,
		    *(const char *const *)(const void *)(s->item + s->row->n_at));
	else
		show_word(s, source);
}

/* Pointers to sections, of whatever type. */
static void show_named(const struct showing *s, const char *list, size_t n)
{
	for (const void *item; n > 0; n--, list += sizeof(item)) {
		memcpy(&item, list, sizeof(item));
		if (item != NULL)
			line(s, policy_name(item));
	}
}

static void show_members(const struct showing *s, const struct member *m)
{
	char text[WHEN_MAX];

	for (size_t n = length(s); n > 0; n--, m++) {
		if (m->deputy != (s->row->type == TYPE_DEPUTY))
			continue;
		fprintf(s->out, "%s = %s", s->row->name, m->person->id);
		if (m->period.from != INT64_MIN)
			fprintf(s->out, " from %s", moment(s->zone, m->period.from, false, text));
		if (m->period.until != INT64_MAX)
			fprintf(s->out, " until %s", moment(s->zone, m->period.until, true, text));
		fputc('\n', s->out);
	}
}

static void show_conflicts(const struct showing *s, const struct conflict *list)
{
	for (size_t i = 0; i < length(s); i++)
		fprintf(s->out, "%s = %s %s\n", s->row->name, list[i].a->id, list[i].b->id);
}

static void show_texts(const struct showing *s, const char *const *list, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (list[i] != NULL)
			line(s, list[i]);
}

static void show_weekly(const struct showing *s, const struct weekly *w)
{
	char text[WEEKLY_MAX];

	if (w->minutes > 0)
		line(s, weekly_format(w, text));
}

static void show_key(const struct showing *s)
{
	const char *list;

	switch (s->row->type) {
	case TYPE_TEXT:
		show_texts(s, s->value, 1);
		break;
	case TYPE_TEXTS:
		show_texts(s, *(const char *const *const *)s->value, length(s));
		break;
	case TYPE_WORD:
		show_word(s, *(const unsigned *)s->value);
		break;
	case TYPE_FLAG:
		show_word(s, *(const bool *)s->value);
		break;
	case TYPE_WORDS:
		show_words(s, *(const unsigned *)s->value);
		break;
	case TYPE_NUMBER:
		show_number(s, *(const unsigned *)s->value);
		break;
	case TYPE_SIZE:
		fprintf(s->out, "%s = %zu\n", s->row->name, *(const size_t *)s->value);
		break;
	case TYPE_FROM:
	case TYPE_UNTIL:
		show_moment(s, *(const int64_t *)s->value);
		break;
	case TYPE_SOURCE:
		show_source(s, *(const unsigned *)s->value);
		break;
	case TYPE_ONE:
		show_named(s, s->value, 1);
		break;
	case TYPE_MANY:
		memcpy(&list, s->value, sizeof(list));
		show_named(s, list, length(s));
		break;
	case TYPE_MEMBER:
	case TYPE_DEPUTY:
		show_members(s, *(const struct member *const *)s->value);
		break;
	case TYPE_CONFLICT:
		show_conflicts(s, *(const struct conflict *const *)s->value);
		break;
	case TYPE_WEEKLY:
		show_weekly(s, (const struct weekly *)(const void *)s->value);
		break;
	case TYPE_COUNT:
		break;
	}
}

static void show_keys(const struct policy *p, enum policy_kind kind, const char *item, FILE *out)
{
	for (const struct policy_key *k = policy_keys; k < policy_keys + policy_nkeys; k++)
		if (k->kind == kind)
			show_key(&(struct showing){ .row = k,
			    .item = item,
			    .value = item + k->at,
			    .zone = kind == KIND_FREEZE ? p->zone : NULL,
			    .out = out });
}

static void show_list(const struct policy *p, enum policy_kind kind, FILE *out)
{
	const struct policy_section *sort = &policy_sections[kind];
	const char *item;
	size_t n;

	memcpy(&item, (const char *)p + sort->list_at, sizeof(item));
	memcpy(&n, (const char *)p + sort->n_at, sizeof(n));
	for (; n > 0; n--, item += sort->size) {
		bool service = kind == KIND_PERSON && ((const struct person *)item)->service;
		enum policy_kind shown = service ? KIND_SERVICE : kind;

		fprintf(out, "\n[%s \"%s\"]\n", policy_sections[shown].kind, policy_name(item));
		show_keys(p, shown, item, out);
	}
}

/* Sections that mean something by standing there. */
static bool absent(const struct policy *p, enum policy_kind kind)
{
	return (kind == KIND_EVIDENCE && p->evidence_ref == NULL) ||
	    (kind == KIND_EMERGENCY && !p->emergency.allowed);
}

void policy_show(const struct policy *p, FILE *out)
{
	for (enum policy_kind k = 0; k < KIND_COUNT; k++) {
		if (policy_sections[k].named != NULL && policy_sections[k].store == k) {
			show_list(p, k, out);
		} else if (policy_sections[k].named == NULL && !absent(p, k)) {
			fprintf(out, "%s[%s]\n", k == 0 ? "" : "\n", policy_sections[k].kind);
			show_keys(p, k, (const char *)p, out);
		}
	}
}
