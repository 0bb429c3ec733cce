/*
 * gate/audit_message: writes an audit entry: "Key: value" lines, which audit/entry.h reads back.
 *
 * Whatever people wrote is escaped, so that it is never a line of its own. Ids stand in it only
 * where the policy or the gate has them; the words of records stay in the records.
 */
#pragma once

#include "audit/entry.h"
#include "rules/judge.h"
#include "people/pusher.h"

/* The message of a verdict. `digest` is the hex SHA-256 of the policy's bytes, or NULL; `audit` the
 * newest entry before anything was read, zero for none. NULL without memory. */
const char *audit_message_verdict(struct arena *a, const struct push_verdict *v,
    const struct pusher *who, const char *digest, const git_oid *audit);

/* The message of what became of one ref of a verdict; `verdict` is NULL for a move without one.
 * NULL without memory. */
const char *audit_message_outcome(struct arena *a, const git_oid *verdict, const char *ref,
    const git_oid *old, const git_oid *new, enum audit_moved moved, const char *source);

/* The message of what arming found, or of a correction. Names, `by` and `reason` are not escaped;
 * `policy` and the hooks are. NULL without memory. */
const char *audit_message_found(struct arena *a, const struct audit_entry *entry);

/* The message of an unlock. `by` and `reason` need not be escaped. NULL without memory. */
const char *audit_message_unlock(
    struct arena *a, const char *by, const char *reason, int64_t until);
