/*
 * policy/compare: what is another policy about, in words: what is asked no longer, who may do more
 * (norm CH.06 criteria 1, 7 and 9).
 *
 * Two policies are compared as policy_show() prints them, key by key, so that no key is left out.
 * One without words of its own (policy/keys.c) is said by its name. What loosens is marked, and so
 * is what may: another name of a ref, another source of the pusher.
 */
#pragma once

#include "policy/policy.h"

enum change_sort {
	CHANGE_OTHER = 0,
	CHANGE_LOOSENS, /* or may: it asks less, or lets somebody do more */
	CHANGE_SHUTS /* somebody is shut out sooner, and nothing else: it may be installed at once
	              */
};

struct policy_change {
	enum change_sort sort;
	const char *text; /* escaped */
};

struct policy_changes { /* zeroed, it is empty */
	struct policy_change *list;
	size_t n;
};

/* Adds what `new` changes in `old`; who may push and sign is compared as it is at `now`. 0, or -1
 * without memory. */
int policy_compare(struct arena *a, const struct policy *old, const struct policy *new, int64_t now,
    struct policy_changes *out);

/* Adds one change. 0, or -1 without memory. */
int policy_change_add(
    struct arena *a, struct policy_changes *to, enum change_sort sort, const char *text);

/* Is each of them one that only shuts somebody out? False for none. */
bool policy_changes_shut(const struct policy_changes *c);
