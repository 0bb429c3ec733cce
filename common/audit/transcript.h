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
#define TRANSCRIPT_HEAD TRANSCRIPT_NAME "-2\n" /* before its first entry */
#ifndef TRANSCRIPT_EVERY /* a build for tests has fewer */
#define TRANSCRIPT_EVERY 32 /* entries that it may lack before it is extended */
#endif

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
	int fd; /* -1: there is none to believe, or it is in memory */
	off_t end; /* of the next entry's label; whoever wants another sets it */
	char *window; /* of the file, from `at` on */
	size_t room, held;
	size_t ahead; /* bytes that are read at once; 0: as many as there is room for */
	off_t at;
	char *made; /* of malloc(3): all of it, in memory, or a window that was widened */
};

/* Opens what there is; nothing is no error. Closes it, also one that is closed. */
void transcript_open(struct arena *a, const struct repo *r, struct transcript *t);
void transcript_close(struct transcript *t);

/* The id of its next entry, the newest first. False where there is none, or the file is broken. */
bool transcript_next(struct transcript *t, git_oid *id);

/* The bytes of its next entry, if that is `id`, until the next call; else NULL. */
const char *transcript_take(struct transcript *t, const git_oid *id, size_t *len);

/* Goes past it. False as transcript_next(). */
bool transcript_pass(struct transcript *t);

/* The same in memory, of the audit up to `tip`. 0 or -1. */
int transcript_make(struct arena *a, const struct repo *r, const git_oid *tip, struct transcript *t,
    struct error *e);

/* Of what is kept beside the refs and can be done without, so that a disk that does not give it is
 * no trouble. Opens a file there, -1 where there is none that is ours and nobody else's to write;
 * and reads `n` of its bytes. */
int kept_open(struct arena *a, const struct repo *r, const char *name, int flags, off_t *size);
bool kept_read(int fd, void *to, size_t n, off_t at);

/* Adds what the audit has since, up to `tip`; writes it anew where it is not believed, or is no
 * part of this audit. Nothing where another does so, or may not. 0, or -1 (perhaps with `e`): it
 * can be done without. */
int transcript_extend(struct arena *a, const struct repo *r, const git_oid *tip, struct error *e);
