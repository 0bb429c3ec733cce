/*
 * fetch/answer: what sluis-fetch(8) says, one line at a time.
 *
 *	ready			signed in
 *	size N			of the file that comes now
 *	data N			N bytes follow the line
 *	end			of the file
 *	absent TEXT		in place of the file, or of the rest of it: it is not there,
 *	refused TEXT		it is nothing that is read,
 *	unread TEXT		it could not be read;
 *	lost TEXT		nor can any other file be
 *
 * TEXT is one sentence for people, and after a tab perhaps how it is mended, escaped.
 */
#pragma once

#include "base/base.h"

#define FETCH_ANSWER_MAX 1100 /* bytes of a line: two texts of an error, with their word */

enum fetch_answer_kind {
	ANSWER_NONE = 0,
	ANSWER_READY,
	ANSWER_SIZE,
	ANSWER_DATA,
	ANSWER_END,
	ANSWER_NO,
	ANSWER_LOST
};

struct fetch_answer {
	enum fetch_answer_kind kind;
	size_t n; /* of SIZE and DATA */
	struct error why; /* of NO and LOST */
};

/* Reads one line of `len` bytes, without its line feed. 0; or -1 for anything that sluis-fetch does
 * not say. */
int fetch_answer_read(const char *line, size_t len, struct fetch_answer *out);

/* The line for an error, with its line feed, in `line` of FETCH_ANSWER_MAX + 1 bytes; its length.
 * `lost`: for the session. */
size_t fetch_answer_write(const struct error *e, int lost, char *line);
