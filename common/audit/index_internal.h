/*
 * audit/index_internal: what the parts of audit/index share.
 */
#pragma once

#include "audit/index.h"

#define INDEX_ROOM_MIN 1024

/* An empty one in memory. 0 or -1 without memory. */
int index_start(struct index *x, uint64_t room);

/* An entry mentions a word; once more is the same. 0, or -1: it is broken, cannot be written, or
 * there is no memory. It is in memory then, where it had no room as a file. */
int index_add(struct index *x, uint64_t word, uint64_t end);

/* Writes the head. 0 or -1. */
int index_put_head(struct index *x);
