/*
 * policy/read: the bytes of policy.ini to a frozen struct policy.
 *
 * Strict: it takes nothing that the table of keys (policy/keys.c) does not know, and lists
 * everything that is wrong, with its line. It trusts nothing; a policy with one problem is no
 * policy.
 */
#include "policy/policy_internal.h"

static void unknown_key(
    struct policy_reading *r, const struct ini_section *s, const struct ini_key *k)
{
	if (strcmp(s->kind, "policy") == 0 && strcmp(k->key, "include") == 0)
		policy_problem(r, k->line,
		    "the common part that 'include' names is read in a folder of the "
		    "server alone");
	else
		policy_problem(r, k->line, "[%s] knows no '%s'", s->kind, escape(r->arena, k->key));
}

/* Has it a value, and is it not there too often? */
static bool is_sound(
    struct policy_reading *r, const struct policy_key *row, const struct ini_key *k)
{
	size_t times = r->times[row - policy_keys]++;

	if (times == row->times)
		policy_problem(r, k->line,
		    row->times == 1 ? "'%s' appears twice" : "'%s' appears more than %zu times",
		    row->name, row->times);
	else if (*k->value == '\0')
		policy_problem(r, k->line, "'%s' is empty", row->name);
	return times < row->times && *k->value != '\0';
}

/* Reads the keys of a section; deputies come after members, in another turn. True where some are
 * left. */
static bool read_keys(struct policy_reading *r, size_t i, bool deputies)
{
	const struct ini_section *s = &r->ini.sections[i];
	struct policy_rows rows = r->rows[r->kinds[i]];
	const struct policy_key *row, *from = rows.list;
	bool left = false;

	memset(r->times + (rows.list - policy_keys), 0, rows.n * sizeof(*r->times));
	for (size_t at = 0; at < s->nkeys; at++) {
		const struct ini_key *k = &s->keys[at];

		row = policy_key_of(rows, from, k->key);
		from = row != NULL ? row + 1 : from;
		if (row == NULL && !deputies)
			unknown_key(r, s, k);
		if (row == NULL)
			continue;
		if ((row->type == TYPE_DEPUTY) != deputies)
			left = true;
		else if (is_sound(r, row, k))
			policy_value_read(&(struct policy_value){ r, row, s, k, r->items[i] });
	}
	return left;
}

static bool has_key(const struct ini_section *s, const char *name)
{
	for (size_t i = 0; name != NULL && i < s->nkeys; i++)
		if (strcmp(s->keys[i].key, name) == 0)
			return true;
	return false;
}

static void read_section(struct policy_reading *r, size_t i)
{
	const struct ini_section *s = &r->ini.sections[i];
	enum policy_kind kind = r->kinds[i];

	if (r->items[i] == NULL)
		return;
	if (read_keys(r, i, false))
		read_keys(r, i, true);
	for (size_t k = 0; k < r->rows[kind].n; k++) {
		const struct policy_key *row = &r->rows[kind].list[k];

		if (row->required && !has_key(s, row->name) && !has_key(s, row->unless))
			policy_problem(r, s->line, "%s has no '%s'",
			    policy_title(r->arena, s->kind, s->name), row->name);
	}
	if (kind == KIND_EMERGENCY) {
		r->out->emergency.allowed = true;
		r->out->emergency.line = s->line;
	}
	if (kind == KIND_AUDIT)
		r->out->audit.line = s->line;
}

/* What the sections mean that are not there. */
static void start(struct policy *out)
{
	memset(out, 0, sizeof(*out));
	for (size_t k = 0; k < policy_nkeys; k++)
		if (policy_sections[policy_keys[k].kind].named == NULL)
			policy_value_default(&policy_keys[k], (char *)out);
}

/* Environments that are put in another order. */
struct ordering {
	const struct environment *old, *unknown;
	size_t *place; /* of each: where it goes, from 1; 0 while that is open */
	size_t *chain; /* those that wait for their source */
	size_t n, placed;
};

static size_t index_of(const struct ordering *o, const struct environment *env)
{
	return (size_t)(env - o->old);
}

/* Places an environment after its sources. A circle (policy_check()) is cut where it closes. */
static void put(struct ordering *o, size_t i)
{
	size_t depth = 0;

	while (depth < o->n && o->place[i] == 0) {
		o->chain[depth++] = i;
		if (o->old[i].from == NULL || o->old[i].from == o->unknown)
			break;
		i = index_of(o, o->old[i].from);
	}
	while (depth-- > 0)
		if (o->place[o->chain[depth]] == 0)
			o->place[o->chain[depth]] = ++o->placed;
}

static const struct environment *moved(
    const struct ordering *o, const struct environment *new, const struct environment *env)
{
	return env != NULL && env != o->unknown ? new + o->place[index_of(o, env)] - 1 : env;
}

/* What names environments follows them. */
static void move_users(
    const struct policy_reading *r, const struct ordering *o, const struct environment *new)
{
	struct freeze *list = (struct freeze *)r->stores[KIND_FREEZE].items;
	struct target *targets = (struct target *)r->stores[KIND_TARGET].items;

	for (size_t i = 0; i < r->stores[KIND_TARGET].n; i++)
		targets[i].environment = moved(o, new, targets[i].environment);
	for (size_t i = 0; i < r->stores[KIND_FREEZE].n; i++)
		for (size_t k = 0; k < list[i].nenvironments; k++)
			list[i].environments[k] = moved(o, new, list[i].environments[k]);
}

/* Puts the environments in order: sources before what comes from them. -1 without memory. */
static int order(struct policy_reading *r)
{
	struct policy_store *s = &r->stores[KIND_ENVIRONMENT];
	struct environment *new = arena_array(r->arena, s->n, sizeof(*new));
	struct ordering o = { .old = (const struct environment *)s->items,
		.n = s->n,
		.unknown = (const struct environment *)s->empty };

	o.place = arena_array(r->arena, s->n, sizeof(*o.place));
	o.chain = arena_array(r->arena, s->n, sizeof(*o.chain));
	if (new == NULL || o.place == NULL || o.chain == NULL)
		return -1;
	for (size_t i = 0; i < s->n; i++)
		put(&o, i);
	for (size_t i = 0; i < s->n; i++) {
		new[o.place[i] - 1] = o.old[i];
		new[o.place[i] - 1].from = moved(&o, new, o.old[i].from);
	}
	move_users(r, &o, new);
	s->items = (char *)new;
	return 0;
}

static void hand_over(struct policy_reading *r)
{
	for (enum policy_kind k = 0; k < KIND_COUNT; k++) {
		const struct policy_section *sort = &policy_sections[k];

		if (sort->named == NULL || sort->store != k)
			continue;
		memcpy((char *)r->out + sort->list_at, &r->stores[k].items, sizeof(char *));
		memcpy((char *)r->out + sort->n_at, &r->stores[k].n, sizeof(size_t));
	}
}

static int parse(struct policy_reading *r, const char *bytes, size_t len, struct error *e)
{
	struct arena *a = r->arena;
	struct error why = { 0 };

	memset(r->problems, 0, sizeof(*r->problems));
	start(r->out);
	if (ini_read(a, bytes, len, &r->ini, &why) == 0)
		*r->problems = r->ini.problems;
	else if (why.kind == ERROR_MALFORMED)
		return ini_problem(a, r->problems, 0, "%s", why.text) < 0 ? error_memory(e) : 0;
	else
		return error_memory(e);
	if (policy_declare(r) < 0)
		return error_memory(e);
	/* What is said of all others comes first. */
	for (int other = 0; other < 2; other++)
		for (size_t i = 0; i < r->ini.nsections; i++)
			if ((r->kinds[i] != KIND_POLICY) == other)
				read_section(r, i);
	if (a->exhausted || order(r) < 0)
		return error_memory(e);
	if (r->roll != NULL)
		r->stores[KIND_PERSON].n = r->roll->n;
	hand_over(r);
	return 0;
}

int policy_parse(struct arena *a, const char *bytes, size_t len, struct policy_reading *r,
    struct policy *out, struct ini_problems *problems, struct error *e)
{
	*r = (struct policy_reading){ .arena = a, .problems = problems, .out = out };
	return parse(r, bytes, len, e);
}

static int summarize(const struct ini_problems *ps, struct error *e)
{
	const struct ini_problem *first = &ps->list[0];

	if (first->line == 0)
		return error_set(e, ERROR_MALFORMED,
		    ps->n == 1 ? "the %s has %zu problem, the first: %s" :
		                 "the %s has %zu problems, the first: %s",
		    say("policy"), ps->n, first->text);
	return error_set(e, ERROR_MALFORMED,
	    ps->n == 1 ? "the %s has %zu problem, the first on line %u: %s" :
	                 "the %s has %zu problems, the first on line %u: %s",
	    say("policy"), ps->n, first->line, first->text);
}

int policy_read(struct arena *a, const char *bytes, size_t len, int64_t now, struct policy *out,
    struct ini_problems *problems, struct error *e)
{
	struct policy_reading r;
	enum language language;
	struct audit_policy kept;
	int ret = -1;

	if (policy_parse(a, bytes, len, &r, out, problems, e) < 0)
		goto out;
	if (policy_check(a, out, now, problems) < 0) {
		error_memory(e);
		goto out;
	}
	if (a->exhausted)
		error_memory(e);
	else if (problems->n > 0)
		summarize(problems, e);
	else
		ret = 0;
out:
	if (ret < 0) {
		kept = (struct audit_policy){ .sign = out->audit.sign,
			.repository = out->audit.repository,
			.identity = out->audit.identity,
			.known_hosts = out->audit.known_hosts,
			.timeout = out->audit.timeout };
		language = out->language;
		memset(out, 0, sizeof(*out));
		out->audit = kept;
		out->language = language;
	}
	return ret;
}

int policy_read_known(
    struct arena *a, const char *bytes, size_t len, struct policy *out, struct error *e)
{
	struct policy_reading *r = arena_alloc(a, sizeof(*r));
	struct policy_roll *roll = arena_alloc(a, sizeof(*roll));
	const char *rest;
	size_t n;

	if (r == NULL || roll == NULL)
		return error_memory(e);
	*r = (struct policy_reading){ .arena = a,
		.problems = arena_alloc(a, sizeof(*r->problems)),
		.out = out,
		.roll = roll };
	if (r->problems == NULL || roll_open(roll, r, bytes, len, &rest, &n) < 0)
		return error_memory(e);
	if (parse(r, rest, n, e) < 0)
		return -1;
	r->out = NULL; /* its owner moves it */
	out->roll = roll;
	return r->problems->n > 0 ? summarize(r->problems, e) : 0;
}

const struct person *policy_read_person(
    const struct policy_reading *r, const char *bytes, size_t len, size_t place)
{
	struct policy_reading one = *r;
	struct error why = { 0 };
	enum policy_kind kind;
	char *item = NULL;

	if (ini_read(r->arena, bytes, len, &one.ini, &why) < 0 || one.ini.nsections != 1)
		return NULL;
	kind = policy_kind_of(one.ini.sections[0].kind);
	one.kinds = &kind;
	one.items = &item;
	one.stores[KIND_PERSON].n = place;
	policy_place(&one, 0, kind);
	read_section(&one, 0);
	return r->problems->n == 0 && one.ini.problems.n == 0 ? (struct person *)item : NULL;
}
