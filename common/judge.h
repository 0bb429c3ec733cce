/*
 * judge: the engine. One push in, one verdict out. It knows nothing of hooks; `update`,
 * `pre-receive` and `git sluis check` differ only in where the changes and the pusher come from.
 */
#ifndef SLUIS_JUDGE_H
#define SLUIS_JUDGE_H

#include "steps.h"
#include "verdict.h"

/* Judges every change of the push. Fills `out` completely, whatever happens; out->verdict is the
 * answer. */
void judge_push(const struct push *p, struct push_verdict *out);

#endif
