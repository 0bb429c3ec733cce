/*
 * promotion/arrival: when a value came into a ref, by the clock of the host (norm CH.06 criteria 4,
 * 5 and 6).
 *
 * The date of a commit or tag is its maker's own word. The audit knows better: the first entry that
 * let a value in says when that was. What a ref was when the repository was armed is older than the
 * audit; that is all that may be.
 */
#pragma once

#include "audit/ledger.h"
#include "git/change.h"
#include "git/commit.h"
#include "git/refs.h"
#include "git/repo.h"

/* The first move that let that value into `ref`, which it cannot have before `since` (seconds since
 * 1970). Yes: `*move`; no: the audit does not tell; unknown: `why`. */
enum answer arrival_entered(struct arena *a, const struct repo *r, struct ledger *l,
    const struct ref_value *v, int64_t since, const struct ledger_move **move, struct error *why);

#define ARRIVAL_CLOCK_APART \
	(5 * 60) /* how far a tester's clock may be ahead of ours, in seconds \
	          */

struct arrival {
	enum answer known; /* yes: all below; no: the audit does not tell; unknown: `why` */
	bool found; /* arming found it there: `at` is the commit's own date, and no later */
	size_t entry; /* that tells it, as of struct ledger_move; 0: this very push */
	int64_t at; /* of that entry */
	struct error why;
};

struct arrival_moves { /* what is known of the refs */
	const struct changes *changes; /* of this push */
	int64_t now;
	struct ledger *ledger;
};

/* When some ref that matches `pattern` first reached the commit. */
void arrival_reached(struct arena *a, const struct repo *r, const struct arrival_moves *m,
    const char *pattern, const struct commit *c, struct arrival *out);

/* Since when `ref` is at that commit. */
void arrival_stands(struct arena *a, const struct repo *r, const struct arrival_moves *m,
    const char *ref, const struct commit *c, struct arrival *out);
