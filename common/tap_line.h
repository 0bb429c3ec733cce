/*
 * tap_line: one line of the Test Anything Protocol, versions 12 to 14 (https://testanything.org).
 *
 * Where versions or readers differ, what proves less is read: a directive anywhere takes away a
 * pass, and only the one that every reader sees excuses a failure.
 */
#ifndef SLUIS_TAP_LINE_H
#define SLUIS_TAP_LINE_H

#include <stdbool.h>
#include <stddef.h>

enum tap_kind {
	TAP_NOISE = 0,
	TAP_VERSION,
	TAP_PLAN,
	TAP_TEST,
	TAP_BAIL_OUT,
	TAP_COMMENT,
	TAP_YAML
};

struct tap_line {
	enum tap_kind kind;
	size_t indent; /* blanks before it */
	unsigned number; /* of VERSION and PLAN; of TEST, 0 for none */
	bool ok, skip; /* of TEST */
	bool todo, todo_excuses; /* of TEST: the second also where it failed */
	const char
	    *text; /* name of TEST, reason of BAIL_OUT, all of COMMENT; points into the line */
	size_t len;
};

/* `line` has no line feed. */
void tap_line_read(const char *line, size_t len, struct tap_line *out);

#endif
