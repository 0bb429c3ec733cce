/*
 * report_sample: a random sample that anybody can draw again with sha256sum(1).
 *
 * The number of a promotion is the SHA-256 of "SEED:ENTRY:COMMIT": the seed, the id of its audit
 * entry and that of its merge, in hex. The sample is the promotions with the smallest numbers.
 * Nobody who makes a promotion can know the seed, and whoever draws cannot choose the promotions.
 */
#ifndef SLUIS_REPORT_SAMPLE_H
#define SLUIS_REPORT_SAMPLE_H

#include <git2/oid.h>

#include "arena.h"
#include "report.h"

/* 0, or -1 without memory. */
int report_sample_number(struct arena *a, const char *seed, const git_oid *entry,
    const git_oid *commit, unsigned char out[DIGEST_SIZE]);

/* Gives the `n` promotions with the smallest numbers their rank. 0, or -1 without memory. */
int report_sample_draw(
    struct arena *a, struct report_items *promotions, const char *seed, size_t n);

/* A seed for whoever names none: 16 hex digits of chance. NULL when the system gives none. */
const char *report_sample_seed(struct arena *a);

#endif
