/*
 * report_complete: is the population complete? (norm CH.06 criteria 3 and 9)
 *
 * The moves of a ref must follow on one another from where it stands now, and each must have as
 * many steps on the ref's first-parent line as its verdict judged. Where the ref is not here, as in
 * a clone that fetched the audit alone, the first half is all that can be said.
 */
#ifndef SLUIS_REPORT_COMPLETE_H
#define SLUIS_REPORT_COMPLETE_H

#include "audit_moves.h"
#include "report.h"

/* Holds the moves (sorted) of every ref of an environment with a source to the repository. 0 or -1.
 */
int report_complete_check(
    struct report *r, struct report_repo *repo, const struct audit_moves *moves, struct error *e);

/* Has every step of the ref its verdict, as far as can be seen here? */
bool report_complete_is(const struct report_ref *ref);

#endif
