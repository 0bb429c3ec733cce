/*
 * policy_reading: what the reader of a policy has in hand while it reads. Nothing outside
 * policy_*.c needs this.
 *
 * Sections are declared before any value is read, so that a value may name what stands further
 * down.
 */
#ifndef SLUIS_POLICY_READING_H
#define SLUIS_POLICY_READING_H

#include "ini.h"
#include "policy.h"
#include "policy_keys.h"

/* The sections of one list in struct policy. */
struct policy_store {
	char *items; /* in the order of the file */
	size_t n;
	char **by_name; /* each of them; sorted by name, twins by place */
	char *unknown; /* an empty one: what a key names that is not there, so that no more is said
	                  of it */
};

struct policy_reading {
	struct arena *arena;
	struct ini ini; /* as it was written */
	struct ini_problems *problems;
	struct policy *out;
	struct policy_store stores[KIND_COUNT];
	char **items; /* where the values of each section go; NULL for one that is not read */
};

/* Bytes to structs with every pointer resolved: form, keys and values, but not yet their sense.
 * Problems give 0; -1 for ERROR_MEMORY. */
int policy_parse(struct arena *a, const char *bytes, size_t len, struct policy_reading *r,
    struct policy *out, struct ini_problems *problems, struct error *e);

/* Judges the sections and makes room for what stands in them (policy_declare.c). -1 without memory.
 */
int policy_declare(struct policy_reading *r);

/* Puts the environments in order: sources before what comes from them (policy_order.c). -1 without
 * memory. */
int policy_order(struct policy_reading *r);

/* The section of that name (the first of twins), or NULL. */
char *policy_find(const struct policy_store *s, const char *name);

/* [person "els"], or [policy] for no name; escaped, never NULL. */
const char *policy_title(struct arena *a, const char *kind, const char *name);

/* The words that this version can do: "signature or trailer"; with a key "'proof = signature' or
 * 'proof = trailer'". Never NULL. */
const char *policy_words(struct arena *a, const struct policy_word *words, const char *key);

#endif
