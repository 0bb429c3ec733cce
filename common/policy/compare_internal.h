/*
 * policy/compare_internal: what the parts of policy/compare share.
 */
#pragma once

#include "base/ini.h"
#include "base/lookup.h"
#include "policy/compare.h"
#include "policy/policy_internal.h"

enum compare_side { OLD, NEW };

struct comparing {
	struct arena *arena;
	const struct policy *policy[2];
	struct ini ini[2]; /* as policy_show() prints them */
	struct lookup sections[2]; /* "kind name": struct ini_section */
	int64_t now;
	struct policy_changes *out;
};

struct compare_values { /* of a key in a section, in order */
	const char **list;
	size_t n;
};

/* A key of a section, there in both. */
struct compare_key {
	struct comparing *c;
	const struct policy_key *row;
	const struct ini_section *section;
	struct compare_values of[2];
};

/* A change with the words of `text`, in English and Dutch, filled in as those of a policy_key. */
void compare_add(struct comparing *c, enum change_sort sort, const char *const text[2],
    const char *section, const char *old, const char *new);

/* The values of one side that the other lacks; each once. */
struct compare_values compare_lacking(struct compare_key *k, enum compare_side in);

void compare_push(struct arena *a, struct compare_values *to, const char *value);

/* Who may push and sign, by person (policy/compare_people.c). */
void compare_people(struct comparing *c);
