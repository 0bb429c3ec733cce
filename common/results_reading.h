/*
 * results_reading: what the readers of test results share.
 *
 * Every form says the same few things of itself, and each only once: what stands there twice must
 * be the same.
 */
#ifndef SLUIS_RESULTS_READING_H
#define SLUIS_RESULTS_READING_H

#include "results.h"

/* The readers (results.h). `out` is zeroed by the caller. */
int results_read_tap(
    struct arena *a, const char *bytes, size_t len, struct results *out, struct error *e);
int results_read_json(
    struct arena *a, const char *bytes, size_t len, struct results *out, struct error *e);

/* Adds a case. NULL without memory, or (with `e`) past RESULTS_CASES_MAX. Takes the texts as they
 * stand. */
struct results_case *results_add(struct arena *a, struct results *r, const char *suite,
    const char *name, enum results_outcome outcome, struct error *e);

/* Another outcome for a case that was added. */
void results_settle(struct results *r, struct results_case *c, enum results_outcome outcome);

/* Adds a criterion that the case names in so many words. 0, or -1 without memory. */
int results_add_criterion(struct arena *a, struct results_case *c, const char *id);

void results_doubt(struct arena *a, struct results *r, unsigned line, const char *fmt, ...)
    __attribute__((format(printf, 4, 5)));

/* What a file says of itself under a key ("commit", "executed-by", ...). False for a key that means
 * nothing here. What is no value of that key, or contradicts what was said before, is a doubt. */
bool results_say(
    struct arena *a, struct results *r, unsigned line, const char *key, const char *value);

/* Can this be such a value? False for a key that means nothing here. */
bool results_says(const char *key, const char *value);

/* A time that a runner wrote: RFC 3339, also without a zone. */
struct results_time results_time_read(const char *text);

/* Keeps the earlier or later one. */
void results_time_first(struct results_time *t, const struct results_time *other);
void results_time_last(struct results_time *t, const struct results_time *other);

/* The doubts that only the whole shows. */
void results_end(struct arena *a, struct results *r);

#endif
