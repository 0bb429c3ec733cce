/*
 * clone/draft_deployment: the record of a deployment, with the steps of the plan (git-sluis(1),
 * deployed).
 */
#ifndef SLUIS_DRAFT_DEPLOYMENT_H
#define SLUIS_DRAFT_DEPLOYMENT_H

#include "base/arena.h"
#include "record/record.h"

/* "2=done NOTE", "2=no" or "2=TIME NOTE", by who executed it and when it ended, into the step of
 * that id. 0, or -1 for what is none of these, or no such step. */
int draft_deployment_mark(struct arena *a, const char *text, struct deployment *d, struct error *e);

/* The bytes of the record, as record_read_deployment() reads them. NULL with `e`. */
const char *draft_deployment_text(struct arena *a, const struct deployment *d, struct error *e);

#endif
