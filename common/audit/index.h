/*
 * audit/index: which entries of the transcript mention a word, newest first, so that a push reads
 * those that it asks for, and not the whole audit.
 *
 * A table has, for each word, its newest mention, and each mention has the one before it. It is
 * kept in REPO/sluis-index, written beside the transcript; whatever is there is believed as that is
 * (audit/transcript.h), and only up to the entry that its head names. The table is never older than
 * the head: it is brought to the disk first. Where there is none to believe, it is made in memory.
 */
#pragma once

#include "audit/mention.h"
#include "audit/transcript.h"
#include "git/packed_refs.h"

#define INDEX_NAME "sluis-index"

struct index_head { /* as it stands in the file */
	char magic[16];
	uint64_t end; /* of the newest entry that it has, in the transcript */
	uint64_t n; /* mentions */
	uint64_t room,
	    used; /* slots of the table, a power of two, and how many of them are taken */
	uint64_t untold; /* of the sign-offs in packed-refs, how many no verdict moved */
	struct packed_mark packed; /* of that when it was looked at; zeroed: it was not */
	git_oid settled; /* up to there no verdict waits for its outcome; zero: nobody looked */
	git_oid tip; /* the newest entry */
	uint64_t sum;
};

#define INDEX_HEAD sizeof(struct index_head)

struct index {
	int fd; /* -1: it is in memory, or there is none */
	unsigned char *bytes; /* of malloc(3), NULL for a file */
	size_t size, room; /* of those; a file has a size alone, as it was opened */
	struct index_head head;
};

/* One mention of a word. */
struct index_mention {
	uint64_t nth; /* of all mentions, from 1; 0: there is none */
	uint64_t end; /* of its entry, in the transcript */
};

/* Reads the head at these INDEX_HEAD bytes. 0 or -1. */
int index_head_read(const unsigned char *bytes, struct index_head *out);

/* Opens the file, and brings the transcript to where that ends. False where there is none to
 * believe, or it is of another transcript. Closes it, also one that is closed. */
bool index_open(struct arena *a, const struct repo *r, struct transcript *t, struct index *x);
void index_close(struct index *x);

/* Did verdicts move all sign-offs that packed-refs has now, as far as the file knows? */
bool index_tells_packed(struct arena *a, const struct repo *r, const struct index *x);

/* Is there a transcript, and no index of it that has looked at packed-refs? `*settled` as in the
 * head, zero where there is none. */
bool index_lacks(struct arena *a, const struct repo *r, git_oid *settled);

/* The newest mention of a word, and the one before `m`, which are nth 0 for none. 0, or -1: the
 * index is broken. */
int index_newest(const struct index *x, uint64_t word, struct index_mention *m);
int index_before(const struct index *x, uint64_t word, struct index_mention *m);

/* Makes it in memory, of all that the transcript has. 0, or -1: an entry cannot be read, the
 * transcript is broken, or there is no memory. */
int index_make(struct transcript *t, struct index *x, struct error *e);

/* Is the file what the audit makes of it, also where there is none to believe? 0 or -1. */
int index_verify(struct arena *a, const struct repo *r, bool *same, struct error *e);

/* Brings the transcript up to `tip`, and the file up to where that ends; writes it anew where it is
 * not believed. Nothing where another does so, or may not. `settled`: so is all up to `tip`. 0 or
 * -1: it can be done without. */
int index_keep(
    struct arena *a, const struct repo *r, const git_oid *tip, bool settled, struct error *e);
