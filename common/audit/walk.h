/*
 * audit/walk: the entries of the audit, newest first, and what became of the verdicts among them.
 */
#pragma once

#include "audit/entry.h"
#include "base/lookup.h"
#include "git/repo.h"

struct audit_seen {
	git_oid id, tree, before; /* `before`: the older one; zero for none */
	bool is_signed; /* it has a signature, good or not */
	int64_t at; /* seconds since 1970, the host's clock when it was written */
	struct audit_entry entry;
	size_t place; /* in the ledger; small is new */
};

/* Reads one entry into `a`. 0 or -1. */
int audit_read(struct arena *a, const struct repo *r, const git_oid *id, struct audit_seen *out,
    struct error *e);

/* The same of its bytes. */
int audit_parse(struct arena *a, const git_oid *id, const char *bytes, size_t len,
    struct audit_seen *out, struct error *e);

/* Can an entry with that message be read again? One that cannot would make undecided whatever comes
 * after it. 0, or -1: why it cannot be recorded. */
int audit_check_message(const char *message, struct error *e);

/* Called for each entry; 0 goes on, 1 stops, -1 fails (with `e`). What it gets lives only during
 * the call. */
typedef int audit_each(void *ctx, const struct audit_seen *seen, struct error *e);

/* At most `max` entries (0: all) from `tip` on. 0, or -1: an entry is missing, broken, or not one
 * the gate wrote. */
int audit_walk(const struct repo *r, const git_oid *tip, size_t max, audit_each *each, void *ctx,
    struct error *e);

/* The same, out of the transcript where that has them (audit/transcript.h). `*lacking` is how many
 * it did not have. */
int audit_walk_kept(struct arena *a, const struct repo *r, const git_oid *tip, size_t max,
    audit_each *each, void *ctx, size_t *lacking, struct error *e);

/* An outcome is met before its verdict, which is older. The moves that an unlock let happen are its
 * fates too. */
enum audit_fate { AUDIT_FATE_UNKNOWN = 0, AUDIT_FATE_NOT_MOVED, AUDIT_FATE_MOVED };

struct audit_told { /* one outcome */
	git_oid verdict, id; /* the entry it belongs to, its own */
	const char *ref; /* escaped, as entries have it */
	git_oid old, new;
	int64_t at;
	enum audit_fate fate;
	struct audit_told *next; /* an older one of the same verdict; NULL for none */
};

struct audit_fates {
	struct lookup by_verdict, corrected;
};

/* Remembers which outcomes a correction calls wrong. 0 or -1. */
int audit_corrected_note(
    struct arena *a, struct lookup *corrected, const struct audit_entry *entry);

/* Remembers an outcome; other entries, and moves without a verdict, are passed over. 0 or -1. */
int audit_fates_note(
    struct arena *a, struct audit_fates *f, const struct audit_seen *seen, struct error *e);

/* All outcomes of an entry, newest first; NULL for none so far. */
const struct audit_told *audit_fates_all(const struct audit_fates *f, const git_oid *entry);

/* What became of one ref of a verdict. */
enum audit_fate audit_fate_of(const struct audit_fates *f, const git_oid *verdict, const char *ref);

/* Nobody will ask for this entry any more. */
void audit_fates_forget(struct arena *a, struct audit_fates *f, const git_oid *entry);
