/*
 * audit/entry: the message of an audit commit, read back to one entry.
 *
 * Pure and strict: the gate wrote it, so anything else than what the gate writes is malformed. Keys
 * that a later version adds are passed over. Texts are escaped (base/escape.h), names of refs in
 * ASCII; a list of ids has one blank between them.
 */
#pragma once

#include "base/verdict.h"

#define AUDIT_ENTRY_CAP ((size_t)64 << 20) /* memory that reading one may take */
#define AUDIT_VERDICT_AGE (60 * 60) /* how long a verdict lets a ref move, in seconds */

enum audit_kind {
	AUDIT_NONE = 0,
	AUDIT_VERDICT,
	AUDIT_OUTCOME,
	AUDIT_UNLOCK,
	AUDIT_ARMED, /* what arming found */
	AUDIT_CORRECTION /* the owner's word for what an earlier entry has wrong, or lacks */
};
#define AUDIT_FORMAT 2 /* of new entries; those that name none are of format 1 */

enum audit_moved { AUDIT_NOT_MOVED = 0, AUDIT_MOVED };

struct audit_signoff { /* one that counted */
	const char *signoff, *role, *person; /* ids */
	const char *proof; /* "signature", "trailer", "none" */
};

/* A record that the promotion links; its bytes are in the tree, as evidence/SHA256. */
struct audit_exhibit {
	const char *kind; /* "plan", "acceptance", "criteria", "parallel-run" */
	const char *sha256; /* 64 hex digits */
};

struct audit_ids {
	git_oid *list;
	size_t n;
};

struct audit_rest { /* a ref that the verdict takes to have this value when its own ref moves */
	const char *ref; /* escaped */
	git_oid value; /* zero: it could not be read */
};

struct audit_step { /* one promotion, or another step of a ref */
	git_oid tip;
	const char *kind; /* "promotion", "baseline", "work" and others; NULL: not told */
	const char *promotion; /* its id, or NULL */
	git_oid candidate; /* of a promotion, fast-forward or sign-off; else zero */
	git_oid tree; /* of a promotion, or of a sign-off's candidate; zero where it is not told */
	git_oid candidate_tree; /* of a promotion; zero where it is not told */
	int64_t arrived; /* of a promotion, when its candidate came to its source; 0: not told */
	bool found; /* arming found it there, and `arrived` is its own date */
	const char *to; /* the environment that a sign-off is for; NULL where it is not told */
	const char *role; /* of a sign-off; NULL where it is not told */
	const char *word; /* of it: "approve", "reject" */
	const char *question, *key; /* of it: ssh-keygen found its signature good (sign/sshsig.h);
	                               NULL where that is not told */
	const char *impact; /* the level that counts; NULL for none */
	const char *exception; /* "emergency INC-1 ...", "rollback OID"; NULL for none. Of a
	                          sign-off its kind: "emergency INC-1", "rollback" */
	int64_t review_until; /* of an emergency, seconds since 1970; 0 for others */
	const char *overdue; /* of it: ids of others whose review was overdue; "" for none */
	const char *reviews; /* ids of the emergencies that it reviews; "" for none */
	const struct audit_ids *unreviewed; /* merges of the emergencies on the line of `tip` that
	                                       wait for their review, newest first; NULL: not told
	                                     */
	const char *lapsed; /* refs of vetoes against it that had lapsed; "" for none */
	const char *contributors; /* ids of its makers; "" for nobody, or where nobody asked */
	unsigned strangers; /* addresses among the makers that are nobody's */
	const char *performers; /* of the linked plans; "" for none */
	const char *testers; /* of the linked acceptance records; "" for none */
	struct audit_signoff *signoffs;
	size_t nsignoffs;
	struct audit_exhibit *exhibits;
	size_t nexhibits;
	struct audit_rest *rests; /* of an accepting verdict */
	size_t nrests;
	int64_t holds_until; /* of it, seconds since 1970; 0 for nothing that ends soon */
	const char *holds_by; /* the rule that asks again then */
	const char *rules[OUTCOMES]; /* ids by outcome; "" for none; not applicable: unlisted */
};

struct audit_ref {
	const char *name;
	git_oid old, new;
	const char *environment; /* NULL for evidence and the like */
	const char *from; /* the environment that it takes from; NULL for none */
	struct audit_step *steps;
	size_t nsteps;
	/* Of ARMED and CORRECTION: `new` is what was found, zero for nothing. */
	const char *symbolic; /* the ref that it leads to; NULL for an ordinary ref */
	int64_t logged; /* lines that its reflog had */
};

struct audit_words { /* lines of one key */
	const char **list;
	size_t n;
};

struct audit_entry {
	enum audit_kind kind;
	enum verdict decision; /* of a verdict */
	const char *pusher; /* id of a person or service; NULL for anybody else */
	const char *login; /* of a pusher whom the policy does not know, by its source; or NULL */
	const char *policy; /* version and digest */
	bool tells; /* an accepting verdict says what it rests on; those of 0.1.0 do not */
	git_oid audit; /* where it does: the newest entry that it had read; zero for none */
	const char *why; /* of a verdict that could not be reached at all */
	const char *reason, *by; /* of an unlock or correction; ARMED: who armed it */
	int64_t until; /* of an unlock, seconds since 1970 */
	git_oid verdict; /* of an outcome: the entry it belongs to; zero for none */
	enum audit_moved moved; /* of an outcome */
	const char *source; /* of an outcome: "reference-transaction", "reconciled" */
	struct audit_ids
	    settles; /* of CORRECTION: entries that stay as they are, and are explained */
	struct audit_ids corrects; /* of CORRECTION: outcomes of what did not happen */
	int64_t format; /* how it is written; 1 where it does not say */
	struct audit_words hooks; /* of ARMED: "PATH sha256:HEX" */
	struct audit_words governs; /* of ARMED: names and patterns of which all refs are listed */
	struct audit_ref *refs;
	size_t nrefs;
};

/* Is this step a promotion: does it say that it is, or name one? */
bool audit_step_promotes(const struct audit_step *s);

/* Does a list of ids with blanks between hold this one? */
bool audit_list_has(const char *list, const char *id);

/* Reads a message. -1 with ERROR_MALFORMED or ERROR_MEMORY. */
int audit_entry_read(
    struct arena *a, const char *message, size_t len, struct audit_entry *out, struct error *e);
