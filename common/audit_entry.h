/*
 * audit_entry: one entry of the audit, read back.
 *
 * A pure reader of the message of an audit commit. It is strict: the gate wrote it, so anything else than
 * what the gate writes is malformed. Keys that a later version adds are passed over.
 */
#ifndef SLUIS_AUDIT_ENTRY_H
#define SLUIS_AUDIT_ENTRY_H

#include <git2/oid.h>
#include <stddef.h>
#include <stdint.h>

#include "arena.h"
#include "error.h"

enum audit_kind { AUDIT_NONE = 0, AUDIT_VERDICT, AUDIT_OUTCOME, AUDIT_UNLOCK };
enum audit_decision { AUDIT_UNDECIDED = 0, AUDIT_REJECT, AUDIT_ACCEPT };
enum audit_moved { AUDIT_NOT_MOVED = 0, AUDIT_MOVED };

struct audit_step {		/* one promotion, or another step of a ref */
	git_oid tip;
	const char *promotion;	/* NULL: it names none */
	const char *exception;	/* "emergency INC-1 ...", "rollback OID"; NULL for none */
	const char *rules[4];	/* ids with blanks between, by outcome: met, unmet, undecided, waived; "" for none */
};

struct audit_ref {
	const char *name;
	git_oid old, new;
	const char *environment;	/* NULL for evidence and the like */
	struct audit_step *steps;
	size_t nsteps;
};

struct audit_entry {
	enum audit_kind kind;
	enum audit_decision decision;	/* of a verdict */
	const char *pusher;		/* person id, or what the source said; NULL for unknown */
	const char *policy;		/* version and digest */
	const char *why;		/* of a verdict that could not be reached at all */
	const char *reason, *by;	/* of an unlock */
	int64_t until;			/* of an unlock, seconds since 1970 */
	git_oid verdict;		/* of an outcome: the entry it belongs to; zero for a move without verdict */
	enum audit_moved moved;		/* of an outcome */
	const char *source;		/* of an outcome: "reference-transaction", "reconciled" */
	struct audit_ref *refs;
	size_t nrefs;
};

/* Reads a message. -1 with ERROR_MALFORMED or ERROR_MEMORY. */
int audit_entry_read(struct arena *a, const char *message, size_t len, struct audit_entry *out, struct error *e);

#endif
