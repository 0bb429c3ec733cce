/*
 * promotion/words: the sign-offs that there are, under whatever id, as far as a veto needs them.
 *
 * What the audit let in is known from there, also where the ref, the folder it is in or its tag can
 * no longer be read: libgit2 passes over what it cannot list. Entries that do not tell what the
 * word says name its tag. Refs of which the audit does not know are read as they stand.
 */
#pragma once

#include "audit/ledger.h"
#include "base/lookup.h"
#include "git/refs.h"
#include "git/repo.h"
#include "policy/policy.h"
#include "promotion/signoff_tag.h"
#include "sign/sshsig.h"

struct signoff_word {
	const char *name; /* of its ref */
	struct signoff_ref at;
	git_oid id; /* of its tag */
	bool gate; /* the gate let it in, or is asked to with this push: the signature is good */
	bool listed; /* its ref is there */
	bool was_there; /* that, or it went in; else nobody said whether it did */
	int64_t dated; /* of a tag that was read, by its signer; else 0 */
	/* `to` is NULL, or `tree` is zero, where that cannot be told; then `why` */
	struct ledger_word says;
	const struct error *why;
	size_t entry; /* of the audit, small is new; 0: this push; SIZE_MAX: none */
};

struct signoff_words { /* zeroed, nothing is read yet */
	bool asked;
	struct error why; /* ERROR_NONE, or why they could not be listed */
	struct signoff_word *list; /* those that this push brings first, then newest first */
	size_t n;
	/* Its own: */
	struct lookup listed, looked_at, ids; /* by name; the value is not looked at */
	bool loose; /* `listed` has those with a file of their own; verdicts moved all others */
};

/* A word of that promotion that the gate let in and whose ref is not there; NULL for none. */
const struct signoff_word *words_lost(const struct signoff_words *w, const char *promotion);

/* A kind of promotion as the audit, and so says.kind, has it; NULL for NULL. */
const char *words_kind(struct arena *a, const char *kind);

/*
 * Who rejected what a step promotes (sluis(7), SIGN-OFFS). A veto holds for what its candidate
 * holds, under whatever id and commit that comes back; against a rollback, only under the
 * rollback's own id. It is given by a role that signs there, and lapses when its giver no longer
 * holds it.
 */
struct veto {
	struct signoff_word word;
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

/* Reads those that may concern it, and all of each promotion that one of them is of: refs as this
 * push leaves them. 0, or -1 (`e`). */
int words_read(struct arena *a, const struct repo *r, const struct policy *p,
    const struct changes *cs, struct ledger *l, const struct veto_question *q,
    struct signoff_words *w, struct error *e);

/* Those that speak against it. `words` were read for it. */
void vetoes_find(struct arena *a, const struct repo *r, const struct policy *p,
    const struct signoff_words *words, const struct veto_question *q,
    const struct sshsig_tool *tool, struct vetoes *out);
