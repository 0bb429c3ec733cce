#include "audit/entry.h"

#include "base/utf8.h"

#define STRANGERS_MAX 1000000

struct reading {
	struct arena *arena;
	struct audit_entry *out;
	const char *wrong; /* the first thing that is */
	size_t next; /* where the next key is looked for */
};

/* Reads a value into the field `to`; those that add to a list get its owner. */
typedef void value_read(struct reading *r, void *to, char *value);

bool audit_step_promotes(const struct audit_step *s)
{
	if (s->word != NULL)
		return false; /* a sign-off, which names the promotion that it is for */
	return s->promotion != NULL || (s->kind != NULL && strcmp(s->kind, "promotion") == 0);
}

bool audit_list_has(const char *list, const char *id)
{
	size_t n = strlen(id);

	for (const char *p = list; n > 0 && *p != '\0'; p += strspn(p, " ")) {
		size_t len = strcspn(p, " ");

		if (len == n && memcmp(p, id, n) == 0)
			return true;
		p += len;
	}
	return false;
}

static void wrong(struct reading *r, const char *what)
{
	if (r->wrong == NULL)
		r->wrong = what;
}

static struct audit_ref *last_ref(struct reading *r)
{
	if (r->out->nrefs == 0)
		wrong(r, "a line about a ref comes before any ref");
	return r->out->nrefs > 0 ? &r->out->refs[r->out->nrefs - 1] : NULL;
}

static struct audit_step *last_step(struct reading *r)
{
	struct audit_ref *ref = last_ref(r);

	if (ref != NULL && ref->nsteps == 0)
		wrong(r, "a line about a step comes before any step");
	return ref != NULL && ref->nsteps > 0 ? &ref->steps[ref->nsteps - 1] : NULL;
}

static void set_text(struct reading *r, void *to, char *value)
{
	(void)r;
	*(const char **)to = value;
}

static void set_oid(struct reading *r, void *to, char *value)
{
	if (oid_parse(value, strlen(value), to) < 0)
		wrong(r, "an id is not 40 hex digits");
}

static void set_audit(struct reading *r, void *to, char *value)
{
	struct audit_entry *entry = to;

	entry->tells = true;
	set_oid(r, &entry->audit, value);
}

static void set_number(struct reading *r, void *to, char *value)
{
	size_t n = strlen(value);

	if (n == 0 || n > 12 || strspn(value, "0123456789") != n)
		wrong(r, "a number is not 1 to 12 digits");
	else
		*(int64_t *)to = strtoll(value, NULL, 10);
}

static void set_strangers(struct reading *r, void *to, char *value)
{
	int64_t n = 0;

	set_number(r, &n, value);
	*(unsigned *)to = n < STRANGERS_MAX ? (unsigned)n : STRANGERS_MAX;
}

static void set_kind(struct reading *r, void *to, char *value)
{
	enum audit_kind kind = strcmp(value, "verdict") == 0 ? AUDIT_VERDICT :
	    strcmp(value, "outcome") == 0                    ? AUDIT_OUTCOME :
	    strcmp(value, "unlock") == 0                     ? AUDIT_UNLOCK :
	    strcmp(value, "armed") == 0                      ? AUDIT_ARMED :
	    strcmp(value, "correction") == 0                 ? AUDIT_CORRECTION :
	                                                       AUDIT_NONE;

	*(enum audit_kind *)to = kind;
	if (kind == AUDIT_NONE)
		wrong(r, "a word is not one that the gate writes");
}

static void set_decision(struct reading *r, void *to, char *value)
{
	if (verdict_read(value, to) < 0)
		wrong(r, "a word is not one that the gate writes");
}

static void set_moved(struct reading *r, void *to, char *value)
{
	bool moved = strcmp(value, "moved") == 0;

	*(enum audit_moved *)to = moved ? AUDIT_MOVED : AUDIT_NOT_MOVED;
	if (!moved && strcmp(value, "not-moved") != 0)
		wrong(r, "a word is not one that the gate writes");
}

static void set_format(struct reading *r, void *to, char *value)
{
	set_number(r, to, value);
	if (*(int64_t *)to > AUDIT_FORMAT)
		wrong(r, "a later version of Sluis wrote it");
}

static void add_word(struct reading *r, void *to, char *value)
{
	struct audit_words *words = to;

	/* Without memory, here and below, the exhausted arena says so. */
	ARENA_ADD(r->arena, words->list, words->n, (const char *){ value });
}

static void add_id(struct reading *r, void *to, char *value)
{
	struct audit_ids *ids = to;
	git_oid id = { { 0 } };

	set_oid(r, &id, value);
	ARENA_ADD(r->arena, ids->list, ids->n, id);
}

static void add_ref(struct reading *r, void *to, char *value)
{
	struct audit_entry *entry = to;

	ARENA_ADD(r->arena, entry->refs, entry->nrefs, (struct audit_ref){ .name = value });
}

static void add_step(struct reading *r, void *to, char *value)
{
	struct audit_ref *ref = to;
	struct audit_step s = { .overdue = "",
		.reviews = "",
		.lapsed = "",
		.contributors = "",
		.performers = "",
		.testers = "" };

	for (size_t i = 0; i < OUTCOMES; i++)
		s.rules[i] = "";
	set_oid(r, &s.tip, value);
	ARENA_ADD(r->arena, ref->steps, ref->nsteps, s);
}

/* Cuts the first of the words off; the rest may be NULL. */
static char *rest(char *words)
{
	char *blank = words != NULL ? strchr(words, ' ') : NULL;

	if (blank == NULL)
		return NULL;
	*blank = '\0';
	return blank + 1;
}

static void add_signoff(struct reading *r, void *to, char *value)
{
	struct audit_step *s = to;
	char *role = rest(value), *person = rest(role), *proof = rest(person);

	if (proof == NULL || strchr(proof, ' ') != NULL)
		wrong(r, "a sign-off is not four words");
	else
		ARENA_ADD(r->arena, s->signoffs, s->nsignoffs,
		    (struct audit_signoff){ value, role, person, proof });
}

static void add_exhibit(struct reading *r, void *to, char *value)
{
	struct audit_step *s = to;
	char *sha256 = rest(value);

	if (sha256 == NULL || strlen(sha256) != 64 || strspn(sha256, "0123456789abcdef") != 64)
		wrong(r, "a piece of evidence is not a word and 64 hex digits");
	else
		ARENA_ADD(
		    r->arena, s->exhibits, s->nexhibits, (struct audit_exhibit){ value, sha256 });
}

static void add_rest(struct reading *r, void *to, char *value)
{
	struct audit_step *s = to;
	struct audit_rest on = { .ref = value };
	char *id = rest(value);

	if (id == NULL)
		wrong(r, "a ref that it rests on has no value");
	else
		set_oid(r, &on.value, id);
	ARENA_ADD(r->arena, s->rests, s->nrests, on);
}

/* "none", or merges. */
static void set_unreviewed(struct reading *r, void *to, char *value)
{
	struct audit_ids *ids = arena_alloc(r->arena, sizeof(*ids));

	*(struct audit_ids **)to = ids;
	if (strcmp(value, "none") == 0)
		return;
	for (char *more; ids != NULL && value != NULL; value = more) {
		more = rest(value);
		add_id(r, ids, value);
	}
}

/* "QUESTION KEY" */
static void set_verified(struct reading *r, void *to, char *value)
{
	struct audit_step *s = to;

	s->key = rest(value);
	s->question = value;
	if (s->key == NULL || !begins_with(s->key, "SHA256:") || strlen(value) != 64 ||
	    strspn(value, "0123456789abcdef") != 64)
		wrong(r, "what was verified is not 64 hex digits and a key");
}

/* "SECONDS" or "SECONDS found". */
static void set_arrived(struct reading *r, void *to, char *value)
{
	struct audit_step *s = to;
	const char *found = rest(value);

	s->found = found != NULL;
	set_number(r, &s->arrived, value);
	if (s->found && strcmp(found, "found") != 0)
		wrong(r, "a word is not one that the gate writes");
}

static void set_holds(struct reading *r, void *to, char *value)
{
	struct audit_step *s = to;

	s->holds_by = rest(value);
	set_number(r, &s->holds_until, value);
	if (s->holds_by == NULL)
		wrong(r, "a time up to which it holds has no rule");
}

#define ENTRY(field) OF_ENTRY, offsetof(struct audit_entry, field)
#define REF(field) OF_REF, offsetof(struct audit_ref, field)
#define STEP(field) OF_STEP, offsetof(struct audit_step, field)

static const struct key {
	const char *key;
	enum { OF_ENTRY, OF_REF, OF_STEP } of; /* what holds the field: the last one so far */
	size_t offset;
	value_read *read;
} keys[] = {
	{ "Entry", ENTRY(kind), set_kind },
	{ "Format", ENTRY(format), set_format },
	{ "Decision", ENTRY(decision), set_decision },
	{ "Pusher", ENTRY(pusher), set_text },
	{ "Login", ENTRY(login), set_text },
	{ "Policy", ENTRY(policy), set_text },
	{ "Audit", OF_ENTRY, 0, set_audit },
	{ "Why", ENTRY(why), set_text },
	{ "Reason", ENTRY(reason), set_text },
	{ "By", ENTRY(by), set_text },
	{ "Until", ENTRY(until), set_number },
	{ "Verdict", ENTRY(verdict), set_oid },
	{ "Outcome", ENTRY(moved), set_moved },
	{ "Source", ENTRY(source), set_text },
	{ "Hook", ENTRY(hooks), add_word },
	{ "Governs", ENTRY(governs), add_word },
	{ "Settles", ENTRY(settles), add_id },
	{ "Corrects", ENTRY(corrects), add_id },
	{ "Ref", OF_ENTRY, 0, add_ref },
	{ "Old", REF(old), set_oid },
	{ "New", REF(new), set_oid },
	{ "Symbolic", REF(symbolic), set_text },
	{ "Logged", REF(logged), set_number },
	{ "Environment", REF(environment), set_text },
	{ "From", REF(from), set_text },
	{ "Step", OF_REF, 0, add_step },
	{ "Kind", STEP(kind), set_text },
	{ "Promotion", STEP(promotion), set_text },
	{ "Candidate", STEP(candidate), set_oid },
	{ "Tree", STEP(tree), set_oid },
	{ "Candidate-Tree", STEP(candidate_tree), set_oid },
	{ "Arrived", OF_STEP, 0, set_arrived },
	{ "For", STEP(to), set_text },
	{ "Role", STEP(role), set_text },
	{ "Word", STEP(word), set_text },
	{ "Verified", OF_STEP, 0, set_verified },
	{ "Impact", STEP(impact), set_text },
	{ "Exception", STEP(exception), set_text },
	{ "Review-Until", STEP(review_until), set_number },
	{ "Overdue", STEP(overdue), set_text },
	{ "Reviews", STEP(reviews), set_text },
	{ "Unreviewed", STEP(unreviewed), set_unreviewed },
	{ "Lapsed", STEP(lapsed), set_text },
	{ "Contributors", STEP(contributors), set_text },
	{ "Strangers", STEP(strangers), set_strangers },
	{ "Performers", STEP(performers), set_text },
	{ "Testers", STEP(testers), set_text },
	{ "Signoff", OF_STEP, 0, add_signoff },
	{ "Evidence", OF_STEP, 0, add_exhibit },
	{ "Rests-On", OF_STEP, 0, add_rest },
	{ "Holds-Until", OF_STEP, 0, set_holds },
	{ "Met", STEP(rules[OUTCOME_MET]), set_text },
	{ "Unmet", STEP(rules[OUTCOME_UNMET]), set_text },
	{ "Undecided", STEP(rules[OUTCOME_UNDECIDED]), set_text },
	{ "Waived", STEP(rules[OUTCOME_WAIVED]), set_text },
};

/* Lines come by and large in the order of the keys, so the next one is nearly always near. A key of
 * a later version is passed over. */
static void read_line(struct reading *r, char *line)
{
	const size_t all = sizeof(keys) / sizeof(keys[0]);
	char *value = strstr(line, ": "), *holder;

	if (value == NULL) {
		wrong(r, "a line is not 'Key: value'");
		return;
	}
	*value = '\0';
	for (size_t n = 0, i = r->next; n < all; n++, i = i + 1 < all ? i + 1 : 0) {
		if (*keys[i].key != *line || strcmp(keys[i].key, line) != 0)
			continue;
		r->next = i;
		holder = keys[i].of == OF_ENTRY ? (char *)r->out :
		    keys[i].of == OF_REF        ? (char *)last_ref(r) :
		                                  (char *)last_step(r);
		if (holder != NULL)
			keys[i].read(r, holder + keys[i].offset, value + 2);
		return;
	}
}

int audit_entry_read(
    struct arena *a, const char *message, size_t len, struct audit_entry *out, struct error *e)
{
	struct reading r = { .arena = a, .out = out };
	char *copy = arena_strndup(a, message, len), *p, *end;

	memset(out, 0, sizeof(*out));
	out->format = 1;
	if (copy == NULL)
		return error_memory(e);
	p = strstr(copy, "\n\n");
	if (p == NULL || strlen(copy) != len || !utf8_lines(copy))
		return error_set(e, ERROR_MALFORMED, "it is no entry that the gate wrote");
	for (p += 2; *p != '\0' && r.wrong == NULL; p = end) {
		end = strchrnul(p, '\n');
		if (*end != '\0')
			*end++ = '\0';
		read_line(&r, p);
	}
	if (a->exhausted)
		return error_memory(e);
	if (r.wrong == NULL && out->kind == AUDIT_NONE)
		r.wrong = "it does not say what it is";
	for (size_t i = 0; i < out->nrefs; i++)
		if (r.wrong == NULL && out->refs[i].from != NULL &&
		    out->refs[i].environment == NULL)
			r.wrong = "a ref has a source and no environment";
	return r.wrong == NULL ? 0 : error_set(e, ERROR_MALFORMED, "%s", say(r.wrong));
}
