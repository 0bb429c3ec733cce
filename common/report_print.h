/*
 * report_print: the forms of a report, and what they share.
 *
 * Every form prints exceptions before anything else, and of the promotions those of the sample, or
 * all.
 */
#ifndef SLUIS_REPORT_PRINT_H
#define SLUIS_REPORT_PRINT_H

#include <stdio.h>

#include "report_detail.h"
#include "report_proof.h"
#include "report_words.h"

/* Lists for people show so many of a kind; CSV and JSON have all. */
#define REPORT_SHOWN 200

/* One form. 0, or -1: an entry could not be read again. */
typedef int report_form(struct report *r, FILE *out, struct error *e);
report_form report_text, report_csv, report_json, report_html;

/* Called with each detail; what it gets, and all in `a`, lives only during the call. 0 goes on, -1
 * fails. */
typedef int report_each(void *ctx, struct arena *a, const struct report_detail *d, struct error *e);

/* A promotion as JSON; `ctx` is the struct jsonw. */
report_each report_json_promotion;

/* The promotions that are to be shown. 0 or -1. */
int report_each_promotion(struct report *r, report_each *each, void *ctx, struct error *e);

/* The events of one kind, the newest `max` of them, oldest first. 0 or -1. */
int report_each_event(struct report *r, enum report_event_kind kind, size_t max, report_each *each,
    void *ctx, struct error *e);

/* "refused", "unlock" and the like, for machines. */
const char *report_event_id(enum report_event_kind kind);

/* What happened, as one sentence in the report's language, without its time: printable. */
const char *report_event_text(struct arena *a, const struct report_detail *d);

/* "reviewed 2026-12-01T10:00:00Z with promotion 2026.13", "open, to be reviewed until ..." */
const char *report_emergency_state(
    struct arena *a, const struct report *r, const struct report_emergency *m);

/* The counts in the order in which they are shown; the first REPORT_FINDINGS of them are
 * exceptions. */
#define REPORT_FINDINGS 11

struct report_count {
	enum report_word label;
	size_t n;
};

#define REPORT_COUNT_MAX 24

/* Fills `out`; returns how many there are. */
size_t report_counts(const struct report *r, struct report_count out[REPORT_COUNT_MAX]);

/* "period: 2026-01-01T00:00:00Z to until now", printable. */
const char *report_period(struct arena *a, const struct report *r);

/* "3 of 120, seed 4711". */
const char *report_sample_head(struct arena *a, const struct report *r);

/* "refs/heads/production: 12 steps, 12 with a verdict: complete" has this as its last part. */
const char *report_ref_state(const struct report *r, const struct report_ref *ref);

/* More than one repository: then each thing says of which it is. */
bool report_many(const struct report *r);

#endif
