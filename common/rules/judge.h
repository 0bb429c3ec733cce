/*
 * rules/judge: the engine. One push in, one verdict out, with everything that led to it.
 *
 * It knows nothing of hooks; `update`, `pre-receive` and `git sluis check` differ only in where the
 * changes and the pusher come from. A push is accepted when every rule of every step is met, waived
 * or does not apply, and at least one is met.
 */
#pragma once

#include "rules/rule.h"
#include "step/steps.h"
#include "base/verdict.h"

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

struct push_verdict {
	enum verdict verdict;
	struct error why; /* undecided as a whole: nothing was judged */
	const struct policy *policy; /* NULL when there is none */
	struct ref_verdict *refs; /* governed refs only, in the order of the environments */
	size_t n;
};

/* Judges every change of the push. Fills `out` completely, whatever happens; out->verdict is the
 * answer. `trace` (NULL: nowhere) gets a line for each fact and each rule's outcome. */
void judge_push(const struct push *p, FILE *trace, struct push_verdict *out);

/* What a rule came to over all steps of the ref: the worst of where it applies. */
enum outcome verdict_of_rule(const struct ref_verdict *v, enum rule_id id);
