/*
 * base/oid: object ids, read strictly (git_oid_fromstr cuts 64 hex digits silently) and shown
 * shortly.
 */
#pragma once

#include <git2/oid.h>
#include <stddef.h>

#include "base/arena.h"

/* The hex digits of an id. libgit2's own name for it changed between versions. */
#define OID_HEX (2 * (int)sizeof(((git_oid *)NULL)->id))

/* Exactly 40 hex digits. 0 or -1. */
int oid_parse(const char *hex, size_t len, git_oid *out);

/* The first seven digits, in the arena; never NULL. */
const char *oid_short(struct arena *a, const git_oid *id);

/* All of them; never NULL. */
const char *oid_hex(struct arena *a, const git_oid *id);
