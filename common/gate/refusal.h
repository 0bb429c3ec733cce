/*
 * gate/refusal: a verdict as people read it at the other end of a push.
 *
 * All findings at once, most basic first; at most 72 columns but for commands, which must stay
 * whole to be pasted; our own words in ASCII; no line that a client could take for anything but
 * text.
 */
#pragma once

#include "rules/judge.h"
#include "gate/push_options.h"

/* Writes nothing for an accepted push that promotes nothing, unless the pusher asked for more. */
void refusal_print(
    struct arena *a, const struct push_verdict *v, const struct push_options *o, FILE *out);

/* How it is mended, behind `first`: its command on a line of its own, which the mend of an error
 * may bring after a line feed. */
void refusal_mend_print(
    struct arena *a, const char *first, const char *mend, const char *command, FILE *out);

/* What a dry run says first. */
void refusal_print_dry_run(const struct push_verdict *v, FILE *out);

/* "could not decide", before anything could be judged. `problems` (may be NULL) are those of
 * `file`. */
void refusal_print_undecided(struct arena *a, const struct error *why, const char *file,
    const struct ini_problems *problems, FILE *out);

/* What a later hook has to say. */
enum refusal_after {
	REFUSAL_UNPERMITTED, /* a ref would move without a verdict */
	REFUSAL_UNRECORDED, /* a ref has moved, and what comes after that failed */
	REFUSAL_INCOMPLETE /* something failed after all refs of a push had moved */
};
void refusal_print_after(
    struct arena *a, enum refusal_after what, const struct error *why, FILE *out);

/* The verdict for machines, as JSON lines. `decision` is the entry in the
 * audit, zero for none; `problems` (may be NULL) are those of `file`. */
void refusal_json(struct arena *a, const struct push_verdict *v, const struct push_options *o,
    const git_oid *decision, const char *file, const struct ini_problems *problems, FILE *out);
