/*
 * clone/may_sign: would a sign-off by the person of the session count? If not, they are told why,
 * and what they can do instead, before the question.
 */
#ifndef SLUIS_MAY_SIGN_H
#define SLUIS_MAY_SIGN_H

#include "clone/status.h"

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

#endif
