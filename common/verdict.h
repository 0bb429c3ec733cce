/*
 * verdict: what the gate says of a whole push.
 *
 * Accept is said in one place (judge.c), when every rule of every step is met or does not apply.
 * Zeroed memory is "undecided".
 */
#ifndef SLUIS_VERDICT_H
#define SLUIS_VERDICT_H

#include <stddef.h>

#include "error.h"
#include "policy.h"
#include "rule.h"
#include "step.h"

enum verdict { VERDICT_UNDECIDED = 0, VERDICT_REJECT, VERDICT_ACCEPT };

/* The exit code of a hook and of `git sluis check`. */
int verdict_exit_code(enum verdict v);

struct judged { /* what the rules said of one step */
	enum outcome of[RULE_COUNT];
};

struct ref_verdict {
	const struct change *change;
	const char *ref; /* the ref that moves */
	const struct environment *env; /* or NULL */
	enum verdict verdict;
	struct findings findings;
	struct steps steps;
	struct judged *judged; /* one for each step */
};

/* What a rule came to over all steps of the ref: the worst of where it applies. */
enum outcome verdict_of_rule(const struct ref_verdict *v, enum rule_id id);

struct push_verdict {
	enum verdict verdict;
	struct error why; /* undecided as a whole: nothing was judged */
	const struct policy *policy; /* NULL when there is none */
	struct ref_verdict *refs; /* governed refs only, in the order of the environments */
	size_t n;
};

#endif
