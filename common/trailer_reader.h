/*
 * trailer_reader: what part of a message each of git's readers takes for the message.
 *
 * All of them look for trailers by the same rules (trailer_block.h), but not in the same text:
 * - `git interpret-trailers --no-divider` takes all of it;
 * - `git interpret-trailers` takes it up to a "---" line, behind which a patch would stand;
 * - both add a missing final line feed since git 2.46.2;
 * - `git log` skips blank lines before the title;
 * - `git for-each-ref` skips empty lines only, and since git 2.47 stops where a signature starts,
 * in a commit as well as in a tag. `git shortlog --group=trailer:KEY` is left out: it takes the
 * title of a message of one paragraph for a trailer ("parser: fix"), and nobody would call that
 * one.
 */
#ifndef SLUIS_TRAILER_READER_H
#define SLUIS_TRAILER_READER_H

#include <stddef.h>

#include "trailer_block.h"

#define TRAILER_READERS 6

struct trailer_reader {
	struct trailer_text text; /* what it sees: points into the message */
	bool endless; /* some versions of it come to no end */
	const char *why; /* why it may not read what the first reader reads */
	const char *mend; /* what makes it read the same */
};

/* All readers of the `len` bytes at `msg`, which hold no NUL. The first is what the others are held
 * against and has no `why`. */
void trailer_readers(const char *msg, size_t len, struct trailer_reader out[TRAILER_READERS]);

#endif
