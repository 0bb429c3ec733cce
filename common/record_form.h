/*
 * record_form: the form that all records share: one section about the record as a whole, and named
 * sections, one for each item. Each kind of record says which keys it knows and which it asks for.
 *
 * It decides whether the form is kept and turns values into what they mean. Every departure is a
 * problem with its line; a value that is a problem is left zero.
 */
#ifndef SLUIS_RECORD_FORM_H
#define SLUIS_RECORD_FORM_H

#include <stdbool.h>
#include <stdint.h>

#include "arena.h"
#include "error.h"
#include "ini.h"
#include "link.h"

#define FORM_KEYS_MAX 12

struct form_key {
	const char *name; /* NULL ends a list */
	bool asked;
};

struct form {
	const char *what; /* "acceptance record" */
	const char *head; /* kind of the one section */
	struct form_key head_keys[FORM_KEYS_MAX];
	const char *item; /* kind of the named sections */
	bool may_be_bare; /* no such section need be there */
	struct form_key item_keys[FORM_KEYS_MAX];
};

/* A record being read. */
struct form_reading {
	struct arena *arena;
	const struct form *form;
	struct ini ini;
	struct ini_problems *problems;
	const struct ini_section *head; /* NULL when there is none */
	size_t nitems;
};

/* Starts: reads the INI, checks the form. Problems give 0. -1: ERROR_MEMORY, or ERROR_MALFORMED for
 * too large a file. */
int form_start(struct form_reading *r, struct arena *a, const struct form *form, const char *bytes,
    size_t len, struct ini_problems *problems, struct error *e);

/* Ends: 0 when there are no problems; else -1 with ERROR_MALFORMED or ERROR_MEMORY. */
int form_end(struct form_reading *r, struct error *e);

bool form_is_item(const struct form_reading *r, const struct ini_section *s);

/* Is the key there, even with an empty value? */
bool form_has(const struct ini_section *s, const char *name);

/* The key of a section, or NULL when it is absent or empty (which form_start has judged). */
const struct ini_key *form_key(const struct ini_section *s, const char *name);

/* Values. NULL, false or untouched `out` when the key is absent or its value is a problem, which
 * they list. */
const char *form_text(const struct ini_section *s, const char *name);
const char *form_oid(struct form_reading *r, const struct ini_section *s, const char *name);
bool form_link(
    struct form_reading *r, const struct ini_section *s, const char *name, struct link *out);
bool form_time(struct form_reading *r, const struct ini_section *s, const char *name, int64_t *out);

/* A whole number from 0 to 999999999999. */
bool form_count(
    struct form_reading *r, const struct ini_section *s, const char *name, int64_t *out);

/* Which of the words it is: 0 and up; -1 when absent or none of them. `words` ends with NULL. */
int form_choice(struct form_reading *r, const struct ini_section *s, const char *name,
    const char *const *words);

#endif
