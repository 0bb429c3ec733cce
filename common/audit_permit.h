/*
 * audit_permit: may a governed ref take this value now? (githooks(5), reference-transaction)
 *
 * Only a value that an accepting verdict names, on top of the value that the verdict was about; or
 * any, while an unlock of the administrator lasts. Looked for among the newest entries: a push asks
 * right after its verdict.
 */
#ifndef SLUIS_AUDIT_PERMIT_H
#define SLUIS_AUDIT_PERMIT_H

#include <git2/oid.h>
#include <stdint.h>

#include "arena.h"
#include "fact.h"
#include "repo.h"

#define AUDIT_PERMIT_ENTRIES 20000 /* how many of the newest are looked at, at most */
#define AUDIT_PERMIT_AGE (60 * 60) /* how long a verdict lets its value in, in seconds */
#define AUDIT_UNLOCK_MAX (24 * 60 * 60) /* the longest unlock, in seconds */

struct audit_permit {
	struct fact allowed; /* no: `why` says what people should know */
	git_oid entry; /* the verdict, or the unlock; zero for none */
	int unlocked; /* it is an unlock */
};

/* `now_value` is what the ref has at this moment (zero: it does not exist), `ref` the name of the
 * ref that moves. */
void audit_permit_find(struct arena *a, const struct repo *r, const char *ref,
    const git_oid *now_value, const git_oid *new, int64_t now, struct audit_permit *out);

#endif
