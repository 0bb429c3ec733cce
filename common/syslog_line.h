/*
 * syslog_line: an entry of the audit as one line for the system's log, beginning with an element of
 * structured data (RFC 5424, section 6.3), so that a log server can be asked for it by field.
 *
 * Pure: from the message of an entry to a line of printable ASCII.
 */
#ifndef SLUIS_SYSLOG_LINE_H
#define SLUIS_SYSLOG_LINE_H

#include <git2/oid.h>

#include "arena.h"

#define SYSLOG_REFS 3 /* that are named; a push may have thousands */

/* `[sluis@32473 entry="..." kind="verdict" decision="accept" pusher="noor" ref="..."] subject`, in
 * the arena. NULL without memory, or for a message that is none of the gate's. */
const char *syslog_line(struct arena *a, const git_oid *entry, const char *message);

#endif
