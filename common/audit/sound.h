/*
 * audit/sound: is what an audit entry keeps beside its message all there, with the bytes that it
 * says? (gate/audit_tree.h)
 */
#pragma once

#include "audit/walk.h"
#include "git/repo.h"

#define AUDIT_SOUND_KEPT 8

struct audit_sound {
	/* Called for each problem; escaped text. */
	void (*say)(void *ctx, const git_oid *entry, const char *text);
	void *ctx;
	size_t evidence; /* pieces that were looked at */
	git_oid sound[AUDIT_SOUND_KEPT]; /* read lately, and whole: policies change seldom */
	size_t nsound;
};

void audit_sound_check(struct arena *a, const struct repo *r, const struct audit_seen *seen,
    struct audit_sound *check);
