/*
 * results_junit: JUnit XML, in the dialects of Surefire, pytest, Jenkins, gtest, Playwright, Robot
 * and node (sluis-results(5)).
 *
 * Read as a stream: a file of any size takes the memory of its test cases' names. A document type
 * is refused, and with it every entity of one's own.
 */
#ifndef SLUIS_RESULTS_JUNIT_H
#define SLUIS_RESULTS_JUNIT_H

#include "results.h"

struct junit;

/* Starts to read into `out` (zeroed). NULL with ERROR_MEMORY. One at a time (bounded.h). */
struct junit *junit_open(struct arena *a, struct results *out, struct error *e);

/* The next bytes. 0, or -1 with ERROR_MALFORMED or ERROR_MEMORY, and again so for whatever comes
 * after. */
int junit_feed(struct junit *j, const char *bytes, size_t len, struct error *e);

/* No more bytes. 0 or -1 as junit_feed. Frees what the parser used, whatever happened before; NULL
 * is fine. */
int junit_close(struct junit *j, struct error *e);

/* All at once. */
int results_read_junit(
    struct arena *a, const char *bytes, size_t len, struct results *out, struct error *e);

#endif
