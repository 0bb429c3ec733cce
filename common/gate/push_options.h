/*
 * gate/push_options: what a pusher asks of the gate itself, with `git push -o` (git-push(1),
 * gitprotocol-pack(5)).
 *
 * Only pre-receive gets them, in GIT_PUSH_OPTION_COUNT and GIT_PUSH_OPTION_n (githooks(5)); git
 * does not bound or clean them: a client of its own kind sends line feeds, escape sequences, broken
 * UTF-8 and tens of thousands. Options of others are left alone. One that looks like ours and is
 * not known refuses the push: a dry run that is misspelt must not go in.
 */
#pragma once

#include "policy/policy.h"

#define PUSH_OPTIONS_MAX 1000 /* that are looked at; a push with more is refused */

struct push_options {
	bool dry_run; /* refuse whatever the verdict */
	bool json; /* findings for machines */
	bool explain; /* rules that are met, too */
	bool has_language;
	enum language language;
};

/* One option, any bytes. The last of two counts. 0, or -1 for one that looks like ours and is not
 * known. */
int push_option_take(struct arena *a, const char *text, struct push_options *out, struct error *e);

/* All options of the push. 0, or -1 when one is not known, there are too many, or git does not hand
 * them all over; `out` then holds what was read before. */
int push_options_read(struct arena *a, const char *(*env)(const char *name),
    struct push_options *out, struct error *e);
