/*
 * git/trailer_block: where in a commit message the trailers stand, and what a line of them is.
 *
 * The rules are those of git-interpret-trailers(1), and where the manual page says less, what git
 * 2.39 does with its defaults (comments start with '#', the separator is ':'):
 * - the first paragraph is the title, never trailers; comment lines do not end it, blank lines do;
 * - the end leaves out a scissors line and all after it, and a run of empty lines, comments and an
 *   old "Conflicts:" block with its tabbed paths;
 * - the block is the last paragraph, when all its lines are trailers or their continuation, or when
 *   one was made by git (Signed-off-by, cherry picked from) and a quarter are trailers.
 *
 * Pure functions over bytes; they trust nothing and refuse nothing.
 */
#pragma once

#include "base/base.h"

struct trailer_text {
	const char *bytes;
	size_t len;
	bool completed; /* a missing final line feed counts as there */
};

struct trailer_line {
	const char *bytes;
	size_t len; /* without the line feed */
	bool ended; /* by a line feed */
};

/* A blank in git's eyes, in any locale: space, tab, line feed, carriage return. */
bool trailer_space(char c);

/* The line at `*at`, which then moves behind it; false at the end of the text. */
bool trailer_line_next(const struct trailer_text *t, size_t *at, struct trailer_line *out);

/* Has the line nothing but blanks? */
bool trailer_line_blank(const struct trailer_line *line);

bool trailer_line_starts(const struct trailer_line *line, const char *s);

/* The place of the ':' of a trailer's first line; 0 where the line starts no trailer. */
size_t trailer_line_separator(const struct trailer_line *line);

/* Is this the line under which git commit shows what is no part of the message? */
bool trailer_line_scissors(const struct trailer_line *line);

/* The trailer block of the text, a part of it; empty when there is none. */
struct trailer_text trailer_block_find(const struct trailer_text *t);

enum trailer_astray {
	TRAILER_IN_TITLE, /* the first paragraph */
	TRAILER_FOLDED, /* it starts with a blank: to git the line above goes on */
	TRAILER_BROKEN, /* in the last paragraph, of which line `other` is no trailer */
	TRAILER_EARLIER, /* before the last paragraph, which starts at line `other` */
	TRAILER_PASSED_OVER /* a comment, or below a scissors line */
};

struct trailer_unread {
	unsigned line; /* from 1 */
	enum trailer_astray why;
	unsigned other;
};

/* Finds the first line with that key, of any case and behind whatever marks a list, a quotation or
 * bold type, that git does not read as a trailer; NULL for any key, in the last paragraph. False
 * where there is none. */
bool trailer_block_unread(
    const struct trailer_text *t, const char *key, struct trailer_unread *out);
