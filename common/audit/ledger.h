/*
 * audit/ledger: what the audit tells, asked by word (audit/mention.h) or by ref, newest first, and
 * read no further back than each question needs.
 *
 * The newest entries are read from the audit itself, those before them by the index, which is made
 * in memory where there is no file of it to believe.
 *
 * The gate has held the old value of an accepted push against the ref, so also an accepted move
 * that failed tells what the ref was.
 */
#pragma once

#include "audit/index.h"
#include "audit/moves.h"
#include "audit/walk.h"
#include "git/repo.h"

struct ledger_step { /* a promotion or rollback */
	const char *id;
	git_oid tip, candidate;
	bool back; /* a rollback, to `to` */
	git_oid to;
};

struct ledger_word { /* what a sign-off says */
	const char *to; /* the environment */
	const char *kind; /* "emergency INC-1", "rollback"; NULL for an ordinary promotion */
	bool reject;
	git_oid candidate, tree;
	const char *question, *key; /* its signature was found good (struct sshsig_good); NULL
	                               where that is not told */
};

struct ledger_move {
	size_t entry; /* that tells it; small is new, 1 the newest of the audit */
	bool judged; /* an accepting verdict let it happen; else it was only seen */
	bool unlocked; /* the owner of the repository moved it, with the gate unlocked */
	bool found; /* arming found the ref at `new`, and no older entry speaks of it */
	enum audit_fate fate; /* unknown: no outcome of the verdict was written yet */
	const char *ref; /* escaped, as entries have it */
	const char *environment, *from; /* ids; NULL where the entry names none */
	const char *pusher; /* of a verdict: the id of a person or service; NULL for nobody */
	git_oid old, new;
	int64_t at; /* of the verdict, or of the outcome that stands alone */
	struct ledger_step *steps; /* newest first */
	size_t nsteps;
	const struct ledger_word *word; /* of a sign-off; NULL where the entry does not tell it */
};

struct ledger_rare {
	git_oid id;
	size_t place;
	enum audit_kind kind;
	int64_t at;
};

struct ledger { /* zeroed, nothing is read yet */
	bool asked, there; /* `there`: the repository has an audit */
	struct error why; /* ERROR_NONE, or why it could not be read */
	size_t armed; /* the oldest entry that arming wrote, 0 for none */
	/* Its own: */
	struct arena *arena;
	const struct repo *repo;
	int64_t now;
	struct ledger_entry *newest; /* those that the index does not have, newest first */
	size_t nnewest;
	struct index index;
	struct transcript kept;
	bool made; /* both, in memory */
	struct ledger_rare *rare; /* what is neither a verdict nor an outcome, newest first */
	size_t nrare;
	struct lookup corrected; /* outcomes that a correction calls wrong: any value */
	struct lookup entries; /* by their end in the transcript: those that were read */
	size_t nentries;
	struct lookup refs; /* by name: their moves as far as they were asked for */
	struct lookup left; /* by name: struct audit_moved_ref */
};

/* Reads what each question needs, the first time that it is called. 0, or -1 (with `e`). */
int ledger_read(struct arena *a, const struct repo *r, struct ledger *l, struct error *e);

/* Closes what is open; it is zeroed then. */
void ledger_release(struct ledger *l);

struct ledger_cursor { /* zeroed but for the word, before the newest */
	uint64_t word;
	size_t newest; /* of those, how many were looked at */
	struct index_mention at;
	uint64_t end; /* of the entry in the transcript that was read last */
	bool made;
	struct arena once; /* of an entry that is not kept */
};

/* The next entry that mentions the word, or another of the same number, until the next call. 1, 0
 * for no more, or -1. */
int ledger_next(
    struct ledger *l, struct ledger_cursor *c, struct audit_seen *seen, struct error *e);

/* Nobody looks any more at what it read; it may go on. */
void ledger_stop(struct ledger_cursor *c);

/* The place of the newest entry that mentions it, 0 for none. 0 or -1. */
int ledger_newest(struct ledger *l, uint64_t word, size_t *place, struct error *e);

/* The move `nth` of a ref, whose name is escaped; 0 is the newest. 1, 0 for no such, or -1. It
 * stays where it is. */
int ledger_move(
    struct ledger *l, const char *ref, size_t nth, const struct ledger_move **out, struct error *e);

/* What became of a ref of a verdict. 0 or -1. */
int ledger_fate(struct ledger *l, const git_oid *verdict, const char *ref, enum audit_fate *fate,
    struct error *e);

/* The unlock of that id; NULL for none. */
const struct ledger_rare *ledger_unlock(const struct ledger *l, const git_oid *id);

/* Is it the outcome of a move without a verdict, or one that an unlock let happen? */
bool ledger_alone(const struct ledger *l, const struct audit_seen *seen);

/* Did verdicts move all sign-offs that packed-refs has, as far as it can say so without a look at
 * each? */
bool ledger_tells_packed(const struct ledger *l);

/* The names of the refs that an escaped pattern matches and that entries speak of; those that were
 * spoken of last come first. 0 or -1. */
int ledger_names(
    struct ledger *l, const char *pattern, const char ***names, size_t *n, struct error *e);

/* Where the audit left a ref, and how that came to be, newest first; NULL where nothing tells. As
 * far back as matters to who asks whether each move goes on from the one before: down to where a
 * verdict that let something in has found that it does. 0 or -1. */
int ledger_left(
    struct ledger *l, const char *ref, const struct audit_moved_ref **out, struct error *e);

/* The same to its beginning. */
int ledger_left_all(
    struct ledger *l, const char *ref, const struct audit_moved_ref **out, struct error *e);

/* Did it happen to an environment with a source, as far as the audit tells? */
bool ledger_counts(const struct ledger_move *m);
