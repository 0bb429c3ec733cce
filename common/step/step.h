/*
 * step/step: what a change asks of one governed ref, one piece at a time, with all facts about it.
 *
 * A push to production may carry several promotions; each first-parent step is judged against its
 * own base. The facts are gathered first (step/facts.c); the rules (rule_*.c) only look at what
 * stands here.
 */
#pragma once

#include "promotion/arrival.h"
#include "git/change.h"
#include "git/commit.h"
#include "sign/committers.h"
#include "people/contributors.h"
#include "promotion/deployment.h"
#include "promotion/dossier.h"
#include "promotion/evidence.h"
#include "promotion/exceptions.h"
#include "git/history.h"
#include "git/refs.h"
#include "promotion/impact.h"
#include "promotion/past.h"
#include "policy/policy.h"
#include "promotion/promotion.h"
#include "people/pusher.h"
#include "promotion/signoff.h"
#include "promotion/signed_signoff.h"
#include "git/trailer.h"
#include "promotion/words.h"

/* With the words that the audit has for them. */
#define STEP_KINDS(X) \
	X(UNKNOWN, "unknown") /* could not be told; `why` */ \
	X(RESERVED, "reserved") /* a ref that nobody pushes to */ \
	X(TWICE, "twice") /* a ref that this push already moves under another name */ \
	X(DELETE, "delete") \
	X(REWIND, "rewind") /* the new value lacks the old; or a tag or sign-off moves */ \
	X(BASELINE, "baseline") /* the ref's first value */ \
	X(WORK, "work") /* where work starts: new commits, judged by their makers only */ \
	X(RECORD, "record") /* evidence */ \
	X(SIGNOFF, "signoff") /* a signed sign-off */ \
	X(FAST_FORWARD, "fast-forward") /* to a commit of the source, where that is allowed */ \
	X(PROMOTION, "promotion") /* a merge of base and candidate */ \
	X(DIRECT, "direct") /* a commit without a second parent */ \
	X(OCTOPUS, "octopus") \
	X(FOXTROT, "foxtrot") /* the base is not the first parent */ \
	X(TOO_MANY, "too-many") /* more steps than are judged at once */

enum step_kind {
#define X(name, word) STEP_##name,
	STEP_KINDS(X)
#undef X
};

#define STEPS_MAX 1000

/* The server's clock cannot be right when it stands before something that it has dated itself. */
enum clock { CLOCK_MAY_BE_RIGHT = 0, CLOCK_BEFORE_POLICY, CLOCK_BEFORE_AUDIT };

struct step {
	enum step_kind kind;
	struct error why;
	const struct change *change;
	const char *ref; /* the ref that moves */
	const struct environment *env; /* NULL for evidence, sign-offs and reserved refs */
	const struct pusher *pusher;
	int64_t now;
	enum clock clock;
	const char *taken_for; /* RESERVED: the governed ref that it can be taken for; or NULL */
	const char *in_the_way; /* RESERVED: what can be taken for it; or NULL */
	struct fact accounted; /* each ref that it rests on is where the audit left it */
	const struct fact *published; /* is the policy in force the one at refs/sluis/policy? */
	struct ref_values rests_on; /* what the verdict takes other refs to be (step/rests_on.h) */

	/* All but RESERVED, DELETE, REWIND, UNKNOWN, TOO_MANY. */
	git_oid base_id; /* what the ref was before this step; zero for a baseline */
	const struct commit *tip; /* what it becomes */
	/* PROMOTION and FAST_FORWARD; BASELINE where there is a source. */
	git_oid candidate_id;
	const struct commit *candidate; /* NULL: could not be read, `candidate_why` */
	struct error candidate_why;
	const char *source_ref; /* where the candidate should be, for people */
	struct fact comes_from; /* it is there */
	const char *rolled_back_on; /* the ref that went back behind it, escaped; or NULL */
	bool back; /* BASELINE: it is gone, and comes back as what it was */
	/* BASELINE of a pattern (step/later_ref.c) */
	bool later; /* not its first ref: then the two above are about the others of the pattern */
	const char *start_ref; /* one of the others, escaped; NULL where they are all gone */
	/* PROMOTION */
	struct differences differences; /* candidate against merge */
	struct fact keeps_base; /* what production has is in the candidate */
	git_oid kept; /* that is: base, or its own candidate */
	bool changes_nothing; /* the candidate is `kept`, and the merge holds what base holds */
	struct error unreadable; /* why the message was refused; else kind is ERROR_NONE and: */
	struct trailers trailers;
	struct promotion promotion;
	struct evidence evidence;
	/* When its records could begin, where it has any (rules/times.c): */
	struct arrival arrived; /* the candidate, on the source */
	struct arrival stands; /* the base, on this ref; asked for a parallel run */
	struct impact_floor floor;
	struct asked asked; /* the sign-offs that it needs */
	struct claims claims; /* its trailers of these, each with what is behind it */
	struct rollback rollback; /* when it claims to be one */
	struct spent spent; /* is its id, where sign-offs are signed */
	struct emergencies emergencies; /* of this environment, not reviewed yet */
	struct deployments deployments; /* of what the environment shows now, where that is asked */
	struct signed_signoffs givens; /* the signed sign-offs, where they are the proof */
	struct vetoes vetoes; /* where sign-offs are asked */
	/* Of a step that is refused (facts_dossier()): */
	const struct dossier *dossier; /* of its candidate; NULL: there is none */
	struct signed_signoffs given_for_dossier;
	/* SIGNOFF */
	struct signed_signoff given;
	struct fact follows; /* the sign-off before it, if there must be one, is there */
	struct fact fresh; /* the same tag stands under no other name; no: `why` */
	/* WORK, FAST_FORWARD, PROMOTION */
	struct contributors contributors;
	/* WORK, FAST_FORWARD, PROMOTION, RECORD: where committers must be the pusher, or sign */
	struct found_commits other_committers;
	struct found_commits unsigned_commits;
};

struct steps {
	struct step *list;
	size_t n;
};
