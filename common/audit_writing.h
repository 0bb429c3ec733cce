/*
 * audit_writing: what the parts of the writer of an audit entry share (audit_message.c,
 * audit_message_step.c).
 */
#ifndef SLUIS_AUDIT_WRITING_H
#define SLUIS_AUDIT_WRITING_H

#include <stdio.h>

#include "arena.h"
#include "verdict.h"

struct audit_writing {
	struct arena *arena;
	FILE *out;
};

/* "Key: value", escaped; nothing for NULL. */
void audit_put(struct audit_writing *w, const char *key, const char *value);

void audit_put_oid(struct audit_writing *w, const char *key, const git_oid *id);

/* Everything about one step. 0, or -1 without memory. */
int audit_put_step(
    struct audit_writing *w, const struct policy *p, const struct step *s, const struct judged *j);

#endif
