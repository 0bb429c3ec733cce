/*
 * base/printable: bytes from outside made harmless as base/escape.h does, whatever their length,
 * for a document: a report, CSV, JSON.
 */
#pragma once

#include <stdio.h>

#include "base/arena.h"

/* Never NULL: without memory it is "(out of memory)", and the arena is marked exhausted. NULL gives
 * "". */
const char *printable(struct arena *a, const char *s);

/* The same for a text that was escaped (base/escape.h), as those of the audit. */
const char *printable_escaped(struct arena *a, const char *escaped);

/* What ends a field and a row. */
#define CSV_NEXT ","
#define CSV_END "\r\n"

/* Prints a field in quotes, and `end` after it. One that a spreadsheet would take for a formula
 * gets an apostrophe before it. `text` holds no control characters. */
void csv_field(FILE *out, const char *text, const char *end);
