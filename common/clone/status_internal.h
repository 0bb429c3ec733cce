/*
 * clone/status_internal: who can act next for a promotion that is not there yet, and with which
 * command.
 *
 * Nobody is named who cannot help: who made the change, who signed already, who fills another role.
 * Sign-offs are asked only when nothing is left to mend that would void them.
 */
#ifndef SLUIS_STATUS_INTERNAL_H
#define SLUIS_STATUS_INTERNAL_H

struct session;
struct status;

/* Fills in `next` of a promotion that was judged. */
void acts_find(struct session *se, struct status *s);

/* Adds one: of those who may push to its environment. */
void acts_add_pushers(struct session *se, struct status *s, const char *command, const char *does);

/* `git sluis VERB ID` and more. */
const char *acts_command(
    struct session *se, const struct status *s, const char *verb, const char *more);

#endif
