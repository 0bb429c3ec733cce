/*
 * policy_keys: the one table of what may stand in a policy.
 *
 * From it come the reader, the errors about unknown, repeated and missing keys, the printer,
 * and the test that the manual page knows every key. A new key is one row, of a type that exists; a
 * new type is one line here, one reader (policy_value.c) and one printer (policy_show.c).
 */
#ifndef SLUIS_POLICY_KEYS_H
#define SLUIS_POLICY_KEYS_H

#include <stdbool.h>
#include <stddef.h>

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
	KIND_EMERGENCY,
	KIND_AUDIT,
	KIND_COUNT
};

/* A kind of section. The keys of one without a name go into struct policy itself. */
struct policy_section {
	const char *kind;
	const char
	    *named; /* what its name is, in capitals; NULL: it takes none, and stands there once */
	const char *(*wrong)(
	    const char *name); /* NULL, or what is wrong with such a name (policy_form.h) */
	enum policy_kind store; /* whose list in struct policy it goes into; KIND_SERVICE has that
	                           of KIND_PERSON */
	size_t max; /* sections in that list */
	size_t size; /* of its struct, whose first member is the name */
	size_t line_at; /* offset of its `line` */
	size_t list_at, n_at; /* offsets of the list and its length in struct policy */
	bool required; /* at least one */
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
	TYPE_SOURCE, /* enum pusher_source: one of `words`; `n_at` is where the NAME of env:NAME
	                goes */
	TYPE_ONE, /* a pointer to a section of kind `of` */
	TYPE_MANY, /* a list of them */
	TYPE_MEMBER, /* a list of struct member */
	TYPE_DEPUTY, /* goes on with the list of TYPE_MEMBER */
	TYPE_CONFLICT, /* a list of struct conflict */
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
	size_t times; /* how often it may stand in one section */
	size_t at, n_at; /* offset of the value, and of the length of a list, in the struct of the
	                    section */
	bool required;
	const struct policy_word *words;
	const char *(*wrong)(
	    const char *value); /* of a text: NULL, or what is wrong with it (policy_form.h) */
	enum policy_kind of;
	unsigned min, max,
	    fallback; /* `fallback`: the value of a number, word or flag that is not written */
};

extern const struct policy_key policy_keys[];
extern const size_t policy_nkeys;

/* KIND_COUNT for a kind that a policy does not know. */
enum policy_kind policy_kind_of(const char *kind);

/* NULL for a key that the section does not know. */
const struct policy_key *policy_key_of(enum policy_kind kind, const char *name);

/* NULL for none of the words. */
const struct policy_word *policy_word_of(
    const struct policy_word *words, const char *text, size_t len);

#endif
