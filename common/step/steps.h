/*
 * step/steps: takes a change of a ref apart into the steps that are judged (git-rev-list(1),
 * --first-parent).
 */
#pragma once

#include "git/change.h"
#include "policy/policy.h"
#include "promotion/past.h"
#include "promotion/words.h"
#include "git/repo.h"
#include "sign/sshsig.h"
#include "step/step.h"

/* Everything that is the same for all steps of a push. */
struct push {
	struct arena *arena;
	const struct repo *repo;
	const struct policy *policy;
	const struct changes *changes;
	const struct pusher *pusher;
	bool live; /* git is about to do it: each ref must be what the push says that it was */
	bool past_only; /* it went over at `now`: other refs say nothing of what was known then */
	int64_t now;
	enum clock clock;
	struct sshsig_tool *verifier; /* loaded when it is first needed */
	const char *signers, *revoked; /* files beside the policy */
	struct evidence_servers *servers; /* for links to result servers */
	struct past *past; /* what the audit tells of promotions; read when it is first needed */
	struct signoff_words *words; /* every sign-off there is; read when it is first needed */
	struct fact published; /* is the policy in force the one at refs/sluis/policy? */
};

/* What verifies signatures; every run loads the keys once, when it is first asked. */
const struct sshsig_tool *steps_verifier(const struct push *p);

/*
 * The steps of one change, oldest first; none for a ref that the policy does not govern. What
 * cannot be found out becomes a STEP_UNKNOWN, so that -1 (with `e`) means no memory only. The facts
 * are not filled in yet.
 */
int steps_of(const struct push *p, const struct change *c, struct steps *out, struct error *e);

/* Is `id` on the source of `env`, as this push leaves it? What was rolled back there is not. `*ref`
 * becomes the source's name for people; `*tip`, unless NULL, the ref that has it or took it back,
 * without a name for none. */
void steps_on_source(const struct push *p, const struct environment *env, const git_oid *id,
    const char **ref, struct ref_value *tip, struct fact *out);

/* May a ref that is made once be made as this? One that is gone may only as what the audit last saw
 * there: `*was`, zero for nothing; with `grows` also as what has all of that. */
void steps_made_once(
    const struct push *p, const struct change *c, bool grows, git_oid *was, struct fact *out);
