/*
 * promotion/veto: who rejected what a step promotes (norm CH.06 criterion 5; sluis(7), SIGN-OFFS).
 *
 * A veto holds for what its candidate holds, under whatever id and commit that comes back; against
 * a rollback, only under the rollback's own id. It is given by a role that signs there, and lapses
 * when its giver no longer holds it.
 */
#ifndef SLUIS_VETO_H
#define SLUIS_VETO_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "promotion/words.h"
#include "sign/sshsig.h"

struct veto {
	const struct signoff_word *word;
	const struct person *person; /* NULL: nobody of the policy any more, and lapsed */
	const struct role *role;
	struct fact stands; /* no: it lapsed; unknown: `why` it may be one */
};

struct vetoes {
	bool complete; /* all were looked at; else `why` */
	struct error why;
	struct veto *list;
	size_t n;
};

struct veto_question { /* what is promoted */
	const struct environment *env;
	const struct promotion *said;
	const git_oid *merge; /* the tree of the merge */
	const git_oid *candidate; /* that of its second parent; NULL where that cannot be read */
	const struct error *candidate_why;
	int64_t now;
};

/* Those that speak against it. `words` were read. */
void vetoes_find(struct arena *a, const struct repo *r, const struct policy *p,
    const struct signoff_words *words, const struct veto_question *q,
    const struct sshsig_tool *tool, struct vetoes *out);

#endif
