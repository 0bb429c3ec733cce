/*
 * base/lookup: values by key, so that a history of any length is walked in the time of its length.
 *
 * Keys and values are the caller's; a key that was set first must outlive the table. The table
 * itself lives in an arena. Zeroed, it is empty.
 */
#pragma once

#include "base/base.h"

/* A number for these bytes, and for what has the number `from` and stands before them. It stands in
 * files: against a disk that gives other bytes, not against people. */
uint64_t lookup_hash(const void *bytes, size_t len, uint64_t from);

struct lookup_slot {
	const void *key; /* NULL: free */
	size_t len;
	void *value; /* NULL: taken out */
};

struct lookup {
	struct lookup_slot *slots;
	size_t room; /* a power of two, or 0 */
	size_t used; /* slots that are not free */
};

/* The value of a key, or NULL. */
void *lookup_get(const struct lookup *l, const void *key, size_t len);

/* Sets the value of a key; NULL takes it out. 0, or -1 without memory. */
int lookup_set(struct arena *a, struct lookup *l, const void *key, size_t len, void *value);

/* The same for text. */
void *lookup_text(const struct lookup *l, const char *key);
int lookup_set_text(struct arena *a, struct lookup *l, const char *key, void *value);

/* The same for ids, of which it keeps copies: these are the values too. */
void *lookup_id(const struct lookup *l, const git_oid *id);
int lookup_add_id(struct arena *a, struct lookup *l, const git_oid *id);

/* Is it one of a short list of texts? */
bool lookup_among(const char *const *list, size_t n, const char *text);
