/*
 * refusal_json: a verdict for machines at the other end of a push: JSON lines between two markers.
 *
 *	sluis: json begin
 *	{"verdict":"reject","dry-run":false,"policy":"2026-1","url":null,
 *	 "decision":"5a77...","why":null,"mend":null}
 *	{"ref":"refs/heads/production","environment":"production","old":"...",
 *	 "new":"...","verdict":"reject"}
 *	{"ref":"refs/heads/production","rule":"complete","criterion":"CH.06-8",
 *	 "outcome":"unmet","text":"...","mend":"...",
 *	 "command":"git ..."}
 *	sluis: json end
 *
 * The first object is of the whole push; then each governed ref, followed by its findings; with
 * `explain` also by the rules that are met or waived, one object each. Problems of the policy file
 * are objects with file, line and text. Each object is one line of ASCII, in which bytes from
 * outside are escaped (escape.h); nothing from outside can forge a marker, which stands at the
 * start of a line. Without the end marker it is not all.
 */
#ifndef SLUIS_REFUSAL_JSON_H
#define SLUIS_REFUSAL_JSON_H

#include <stdio.h>

#include "ini.h"
#include "push_options.h"
#include "verdict.h"

/* `decision` is the entry in the audit, zero for none; `problems` (may be NULL) are those of
 * `file`. */
void refusal_json(struct arena *a, const struct push_verdict *v, const struct push_options *o,
    const git_oid *decision, const char *file, const struct ini_problems *problems, FILE *out);

#endif
