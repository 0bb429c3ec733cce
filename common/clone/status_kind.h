/*
 * clone/status_kind: what kind of promotion it is, as git sluis status shows it: an emergency, a
 * rollback, or one that reviews emergencies; and by when a review is due.
 */
#ifndef SLUIS_STATUS_KIND_H
#define SLUIS_STATUS_KIND_H

#include "clone/status.h"

#define LABEL "  %-13s " /* of a line of the screen */

/* A line: until when, or how late it is. */
void status_due_print(struct session *se, int64_t due, FILE *out);

/* A line for a freeze that the window of the plan meets. */
void status_freeze_print(
    struct session *se, const struct status *s, const struct plan *plan, FILE *out);

/* A line for each thing that an ordinary promotion is not. */
void status_kind_print(struct session *se, const struct status *s, FILE *out);
void status_kind_json(struct arena *a, const struct status *s, struct jsonw *j);

#endif
