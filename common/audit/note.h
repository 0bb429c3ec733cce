/*
 * audit/note: one entry of a witness's log: up to which entry somebody else has seen the audit
 * (sluis(7), A witness).
 *
 * A commit of the branch `witness` in the clone of the witness, dated by its clock and signed by
 * its key in a namespace of its own. Pure: from the message to a struct and back.
 */
#pragma once

#include "base/base.h"

#define NOTE_LOG "refs/heads/witness"
#define NOTE_SPACE "sluis-witness" /* namespace of its signatures */

struct note {
	git_oid entry; /* the newest of the audit then */
};

/* The message of a note; `n` entries came since the note before. NULL without memory. */
const char *note_text(struct arena *a, const struct note *note, size_t n);

/* Reads a message, strictly; keys that a later version adds are passed over. -1 with
 * ERROR_MALFORMED or ERROR_MEMORY. */
int note_read(struct arena *a, const char *message, size_t len, struct note *out, struct error *e);
