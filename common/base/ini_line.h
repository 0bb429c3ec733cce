/*
 * base/ini_line: one line of an INI file, judged before inih sees it.
 *
 * Refuses every line that inih would cut, join to another, or read in its own way (text after a
 * `]`, `:` for
 * `=`), so that what passes means the same to people and to inih.
 */
#pragma once

#include "base/base.h"

#define INI_LINE_MAX 199 /* INI_MAX_LINE of inih, without the NUL */
#define INI_SECTION_MAX 49 /* MAX_SECTION of inih, without the NUL */

enum ini_line_kind { INI_LINE_REFUSED = 0, INI_LINE_EMPTY, INI_LINE_SECTION, INI_LINE_KEY };

/* Pieces point into the line. */
struct ini_line {
	enum ini_line_kind kind;
	const char *wrong; /* of a refused line */
	bool header; /* it starts with `[`: a section, or a refused one */
	const char *word; /* kind of a section, or the key */
	size_t word_len;
	const char *value; /* of a key, trimmed; of a section its name, NULL without */
	size_t value_len;
};

/* Reads the `n` bytes of a line, without its line feed. */
void ini_line_read(const char *p, size_t n, struct ini_line *out);

/* How many bytes stand between the brackets of a section, from its `word` on. */
size_t ini_line_between(const struct ini_line *l);
