/*
 * policy/common_part: a policy and the common part that its `include` names, as one text.
 *
 * Everything after this, what is judged, compared, published and kept in the audit, knows that text
 * alone, which stands by itself: the line of `include` is a comment in it. A section is in one of
 * the two, or it is there twice, which is an error; so is [policy] in the common part, and with it
 * an include of its own. The common part is trusted, and refused, as the policy itself is.
 */
#pragma once

#include "base/ini.h"

/* A file that was read: what fstat(2) said of it tells whether it is still the same. */
struct policy_source {
	const char *path; /* NULL for none */
	const char *seen; /* device, inode, size and times */
	int64_t changed; /* the later of the times, in seconds */
};

struct policy_text {
	const char *bytes;
	size_t len;
	struct policy_source from[2]; /* itself, and its common part */
	int64_t mtime; /* of the later of the two */
	const char *common; /* the common part's file, escaped; NULL when there is none */
	unsigned line; /* of `include` */
	unsigned lines; /* of the policy without its common part */
};

void policy_source_see(
    struct arena *a, const char *path, const struct stat *st, struct policy_source *out);
bool policy_source_same(const struct policy_source *one, const struct policy_source *other);

/* Reads the policy at `path`, and its common part. With `trust` neither need be protected. `known`:
 * what was read before, to see whether there is a common part; or NULL. 0 or -1: ERROR_ABSENT is
 * about `path` alone. */
int policy_text_read(struct arena *a, const char *path, bool trust,
    const struct policy_source *known, struct policy_text *out, struct error *e);

/* The file that `include` names, NULL for none, and the line of it: from / on, or a name in the
 * policy's own folder. 0, or -1 when it is wrong. */
int policy_text_find(struct arena *a, const char *bytes, size_t len, const char **path,
    unsigned *line, struct error *e);

/* Is a common part well formed by itself, so that its first keys do not fall to the last section
 * before it? 0 or -1. */
int policy_text_form(
    struct arena *a, const char *path, const char *bytes, size_t len, struct error *e);

/* Puts `common` after the policy in out->bytes, whose `include` is on out->line. 0, or -1 without
 * memory. */
int policy_text_join(
    struct arena *a, const char *common, size_t len, struct policy_text *out, struct error *e);

/* What is wrong in the common part is shown at `include`, with its own file and line. */
void policy_text_settle(struct arena *a, const struct policy_text *t, struct ini_problems *ps);
