/*
 * clone/session: what every command of people has before it begins: the clone, what the remote has,
 * its policy, and who asks.
 *
 * Commits and tags are made in the mirror (clone/mirror.h) and pushed from there, after the engine
 * has judged them, so that the clone stays as it is and nothing is sent that the gate refuses.
 */
#pragma once

#include "clone/advice.h"

struct session {
	struct arena arena;
	struct clone clone;
	struct mirror mirror;
	enum mirror_when when;
	struct gate gate; /* open on the mirror; its arena is for what is found out */
	const char *remote; /* as the person named it */
	const char *address; /* where a push to it goes */
	const char *url; /* of what they named without a clone; NULL: they stand in one */
	const char *email; /* of whoever asks; NULL: git does not know */
	const struct person *me; /* NULL: not listed in the policy */
};

/* Must be called before anything else, and session_close() at the end. */
void session_init(struct session *se);
void session_close(struct session *se);

/* Opens everything, in the clone where we stand, or for se->url in none; `now` is the time of the
 * run, `when` as for mirror_open(). Once more with another `when`, it opens the mirror and the gate
 * anew. 0, -1 or MIRROR_MOVED. */
int session_open(
    struct session *se, const char *remote, int64_t now, enum mirror_when when, struct error *e);

/* Before anything is said or sent of what was found out MIRROR_AHEAD: as mirror_settle(). */
int session_settle(struct session *se, struct error *e);

/* What comes after the verb of a command about that promotion, where the person stands: the id, and
 * the URL before it where they have no clone. */
const char *session_id(struct session *se, const char *id);

/* The person who asks; NULL with `e` when git does not know them, or the policy does not list them.
 */
const struct person *session_person(struct session *se, struct error *e);

/* What a rev names in the clone, or without one on the remote, as 40 hex digits: its "commit" or
 * its "tree". NULL: none. */
const char *session_find(struct session *se, const char *rev, const char *type);

/* The commit that a rev names: a branch of the remote as it is there now, or else a rev of the
 * clone; what neither knows comes back as it is. NULL for NULL. */
const char *session_resolve(struct session *se, const char *rev);

/* A commit of that tree, made by git with the identity that it is configured for; signed when that
 * is configured, and with an SSH key when `sign` asks it. 0, -1 or MIRROR_MOVED. */
int session_commit(struct session *se, const git_oid *tree, const git_oid *parents, size_t nparents,
    const char *message, bool sign, git_oid *out, struct error *e);

/* Has the engine judge an object of the mirror as the new value of `ref`. g->verdict is the answer,
 * with commands that work where the person stands. */
void session_judge(struct session *se, const git_oid *id, const char *ref);

/* Pushes what was judged, signed where the policy asks that, when it was accepted; else says why
 * not. `unjudged` leaves what could not be judged here to the gate. Exit code as of the gate. */
int session_deliver(struct session *se, const git_oid *id, const char *ref, bool unjudged);
