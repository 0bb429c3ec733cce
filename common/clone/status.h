/*
 * clone/status: how far a promotion is: what it has, what it lacks, and who can act next.
 *
 * The merge that `git sluis promote` would make is made in memory and judged by the engine, so that
 * nothing is said here that the gate would not say.
 */
#pragma once

#include "base/jsonw.h"
#include "promotion/deployment.h"
#include "clone/proposal.h"
#include "clone/session.h"

#define STATUS_ACTS_MAX 32

struct act {
	const char *who; /* names, escaped */
	struct people people; /* that these are; none for who is not in the policy */
	const struct role *role; /* in which they act; NULL: of several, or none */
	const char *command; /* to paste, or NULL for what is no command: */
	const char *does;
};

struct status {
	const char *id;
	const struct environment *env;
	const char *closed; /* why, escaped, when it is: only `id` and `env` beside it */
	const git_oid
	    *done; /* the merge: it is there already: only the two following, and `next` */
	bool shown; /* by the environment now: */
	struct deployments deployments;
	int64_t review_due; /* of an emergency that waits for its review; 0: it is none */
	struct proposal pr;
	const struct person *promoter; /* who would push it; NULL: nobody may */
	bool performer; /* and the plan names them */
	struct contributors *makers; /* of the change; NULL where they could not be found out */
	git_oid newer; /* what the source shows since; zero for the candidate itself */
	enum verdict verdict;
	const struct findings *findings;
	struct act next[STATUS_ACTS_MAX];
	size_t nnext;
};

/* Judges the promotion with that id as it stands. 0 or -1; -1 also for one that is closed. */
int status_find(
    struct session *se, const struct proposal_wish *wish, struct status *out, struct error *e);

/* The same, with what it is made of (`pr`) where nothing was judged: it went over already, or goes
 * to one of several refs. Who asks stays the pusher. 0 or -1. */
int status_find_whole(
    struct session *se, const struct proposal_wish *wish, struct status *out, struct error *e);

/* Is it a sign-off of what the promotion was before? */
bool status_stale(const struct status *s, const struct signed_signoff *gv);

/* One screen. */
void status_print(struct session *se, const struct status *s, FILE *out);

/* One promotion among others: a line for what it is, and one for each who can act. */
void status_print_short(struct session *se, const struct status *s, FILE *out);

/* One object; `j` is where it goes. */
void status_print_json(struct session *se, const struct status *s, struct jsonw *j);
