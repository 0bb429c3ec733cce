/*
 * policy_value: values of keys, one reader for each type of the table. Nothing outside policy_*.c
 * needs this.
 *
 * A value is there and not empty. A wrong one is a problem with its line, and leaves what the key
 * means when it is not there.
 */
#ifndef SLUIS_POLICY_VALUE_H
#define SLUIS_POLICY_VALUE_H

#include "policy_reading.h"

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

/* Values that name other sections (policy_refer.c). */
void policy_value_one(const struct policy_value *v);
void policy_value_many(const struct policy_value *v);
void policy_value_member(const struct policy_value *v);
void policy_value_conflict(const struct policy_value *v);

/* A problem that reads on from the value: "'email = els' is no address". */
void policy_value_wrong(const struct policy_value *v, const char *what);

/* Writes the value at its place, or appends it to the list there. */
void policy_value_put(const struct policy_value *v, const void *value, size_t size);
void policy_value_append(const struct policy_value *v, const void *element, size_t size);

/* A day or a time; `last` takes the last second of a day. False and a problem for anything else. */
bool policy_value_moment(const struct policy_value *v, const char *text, bool last, int64_t *out);

#endif
