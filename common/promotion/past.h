/*
 * promotion/past: what the audit tells of the promotions that the environments have had
 * (norm CH.06 criteria 5 and 8).
 *
 * What arming found, or else the oldest accepting verdict on a ref, tells its baseline: the state
 * behind which no rollback goes.
 */
#pragma once

#include "audit/ledger.h"
#include "git/repo.h"

struct past_step { /* a promotion that an earlier step of this push is */
	const char *ref; /* escaped */
	const char *id;
	git_oid tip;
};

struct past { /* zeroed, nothing is read yet */
	struct ledger ledger;
	struct past_step *list; /* those of this push */
	size_t n;
};

/* Forgets all of it. */
void past_release(struct past *p);

/* Reads it the first time that it is called. 0, or -1 (with `e`). */
int past_read(struct arena *a, const struct repo *r, struct past *p, struct error *e);

/* The baseline of a ref. Yes; no: the audit does not know the ref; unknown (with `e`). After
 * past_read(), as the next two. */
enum answer past_baseline(
    struct arena *a, struct past *p, const char *ref, git_oid *baseline, struct error *e);

/* What the audit last saw a ref at, though it may be gone. No: it saw none there, or the owner of
 * the repository deleted it with the gate unlocked. Unknown: no entry says whether the verdict that
 * let `*was` in as its first value was followed by the move; or `e`. */
enum answer past_was(
    struct arena *a, struct past *p, const char *ref, git_oid *was, struct error *e);

/* When the audit first saw a governed ref become that commit, by its own clock. Yes; no, never:
 * what arming found became that before; unknown (with `e`). */
enum answer past_since(struct past *p, const git_oid *tip, int64_t *at, struct error *e);

/* This push has one more. 0 or -1 without memory. */
int past_add(struct arena *a, struct past *p, const char *ref, const char *id, const git_oid *tip);

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
