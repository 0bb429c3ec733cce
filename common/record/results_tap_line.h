/*
 * record/results_tap_line: one line of the Test Anything Protocol. A pure reader; what the lines
 * are to one another is record/results_tap.
 */
#pragma once

#include "base/base.h"

enum tap_kind {
	TAP_NOISE,
	TAP_VERSION,
	TAP_PLAN,
	TAP_TEST,
	TAP_BAIL_OUT,
	TAP_COMMENT,
	TAP_YAML,
	TAP_OPEN,
	TAP_CLOSE
};

struct tap_line {
	enum tap_kind kind;
	size_t indent; /* blanks before it */
	unsigned number; /* of VERSION and PLAN; of TEST, 0 for none */
	bool ok, skip; /* of TEST */
	bool skip_excuses; /* of TEST: "# SKIP" right behind its number */
	bool todo, todo_excuses; /* of TEST: the second also where it failed */
	bool opens; /* of TEST: with a brace at its end */
	const char *text; /* in the line: name of TEST, reason of BAIL_OUT, all of COMMENT */
	size_t len;
};

/* `line` has no line feed. The texts of `out` are in it. */
void tap_line_read(const char *line, size_t len, struct tap_line *out);
