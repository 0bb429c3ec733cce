#include "audit_entry.h"

#include <stdlib.h>
#include <string.h>

#include "audit_reading.h"
#include "oid.h"

void
audit_wrong(struct audit_reading *r, const char *what)
{
	if (r->wrong == NULL)
		r->wrong = what;
}

/* Full at every power of two. */
void *
audit_one_more(struct audit_reading *r, void *list, size_t n, size_t size)
{
	return (n & (n - 1)) == 0 ? arena_grow(r->arena, list, n, n != 0 ? 2 * n : 1, size) : list;
}

struct audit_ref *
audit_last_ref(struct audit_reading *r)
{
	if (r->out->nrefs == 0)
		audit_wrong(r, "a line about a ref stands before any ref");
	return r->out->nrefs > 0 ? &r->out->refs[r->out->nrefs - 1] : NULL;
}

void
audit_set_oid(struct audit_reading *r, git_oid *out, const char *value)
{
	if (oid_parse(value, strlen(value), out) < 0)
		audit_wrong(r, "an id is not 40 hex digits");
}

void
audit_set_number(struct audit_reading *r, int64_t *out, const char *value)
{
	size_t n = strlen(value);

	if (n == 0 || n > 12 || strspn(value, "0123456789") != n)
		audit_wrong(r, "a number is not 1 to 12 digits");
	else
		*out = strtoll(value, NULL, 10);
}

/* 0 and up for the nth of the words; -1 for none of them. */
static int
word(struct audit_reading *r, const char *value, const char *const *words)
{
	for (int i = 0; words[i] != NULL; i++)
		if (strcmp(words[i], value) == 0)
			return i;
	audit_wrong(r, "a word is not one that the gate writes");
	return -1;
}

static void
read_entry(struct audit_reading *r, char *value)
{
	static const char *const words[] = { "verdict", "outcome", "unlock", NULL };

	r->out->kind = (enum audit_kind)(word(r, value, words) + 1);
}

static void
read_decision(struct audit_reading *r, char *value)
{
	static const char *const words[] = { "undecided", "reject", "accept", NULL };
	int i = word(r, value, words);

	r->out->decision = i > 0 ? (enum audit_decision)i : AUDIT_UNDECIDED;
}

static void
read_pusher(struct audit_reading *r, char *value)
{
	r->out->pusher = value;
}

static void
read_login(struct audit_reading *r, char *value)
{
	r->out->login = value;
}

static void
read_policy(struct audit_reading *r, char *value)
{
	r->out->policy = value;
}

static void
read_why(struct audit_reading *r, char *value)
{
	r->out->why = value;
}

static void
read_reason(struct audit_reading *r, char *value)
{
	r->out->reason = value;
}

static void
read_by(struct audit_reading *r, char *value)
{
	r->out->by = value;
}

static void
read_until(struct audit_reading *r, char *value)
{
	audit_set_number(r, &r->out->until, value);
}

static void
read_verdict(struct audit_reading *r, char *value)
{
	audit_set_oid(r, &r->out->verdict, value);
}

static void
read_outcome(struct audit_reading *r, char *value)
{
	static const char *const words[] = { "not-moved", "moved", NULL };

	r->out->moved = word(r, value, words) == 1 ? AUDIT_MOVED : AUDIT_NOT_MOVED;
}

static void
read_source(struct audit_reading *r, char *value)
{
	r->out->source = value;
}

static void
read_ref(struct audit_reading *r, char *value)
{
	struct audit_ref *list = audit_one_more(r, r->out->refs, r->out->nrefs, sizeof(*list));

	if (list == NULL)
		return;
	r->out->refs = list;
	list[r->out->nrefs++] = (struct audit_ref){ .name = value };
}

static void
read_old(struct audit_reading *r, char *value)
{
	struct audit_ref *ref = audit_last_ref(r);

	if (ref != NULL)
		audit_set_oid(r, &ref->old, value);
}

static void
read_new(struct audit_reading *r, char *value)
{
	struct audit_ref *ref = audit_last_ref(r);

	if (ref != NULL)
		audit_set_oid(r, &ref->new, value);
}

static void
read_environment(struct audit_reading *r, char *value)
{
	struct audit_ref *ref = audit_last_ref(r);

	if (ref != NULL)
		ref->environment = value;
}

static void
read_from(struct audit_reading *r, char *value)
{
	struct audit_ref *ref = audit_last_ref(r);

	if (ref != NULL)
		ref->from = value;
}

static const struct audit_key entry_keys[] = { { "Entry", read_entry },
	{ "Decision", read_decision }, { "Pusher", read_pusher }, { "Login", read_login },
	{ "Policy", read_policy }, { "Why", read_why }, { "Reason", read_reason },
	{ "By", read_by }, { "Until", read_until }, { "Verdict", read_verdict },
	{ "Outcome", read_outcome }, { "Source", read_source }, { "Ref", read_ref },
	{ "Old", read_old }, { "New", read_new }, { "Environment", read_environment },
	{ "From", read_from }, { NULL, NULL } };

static bool
read_key(struct audit_reading *r, const struct audit_key *keys, const char *key, char *value)
{
	for (; keys->key != NULL; keys++)
		if (strcmp(keys->key, key) == 0) {
			keys->read(r, value);
			return true;
		}
	return false;
}

static void
read_line(struct audit_reading *r, char *line)
{
	char *value = strstr(line, ": ");

	if (value == NULL) {
		audit_wrong(r, "a line is not 'Key: value'");
		return;
	}
	*value = '\0';
	if (!read_key(r, entry_keys, line, value + 2))
		read_key(r, audit_step_keys, line, value + 2);
}

/* What leaves the gate is printable ASCII; so readers may print it as it is. */
static bool
is_plain(const char *s)
{
	for (; *s != '\0'; s++)
		if ((*s < ' ' || *s > '~') && *s != '\n')
			return false;
	return true;
}

int
audit_entry_read(
    struct arena *a, const char *message, size_t len, struct audit_entry *out, struct error *e)
{
	struct audit_reading r = { .arena = a, .out = out };
	char *copy = arena_strndup(a, message, len), *p, *end;

	memset(out, 0, sizeof(*out));
	if (copy == NULL)
		return error_memory(e);
	p = strstr(copy, "\n\n");
	if (p == NULL || strlen(copy) != len || !is_plain(copy))
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
