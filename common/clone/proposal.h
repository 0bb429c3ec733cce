/*
 * clone/proposal: the merge that promotes a dossier, made from what the repository holds, so that
 * no trailer is typed by hand (sluis(7), TRAILERS).
 *
 * It says what is there and nothing else: a record that is missing is not linked, a sign-off that
 * does not count for this candidate is not named. Whether it is enough is for the rules.
 */
#pragma once

#include "promotion/dossier.h"
#include "gate/gate.h"
#include "promotion/impact.h"
#include "promotion/signoff.h"
#include "promotion/signed_signoff.h"

struct proposal_wish { /* each may be NULL */
	const char *id; /* valid (promotion/promotion.h); never NULL */
	const char *environment, *candidate;
	const char *impact; /* a level to state, where the paths demand less */
	const char *emergency; /* "INCIDENT REASON" */
	const char *rolls_back_to;
	const char *const *reviews; /* ids of emergencies */
	size_t nreviews;
	bool several; /* an environment of several refs will do, though no merge can be made: who
	                 signs for it knows neither base nor impact */
};

/* Is an emergency, a rollback or a review wished for? */
bool proposal_wish_exceptional(const struct proposal_wish *w);

/* The options that ask for it, each after a blank: " --emergency 'INC-7 ...'". */
const char *proposal_wish_options(struct arena *a, const struct proposal_wish *w);

struct proposal {
	const struct proposal_wish *wish; /* complete */
	const struct environment *env;
	struct dossier dossier;
	git_oid base, candidate, tree; /* base: zero where the environment is several refs */
	bool changes_nothing; /* the environment shows the candidate already */
	const struct impact *impact; /* that is stated; NULL where none is asked */
	struct impact_floor floor;
	struct trailers trailers; /* what its message says, but for the sign-offs */
	struct promotion said; /* by these */
	struct asked asked; /* the sign-offs that it needs */
	struct signed_signoffs givens; /* all signed ones of this id */
	const struct finding **useless; /* for each, why it is left out; NULL: it is not */
	bool *named; /* for each, whether the merge names it */
	const char *body; /* the message but for the sign-offs */
	const char *message;
};

/* What is wished for beside what stands in the dossier: without a kind, that which it was begun as,
 * or that of the newest sign-off of `givens` (NULL: not asked). -1 with `e` also for a promotion
 * that is closed. */
int proposal_wish_complete(struct gate *g, const struct dossier *d,
    const struct signed_signoffs *givens, struct proposal_wish *wish, struct error *e);

/* The environment: the one that is wished for, that of the plan, or the last one. NULL with `e`. */
const struct environment *proposal_environment(
    struct gate *g, const struct proposal_wish *wish, const struct dossier *d, struct error *e);

/* Puts it together from the repository of an open gate. 0 or -1. Everything lives in the gate's
 * arena. */
int proposal_make(
    struct gate *g, const struct proposal_wish *wish, struct proposal *out, struct error *e);

/* The digests of the files that a sign-off of it names: none of a rollback, nor where nothing
 * changes. As dossier_rests_on(). */
const char **proposal_rests_on(struct arena *a, const struct proposal *pr);

/* Leaves out the sign-offs about which these findings of its merge are: of who made the change, or
 * of what it was before. True where the message has changed. */
bool proposal_leave_out(struct gate *g, struct proposal *pr, const struct findings *of);

/* Does this sign-off count for that candidate, environment, kind and review, say yes, and
 * stand in nobody's way as far as is known? */
bool proposal_counts(const struct proposal *pr, const struct signed_signoff *gv);

/* Does the merge name it: since it counts, or where those are too few and it could not be found
 * out whether this one does, so that the rules say that? */
bool proposal_names(const struct proposal *pr, const struct signed_signoff *gv);

/* What the merge names, as its trailers will be. 0, or -1 without memory. */
int proposal_claims(struct arena *a, const struct proposal *pr, struct claims *out);
