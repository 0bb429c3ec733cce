/*
 * report_emergency: emergencies and the reviews that close them, met in the walk from the newest
 * entry on.
 */
#ifndef SLUIS_REPORT_EMERGENCY_H
#define SLUIS_REPORT_EMERGENCY_H

#include "audit_entry.h"
#include "audit_walk.h"
#include "report.h"

struct report_reviews {
	struct lookup by_case; /* ref and promotion: struct report_review */
};

/*
 * Takes in one step that went in. `*out` becomes its emergency, when it is one that the report is
 * about: of the period, or open in it. 0, or -1 without memory.
 */
int report_emergency_see(struct report *r, struct report_reviews *reviews,
    const struct report_repo *repo, const struct audit_seen *seen, const struct audit_ref *ref,
    const struct audit_step *step, const struct report_emergency **out);

#endif
