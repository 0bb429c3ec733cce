/*
 * audit/policies: each policy that was in force, what approved it, and what it changed (norm CH.06
 * criterion 1).
 *
 * A policy is approved by a promotion in a repository of its own, which its own gate accepted after
 * sign-offs. That is read from the audit of that repository, entry by entry: what was moved behind
 * the gate, unlocked, refused or only found there approves nothing, and neither does another
 * content than was promoted.
 */
#pragma once

#include "audit/walk.h"
#include "base/digest.h"
#include "git/repo.h"
#include "policy/compare.h"
#include "policy/folder.h"
#include "policy/published.h"

struct approved { /* the verdict that let it happen, and the step of it */
	struct audit_seen seen;
	const struct audit_ref *ref;
	const struct audit_step *step;
};

/* Was this commit promoted there, with sign-offs, as the last thing that its audit tells of its
 * ref? Works wherever the objects of both are. 0, or -1 with the reason. */
int approval_read(struct arena *a, const struct repo *r, const struct approval *p,
    struct approved *out, struct error *e);

/* What the production of this policy repository is now, and the approval of that: its audit is
 * whole, accounts for every governed ref, and accepted the move. Findings go to `out`. 0 or -1. */
int approval_find(struct arena *a, const struct repo *r, int64_t now, FILE *out,
    struct approval *found, struct error *e);

struct installed { /* a policy that was in force */
	const struct published *is;
	char digest[DIGEST_HEX]; /* of its policy.ini; "" where that cannot be read */
	bool approved; /* by `by` */
	bool shuts; /* it only shut somebody out: no approval is asked for that */
	struct approved by;
	struct error why; /* it says that it was approved, and that does not hold */
	struct policy_changes changes; /* against the one before; none for the first */
};

struct policies {
	struct installed *list; /* newest first */
	size_t n;
};

/* Reads all of them. 0, or -1: refs/sluis/policy cannot be read. */
int policies_read(struct arena *a, const struct repo *r, struct policies *out, struct error *e);

/* Is the policy at `i` one that no promotion approved, and none after it was? What only shuts
 * somebody out needs none. */
bool policies_unapproved(const struct policies *p, size_t i);

/* The policy whose policy.ini has the digest that the line "VERSION sha256:HEX" of an entry ends
 * in; NULL for none. */
const struct installed *policies_of(const struct policies *p, const char *line);

/* May these files take the place of the newest? Another text has another version, and an older one
 * does not come back; what approves them follows on what approved those before. `changes` becomes
 * what it is about. 0 or -1. */
int policies_may_follow(struct arena *a, const struct repo *r, const struct published *newest,
    const struct policy_folder *next, const struct approval *approval, int64_t now,
    struct policy_changes *changes, struct error *e);
