#include "policy/policy_internal.h"

#include "base/ini_line.h"

#define HEADER_MIN 11 /* with its line feed: `[person ""`, as bytes with problems may have it */

/* Where the section that starts at `p` ends: at the next header, or at the end. */
static const char *section_end(const char *p, const char *end)
{
	do
		p = memchr(p + 1, '[', (size_t)(end - p - 1));
	while (p != NULL && p[-1] != '\n');
	return p != NULL ? p : end;
}

/* Is this the header of a person or a service? Its name. */
static const char *name_of(const char *p, const char *end, size_t *n)
{
	/* As policy_sections has them; compared in one step, since there may be thousands. */
	static const char person[] = "[person", service[] = "[service";
	const size_t room = (size_t)(end - p);
	const char *name = NULL, *close;
	size_t len = 0;

	if (room > sizeof(person) && memcmp(p, person, sizeof(person) - 1) == 0)
		len = sizeof(person) - 1;
	else if (room > sizeof(service) && memcmp(p, service, sizeof(service) - 1) == 0)
		len = sizeof(service) - 1;
	if (len > 0 && (p[len] == ' ' || p[len] == '\t'))
		name = memchr(p + len, '"', room - len);
	close = name != NULL ? memchr(name + 1, '"', (size_t)(end - name - 1)) : NULL;
	if (close == NULL)
		return NULL;
	*n = (size_t)(close - name - 1);
	return name + 1;
}

static uint32_t hash_of(const char *name, size_t n)
{
	return (uint32_t)lookup_hash(name, n, 0);
}

static const char *start_of(const struct policy_roll *roll, size_t i)
{
	return roll->bytes + roll->sections[i].at;
}

/* There is always a free slot. Each has the number of a section, from 1. */
static int make_slots(struct policy_roll *roll)
{
	for (roll->room = 1; roll->room <= 2 * roll->n;)
		roll->room *= 2;
	roll->slots = arena_array(roll->reading->arena, roll->room, sizeof(*roll->slots));
	for (uint32_t i = 0; roll->slots != NULL && i < roll->n; i++) {
		size_t at = roll->sections[i].hash;

		while (roll->slots[at & (roll->room - 1)] != 0)
			at++;
		roll->slots[at & (roll->room - 1)] = i + 1;
	}
	return roll->slots != NULL ? 0 : -1;
}

int roll_open(struct policy_roll *roll, struct policy_reading *r, const char *bytes, size_t len,
    const char **rest, size_t *n)
{
	const char *p = bytes, *end = bytes + len, *next, *name;
	char *out = arena_alloc(r->arena, len);
	size_t name_len;

	*roll = (struct policy_roll){ .reading = r, .bytes = bytes, .end = end };
	/* What is not used is not touched. */
	roll->sections = arena_array(r->arena, len / HEADER_MIN + 1, sizeof(*roll->sections));
	if (out == NULL || roll->sections == NULL)
		return -1;
	for (*rest = out; p < end; p = next) {
		next = section_end(p, end);
		name = name_of(p, next, &name_len);
		if (name != NULL)
			roll->sections[roll->n++] =
			    (struct roll_section){ (uint32_t)(p - bytes), hash_of(name, name_len) };
		else
			out = mempcpy(out, p, (size_t)(next - p));
	}
	*n = (size_t)(out - *rest);
	roll->read = arena_array(r->arena, roll->n + 1, sizeof(struct person *));
	return roll->read != NULL ? make_slots(roll) : -1;
}

static const struct person *read_at(struct policy_roll *roll, size_t i)
{
	struct policy_reading *r = roll->reading;
	const struct person *who = (struct person *)r->stores[KIND_PERSON].items + i;
	const char *from = start_of(roll, i);

	if (who->id != NULL)
		return who;
	who = policy_read_person(r, from, (size_t)(section_end(from, roll->end) - from), i);
	/* Whoever is in the policy and cannot be read is not nobody: there is no verdict. */
	if (who == NULL)
		r->arena->exhausted = true;
	else
		roll->read[roll->nread++] = who;
	return who;
}

const struct person *roll_find(struct policy_roll *roll, const char *id)
{
	const size_t len = strlen(id);
	const char *name;
	uint32_t slot;
	size_t n;

	for (size_t at = hash_of(id, len);; at++) {
		slot = roll->slots[at & (roll->room - 1)];
		if (slot == 0)
			return NULL;
		name = name_of(start_of(roll, slot - 1), roll->end, &n);
		if (n == len && memcmp(name, id, n) == 0)
			return read_at(roll, slot - 1);
	}
}

/* The section that the byte at `p` is in, from 1; 0 for none of a person. */
static size_t section_of(const struct policy_roll *roll, const char *p)
{
	size_t before = 0, n = roll->n;

	while (n > 0) {
		bool later = p >= start_of(roll, before + n / 2);

		before += later ? n / 2 + 1 : 0;
		n = later ? n - n / 2 - 1 : n / 2;
	}
	return before > 0 && p < section_end(start_of(roll, before - 1), roll->end) ? before : 0;
}

/* Can those bytes be the whole value of a key? */
static bool stands_alone(const struct policy_roll *roll, const char *at, size_t len)
{
	const char *after = at + len;

	return at > roll->bytes && strchr("= \t", at[-1]) != NULL &&
	    (after == roll->end || strchr(" \t\n", *after) != NULL);
}

/* The person one of whose keys has the value of `len` bytes that stands `at`. */
static const struct person *with(
    struct policy_roll *roll, const char *key, const char *at, size_t len)
{
	size_t in = stands_alone(roll, at, len) ? section_of(roll, at) : 0;
	const char *from, *start, *lf;
	struct ini_line line;

	if (in == 0)
		return NULL;
	from = start_of(roll, in - 1);
	start = memrchr(from, '\n', (size_t)(at - from));
	lf = memchr(at, '\n', (size_t)(roll->end - at));
	if (start == NULL)
		return NULL;
	ini_line_read(start + 1, (size_t)((lf != NULL ? lf : roll->end) - start - 1), &line);
	return line.kind == INI_LINE_KEY && line.value == at && line.value_len == len &&
	        line.word_len == strlen(key) && memcmp(line.word, key, line.word_len) == 0 ?
	    read_at(roll, in - 1) :
	    NULL;
}

static const struct person *by_login(struct policy_roll *roll, const char *login)
{
	size_t len = strlen(login);
	const struct person *who = NULL;

	for (const char *p = roll->bytes; len > 0 && who == NULL; p++) {
		p = memmem(p, (size_t)(roll->end - p), login, len);
		if (p == NULL)
			break;
		who = with(roll, "login", p, len);
	}
	return who;
}

/* Each address has one '@'. */
static const struct person *by_email(struct policy_roll *roll, const char *email, size_t len)
{
	const char *sign = memchr(email, '@', len), *p = roll->bytes;
	const struct person *who = NULL;
	size_t before = sign != NULL ? (size_t)(sign - email) : 0;

	for (; sign != NULL && who == NULL; p++) {
		p = memchr(p, '@', (size_t)(roll->end - p));
		if (p == NULL)
			break;
		if ((size_t)(p - roll->bytes) >= before &&
		    (size_t)(roll->end - p) >= len - before &&
		    strncasecmp(p - before, email, len) == 0)
			who = with(roll, "email", p - before, len);
	}
	return who;
}

void policy_read_all(const struct policy *p)
{
	for (size_t i = 0; p->roll != NULL && i < p->roll->n; i++)
		read_at(p->roll, i);
}

const struct person *policy_person_read(const struct policy *p, size_t i)
{
	if (p->roll != NULL)
		return i < p->roll->nread ? p->roll->read[i] : NULL;
	return i < p->npersons ? &p->persons[i] : NULL;
}

const struct person *policy_person_by_id(const struct policy *p, const char *id)
{
	if (p->roll != NULL)
		return roll_find(p->roll, id);
	for (size_t i = 0; i < p->npersons; i++)
		if (strcmp(p->persons[i].id, id) == 0)
			return &p->persons[i];
	return NULL;
}

const struct person *policy_person_by_login(const struct policy *p, const char *login)
{
	if (p->roll != NULL)
		return by_login(p->roll, login);
	for (size_t i = 0; i < p->npersons; i++)
		for (size_t k = 0; k < p->persons[i].nlogins; k++)
			if (strcmp(p->persons[i].logins[k], login) == 0)
				return &p->persons[i];
	return NULL;
}

const struct person *policy_person_by_email(const struct policy *p, const char *email, size_t len)
{
	if (p->roll != NULL)
		return by_email(p->roll, email, len);
	for (size_t i = 0; i < p->npersons; i++)
		for (size_t k = 0; k < p->persons[i].nemails; k++)
			if (strncasecmp(p->persons[i].emails[k], email, len) == 0 &&
			    strlen(p->persons[i].emails[k]) == len)
				return &p->persons[i];
	return NULL;
}
