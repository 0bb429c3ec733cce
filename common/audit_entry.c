#include "audit_entry.h"

#include <stdlib.h>
#include <string.h>

#include "oid.h"

struct reading {
	struct arena *arena;
	struct audit_entry *out;
	size_t refs_room, steps_room;
	const char *wrong;	/* the first thing that is */
};

static void *
grow(struct arena *a, void *list, size_t n, size_t *room, size_t size)
{
	if (n < *room)
		return list;
	*room = *room != 0 ? 2 * *room : 4;
	return arena_grow(a, list, n, *room, size);
}

static struct audit_ref *
last_ref(struct reading *r)
{
	if (r->out->nrefs == 0)
		r->wrong = "a line about a ref stands before any ref";
	return r->out->nrefs > 0 ? &r->out->refs[r->out->nrefs - 1] : NULL;
}

static struct audit_step *
last_step(struct reading *r)
{
	struct audit_ref *ref = last_ref(r);

	if (ref != NULL && ref->nsteps == 0)
		r->wrong = "a line about a step stands before any step";
	return ref != NULL && ref->nsteps > 0 ? &ref->steps[ref->nsteps - 1] : NULL;
}

/* 0 and up for the nth of the words; -1 for none of them. */
static int
word(struct reading *r, const char *value, const char *const *words)
{
	for (int i = 0; words[i] != NULL; i++)
		if (strcmp(words[i], value) == 0)
			return i;
	r->wrong = "a word is not one that the gate writes";
	return -1;
}

static void
set_oid(struct reading *r, git_oid *out, const char *value)
{
	if (oid_parse(value, strlen(value), out) < 0)
		r->wrong = "an id is not 40 hex digits";
}

static void
read_entry(struct reading *r, const char *value)
{
	static const char *const words[] = { "verdict", "outcome", "unlock", NULL };

	r->out->kind = (enum audit_kind)(word(r, value, words) + 1);
}

static void
read_decision(struct reading *r, const char *value)
{
	static const char *const words[] = { "undecided", "reject", "accept", NULL };
	int i = word(r, value, words);

	r->out->decision = i > 0 ? (enum audit_decision)i : AUDIT_UNDECIDED;
}

static void
read_pusher(struct reading *r, const char *value)
{
	r->out->pusher = value;
}

static void
read_policy(struct reading *r, const char *value)
{
	r->out->policy = value;
}

static void
read_why(struct reading *r, const char *value)
{
	r->out->why = value;
}

static void
read_reason(struct reading *r, const char *value)
{
	r->out->reason = value;
}

static void
read_by(struct reading *r, const char *value)
{
	r->out->by = value;
}

static void
read_until(struct reading *r, const char *value)
{
	size_t n = strlen(value);

	if (n == 0 || n > 12 || strspn(value, "0123456789") != n)
		r->wrong = "a time is not in seconds";
	else
		r->out->until = strtoll(value, NULL, 10);
}

static void
read_verdict(struct reading *r, const char *value)
{
	set_oid(r, &r->out->verdict, value);
}

static void
read_outcome(struct reading *r, const char *value)
{
	static const char *const words[] = { "not-moved", "moved", NULL };

	r->out->moved = word(r, value, words) == 1 ? AUDIT_MOVED : AUDIT_NOT_MOVED;
}

static void
read_source(struct reading *r, const char *value)
{
	r->out->source = value;
}

static void
read_ref(struct reading *r, const char *value)
{
	struct audit_ref *list = grow(r->arena, r->out->refs, r->out->nrefs, &r->refs_room, sizeof(*list));

	if (list == NULL)
		return;
	r->out->refs = list;
	memset(&list[r->out->nrefs], 0, sizeof(*list));
	list[r->out->nrefs++].name = value;
	r->steps_room = 0;
}

static void
read_old(struct reading *r, const char *value)
{
	struct audit_ref *ref = last_ref(r);

	if (ref != NULL)
		set_oid(r, &ref->old, value);
}

static void
read_new(struct reading *r, const char *value)
{
	struct audit_ref *ref = last_ref(r);

	if (ref != NULL)
		set_oid(r, &ref->new, value);
}

static void
read_environment(struct reading *r, const char *value)
{
	struct audit_ref *ref = last_ref(r);

	if (ref != NULL)
		ref->environment = value;
}

static void
read_step(struct reading *r, const char *value)
{
	struct audit_ref *ref = last_ref(r);
	struct audit_step *list;

	if (ref == NULL)
		return;
	list = grow(r->arena, ref->steps, ref->nsteps, &r->steps_room, sizeof(*list));
	if (list == NULL)
		return;
	ref->steps = list;
	list[ref->nsteps] = (struct audit_step){ .rules = { "", "", "", "" } };
	set_oid(r, &list[ref->nsteps++].tip, value);
}

static void
read_promotion(struct reading *r, const char *value)
{
	struct audit_step *s = last_step(r);

	if (s != NULL)
		s->promotion = value;
}

static void
read_exception(struct reading *r, const char *value)
{
	struct audit_step *s = last_step(r);

	if (s != NULL)
		s->exception = value;
}

static void
read_rules(struct reading *r, size_t outcome, const char *value)
{
	struct audit_step *s = last_step(r);

	if (s != NULL)
		s->rules[outcome] = value;
}

static void
read_met(struct reading *r, const char *value)
{
	read_rules(r, 0, value);
}

static void
read_unmet(struct reading *r, const char *value)
{
	read_rules(r, 1, value);
}

static void
read_undecided(struct reading *r, const char *value)
{
	read_rules(r, 2, value);
}

static void
read_waived(struct reading *r, const char *value)
{
	read_rules(r, 3, value);
}

static const struct {
	const char *key;
	void (*read)(struct reading *r, const char *value);
} keys[] = {
	{ "Entry", read_entry }, { "Decision", read_decision }, { "Pusher", read_pusher }, { "Policy", read_policy },
	{ "Why", read_why }, { "Reason", read_reason }, { "By", read_by }, { "Until", read_until },
	{ "Verdict", read_verdict }, { "Outcome", read_outcome }, { "Source", read_source },
	{ "Ref", read_ref }, { "Old", read_old }, { "New", read_new }, { "Environment", read_environment },
	{ "Step", read_step }, { "Promotion", read_promotion }, { "Exception", read_exception },
	{ "Met", read_met }, { "Unmet", read_unmet }, { "Undecided", read_undecided }, { "Waived", read_waived },
};

static void
read_line(struct reading *r, char *line)
{
	char *value = strstr(line, ": ");

	if (value == NULL) {
		r->wrong = "a line is not 'Key: value'";
		return;
	}
	*value = '\0';
	for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]); i++)
		if (strcmp(keys[i].key, line) == 0)
			keys[i].read(r, value + 2);
}

int
audit_entry_read(struct arena *a, const char *message, size_t len, struct audit_entry *out, struct error *e)
{
	struct reading r = { .arena = a, .out = out };
	char *copy = arena_strndup(a, message, len), *p, *end;

	memset(out, 0, sizeof(*out));
	if (copy == NULL)
		return error_memory(e);
	p = strstr(copy, "\n\n");
	if (p == NULL || strlen(copy) != len)
		return error_set(e, ERROR_MALFORMED, "it is no entry that the gate wrote");
	for (p += 2; *p != '\0' && r.wrong == NULL; p = end) {
		end = p + strcspn(p, "\n");
		if (*end != '\0')
			*end++ = '\0';
		read_line(&r, p);
	}
	if (a->exhausted)
		return error_memory(e);
	if (r.wrong == NULL && out->kind == AUDIT_NONE)
		r.wrong = "it does not say what it is";
	return r.wrong == NULL ? 0 : error_set(e, ERROR_MALFORMED, "%s", r.wrong);
}
