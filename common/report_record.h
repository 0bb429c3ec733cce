/*
 * report_record: when something was done, as the records of a promotion say: when it was tested,
 * and when it was to go over.
 *
 * The records lie in the audit entry. What they say is the word of whoever brought them in, not of
 * the clock of the host.
 */
#ifndef SLUIS_REPORT_RECORD_H
#define SLUIS_REPORT_RECORD_H

#include "report_detail.h"

struct report_span {
	int64_t from, to; /* seconds since 1970 */
};

/* From the start of this person's first test to the end of the last. False when no record tells. */
bool report_tested(
    struct arena *a, const struct report_detail *d, const char *person, struct report_span *out);

/* The window of the plan that this person performs. False when no record tells. */
bool report_planned(
    struct arena *a, const struct report_detail *d, const char *person, struct report_span *out);

#endif
