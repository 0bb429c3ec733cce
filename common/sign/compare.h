/*
 * sign/compare: what another folder of a policy changes, in words: its policy, whose keys sign,
 * and which do not count any more.
 */
#pragma once

#include "policy/compare.h"
#include "policy/folder.h"

/* Adds what `new` changes in `old`. What cannot be read any more is told as a change that loosens;
 * 0, or -1 without memory. */
int folder_compare(struct arena *a, const struct policy_folder *old,
    const struct policy_folder *new, int64_t now, struct policy_changes *out, struct error *e);
