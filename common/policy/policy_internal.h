/*
 * policy/policy_internal: what the files of the policy have from one another: the table of keys,
 * the reader, the checks.
 */
#pragma once

#include "base/ini.h"
#include "base/lookup.h"
#include "policy/policy.h"
#include "policy/form.h"

/* The table of keys (policy/keys.c). */

/* In the order in which a policy is printed. */
enum policy_kind {
	KIND_POLICY,
	KIND_PUSHER,
	KIND_EVIDENCE,
	KIND_SFTP,
	KIND_PERSON,
	KIND_SERVICE,
	KIND_ROLE,
	KIND_SEPARATION,
	KIND_SIGNOFF,
	KIND_ENVIRONMENT,
	KIND_IMPACT,
	KIND_FREEZE,
	KIND_TARGET,
	KIND_EMERGENCY,
	KIND_AUDIT,
	KIND_COUNT
};

enum policy_sense { /* what of a change loosens */
	SENSE_ANY = 0, /* whatever changes: it may */
	SENSE_SAME, /* nothing */
	SENSE_MORE, /* a greater value, or another one in a list */
	SENSE_LESS, /* a smaller value, or one that goes out of a list */
	SENSE_MORE_OR_SHUTS, /* MORE; an earlier end only shuts out */
	SENSE_SHUTS /* nothing, and it goes with what shuts out */
};

/* A kind of section. The keys of one without a name go into struct policy. */
struct policy_section {
	const char *kind;
	/* what its name is, in capitals; NULL: it takes none, and is there once */
	const char *named;
	form_check *wrong; /* of its name */
	enum policy_kind store; /* whose list it goes into; KIND_SERVICE has that of KIND_PERSON */
	size_t max; /* sections in that list */
	size_t size; /* of its struct, whose first member is the name */
	size_t line_at; /* offset of its `line` */
	size_t list_at, n_at; /* offsets of the list and its length in struct policy */
	bool required; /* at least one */
	enum policy_sense sense; /* of a whole one that comes or goes */
};

extern const struct policy_section policy_sections[KIND_COUNT];

enum policy_type {
	TYPE_TEXT, /* const char * */
	TYPE_TEXTS, /* a list of them */
	TYPE_WORD, /* an enum: one of `words` */
	TYPE_FLAG, /* a bool: one of `words` */
	TYPE_WORDS, /* bits: some of `words`, with blanks between */
	TYPE_NUMBER, /* unsigned, from `min` to `max` */
	TYPE_SIZE, /* the same in a size_t */
	TYPE_FROM, /* int64_t: the moment, or the first second of the day */
	TYPE_UNTIL, /* int64_t: the moment, or the last second of the day */
	TYPE_SOURCE, /* enum pusher_source: one of `words`; at `n_at` the NAME of env:NAME */
	TYPE_ONE, /* a pointer to a section of kind `of` */
	TYPE_MANY, /* a list of them */
	TYPE_MEMBER, /* a list of struct member */
	TYPE_DEPUTY, /* goes on with the list of TYPE_MEMBER */
	TYPE_CONFLICT, /* a list of struct conflict */
	TYPE_WEEKLY, /* struct weekly */
	TYPE_COUNT
};

struct policy_word {
	const char *word; /* NULL ends a list */
	unsigned value;
};

struct policy_key {
	enum policy_kind kind;
	const char *name;
	enum policy_type type;
	size_t times; /* how often it may be in one section */
	size_t at, n_at; /* offsets in the section's struct: the value, the length of a list */
	bool required;
	const char *unless; /* the key that makes it not required; NULL for none */
	const struct policy_word *words;
	form_check *wrong; /* of a text */
	enum policy_kind of;
	unsigned min, max;
	unsigned fallback; /* the value of a number, word or flag that is not written */
	enum policy_sense sense;
	bool open; /* a list, or an end, that means everything while it is empty */
	/* What a change says: comes or becomes, goes; in English and Dutch. $S is the name of the
	 * section, $N the new value, $O the old one. NULL: the key itself says it. */
	const char *text[2][2];
};

extern const struct policy_key policy_keys[];
extern const size_t policy_nkeys;

/* KIND_COUNT for a kind that a policy does not know. */
enum policy_kind policy_kind_of(const char *kind);

/* The keys of a kind of section, which stand together. */
struct policy_rows {
	const struct policy_key *list;
	size_t n;
};

struct policy_rows policy_keys_of(enum policy_kind kind);

/* NULL for a key that the section does not know. Keys mostly come in the order of their rows: the
 * search starts at `from`, one of them or their end. */
const struct policy_key *policy_key_of(
    struct policy_rows rows, const struct policy_key *from, const char *name);

/* NULL for none of the words. */
const struct policy_word *policy_word_of(
    const struct policy_word *words, const char *text, size_t len);

/* The reader. Sections are declared before any value is read, so that a value may name what stands
 * further down. */

/* The sections of one list in struct policy. */
struct policy_store {
	char *items; /* in the order of the file; the struct of each starts with its name */
	size_t n;
	struct lookup names; /* of each: the last of twins */
	/* One without keys: what each is at first. Also for a name that is not there, so that no
	 * more is said of it. */
	char *empty;
};

struct policy_reading {
	struct arena *arena;
	struct ini ini; /* as it was written */
	struct ini_problems *problems;
	struct policy *out;
	struct policy_store stores[KIND_COUNT];
	struct policy_rows rows[KIND_COUNT];
	size_t *times; /* for each row: how often it is in the section that is read */
	struct policy_roll *roll; /* the persons, where each is read when it is asked for */
	enum policy_kind *kinds; /* of each section */
	char **items; /* where the values of each section go; NULL for one that is not read */
};

/* Adds a problem to those of a policy_reading or policy_checking. */
#define policy_problem(r, line, ...) ini_problem((r)->arena, (r)->problems, line, __VA_ARGS__)

/* Bytes to structs with every pointer resolved: form, keys and values, but not yet their sense.
 * Problems give 0; -1 for ERROR_MEMORY. */
int policy_parse(struct arena *a, const char *bytes, size_t len, struct policy_reading *r,
    struct policy *out, struct ini_problems *problems, struct error *e);

/* Gives the section at `i` its place in the list of its kind. */
void policy_place(struct policy_reading *r, size_t i, enum policy_kind kind);

/* Reads one person, of these bytes, into that place of the list. NULL for a problem. */
const struct person *policy_read_person(
    const struct policy_reading *r, const char *bytes, size_t len, size_t place);

/* Judges the sections and makes room for their values (policy/declare.c). -1 without memory. */
int policy_declare(struct policy_reading *r);

/* The section of that name, NULL for none. */
const char *policy_find(struct policy_reading *r, enum policy_kind kind, const char *name);

/* The name at the start of the struct of a section. */
const char *policy_name(const void *item);

/* [person "els"], or [policy] for no name; escaped, never NULL. */
const char *policy_title(struct arena *a, const char *kind, const char *name);

/* The persons of a policy in which no problem was found (policy/roll.c): a push asks for a few of
 * thousands, so each is read when it is asked for. */
struct policy_roll {
	struct policy_reading *reading; /* of the rest, which has the list of persons */
	const char *bytes, *end;
	struct roll_section {
		uint32_t at, hash; /* where it stands in them; of its name */
	} * sections; /* of each person and service, in the order of the file */
	size_t n;
	uint32_t *slots; /* by the hash of the name: which section, from 1; 0 for a free one */
	size_t room; /* a power of two */
	const struct person **read; /* who was asked for */
	size_t nread;
};

/* Finds the persons in these bytes, which must stay; `rest` is all but them. -1 without memory. */
int roll_open(struct policy_roll *roll, struct policy_reading *r, const char *bytes, size_t len,
    const char **rest, size_t *n);

/* NULL for nobody; also for one that cannot be read, with the arena exhausted. */
const struct person *roll_find(struct policy_roll *roll, const char *id);

/* One value (policy/value.c): the key is there and not empty. A wrong one is a problem with its
 * line, and leaves what the key means when it is not there. */
struct policy_value {
	struct policy_reading *reading;
	const struct policy_key *row;
	const struct ini_section *section;
	const struct ini_key *key;
	char *item; /* the struct of the section */
};

void policy_value_read(const struct policy_value *v);

/* Sets what a key means that is not there. */
void policy_value_default(const struct policy_key *row, char *item);

/* The checks (policy/check.c). */

struct policy_checking {
	struct arena *arena;
	const struct policy *policy;
	int64_t now;
	struct ini_problems *problems;
	bool *marks; /* one for each person, for whoever needs them at the moment */
};

/* Persons, services, roles and what they may not combine. */
void policy_check_people(const struct policy_checking *c);

/* Environments, freezes and result servers. */
void policy_check_environments(const struct policy_checking *c);

/* Can every sign-off be given, by people who did not make the change? */
void policy_check_signoffs(const struct policy_checking *c);

/* Clears the marks. */
void policy_unmark(const struct policy_checking *c);

/* Marks a person; false when that was done already. */
bool policy_mark(const struct policy_checking *c, const struct person *who);

/* Is the membership, with this other one of the same person, not over yet? */
bool policy_lasts(const struct policy_checking *c, const struct member *a, const struct member *b);

/* [person "els"] or [service "ci"]; escaped, never NULL. */
const char *policy_who(struct arena *a, const struct person *who);
