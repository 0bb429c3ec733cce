/*
 * clone/able: may the person of the session test, begin or sign a promotion, and who else can? What
 * would make their word or a dossier worthless is said before anything is asked or written.
 *
 * A candidate is judged by the engine (clone/status.h); the rest is what the rules will ask:
 * evidence-by, criteria-independent, tester-not-author, plan-performer, plan-window and
 * author-not-approver.
 */
#pragma once

#include "clone/draft.h"
#include "clone/status.h"

/* What that person made of the change; NULL: nothing. */
const struct contribution *able_made(
    struct session *se, struct contributors *makers, const struct person *who);

/* Those who hold one of these roles (n 0: all who are known) and made none of it (`makers` NULL:
 * whoever did). */
struct people able_others(
    struct session *se, const struct role *const *roles, size_t n, struct contributors *makers);

/* Names them as the mend of `e`, with the command for it. -1. */
int able_mend(struct session *se, const struct people *who, const char *command, struct error *e);

/* May the person of the session push to the evidence ref? 0, or -1 with who can. */
int able_to_bring(
    struct session *se, struct contributors *makers, const char *command, struct error *e);

/* What is to be tested: the candidate of the plan, or the tip of the source of `env`, as 40 hex
 * digits. NULL with `e`. */
const char *tester_candidate(
    struct session *se, const struct environment *env, const char *promotion, struct error *e);

/* May the person of the session test that candidate for `env`: is it what its source shows, unless
 * it was `wished` for, may they bring a test in, and did they make none of it? 0, or -1 with `e`.
 */
int tester_check(struct session *se, const struct environment *env, const char *promotion,
    const char *candidate, bool wished, struct error *e);

/* For start (clone/beginning.c). */
struct beginning {
	struct session *session;
	const struct status *status; /* of the promotion as it stands */
	struct contributors *makers; /* of the change */
	const char *again; /* " --emergency 'INC-7 ...'": what it is asked again with */
};

/* May that candidate still go over to that environment? 0, or -1 with `e`. */
int beginning_check_candidate(const struct beginning *b, struct error *e);

/* Will a plan with these values, by the person of the session, count? 0, or -1 with `e`. A freeze
 * is noted on standard output. */
int beginning_check_plan(const struct beginning *b, const struct draft *d, struct error *e);

/* Will criteria by the person of the session count? 0, or -1 with `e`. */
int beginning_check_criteria(const struct beginning *b, struct error *e);

/* For sign (clone/may_sign.c). */
struct may_sign {
	struct session *session;
	const struct status *status; /* findings NULL: nothing was judged */
	const char *command; /* that they gave, without a role */
	bool reject;
	bool elsewhere; /* it rests on files that are not in the dossier */
};

/*
 * Sets `*role` (NULL: none was named) to the role in which they sign: the one of theirs that signs
 * there. -1 with `e`: none or several; a role that they do not hold; nothing to sign; and, unless
 * it is a veto or lifts their own, a record that is not well formed, a candidate that cannot go
 * over as it stands, and a part in the change.
 */
int may_sign_check(const struct may_sign *m, const char **role, struct error *e);

/*
 * Is git configured for a key (git-config(1), user.signingKey), and is that theirs by the published
 * allowed_signers? -1 with `e`: no key, a key of somebody else, or an unknown one. A key that only
 * git itself can tell (a program names it, it is a certificate, or it is locked and its public half
 * is not beside it) passes: the gate decides.
 */
int signing_key_check(struct session *se, struct error *e);
