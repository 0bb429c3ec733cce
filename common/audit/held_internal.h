/*
 * audit/held_internal: what the parts of audit/held share.
 */
#pragma once

#include "audit/held.h"

struct held_acceptance { /* the newest accepting verdict on a ref */
	git_oid verdict, old, new;
};

/* `entry` may be NULL. The text is translated by whoever calls. */
void held_say(struct audit_held *h, const char *ref, const git_oid *entry, enum held_mend mend,
    const char *fmt, ...) __attribute__((format(printf, 5, 6)));

/* The place of the oldest entry of arming that would have listed the ref; 0 for none. */
size_t held_scope_of(const struct audit_held *h, const char *ref);

/* Holds the reflog of a ref, which is at `now`, to its moves. 0 or -1. */
int held_check_log(struct audit_held *h, const struct audit_moved_ref *ref, const char *name,
    const git_oid *now, struct error *e);
