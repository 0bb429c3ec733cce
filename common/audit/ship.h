/*
 * audit/ship: takes the audit off the host: to a mirror, and to the system's log. Never waits,
 * never fails a push: what could not be shipped goes with the next one.
 */
#pragma once

#include "policy/policy.h"
#include "git/repo.h"

/* Starts `git push` of refs/sluis/ to the mirror of the policy in the background, cut loose from
 * the client, and returns. Its errors go to GIT_DIR/sluis/ship.log. */
void ship_to_mirror(const struct repo *r, const struct policy *p);

/* One line for an entry, escaped, beginning with an element of structured data (RFC 5424,
 * section 6.3): syslog(3), facility auth, level notice. A log that takes nothing is given up after
 * some hundredths of a second. */
void ship_to_syslog(struct arena *a, const char *message, const git_oid *entry);
