/*
 * csv: fields as RFC 4180 quotes them, harmless for a spreadsheet.
 */
#ifndef SLUIS_CSV_H
#define SLUIS_CSV_H

#include <stdio.h>

/* What ends a field and a row. */
#define CSV_NEXT ","
#define CSV_END "\r\n"

/* Prints a field in quotes, and `end` after it. One that a spreadsheet would take for a formula
 * gets an apostrophe before it. `text` holds no control characters (escape.h, printable.h). */
void csv_field(FILE *out, const char *text, const char *end);

#endif
