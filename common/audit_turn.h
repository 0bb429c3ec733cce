/*
 * audit_turn: lets the processes that write to the audit go one after the other, so that not all but one sign or look in vain.
 *
 * It is good manners and nothing depends on it: the ref of the audit is moved by compare-and-swap. Whoever is killed gives his
 * turn back; whoever hangs holds the others up for some seconds, and then they go on without.
 */
#ifndef SLUIS_AUDIT_TURN_H
#define SLUIS_AUDIT_TURN_H

#include "repo.h"

/* Waits for the turn: flock(2) on the folder of the repository. A descriptor for audit_turn_end(), or -1: it never came. */
int audit_turn_take(const struct repo *store);
void audit_turn_end(int turn);

#endif
