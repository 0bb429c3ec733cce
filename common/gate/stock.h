/*
 * gate/stock: arming takes stock: which governed refs there are, what guards them, by which policy
 * (norm CH.06 criteria 8 and 9).
 *
 * What the first entry of a ref says that it was is its baseline: from there on every move has its
 * verdict. It is taken again when hooks or policy are others, or govern a ref that no entry speaks
 * of; else nothing is appended.
 */
#pragma once

#include "audit/entry.h"
#include "git/repo.h"
#include "policy/file.h"

struct stock_input {
	const struct policy_file *file;
	char *const *hooks; /* files that run at a push, from the repository's folder */
	size_t nhooks;
	const char *by; /* who arms, not escaped */
	int64_t now;
};

/* Adds a ref to those of an entry, as it is now: `new` is zero for one that is gone. 0 or -1. */
int stock_add(struct arena *a, const struct repo *r, const struct policy *p, const char *name,
    struct audit_entry *entry, struct error *e);

struct stock { /* how many */
	size_t refs; /* were found */
	size_t baselines; /* of these no entry spoke before */
	size_t entries; /* were appended: none where nothing is new */
};

/* `store` was opened by repo_open_store(). 0 or -1. */
int stock_take(struct arena *a, const struct repo *store, const struct stock_input *in,
    struct stock *out, struct error *e);
