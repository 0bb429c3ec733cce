/*
 * report/export: a report that leaves the house: a folder for each promotion with everything that
 * its audit entry keeps, a page to read, and a script that verifies all of it with git, ssh-keygen
 * and sha256sum alone (norm CH.06, all criteria).
 *
 * The bytes are those of the audit, so that their ids prove them; names are believed in nothing: a
 * name that the gate would not write makes no file, and the promotion does not verify.
 */
#pragma once

#include "report/report.h"

/* Writes the promotions that are to be shown to `dir`, which is made, or is there and empty, and
 * says on `out` how to verify it. 0, or -1: what stands there then is no export. */
int report_export(struct report *r, const char *dir, FILE *out, struct error *e);
