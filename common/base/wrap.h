/*
 * base/wrap: prose at a terminal, broken into lines of at most 72 columns, and its colours. These
 * never carry the meaning (no-color.org).
 */
#pragma once

#include "base/base.h"

#define WRAP_COLUMNS 72

/* Prints `text` with `first` before it; following lines get as many blanks. A word that is longer
 * than a line is broken. Ends with a line feed. `text` is printable (base/escape.h). */
void wrap_print(const char *first, const char *text, FILE *out);

enum colour { COLOUR_GOOD, COLOUR_BAD, COLOUR_HEAD };

/* What goes before and after a coloured word: nothing where `out` is no terminal, TERM is dumb, or
 * NO_COLOR is set. */
const char *colour_on(enum colour c, FILE *out);
const char *colour_off(FILE *out);
