/*
 * git/change: what a push wants of the refs, as git tells a hook (githooks(5), pre-receive).
 *
 * A pure reader. It refuses every line that is not exactly two object ids and a valid ref name. A
 * ref name with a line feed reaches pre-receive as two lines, before git itself has looked at the
 * name, so nothing here may be taken for checked by git.
 */
#pragma once

#include "base/base.h"

#define CHANGE_BYTES_MAX ((size_t)32 << 20)
#define CHANGE_COUNT_MAX 200000

struct change {
	git_oid old; /* zero: the ref is created */
	git_oid new; /* zero: the ref is deleted */
	const char *ref; /* as pushed */
	const char *target; /* the ref that really moves; NULL until it was resolved (git/refs.h) */
	const struct error *why; /* why it could not be resolved; else NULL */
};

struct changes {
	struct change *list;
	size_t n;
};

/* One change from its three words. -1 with ERROR_MALFORMED or ERROR_MEMORY. */
int change_make(struct arena *a, const char *old, const char *new, const char *ref,
    struct change *out, struct error *e);

/* All lines of pre-receive's input. Nothing at all is ERROR_MALFORMED: a push without changes has
 * no hook. */
int change_read(
    struct arena *a, const char *bytes, size_t len, struct changes *out, struct error *e);

/* The ref that really moves is not known, for this reason. */
void change_unresolved(struct arena *a, struct change *c, const struct error *why);

bool change_creates(const struct change *c);
bool change_deletes(const struct change *c);
