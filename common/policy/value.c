#include "policy/freeze.h"
#include "policy/policy_internal.h"

#define DAY 86400
#define PIECES_MAX 6 /* one more than any value has */
#define LAST INT64_C(253402300799) /* 9999-12-31T23:59:59Z, the last that can be printed */

/* An enum of ours is written as the unsigned that it is. */
_Static_assert(sizeof(enum proof) == sizeof(unsigned) &&
        sizeof(enum language) == sizeof(unsigned) && sizeof(enum pusher_source) == sizeof(unsigned),
    "enums are as wide as unsigned");

/* "signature or trailer". Never NULL. */
static const char *list_words(struct arena *a, const struct policy_word *words)
{
	const char *text = "";

	for (const struct policy_word *w = words; w->word != NULL && text != NULL; w++) {
		const char *sep = w == words ? "" : w[1].word != NULL ? ", " : say(" or ");

		text = arena_printf(a, "%s%s%s", text, sep, w->word);
	}
	return text != NULL ? text : "(out of memory)";
}

/* A problem that reads on from the value: "'email = els' is no address". */
static void wrong(const struct policy_value *v, const char *what)
{
	policy_problem(v->reading, v->key->line, "'%s = %s' %s", v->row->name,
	    escape(v->reading->arena, v->key->value), say(what));
}

static void no_such_word(const struct policy_value *v, const char *word)
{
	struct arena *a = v->reading->arena;

	policy_problem(v->reading, v->key->line, "'%s' is %s, not '%s'", v->row->name,
	    list_words(a, v->row->words), escape(a, word));
}

static void put(const struct policy_value *v, const void *value, size_t size)
{
	memcpy(v->item + v->row->at, value, size);
}

/* Room for all there can be: each key adds at most one. One that lasts and is alone stays where it
 * is. */
static void append(const struct policy_value *v, const void *element, size_t size, bool lasts)
{
	char *list;
	size_t n;

	memcpy(&list, v->item + v->row->at, sizeof(list));
	memcpy(&n, v->item + v->row->n_at, sizeof(n));
	if (lasts && n == 0)
		list = (char *)element;
	else if (n == (lasts ? 1 : 0))
		list = arena_grow(v->reading->arena, list, n, v->section->nkeys, size);
	if (list == NULL)
		return;
	memmove(list + n++ * size, element, size);
	put(v, &list, sizeof(list));
	memcpy(v->item + v->row->n_at, &n, sizeof(n));
}

static void read_text(const struct policy_value *v)
{
	const char *text = v->key->value, *why = v->row->wrong != NULL ? v->row->wrong(text) : NULL;

	if (why != NULL)
		wrong(v, why);
	else if (v->row->type == TYPE_TEXTS)
		append(v, &v->key->value, sizeof(v->key->value), true);
	else
		put(v, &text, sizeof(text));
}

static void read_word(const struct policy_value *v)
{
	const char *text = v->key->value;
	const struct policy_word *w = policy_word_of(v->row->words, text, strlen(text));

	if (w == NULL)
		no_such_word(v, text);
	else if (v->row->type == TYPE_FLAG)
		put(v, &(bool){ w->value != 0 }, sizeof(bool));
	else
		put(v, &w->value, sizeof(w->value));
}

static void read_words(const struct policy_value *v)
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
			policy_problem(v->reading, v->key->line, "'%s' names '%s' twice",
			    v->row->name, w->word);
		else
			bits |= w->value;
	}
	put(v, &bits, sizeof(bits));
}

/* Digits only, and few enough for an unsigned long. */
static void read_number(const struct policy_value *v)
{
	const char *s = v->key->value;
	unsigned long n = strlen(s) <= 10 && s[strspn(s, "0123456789")] == '\0' ?
	    strtoul(s, NULL, 10) :
	    (unsigned long)v->row->max + 1;

	if (n < v->row->min || n > v->row->max)
		policy_problem(v->reading, v->key->line, "'%s' is a number from %u to %u, not '%s'",
		    v->row->name, v->row->min, v->row->max, escape(v->reading->arena, s));
	else if (v->row->type == TYPE_SIZE)
		put(v, &(size_t){ n }, sizeof(size_t));
	else
		put(v, &(unsigned){ (unsigned)n }, sizeof(unsigned));
}

/* A day is all of that day: its first second, or its last. Those of a freeze are in the zone of the
 * policy, and what its clocks skip or show twice is read so that the freeze is longer. */
static bool read_date(const struct policy_value *v, const char *text, bool last, int64_t *out)
{
	const char *zone = v->row->kind == KIND_FREEZE ? v->reading->out->zone : NULL;
	int64_t t;
	int rc = when_parse_date(text, &t);

	if (rc == 0)
		t = zone_moment(zone, t + (last ? DAY - 1 : 0), last);
	else
		rc = zone != NULL ? zone_parse(zone, text, last, &t) : when_parse(text, &t);
	if (rc == 0 && t >= 0 && t <= LAST) {
		*out = t;
		return true;
	}
	policy_problem(v->reading, v->key->line,
	    "'%s' is neither a day from 1970 on, such as 2026-12-24, nor a time with a zone, such "
	    "as 2026-12-24T18:00:00+01:00",
	    escape(v->reading->arena, text));
	return false;
}

static void read_moment(const struct policy_value *v)
{
	int64_t t;

	if (read_date(v, v->key->value, v->row->type == TYPE_UNTIL, &t))
		put(v, &t, sizeof(t));
}

static void read_weekly(const struct policy_value *v)
{
	struct weekly w;

	if (weekly_read(v->key->value, &w) == 0)
		put(v, &w, sizeof(w));
	else
		wrong(v, "is no part of each week, such as fri 16:00..mon 07:00");
}

static void read_source(const struct policy_value *v)
{
	static const char env[] = "env:";
	const char *name = v->key->value + sizeof(env) - 1, *why;

	if (strncmp(v->key->value, env, sizeof(env) - 1) != 0) {
		read_word(v);
		return;
	}
	why = v->row->wrong(name);
	if (why != NULL) {
		wrong(v, why);
		return;
	}
	put(v, &(unsigned){ PUSHER_ENV }, sizeof(unsigned));
	memcpy(v->item + v->row->n_at, &name, sizeof(name));
}

/* The section of that name, or NULL and a problem. */
static const char *find(const struct policy_value *v, enum policy_kind of, const char *name)
{
	struct arena *a = v->reading->arena;
	const char *item = policy_find(v->reading, of, name);

	if (item == NULL)
		policy_problem(v->reading, v->key->line, "'%s = %s': there is no %s", v->row->name,
		    escape(a, v->key->value), policy_title(a, policy_sections[of].kind, name));
	return item;
}

static void read_one(const struct policy_value *v)
{
	const char *item = find(v, v->row->of, v->key->value);

	if (item == NULL)
		item = v->reading->stores[v->row->of].empty;
	put(v, &item, sizeof(item));
}

static bool listed(const struct policy_value *v, const char *item)
{
	const char **list;
	size_t n;

	memcpy(&list, v->item + v->row->at, sizeof(list));
	memcpy(&n, v->item + v->row->n_at, sizeof(n));
	for (size_t i = 0; i < n; i++)
		if (memcmp(&list[i], &item, sizeof(item)) == 0)
			return true;
	return false;
}

static void read_many(const struct policy_value *v)
{
	const char *item = find(v, v->row->of, v->key->value);

	if (item != NULL && listed(v, item))
		wrong(v, "appears twice");
	else if (item != NULL)
		append(v, &item, sizeof(item), false);
}

/* Cuts a value at its blanks; PIECES_MAX pieces mean: too many. */
static size_t cut(const struct policy_value *v, char *pieces[PIECES_MAX])
{
	char *copy = arena_strdup(v->reading->arena, v->key->value), *save;
	size_t n = 0;

	for (char *p = copy != NULL ? strtok_r(copy, " \t", &save) : NULL;
	     p != NULL && n < PIECES_MAX; p = strtok_r(NULL, " \t", &save))
		pieces[n++] = p;
	return n;
}

/* [from DATE] [until DATE] in `n` pieces. */
static bool read_period(const struct policy_value *v, char **piece, size_t n, struct member *m)
{
	bool from = n >= 2 && strcmp(piece[0], "from") == 0, until, sound = true;

	if (from)
		sound = read_date(v, piece[1], false, &m->period.from);
	n -= from ? 2 : 0;
	piece += from ? 2 : 0;
	until = n >= 2 && strcmp(piece[0], "until") == 0;
	if (until)
		sound = read_date(v, piece[1], true, &m->period.until) && sound;
	n -= until ? 2 : 0;
	if (n > 0 || (m->deputy && !until)) {
		wrong(v,
		    m->deputy ? "is not PERSON, perhaps 'from DATE', and 'until DATE'" :
		                "is not PERSON, perhaps with 'from DATE' and 'until DATE'");
		return false;
	}
	if (sound && m->period.until < m->period.from) {
		wrong(v, "ends before it starts");
		return false;
	}
	return sound;
}

/* PERSON [from DATE] [until DATE]. A deputy's time has an end. */
static void read_member(const struct policy_value *v)
{
	char *piece[PIECES_MAX];
	size_t n = cut(v, piece);
	struct member m = { .period = { INT64_MIN, INT64_MAX },
		.deputy = v->row->type == TYPE_DEPUTY,
		.line = v->key->line };
	bool sound;

	if (n == 0)
		return;
	sound = read_period(v, piece + 1, n - 1, &m);
	m.person = (const struct person *)find(v, KIND_PERSON, piece[0]);
	if (!sound)
		m.person = NULL;
	append(v, &m, sizeof(m), false);
}

static void read_conflict(const struct policy_value *v)
{
	char *piece[PIECES_MAX];
	struct conflict c = { .line = v->key->line };

	if (cut(v, piece) != 2) {
		wrong(v, "is not two roles with a blank between");
		return;
	}
	c.a = (const struct role *)find(v, KIND_ROLE, piece[0]);
	c.b = (const struct role *)find(v, KIND_ROLE, piece[1]);
	if (c.a != NULL && c.a == c.b)
		wrong(v, "names one role twice");
	else if (c.a != NULL && c.b != NULL)
		append(v, &c, sizeof(c), false);
}

void policy_value_read(const struct policy_value *v)
{
	static void (*const readers[TYPE_COUNT])(const struct policy_value *) = {
		[TYPE_TEXT] = read_text,
		[TYPE_TEXTS] = read_text,
		[TYPE_WORD] = read_word,
		[TYPE_FLAG] = read_word,
		[TYPE_WORDS] = read_words,
		[TYPE_NUMBER] = read_number,
		[TYPE_SIZE] = read_number,
		[TYPE_FROM] = read_moment,
		[TYPE_UNTIL] = read_moment,
		[TYPE_SOURCE] = read_source,
		[TYPE_ONE] = read_one,
		[TYPE_MANY] = read_many,
		[TYPE_MEMBER] = read_member,
		[TYPE_DEPUTY] = read_member,
		[TYPE_CONFLICT] = read_conflict,
		[TYPE_WEEKLY] = read_weekly,
	};

	readers[v->row->type](v);
}

void policy_value_default(const struct policy_key *row, char *item)
{
	void *at = item + row->at;

	if (row->type == TYPE_FROM)
		*(int64_t *)at = INT64_MIN;
	else if (row->type == TYPE_UNTIL)
		*(int64_t *)at = INT64_MAX;
	else if (row->type == TYPE_FLAG)
		*(bool *)at = row->fallback != 0;
	else if (row->type == TYPE_SIZE)
		*(size_t *)at = row->fallback;
	else if (row->type == TYPE_WORD || row->type == TYPE_NUMBER)
		memcpy(at, &row->fallback, sizeof(row->fallback));
}
