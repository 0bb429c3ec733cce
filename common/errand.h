/*
 * errand: what every command of people has before it begins: the clone, what the remote has, its
 * policy, and who asks.
 *
 * Commits and tags are made in the view (view.h) and pushed from there, so that the clone stays as
 * it is.
 */
#ifndef SLUIS_ERRAND_H
#define SLUIS_ERRAND_H

#include "advice.h"

struct errand {
	struct arena arena;
	struct clone clone;
	struct view view;
	struct gate gate; /* open on the view; its arena is for what is found out */
	const char *email; /* of whoever asks */
	const struct person *me; /* NULL: nobody of the policy */
};

/* Opens everything; `fresh` as view_open(). To be closed in any case. 0 or -1. */
int errand_open(struct errand *er, const char *remote, bool fresh, struct error *e);

void errand_close(struct errand *er);

/* Whoever asks, or NULL with `e`: nobody of the policy. */
const struct person *errand_person(struct errand *er, struct error *e);

/* The commit that a rev names in the clone, as 40 hex digits; what the clone does not know comes
 * back as it is. NULL for NULL. */
const char *errand_resolve(struct errand *er, const char *rev);

/* A commit of that tree, made by git with the identity that it is configured for; signed when that
 * is configured, and with an SSH key when `sign` asks it. 0 or -1. */
int errand_commit(struct errand *er, const git_oid *tree, const git_oid *parents, size_t nparents,
    const char *message, bool sign, git_oid *out, struct error *e);

/* Has the engine judge a commit of the view as the new value of `ref`. g->verdict is the answer. */
void errand_judge(struct errand *er, const git_oid *commit, const char *ref);

/* Pushes it, when it was judged and accepted; else says why not. Exit code as of the gate. */
int errand_deliver(struct errand *er, const git_oid *commit, const char *ref);

/* Pushes `source` (a rev of the view) to `ref`, signed where the policy asks that. The exit code of
 * git push. */
int errand_push(struct errand *er, const char *source, const char *ref);

#endif
