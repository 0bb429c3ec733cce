#include <stdlib.h>
#include <string.h>

#include "escape.h"
#include "policy_value.h"
#include "when.h"

#define DAY 86400
#define LAST INT64_C(253402300799) /* 9999-12-31T23:59:59Z, the last that can be printed */

/* An enum of ours is written as the unsigned that it is. */
_Static_assert(sizeof(enum proof) == sizeof(unsigned) &&
        sizeof(enum language) == sizeof(unsigned) && sizeof(enum pusher_source) == sizeof(unsigned),
    "enums are as wide as unsigned");

const char *
policy_words(struct arena *a, const struct policy_word *words, const char *key)
{
	const char *text = "";
	size_t left = 0;

	for (const struct policy_word *w = words; w->word != NULL; w++)
		left++;
	for (const struct policy_word *w = words; w->word != NULL && text != NULL; w++) {
		text = key == NULL ? arena_printf(a, "%s%s", text, w->word) :
		                     arena_printf(a, "%s'%s = %s'", text, key, w->word);
		if (--left > 0 && text != NULL)
			text = arena_printf(a, "%s%s", text, left > 1 ? ", " : " or ");
	}
	return text != NULL ? text : "(out of memory)";
}

void
policy_value_wrong(const struct policy_value *v, const char *what)
{
	ini_problem(v->reading->arena, v->reading->problems, v->key->line, "'%s = %s' %s",
	    v->row->name, escape(v->reading->arena, v->key->value), what);
}

static void
no_such_word(const struct policy_value *v, const char *word)
{
	struct arena *a = v->reading->arena;

	ini_problem(a, v->reading->problems, v->key->line, "'%s' is %s, not '%s'", v->row->name,
	    policy_words(a, v->row->words, NULL), escape(a, word));
}

void
policy_value_put(const struct policy_value *v, const void *value, size_t size)
{
	memcpy(v->item + v->row->at, value, size);
}

/* Room for all there can be: each key adds at most one. */
void
policy_value_append(const struct policy_value *v, const void *element, size_t size)
{
	char *list;
	size_t n;

	memcpy(&list, v->item + v->row->at, sizeof(list));
	memcpy(&n, v->item + v->row->n_at, sizeof(n));
	if (list == NULL)
		list = arena_array(v->reading->arena, v->section->nkeys, size);
	if (list == NULL)
		return;
	memcpy(list + n++ * size, element, size);
	policy_value_put(v, &list, sizeof(list));
	memcpy(v->item + v->row->n_at, &n, sizeof(n));
}

static bool
text_sound(const struct policy_value *v)
{
	const char *why = v->row->wrong != NULL ? v->row->wrong(v->key->value) : NULL;

	if (why != NULL)
		policy_value_wrong(v, why);
	return why == NULL;
}

static void
read_text(const struct policy_value *v)
{
	if (text_sound(v))
		policy_value_put(v, &v->key->value, sizeof(v->key->value));
}

static void
read_texts(const struct policy_value *v)
{
	if (text_sound(v))
		policy_value_append(v, &v->key->value, sizeof(v->key->value));
}

static const struct policy_word *
find_word(const struct policy_value *v)
{
	const struct policy_word *w =
	    policy_word_of(v->row->words, v->key->value, strlen(v->key->value));

	if (w == NULL)
		no_such_word(v, v->key->value);
	return w;
}

static void
read_word(const struct policy_value *v)
{
	const struct policy_word *w = find_word(v);

	if (w != NULL)
		policy_value_put(v, &w->value, sizeof(w->value));
}

static void
read_flag(const struct policy_value *v)
{
	const struct policy_word *w = find_word(v);
	bool flag = w != NULL && w->value != 0;

	if (w != NULL)
		policy_value_put(v, &flag, sizeof(flag));
}

static void
read_words(const struct policy_value *v)
{
	struct arena *a = v->reading->arena;
	unsigned bits = 0;
	size_t n;

	for (const char *p = v->key->value; *p != '\0'; p += n + strspn(p + n, " \t")) {
		const struct policy_word *w;

		n = strcspn(p, " \t");
		w = policy_word_of(v->row->words, p, n);
		if (w == NULL)
			no_such_word(v, arena_strndup(a, p, n));
		else if ((bits & w->value) != 0)
			ini_problem(a, v->reading->problems, v->key->line, "'%s' names '%s' twice",
			    v->row->name, w->word);
		else
			bits |= w->value;
	}
	policy_value_put(v, &bits, sizeof(bits));
}

/* Digits only, and few enough for an unsigned long. */
static bool
number(const struct policy_value *v, unsigned long *out)
{
	const char *s = v->key->value;

	*out = strlen(s) <= 10 && s[strspn(s, "0123456789")] == '\0' ?
	    strtoul(s, NULL, 10) :
	    (unsigned long)v->row->max + 1;
	if (*out >= v->row->min && *out <= v->row->max)
		return true;
	ini_problem(v->reading->arena, v->reading->problems, v->key->line,
	    "'%s' is a number from %u to %u, not '%s'", v->row->name, v->row->min, v->row->max,
	    escape(v->reading->arena, s));
	return false;
}

static void
read_number(const struct policy_value *v)
{
	unsigned long n;
	unsigned out;

	if (!number(v, &n))
		return;
	out = (unsigned)n;
	policy_value_put(v, &out, sizeof(out));
}

static void
read_size(const struct policy_value *v)
{
	unsigned long n;
	size_t out;

	if (!number(v, &n))
		return;
	out = n;
	policy_value_put(v, &out, sizeof(out));
}

/* A day is all of that day: its first second, or its last. */
bool
policy_value_moment(const struct policy_value *v, const char *text, bool last, int64_t *out)
{
	int64_t t;
	bool day = when_parse_date(text, &t) == 0;

	if ((day || when_parse(text, &t) == 0) && t >= 0 && t <= LAST) {
		*out = t + (day && last ? DAY - 1 : 0);
		return true;
	}
	ini_problem(v->reading->arena, v->reading->problems, v->key->line,
	    "'%s' is neither a day from 1970 on, such as 2026-12-24, nor a time with a zone, such "
	    "as 2026-12-24T18:00:00+01:00",
	    escape(v->reading->arena, text));
	return false;
}

static void
read_moment(const struct policy_value *v)
{
	int64_t t;

	if (policy_value_moment(v, v->key->value, v->row->type == TYPE_UNTIL, &t))
		policy_value_put(v, &t, sizeof(t));
}

static void
read_source(const struct policy_value *v)
{
	static const char env[] = "env:";
	const unsigned source = PUSHER_ENV;
	const char *name = v->key->value + sizeof(env) - 1, *why;

	if (strncmp(v->key->value, env, sizeof(env) - 1) != 0) {
		read_word(v);
		return;
	}
	why = v->row->wrong(name);
	if (why != NULL) {
		policy_value_wrong(v, why);
		return;
	}
	policy_value_put(v, &source, sizeof(source));
	memcpy(v->item + v->row->n_at, &name, sizeof(name));
}

void
policy_value_read(const struct policy_value *v)
{
	static void (*const readers[TYPE_COUNT])(const struct policy_value *) = {
		[TYPE_TEXT] = read_text,
		[TYPE_TEXTS] = read_texts,
		[TYPE_WORD] = read_word,
		[TYPE_FLAG] = read_flag,
		[TYPE_WORDS] = read_words,
		[TYPE_NUMBER] = read_number,
		[TYPE_SIZE] = read_size,
		[TYPE_FROM] = read_moment,
		[TYPE_UNTIL] = read_moment,
		[TYPE_SOURCE] = read_source,
		[TYPE_ONE] = policy_value_one,
		[TYPE_MANY] = policy_value_many,
		[TYPE_MEMBER] = policy_value_member,
		[TYPE_DEPUTY] = policy_value_member,
		[TYPE_CONFLICT] = policy_value_conflict,
	};

	readers[v->row->type](v);
}

void
policy_value_default(const struct policy_key *row, char *item)
{
	const int64_t always = row->type == TYPE_FROM ? INT64_MIN : INT64_MAX;
	const bool flag = row->fallback != 0;
	const size_t size = row->fallback;

	switch (row->type) {
	case TYPE_FROM:
	case TYPE_UNTIL:
		memcpy(item + row->at, &always, sizeof(always));
		break;
	case TYPE_FLAG:
		memcpy(item + row->at, &flag, sizeof(flag));
		break;
	case TYPE_SIZE:
		memcpy(item + row->at, &size, sizeof(size));
		break;
	case TYPE_WORD:
	case TYPE_NUMBER:
		memcpy(item + row->at, &row->fallback, sizeof(row->fallback));
		break;
	default:
		break;
	}
}
