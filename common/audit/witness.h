/*
 * audit/witness: up to which entry of the audit, when and by whom is it witnessed, and is that
 * still there? (norm CH.06, all criteria)
 *
 * A witness's log is believed by the keys of a file that the auditor keeps: lines that name the
 * namespace sluis-witness and nothing else. A key of the host is none of a witness, and no key of
 * the audited side, its policy or its audit is looked at. A witness builds on its own signed end
 * alone, so a good signature of a note holds for all before it. Each witnessed entry must be in the
 * audit, written before it was witnessed, and each later one after that.
 */
#pragma once

#include "audit/note.h"
#include "audit/signed.h"
#include "audit/walk.h"
#include "base/lookup.h"
#include "git/repo.h"

#define WITNESS_SLACK (5 * 60) /* that two clocks may differ, in seconds */

/* The witnesses of a file of allowed signers, with the revoked_keys beside it. out->n is 0 where
 * it names none. -1 also for a file that gives one key to a witness and to somebody else. */
int witness_keys_load(
    struct arena *a, const char *signers, struct audit_keys *out, struct error *e);

/* Called for each problem; escaped text. */
typedef void witness_say(void *ctx, const git_oid *entry, const char *text);

struct witness_mark { /* an entry that was the newest of the audit from `first` to `last` */
	git_oid entry;
	int64_t first, last;
	bool met;
	struct witness_mark *older;
};

struct witness {
	struct arena *arena;
	witness_say *say;
	void *ctx;
	git_oid known; /* a note that the log had before; zero for none */
	const char *who, *key; /* of the newest good note; NULL: nothing is witnessed */
	git_oid tip, entry; /* of that note; the entry that it names */
	int64_t at; /* the clock of the witness */
	size_t notes; /* from that one back */
	int64_t since, gap_from, gap_to; /* the oldest; the longest time without one */
	bool met; /* `entry` is in the audit, after witness_end() */
	size_t later; /* entries of the audit behind it */
	/* Its own: */
	struct witness_mark *marks, *oldest; /* newest first */
	struct lookup by_entry;
	size_t seen;
	int64_t earliest; /* of the entries seen since the last mark */
	git_oid earliest_entry;
};

/* Reads the log that ends with `tip`. What is wrong with it is said; what could not be looked at is
 * -1. `w` has arena, say, ctx and known. */
int witness_load(struct witness *w, const struct repo *r, const git_oid *tip,
    const struct audit_keys *keys, struct error *e);

/* Is the end of the log signed by one of these keys? FACT_UNKNOWN where that could not be answered;
 * `note` and `at` (the clock of the witness) are set for FACT_YES. */
enum answer witness_newest(struct arena *a, const struct repo *r, const git_oid *tip,
    const struct audit_keys *keys, struct note *note, int64_t *at, struct error *why);

/* Takes in the next entry of the audit, from the newest on. */
void witness_see(struct witness *w, const struct audit_seen *seen);

/* To be called after the last one. */
void witness_end(struct witness *w);

/* "witnessed up to 3f2a91c by school at ... (key SHA256:...), 2 later entries are not". Never
 * NULL. */
const char *witness_text(const struct witness *w);
