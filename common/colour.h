/*
 * colour: for people at a terminal, and never what carries the meaning (no-color.org).
 */
#ifndef SLUIS_COLOUR_H
#define SLUIS_COLOUR_H

#include <stdio.h>

enum colour { COLOUR_GOOD, COLOUR_BAD, COLOUR_HEAD };

/* What goes before and after a coloured word: nothing where `out` is no terminal, TERM is dumb, or
 * NO_COLOR is set. */
const char *colour_on(enum colour c, FILE *out);
const char *colour_off(FILE *out);

#endif
