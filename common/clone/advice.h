/*
 * clone/advice: what the gate of a remote would say of a push, said in a clone before a byte is
 * sent.
 *
 * The very engine of the gate, on the remote's own refs and published policy (clone/mirror.h). It
 * is advice: the gate judges by the policy and the refs of its own moment.
 */
#pragma once

#include "clone/clone.h"
#include "gate/gate.h"
#include "clone/mirror.h"
#include "clone/push_plan.h"

struct advice_input {
	const struct clone *clone;
	const char *url;
	const char *login; /* who pushes; NULL: the person with the address `email` */
	const char *email;
	int64_t now; /* the time of the run */
};

/* Opens the mirror of the remote and a gate on it, up to the policy and the pusher. `g` is
 * gate_init()ed and stays to be released. 0; -1 with the reason in g->verdict.why: ERROR_ABSENT
 * when the remote has no policy; MIRROR_MOVED. */
int advice_open(
    const struct advice_input *in, enum mirror_when when, struct gate *g, struct mirror *m);

/* Where that one ref is on the remote. 0, or -1 with `e`. */
int advice_tip(struct gate *g, const char *ref, git_oid *out, struct error *e);

/* Judges a push. g->verdict is the answer, whatever happens. */
void advice_judge(struct gate *g, const struct push_plan *plan);

/* Both, once more with a fresh mirror when it comes out undecided: the clone may have lost objects
 * that the mirror rests on. The mirror is closed again. 0, or -1 as advice_open. */
int advice_give(const struct advice_input *in, const struct push_plan *plan, struct gate *g);
