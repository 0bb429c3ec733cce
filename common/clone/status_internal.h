/*
 * clone/status_internal: who can act next for a promotion that is not there yet, and with which
 * command.
 *
 * Nobody is named who cannot help: who made the change, who signed already, who fills another role.
 * Sign-offs are asked only when nothing is left to mend that would void them.
 */
#pragma once

#include "base/base.h"

struct arena;
struct jsonw;
struct plan;
struct session;
struct status;

/* Fills in `next` of a promotion that was judged. */
void acts_find(struct session *se, struct status *s);

/* Adds one: of those who may push to its environment. */
void acts_add_pushers(struct session *se, struct status *s, const char *command, const char *does);

/* `git sluis VERB ID` and more. */
const char *acts_command(
    struct session *se, const struct status *s, const char *verb, const char *more);

/* Of the screen (clone/status_kind.c): what kind of promotion it is, and what the clock says. */
#define LABEL "  %-13s " /* of a line of the screen */

/* A line: until when, or how late it is. */
void status_due_print(struct session *se, int64_t due, FILE *out);

/* A line for a freeze that the window of the plan meets. */
void status_freeze_print(
    struct session *se, const struct status *s, const struct plan *plan, FILE *out);

/* A line for each thing that an ordinary promotion is not. */
void status_kind_print(struct session *se, const struct status *s, FILE *out);
void status_kind_json(struct arena *a, const struct status *s, struct jsonw *j);
