/*
 * promotion/past: what the audit tells of the promotions that the environments have had
 * (norm CH.06 criteria 5 and 8).
 *
 * What arming found, or else the oldest accepting verdict on a ref, tells its baseline: the state
 * behind which no rollback goes.
 */
#pragma once

#include "audit/ledger.h"
#include "base/lookup.h"
#include "git/repo.h"

/* A promotion or rollback that a verdict let in and that was not seen to fail, or that an earlier
 * step of this push is. */
struct past_step {
	const char *ref, *environment; /* escaped, as entries have them */
	enum audit_fate fate;
	struct ledger_step said;
};

struct past { /* zeroed, nothing is read yet */
	struct ledger ledger;
	size_t seen; /* of its moves */
	struct past_step *list; /* newest first, but for those of this push, which come last */
	size_t n, told; /* `told` of them by the audit */
	struct lookup since; /* by what a ref became: int64_t */
};

/* Reads it the first time that it is called. 0, or -1 (with `e`). */
int past_read(struct arena *a, const struct repo *r, struct past *p, struct error *e);

/* The baseline of a ref, or NULL where the audit does not know the ref. */
const git_oid *past_baseline(struct arena *a, const struct past *p, const char *ref);

/* What the audit last saw a ref at, though it may be gone. No: it saw none there, or the owner of
 * the repository deleted it with the gate unlocked. Unknown: no entry says whether the verdict that
 * let `*was` in as its first value was followed by the move. */
enum answer past_was(struct arena *a, const struct past *p, const char *ref, git_oid *was);

/* When the audit first saw a governed ref become that commit, by its own clock; NULL for never:
 * what arming found became that before. Only after past_read(). */
const int64_t *past_since(const struct past *p, const git_oid *tip);

/* This push has one more. 0 or -1 without memory. */
int past_add(struct arena *a, struct past *p, const char *ref, const char *environment,
    const char *id, const git_oid *tip);

/* What helps while no entry says what became of a verdict. Returns -1. */
int past_wait(struct error *e);

struct spent {
	struct fact is;
	const char *by; /* the merge that spent it; NULL where another ref rolled it back: */
	const char *ref;
};

/* Is a promotion id spent on that ref, whose value is `base`? Letters are compared without case. */
void past_spent(struct arena *a, const struct repo *r, struct past *p, const char *ref,
    const char *environment, const git_oid *base, const char *id, struct spent *out);
