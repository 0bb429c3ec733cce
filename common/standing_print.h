/*
 * standing_print: how far a promotion is, on one screen or as JSON.
 */
#ifndef SLUIS_STANDING_PRINT_H
#define SLUIS_STANDING_PRINT_H

#include <stdio.h>

#include "jsonw.h"
#include "standing.h"

/* One screen. */
void standing_print(struct errand *er, const struct standing *s, FILE *out);

/* One promotion among others: a line for what it is, and one for each who can act. */
void standing_print_short(struct errand *er, const struct standing *s, FILE *out);

/* One object; `j` is where it goes. */
void standing_print_json(struct errand *er, const struct standing *s, struct jsonw *j);

#endif
