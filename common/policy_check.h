/*
 * policy_check: does a policy make sense? Nothing outside policy_*.c needs this.
 *
 * A policy that cannot be met, or that promises what would never be asked, is wrong before the
 * first push. A sound one stays sound: that somebody left is for the rules to judge, push by push,
 * and not for the calendar to turn into a policy that decides nothing any more. So nothing here
 * gets worse as time goes by. The policy may have other problems already: what could not be
 * resolved is skipped.
 */
#ifndef SLUIS_POLICY_CHECK_H
#define SLUIS_POLICY_CHECK_H

#include "policy.h"

struct policy_checking {
	struct arena *arena;
	const struct policy *policy;
	int64_t now;
	struct ini_problems *problems;
	bool *marks; /* one for each person, for whoever needs them at the moment */
};

/* Persons, services, roles and what they may not combine (policy_check_people.c). */
void policy_check_people(const struct policy_checking *c);

/* Environments and freezes (policy_check_environments.c). */
void policy_check_environments(const struct policy_checking *c);

/* Can every sign-off be given, by people who did not make the change? (policy_check_signoffs.c) */
void policy_check_signoffs(const struct policy_checking *c);

/* Result servers (policy_check_sftp.c). */
void policy_check_sftp(const struct policy_checking *c);

/* Clears the marks. */
void policy_unmark(const struct policy_checking *c);

/* Marks a person; false when that was done already. */
bool policy_mark(const struct policy_checking *c, const struct person *who);

/* Could the member sign off, while there? */
bool policy_can_sign(const struct member *m);

/* Is the membership, with this other one of the same person, not over yet? */
bool policy_lasts(const struct policy_checking *c, const struct member *a, const struct member *b);

/* Can all these sign-offs be given by different people? Their roles are resolved. False without
 * memory, too. Takes time for each seat and member: not for more than a hundred seats
 * (policy_seats.c). */
bool policy_seats(
    const struct policy_checking *c, const struct signoff *const *kinds, size_t nkinds);

/* [person "els"] or [service "ci"]; escaped, never NULL. */
const char *policy_who(struct arena *a, const struct person *who);

/* The environment where the work starts that ends up in `env`; NULL when its sources go in a
 * circle. */
const struct environment *policy_root(const struct policy *p, const struct environment *env);

#endif
