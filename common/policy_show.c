/*
 * policy_show: the effective policy as a policy file, from the table of keys.
 *
 * What it prints reads back to the same policy. Bytes go out as they came in: the strict reader
 * (ini.h) lets no control character in.
 */
#include <inttypes.h>
#include <string.h>

#include "policy_internal.h"
#include "when.h"

#define LINE_MAX_BYTES 199 /* ini.h */

/* A key of a section, and where the section has its values. */
struct showing {
	const struct policy_key *row;
	const char *item;
	FILE *out;
};

/* Blanks around the '=', unless the line gets too long with them, or the value would read as a
 * comment. */
static void
line(const struct showing *s, const char *value)
{
	bool bare = strlen(s->row->name) + strlen(" = ") + strlen(value) > LINE_MAX_BYTES ||
	    *value == ';' || *value == '#';

	fprintf(s->out, bare ? "%s=%s\n" : "%s = %s\n", s->row->name, value);
}

static void
get(const struct showing *s, void *value, size_t size)
{
	memcpy(value, s->item + s->row->at, size);
}

static size_t
length(const struct showing *s)
{
	size_t n;

	memcpy(&n, s->item + s->row->n_at, sizeof(n));
	return n;
}

static void
show_text(const struct showing *s)
{
	const char *text;

	get(s, &text, sizeof(text));
	if (text != NULL)
		line(s, text);
}

static void
show_texts(const struct showing *s)
{
	const char **list;

	get(s, &list, sizeof(list));
	for (size_t i = 0; i < length(s); i++)
		line(s, list[i]);
}

static void
show_value(const struct showing *s, unsigned value)
{
	for (const struct policy_word *w = s->row->words; w->word != NULL; w++)
		if (w->value == value)
			line(s, w->word);
}

static void
show_word(const struct showing *s)
{
	unsigned value;

	get(s, &value, sizeof(value));
	show_value(s, value);
}

static void
show_flag(const struct showing *s)
{
	bool flag;

	get(s, &flag, sizeof(flag));
	show_value(s, flag);
}

static void
show_words(const struct showing *s)
{
	unsigned bits;

	get(s, &bits, sizeof(bits));
	if (bits == 0)
		return;
	fprintf(s->out, "%s =", s->row->name);
	for (const struct policy_word *w = s->row->words; w->word != NULL; w++)
		if ((bits & w->value) != 0)
			fprintf(s->out, " %s", w->word);
	fputc('\n', s->out);
}

static void
show_number(const struct showing *s)
{
	unsigned value;

	get(s, &value, sizeof(value));
	fprintf(s->out, "%s = %u\n", s->row->name, value);
}

static void
show_size(const struct showing *s)
{
	size_t value;

	get(s, &value, sizeof(value));
	fprintf(s->out, "%s = %zu\n", s->row->name, value);
}

/* A day where it is one: from its first second, until its last. */
static const char *
moment(int64_t t, bool last, char text[WHEN_MAX])
{
	when_format(t, text);
	if (strcmp(text + strlen("2026-12-24"), last ? "T23:59:59Z" : "T00:00:00Z") == 0)
		text[strlen("2026-12-24")] = '\0';
	return text;
}

static void
show_moment(const struct showing *s)
{
	bool last = s->row->type == TYPE_UNTIL;
	char text[WHEN_MAX];
	int64_t t;

	get(s, &t, sizeof(t));
	if (t != (last ? INT64_MAX : INT64_MIN))
		line(s, moment(t, last, text));
}

static void
show_source(const struct showing *s)
{
	const char *name;
	unsigned source;

	get(s, &source, sizeof(source));
	memcpy(&name, s->item + s->row->n_at, sizeof(name));
	if (source == PUSHER_ENV)
		fprintf(s->out, "%s = env:%s\n", s->row->name, name);
	else
		show_value(s, source);
}

static void
show_one(const struct showing *s)
{
	const char *item;

	get(s, &item, sizeof(item));
	if (item != NULL)
		line(s, policy_name(item));
}

static void
show_many(const struct showing *s)
{
	const void *const *list;

	get(s, &list, sizeof(list));
	for (size_t i = 0; i < length(s); i++) {
		const char *item;

		memcpy(&item, &list[i], sizeof(item));
		line(s, policy_name(item));
	}
}

static void
show_members(const struct showing *s)
{
	bool deputies = s->row->type == TYPE_DEPUTY;
	const struct member *list;
	char text[WHEN_MAX];

	get(s, &list, sizeof(list));
	for (const struct member *m = list; m < list + length(s); m++) {
		if (m->deputy != deputies)
			continue;
		fprintf(s->out, "%s = %s", s->row->name, m->person->id);
		if (m->period.from != INT64_MIN)
			fprintf(s->out, " from %s", moment(m->period.from, false, text));
		if (m->period.until != INT64_MAX)
			fprintf(s->out, " until %s", moment(m->period.until, true, text));
		fputc('\n', s->out);
	}
}

static void
show_conflicts(const struct showing *s)
{
	const struct conflict *list;

	get(s, &list, sizeof(list));
	for (size_t i = 0; i < length(s); i++)
		fprintf(s->out, "%s = %s %s\n", s->row->name, list[i].a->id, list[i].b->id);
}

static void (*const printers[TYPE_COUNT])(const struct showing *) = {
	[TYPE_TEXT] = show_text,
	[TYPE_TEXTS] = show_texts,
	[TYPE_WORD] = show_word,
	[TYPE_FLAG] = show_flag,
	[TYPE_WORDS] = show_words,
	[TYPE_NUMBER] = show_number,
	[TYPE_SIZE] = show_size,
	[TYPE_FROM] = show_moment,
	[TYPE_UNTIL] = show_moment,
	[TYPE_SOURCE] = show_source,
	[TYPE_ONE] = show_one,
	[TYPE_MANY] = show_many,
	[TYPE_MEMBER] = show_members,
	[TYPE_DEPUTY] = show_members,
	[TYPE_CONFLICT] = show_conflicts,
};

static void
show_keys(enum policy_kind kind, const char *item, FILE *out)
{
	for (size_t i = 0; i < policy_nkeys; i++)
		if (policy_keys[i].kind == kind)
			printers[policy_keys[i].type](
			    &(struct showing){ &policy_keys[i], item, out });
}

static void
show_list(const struct policy *p, enum policy_kind kind, FILE *out)
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
		show_keys(shown, item, out);
	}
}

/* Sections that mean something by standing there. */
static bool
absent(const struct policy *p, enum policy_kind kind)
{
	return (kind == KIND_EVIDENCE && p->evidence_ref == NULL) ||
	    (kind == KIND_EMERGENCY && !p->emergency.allowed);
}

void
policy_show(const struct policy *p, FILE *out)
{
	for (enum policy_kind k = 0; k < KIND_COUNT; k++) {
		if (policy_sections[k].named != NULL && policy_sections[k].store == k) {
			show_list(p, k, out);
		} else if (policy_sections[k].named == NULL && !absent(p, k)) {
			fprintf(out, "%s[%s]\n", k == 0 ? "" : "\n", policy_sections[k].kind);
			show_keys(k, (const char *)p, out);
		}
	}
}
