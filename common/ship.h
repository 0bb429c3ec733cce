/*
 * ship: takes the audit off the host: to a mirror, and to the system's log. Never waits, never fails a push: what
 * could not be shipped goes with the next one.
 */
#ifndef SLUIS_SHIP_H
#define SLUIS_SHIP_H

#include "policy.h"
#include "repo.h"

/* Starts `git push` of refs/sluis/ to the mirror of the policy in the background, cut loose from the client, and returns.
 * Its errors go to GIT_DIR/sluis/ship.log. */
void ship_to_mirror(const struct repo *r, const struct policy *p);

/* One line for an entry, where the policy asks: its subject and its id; syslog(3), facility auth. */
void ship_to_syslog(const struct policy *p, const char *message, const char *entry);

#endif
