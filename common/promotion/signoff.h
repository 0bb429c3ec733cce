/*
 * promotion/signoff: who signs for what in a promotion, and whether that is enough (norm CH.06
 * criterion 5).
 *
 * Pure: from trailers and policy to people.
 */
#pragma once

#include "people/contributors.h"
#include "promotion/impact.h"
#include "policy/policy.h"
#include "promotion/promotion.h"
#include "git/trailer.h"

struct claim { /* one sign-off trailer */
	const struct signoff *kind;
	const struct person *person; /* NULL: the address is nobody's */
	const char *text; /* "Released-by: Jan Bakker <jan@example.org>", escaped */
	bool counts; /* the person is there, no service, and has the role */
	/* The signed sign-off behind it; NULL for none, and where the trailer is the proof. */
	const struct signed_signoff *given;
};

struct claims {
	struct claim *list;
	size_t n;
};

struct asked { /* which sign-offs a promotion needs */
	enum answer known; /* unknown: `why` */
	struct error why;
	const struct signoff **list;
	size_t n;
};

/*
 * What is asked: an emergency, and a rollback where emergencies are allowed, needs the sign-offs of
 * [emergency]; any other rollback those of its environment; any other promotion also those of each
 * impact level that asks, unless it changes nothing (`floor` is NULL). Each once. Unknown when the
 * level is needed and is not known, or without memory.
 */
void signoff_asked(struct arena *a, const struct policy *p, const struct environment *env,
    const struct promotion *said, const struct impact_floor *floor, struct asked *out);

/* May that role stop such a promotion with a veto? In an emergency a role that [emergency] asks;
 * else any that signs there, also at a level of impact or in an exception. */
bool signoff_may_veto(const struct policy *p, const struct environment *env, enum exception kind,
    const struct role *role);

/* The sign-off trailers that are asked for; a trailer that two sign-offs share is a claim for each.
 * Without memory there are none, and the exhausted arena says so. */
void signoff_claims(struct arena *a, const struct policy *p, const struct asked *asked,
    const struct trailers *ts, int64_t now, struct claims *out);

/*
 * How many persons can be credited to each sign-off that is asked (got[i] for asked->list[i], at
 * most its count), each person once per sign-off, and once in all where one signer fills one role.
 * The credit is the best possible one: nobody is turned down because of an unlucky order. 0, or -1
 * without memory.
 */
int signoff_credit(struct arena *a, const struct policy *p, const struct asked *asked,
    const struct claims *claims, unsigned *got);

/* Who can still help that sign-off along: the holders of its role who would be credited beside the
 * claims that are there, none of `makers` (NULL: they may sign). 0, or -1 without memory. */
int signoff_left(struct arena *a, const struct policy *p, const struct asked *asked,
    const struct claims *claims, const struct signoff *kind, int64_t at,
    const struct contributors *makers, struct people *out);
