/*
 * clone/push_plan: which refs a push would move, as git says before it is made.
 *
 * Pure readers of what git prints: the input of a pre-push hook (githooks(5)), and `git push
 * --dry-run --porcelain` (git-push(1), OUTPUT).
 */
#pragma once

#include "base/base.h"

#define PUSH_PLAN_BYTES_MAX ((size_t)4 << 20)

struct push_plan_ref {
	/* an object id, or what git rev-parse reads; NULL: the ref is deleted */
	const char *source;
	const char *ref; /* its name on the remote, not checked */
};

struct push_plan {
	struct push_plan_ref *list;
	size_t n;
};

/* "LOCAL-REF LOCAL-OID REMOTE-REF REMOTE-OID" lines; none is no error. -1: ERROR_MALFORMED or
 * ERROR_MEMORY. */
int push_plan_read_hook(
    struct arena *a, const char *bytes, size_t len, struct push_plan *out, struct error *e);

/* "FLAG TAB FROM:TO TAB ..." lines, and others, which say nothing of a ref; what is up to date is
 * left out. -1: ERROR_MALFORMED or ERROR_MEMORY. */
int push_plan_read_porcelain(
    struct arena *a, const char *bytes, size_t len, struct push_plan *out, struct error *e);
