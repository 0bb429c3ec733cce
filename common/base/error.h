/*
 * base/error: the one reason why something could not be done, as people will read it.
 *
 * "Absent", "unreadable" and "malformed" are three things: nothing is there, it is there but
 * could not be got, it was got but is not what it should be. None of them means "nothing to check".
 */
#pragma once

enum error_kind {
	ERROR_NONE = 0,
	ERROR_ABSENT, /* it does not exist */
	ERROR_UNREADABLE, /* it exists, or may exist, and could not be read */
	ERROR_MALFORMED, /* it was read and is not well formed */
	ERROR_UNSUPPORTED, /* well formed, and this version does not do that */
	ERROR_MEMORY /* out of memory, or past the cap of the run */
};

struct error {
	enum error_kind kind;
	char text[512]; /* one line, already escaped, no final full stop */
	char mend[512]; /* who mends it, and after a line feed the command to paste; may be empty */
};

/* Fills `e` (unless NULL) and always returns -1. Bytes from outside must be escaped by the caller
 * (base/escape.h). */
int error_set(struct error *e, enum error_kind kind, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));

/* Adds the mend to an error that is set. Returns -1. */
int error_mend(struct error *e, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

/* The same error. Returns -1. */
int error_copy(struct error *e, const struct error *from);

/* Out of memory, in the same words everywhere. Returns -1. */
int error_memory(struct error *e);

/* What was found out, or not. A rule may accept only on FACT_YES or FACT_NO that somebody put
 * there; zeroed memory is "unknown". */
enum answer { FACT_UNKNOWN = 0, FACT_NO, FACT_YES };

struct fact {
	enum answer is;
	struct error why; /* when unknown, or what speaks against it */
};
