/*
 * audit/transcript: the bytes of the audit's entries in one file, REPO/sluis-transcript, oldest
 * first, so that a push does not look up, inflate and hash an object for each.
 *
 * It is no second audit: where the walk wants an entry, and the file has that id next, its bytes
 * are taken from there and read by the same reader. Whatever the file lacks, or has with another
 * sum, comes from the repository. Believed is a file that belongs to root or the user this runs as,
 * and that nobody else may write: who can write it can write the audit's ref and the hooks. `git
 * sluis audit verify` holds each of its entries against the object.
 */
#pragma once

#include "git/repo.h"

#define TRANSCRIPT_NAME "sluis-transcript"
#define TRANSCRIPT_EVERY 32 /* entries that it may lack before it is extended */

/* After the bytes of each entry: a line feed, its id, their number and their sum in hex digits, a
 * blank before each, a line feed. */
#define TRANSCRIPT_LABEL 68

struct transcript_label {
	git_oid id;
	size_t len;
	uint64_t sum;
};

/* Reads the label at these TRANSCRIPT_LABEL bytes. 0 or -1. */
int transcript_label_read(const char *bytes, struct transcript_label *out);

struct transcript { /* read from its end */
	int fd; /* -1: there is none to believe */
	off_t end; /* of the next entry's label */
	char *window; /* of the file, from `at` on */
	size_t room, held;
	off_t at;
};

/* Opens what there is; nothing is no error. Closes it, also one that is closed. */
void transcript_open(struct arena *a, const struct repo *r, struct transcript *t);
void transcript_close(struct transcript *t);

/* The id of its next entry, the newest first. False where there is none, or the file is broken. */
bool transcript_next(struct transcript *t, git_oid *id);

/* The bytes of its next entry, if that is `id`, until the next call; else NULL. */
const char *transcript_take(struct transcript *t, const git_oid *id, size_t *len);

/* Adds what the audit has since, up to `tip`; writes it anew where it is not believed, or is no
 * part of this audit. Nothing where another does so, or may not. 0, or -1 (perhaps with `e`): it
 * can be done without. */
int transcript_extend(struct arena *a, const struct repo *r, const git_oid *tip, struct error *e);
