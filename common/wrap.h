/*
 * wrap: prose broken into lines of at most 72 columns.
 */
#ifndef SLUIS_WRAP_H
#define SLUIS_WRAP_H

#include <stdio.h>

#define WRAP_COLUMNS 72

/* Prints `text` with `first` before it; following lines get as many blanks. A word that is longer
 * than a line is broken. Ends with a line feed. `text` is printable (ASCII or UTF-8); columns are
 * bytes. */
void wrap_print(const char *first, const char *text, FILE *out);

#endif
