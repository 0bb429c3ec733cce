/*
 * report_gathering: what the parts of the walk over one audit share (report_gather.c,
 * report_items.c, report_signing.c).
 */
#ifndef SLUIS_REPORT_GATHERING_H
#define SLUIS_REPORT_GATHERING_H

#include "audit_walk.h"
#include "report.h"
#include "report_emergency.h"

struct gathering {
	struct report *report;
	struct report_repo *repo;
	struct audit_fates fates;
	struct audit_moves moves;
	struct report_reviews reviews;
};

bool gathering_in_period(const struct gathering *g, int64_t at);

/* Is a value what was asked for? NULL asks for nothing in particular. */
bool gathering_asked(const char *want, const char *is);

/* A new promotion or event with what every one has; it stands at `place` in the audit. NULL without
 * memory. */
struct report_item *gathering_item(struct gathering *g, struct report_items *list,
    const struct audit_seen *seen, size_t place, const char *environment);

/* Takes in an accepting verdict, or another one. 0, or -1 without memory. */
int gathering_see_accepted(struct gathering *g, const struct audit_seen *seen);
int gathering_see_refused(struct gathering *g, const struct audit_seen *seen);

/* Takes in one ref of an accepting verdict, when it is a sign-off. 0, or -1 without memory. */
int gathering_see_signing(
    struct gathering *g, const struct audit_seen *seen, const struct audit_ref *ref);

#endif
